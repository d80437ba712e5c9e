/** Lenses above services and methods. */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { outline } from './outline.ts';

/** One lens above the name of a service or method. */
export interface Lens {
  readonly span: Span;
  readonly action: 'startServer' | 'generateGo' | 'sendRequest';
  /** Full name of the service, or `pkg.Service/Method`. */
  readonly target: string;
}

/** The lenses of a file, in source order. */
export function codeLenses(tree: SyntaxTree): readonly Lens[] {
  const items = outline(tree);
  const packageName = items.find((item) => item.kind === 'package')?.name;
  return items
    .filter((item) => item.kind === 'service')
    .flatMap((service): Lens[] => {
      const name = packageName === undefined ? service.name : `${packageName}.${service.name}`;
      const methods = service.children.filter((child) => child.kind === 'method');
      return [
        { span: service.nameSpan, action: 'startServer', target: name },
        { span: service.nameSpan, action: 'generateGo', target: name },
        ...methods.map(
          (method): Lens => ({ span: method.nameSpan, action: 'sendRequest', target: `${name}/${method.name}` }),
        ),
      ];
    });
}

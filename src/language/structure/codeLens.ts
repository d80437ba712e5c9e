/** The lenses of a file, above its services, methods, messages and enums. */
import { LONG_SCOPE } from '../../base/longNames.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { outline, type OutlineItem } from './outline.ts';

/** One lens above the name of a service or method. */
export interface Lens {
  readonly span: Span;
  readonly action: 'startServer' | 'generateGo' | 'sendRequest';
  /** The full name of the service, or `pkg.Service/Method`. */
  readonly target: string;
}

/** The lenses of a file's services and methods, in source order. */
export function codeLenses(tree: SyntaxTree): readonly Lens[] {
  const items = outline(tree);
  const packageName = items.find((item) => item.kind === 'package')?.name;
  return items
    .filter((item) => item.kind === 'service' && item.name.length <= LONG_SCOPE)
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

/** A lens that shows the number of references to a declaration. We count them only when the editor shows the lens. */
export interface ReferenceLens {
  readonly span: Span;
  readonly kind: 'message' | 'enum' | 'service';
  readonly fullName: string;
}

/** The lenses of a file's services, messages and enums, in source order. */
export function referenceLenses(tree: SyntaxTree): readonly ReferenceLens[] {
  const items = outline(tree);
  const packageName = items.find((item) => item.kind === 'package')?.name;
  return lensesIn(items, packageName === undefined ? '' : `${packageName}.`);
}

function lensesIn(items: readonly OutlineItem[], scope: string): readonly ReferenceLens[] {
  if (scope.length > LONG_SCOPE) return [];
  return items.flatMap(({ kind, name, nameSpan, children }): readonly ReferenceLens[] => {
    if (kind !== 'message' && kind !== 'enum' && kind !== 'service') return [];
    const fullName = scope + name;
    return [{ span: nameSpan, kind, fullName }, ...lensesIn(children, `${fullName}.`)];
  });
}

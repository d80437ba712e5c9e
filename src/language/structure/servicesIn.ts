/**
 * The services of one file and their methods, with the places of their names. The lenses of a large file need only
 * these.
 */
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Span } from '../../text/span.ts';
import { outline } from './outline.ts';

/** A service or a method of a file. */
export interface ServicePart {
  readonly kind: 'service' | 'method';
  /** The full name, such as `greeter.v1.Greeter.SayHello`. */
  readonly fullName: string;
  readonly nameSpan: Span;
}

/** The services and methods of a file in source order, each service before its methods. */
export function servicesIn(tree: SyntaxTree): readonly ServicePart[] {
  const items = outline(tree);
  const packageName = items.find(({ kind }) => kind === 'package')?.name;
  const start = packageName === undefined ? '' : `${packageName}.`;
  return items
    .filter(({ kind }) => kind === 'service')
    .flatMap(({ name, nameSpan, children }): readonly ServicePart[] => {
      const fullName = `${start}${name}`;
      const methods = children.filter(({ kind }) => kind === 'method');
      return [
        { kind: 'service', fullName, nameSpan },
        ...methods.map(
          (method): ServicePart => ({
            kind: 'method',
            fullName: `${fullName}.${method.name}`,
            nameSpan: method.nameSpan,
          }),
        ),
      ];
    });
}

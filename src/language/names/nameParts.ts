/** Finds what each part of a dotted name stands for. In `sub.Outer.Inner`, `Outer` stands for a message. */
import type { Reference } from '../../schema/descriptors/model.ts';
import type { SymbolName } from '../../schema/descriptors/symbol.ts';
import { nameParts } from '../../syntax/tree/nameParts.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { type Span, spanTouches } from '../../text/span.ts';

/**
 * The part of a reference's name at an offset, and what this part names. Each part before the last one names a message
 * or a package, because only these contain other names.
 */
export function partAt(
  tree: SyntaxTree,
  { span, target }: Reference,
  offset: number,
): { readonly span: Span; readonly symbol: SymbolName } {
  const parts = nameParts(tree, span);
  const index = parts.findIndex((part) => spanTouches(part, offset));
  const part = parts[index];
  if (part === undefined) return { span, symbol: target };
  const behind = parts.length - 1 - index;
  if (behind === 0) return { span: part, symbol: target };
  const names = target.fullName.split('.');
  return { span: part, symbol: { kind: 'message', fullName: names.slice(0, -behind).join('.'), file: target.file } };
}

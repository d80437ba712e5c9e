/** Keeps the JSON name of a field when the user renames the field, with `[json_name = "userName"]`. */
import type { FilePath } from '../../base/path.ts';
import type { FieldDescriptor } from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { toJsonName } from '../../schema/descriptors/names.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { withOption } from '../names/withOption.ts';
import type { DeclarationSubject } from './subject.ts';

/** The change of a field's JSON name, caused by a new name of the field. */
export interface JsonRenaming {
  readonly field: FieldDescriptor;
  readonly before: string;
  readonly after: string;
}

/** The edit that keeps the JSON name of a renamed field. */
export interface KeptJsonName extends JsonRenaming {
  readonly path: FilePath;
  readonly edit: TextEdit;
}

/**
 * The change of the JSON name; undefined if the field sets `json_name` itself, or if the new name leads to the same
 * JSON name.
 */
export function jsonRenaming(
  { symbols }: DeclarationSubject,
  { interface: { scope } }: LinkedFile,
  newName: string,
): JsonRenaming | undefined {
  const symbol = symbols.find(({ kind }) => kind === 'field');
  const field = symbol && scope.get(symbol.fullName);
  if (field?.kind !== 'field' || field.hasJsonName) return undefined;
  // The field of a group has the group's name in lower case.
  const after = toJsonName(symbols.length > 1 ? newName.toLowerCase() : newName);
  if (after === field.jsonName) return undefined;
  return { field, before: field.jsonName, after };
}

/** The edit that adds `json_name` after the options that the field already has. */
export function keptJsonName(
  { home, symbols }: DeclarationSubject,
  { tree }: LinkedFile,
  renaming: JsonRenaming,
): KeptJsonName | undefined {
  const symbol = symbols.find(({ kind }) => kind === 'field');
  const node = symbol && nodePathAt(tree, symbol.nameSpan.start).findLast(({ kind }) => kind === 'field');
  if (node?.kind !== 'field') return undefined;
  const edit = withOption(tree, node, `json_name = "${renaming.before}"`);
  if (edit === undefined) return undefined;
  return { ...renaming, path: home, edit };
}

/** Keeps the JSON name of a field that gets another name, with `[json_name = "userName"]`. */
import type { FilePath } from '../../base/path.ts';
import type { FieldDescriptor } from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { toJsonName } from '../../schema/descriptors/names.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { TextEdit } from '../../text/edit.ts';
import { withOption } from '../names/withOption.ts';
import type { DeclarationSubject } from './subject.ts';

/** A field whose JSON name changes with its name. */
export interface JsonRenaming {
  readonly field: FieldDescriptor;
  readonly before: string;
  readonly after: string;
}

/** The edit that keeps a JSON name. */
export interface KeptJsonName extends JsonRenaming {
  readonly path: FilePath;
  readonly edit: TextEdit;
}

/** Undefined if the JSON name does not follow from the name, or if the new name gives the same one. */
export function jsonRenaming(
  { symbols }: DeclarationSubject,
  { interface: { scope } }: LinkedFile,
  newName: string,
): JsonRenaming | undefined {
  const symbol = symbols.find(({ kind }) => kind === 'field');
  const field = symbol && scope.get(symbol.fullName);
  if (field?.kind !== 'field' || field.hasJsonName) return undefined;
  // The field of a group has the name of the group in lower case.
  const after = toJsonName(symbols.length > 1 ? newName.toLowerCase() : newName);
  if (after === field.jsonName) return undefined;
  return { field, before: field.jsonName, after };
}

/** The edit adds to the options that the field has. */
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

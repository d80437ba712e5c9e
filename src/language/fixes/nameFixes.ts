/** Fixes for names that are taken, that violate the style of an edition, or that are equal in JSON. */
import { resultOf } from '../../base/slices.ts';
import { withoutTail } from '../../base/strings.ts';
import type { FieldDescriptor } from '../../schema/descriptors/descriptor.ts';
import type { SymbolDefinition } from '../../schema/descriptors/model.ts';
import type { SymbolKind } from '../../schema/descriptors/symbol.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { renaming } from '../navigation/rename.ts';
import { declared } from '../navigation/subject.ts';
import { NameScope } from '../names/scope.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { fix, type Fix, type FixContext, replace } from './fix.ts';
import { fieldOptions } from './optionFixes.ts';
import { withOption } from '../names/withOption.ts';

/**
 * The fix for a declaration whose name is taken. No reference can lead to the declaration yet, so we rename only the
 * declaration.
 */
export function freeName(context: FixContext): readonly Fix[] {
  const { file, written, span, diagnostic } = context;
  const taken = /^"([\w.]+)" is already defined in (?:file )?"([^"]+)"/.exec(diagnostic.message);
  // The name of a group in lower case is taken by the group's own field.
  const isGroup = context.node('field')?.group !== undefined && /^[a-z]/.test(written);
  if (taken === null || isGroup || !/^[A-Za-z]\w*$/.test(written)) return [];
  const [, name = '', scope = ''] = taken;
  const prefix = prefixOf(name, scope, diagnostic);
  const names = new NameScope(file);
  const isFree = (one: string): boolean => names.resolve(`.${prefix}${one}`, '', false) === undefined;
  const stem = withoutTail(written, '0123456789');
  const number = written.slice(stem.length);
  for (let next = Number(number || 1) + 1; next < MOST_TRIED; next++) {
    if (isFree(`${stem}${next}`)) return [fix(`Rename to ${stem}${next}`, [replace(span, `${stem}${next}`)], false)];
  }
  return [];
}

/**
 * The scope of a taken name with a dot at its end; empty at the top level of a file without a package. The diagnostic
 * names the scope or the file.
 */
function prefixOf(name: string, scope: string, { message }: Diagnostic): string {
  if (name.includes('.')) return name.slice(0, name.lastIndexOf('.') + 1);
  if (message.includes(' in file ')) return '';
  return `${scope}.`;
}

const MOST_TRIED = 1000;
/**
 * We offer the fix only if it concerns at most this many files, because a search in more files takes longer than a user
 * waits.
 */
const MOST_FILES = 100;

/** The fix that renames a declaration and each reference to the required style. */
export function styledName(context: FixContext): readonly Fix[] {
  const { workspace, path, file } = context;
  const symbol = badlyNamed(context);
  if (symbol === undefined) return [];
  const written = nameOf(symbol);
  const name = inStyle(symbol, written);
  if (name === written || !/^[A-Za-z]\w*$/.test(name)) return [];
  const subject = declared(path, file, symbol);
  if (subject === undefined) return [];
  const renamed = resultOf(renaming(workspace, subject, name, { mostFiles: MOST_FILES }));
  const [own, ...elsewhere] = renamed.kind === 'edits' ? renamed.files : [];
  if (own === undefined) return [];
  return [{ ...fix(`Rename to ${name}${alsoIn(elsewhere.length)}`, own.edits, false), elsewhere }];
}

function badlyNamed({ file, diagnostic }: FixContext): SymbolDefinition | undefined {
  const { span } = diagnostic;
  if (span !== undefined)
    return file.symbols.find(({ nameSpan }) => nameSpan.start === span.start && nameSpan.end === span.end);
  // protoc's diagnostic for a oneof has no place, so we search for the oneof by its name.
  const [only, ...others] = file.symbols.filter(
    (one) => one.kind === 'oneof' && diagnostic.message.startsWith(`Oneof name ${nameOf(one)} `),
  );
  if (others.length === 0) return only;
  return undefined;
}

function nameOf({ fullName }: SymbolDefinition): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

const TITLE_CASE: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['message', 'enum', 'service', 'method']);

function inStyle({ kind }: SymbolDefinition, name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  if (TITLE_CASE.has(kind)) return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const snake = kind === 'enumValue' && name === name.toUpperCase() ? name.toLowerCase() : snakeCase(name);
  // The style requires that a letter follows each underscore.
  const tidy = snake.replaceAll(/_+/g, '_').replaceAll(/^_|_$|_(?=\d)/g, '');
  if (kind === 'enumValue') return tidy.toUpperCase();
  return tidy;
}

/**
 * Fixes for a field whose JSON name clashes with another field's. If one of the names is custom, we remove it or add
 * another one. A clash of default names gets no fix.
 */
export function otherJsonName(context: FixContext): readonly Fix[] {
  const clash =
    /^The (custom|default) JSON name of field "[^"]+" \("([^"]+)"\) conflicts with the (custom|default) JSON name/.exec(
      context.diagnostic.message,
    );
  if (clash === null || (clash[1] === 'default' && clash[3] === 'default')) return [];
  const node = context.node('field');
  const message = node && fieldAt(context, spanOf(context.tree, node.name ?? node).start)?.container;
  if (node === undefined || message === undefined) return [];
  if (clash[1] === 'custom') return fieldOptions(context, (name) => name === 'json_name');
  const taken = new Set(message.fields.map(({ jsonName }) => jsonName));
  let number = 2;
  while (taken.has(`${clash[2] ?? ''}${number}`)) number++;
  const option = withOption(context.tree, node, `json_name = "${clash[2] ?? ''}${number}"`);
  if (option === undefined) return [];
  return [fix(`Call it "${clash[2] ?? ''}${number}" in JSON`, [option], false)];
}

/**
 * Fixes that remove `json_name`, because extensions cannot have it, or because the chosen name has another meaning in
 * JSON.
 */
export function removeJsonName(context: FixContext): readonly Fix[] {
  return fieldOptions(context, (name) => name === 'json_name');
}

function fieldAt({ file }: FixContext, start: number): FieldDescriptor | undefined {
  for (const entity of file.interface.scope.values())
    if (entity.kind === 'field' && entity.nameStart === start) return entity;
  return undefined;
}

/** The end of a fix's title: how many other files the fix changes. */
function alsoIn(files: number): string {
  if (files === 0) return '';
  if (files === 1) return ', also in another file';
  return `, also in ${files} other files`;
}

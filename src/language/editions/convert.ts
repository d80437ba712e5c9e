/**
 * Converts a file from proto2 or proto3 to an edition, without a change of its meaning. The file gets as few features
 * as possible (setting.ts decides where they go), and only features that affect it: a file without enums does not say
 * which enums are closed. Users do not read each line of such a change. So we parse and link the new text before the
 * user gets it, and compare its descriptors with the old ones. If anything differs, the file stays as it is, and the
 * user reads why.
 */
import { linkFile } from '../../schema/link.ts';
import type { FileDescriptor } from '../../schema/descriptors/descriptor.ts';
import { eachDescriptor } from '../../schema/descriptors/visit.ts';
import type { FileInterface, LinkedFile } from '../../schema/descriptors/model.ts';
import { commentSpans } from '../../syntax/lexing/commentSpans.ts';
import { parse } from '../../syntax/parser.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { DeclarationEdits, type SettingsAt } from './declarationEdits.ts';
import { fileEdits } from './fileEdits.ts';
import { firstDifference, meaningOf } from './meaning.ts';
import { type Plan, planOf, type TargetEdition, TARGETS } from './plan.ts';
import type { FeatureSetting } from './setting.ts';

/** The result: the edits and the new text, or the reason why there are none. */
export type Converted =
  | { readonly kind: 'converted'; readonly text: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Finds a file that the converted file imports because it declares features of a language. */
export type FindImport = (path: string) => FileInterface | undefined;

/** The files that a conversion may import. */
export const FEATURE_FILES: readonly string[] = ['go', 'java', 'cpp'].map(
  (language) => `google/protobuf/${language}_features.proto`,
);

/** The editions that we convert to, oldest first. */
export const EDITION_TARGETS = Object.keys(TARGETS) as readonly TargetEdition[];

function isConvertible({ syntax }: SyntaxTree): boolean {
  return syntax !== 'editions';
}

/** Whether a place is at the `syntax` statement, or on the first line of a file without this statement. */
export function isAtVersion(tree: SyntaxTree, place: Span): boolean {
  if (!isConvertible(tree)) return false;
  const node = tree.root.items.find((item) => item.kind === 'syntax');
  if (node === undefined) return !/[\r\n]/.test(tree.text.slice(0, place.start));
  const { start, end } = spanOf(tree, node);
  return place.start <= end && start <= place.end;
}

/** Converts a linked file, or explains why this is not possible. */
export function convertFile(file: LinkedFile, target: TargetEdition, findImport: FindImport): Converted {
  const { tree } = file;
  if (!isConvertible(tree)) return refused('It has an edition already.');
  const error = firstError(file.diagnostics);
  if (error !== undefined) return refused(`It has an error: ${error.message}`);
  const name = reservedWords(file.descriptor).find((one) => !/^[A-Za-z_]\w*$/.test(one));
  if (name !== undefined) return refused(`Editions allow only identifiers as reserved names, and not "${name}".`);
  const plan = planOf(file.descriptor, target);
  const edits = [
    ...fileEdits(tree, plan, target, REMOVED_FILE_OPTIONS[target]),
    ...new DeclarationEdits(tree, settingsAt(plan), REMOVED_FIELD_OPTIONS[target]).ofItems(tree.root.items),
  ];
  const text = applyEdits(tree.text, edits);
  const damage = damageOf(file, text, findImport);
  if (damage !== undefined) return refused(damage);
  return { kind: 'converted', text, edits };
}

function reservedWords(file: FileDescriptor): readonly string[] {
  const names: string[] = [];
  eachDescriptor(file, (one) => {
    if (one.kind === 'message' || one.kind === 'enum') names.push(...one.reservedNames);
  });
  return names;
}

function refused(reason: string): Converted {
  return { kind: 'refused', reason };
}

const REMOVED_FILE_OPTIONS = {
  '2023': new Set(['java_string_check_utf8']),
  '2024': new Set(['java_string_check_utf8', 'java_multiple_files']),
} as const;

const REMOVED_FIELD_OPTIONS = {
  '2023': new Set(['packed']),
  '2024': new Set(['packed', 'ctype']),
} as const;

const NO_SETTINGS: readonly FeatureSetting[] = [];

function settingsAt({ declarations }: Plan): SettingsAt {
  const fields = new Map<number, readonly FeatureSetting[]>();
  const types = new Map<number, readonly FeatureSetting[]>();
  for (const [one, settings] of declarations) {
    if (one.kind === 'file' || one.kind === 'extensionRange') continue;
    (one.kind === 'field' ? fields : types).set(one.nameStart, settings);
  }
  return {
    field: (nameStart) => fields.get(nameStart) ?? NO_SETTINGS,
    type: (nameStart) => types.get(nameStart) ?? NO_SETTINGS,
  };
}

function firstError(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find(({ severity }) => severity === 'error');
}

/** The reason why the new text is wrong; undefined if it means the same as the old one. */
function damageOf(before: LinkedFile, text: string, findImport: FindImport): string | undefined {
  const tree = parse(text);
  const after = linkFile(before.path, tree, (path) => importedBy(before, path) ?? findImport(path) ?? 'missing');
  const error = firstError(after.diagnostics);
  if (error !== undefined) return `The edition does not allow it: ${error.message}`;
  const different = firstDifference(meaningOf(before.descriptor), meaningOf(after.descriptor));
  if (different !== undefined) return `The meaning of ${different} would change.`;
  if (commentsOf(before.tree) !== commentsOf(tree)) return 'A comment would be lost.';
  return undefined;
}

function importedBy({ imports }: LinkedFile, path: string): FileInterface | undefined {
  return imports.find((one) => one.path === path)?.file;
}

/** The words of all comments, sorted, because a comment may move together with its declaration. */
function commentsOf(tree: SyntaxTree): string {
  const found: string[] = [];
  for (let token = 0; token <= tree.tokens.count; token++)
    for (const { start, end } of commentSpans(tree, token))
      found.push(tree.text.slice(start, end).replaceAll(/\s+/g, ' '));
  return found.sort().join('\n');
}

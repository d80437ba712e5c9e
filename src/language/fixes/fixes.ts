/** Finds the fixes of a diagnostic by its code, and the other actions at an offset. */
import type { FilePath } from '../../base/path.ts';
import { hasErrors } from '../../schema/link.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { parse } from '../../syntax/parser.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { applyEdits } from '../../text/edit.ts';
import { withLineFeeds } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { aliases, similarValue, zeroValue } from './enumFixes.ts';
import { type Fix, FixContext } from './fix.ts';
import { addImport, changeImport, removeImport, similarType } from './importFixes.ts';
import { createType, similarElsewhere } from './newTypeFixes.ts';
import { freeName, otherJsonName, removeJsonName, styledName } from './nameFixes.ts';
import {
  fieldInRange,
  avoidProtobufNumbers,
  renumber,
  swapRangeBounds,
  unreserveName,
  avoidReservedNumber,
} from './numberFixes.ts';
import {
  quotes,
  removeDefault,
  removeFeature,
  removeNamed,
  removeOption,
  similarInBraces,
  similarOption,
} from './optionFixes.ts';
import { organizeImports } from './organizeImports.ts';
import { deleteAndReserve, reserveRemoved } from './reserve.ts';
import {
  capitalGroup,
  emptyOneof,
  extraBrace,
  extraLabel,
  groupToMessage,
  knownVersion,
  missingBrace,
  missingLabel,
  missingToken,
  optionalInstead,
  removeModifier,
  removeExtensionRanges,
  removeStatement,
  reservedForm,
  similarKeyword,
  stringKey,
  syntaxLine,
  uselessAlias,
} from './syntaxFixes.ts';
import { removeExport, exportType } from './visibilityFixes.ts';

type Maker = (context: FixContext) => readonly Fix[];

const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  'unresolved-type': [addImport, similarType, similarElsewhere, createType],
  'missing-import': [addImport],
  'unknown-option': [addImport, similarOption, removeOption],
  'unused-import': [removeImport],
  'import-twice': [removeImport],
  'import-cycle': [removeImport],
  'unresolved-import': [changeImport, removeImport],
  'ambiguous-import': [changeImport],
  'import-order': [inOrder],
  'option-import': [removeModifier],
  'weak-import': [removeModifier],
  'misplaced-visibility': [removeModifier],
  'duplicate-number': [renumber],
  'field-number': [renumber],
  'extension-number': [renumber],
  'integer-out-of-range': [renumberHere],
  'expected-integer': [missingNumber],
  'extension-range-used': [fieldInRange],
  'library-number': [avoidProtobufNumbers],
  'reserved-number': [avoidReservedNumber],
  'reserved-name': [unreserveName],
  'reserved-twice': [unreserveName],
  'reserved-name-form': [reservedForm],
  'enum-alias': [aliases],
  'enum-zero': [zeroValue],
  'empty-enum': [zeroValue],
  'enum-default': [similarValue],
  'option-value': [similarValue, similarInBraces, quotes],
  'useless-allow-alias': [uselessAlias],
  'empty-oneof': [emptyOneof],
  'expected-identifier': [emptyOneofHere],
  'removed-field': [reserveRemoved],
  'removed-value': [reserveRemoved],
  'suggested-numbers': [renumber],
  'reserved-range': [swapRangeBounds],
  'group-name': [capitalGroup],
  'map-key': [stringKey],
  'map-entry': [removeStatement('option')],
  jstype: [removeNamed],
  lazy: [removeNamed],
  packed: [removeNamed],
  ctype: [removeNamed],
  'field-features': [removeFeature],
  'duplicate-name': [freeName],
  'naming-style': [styledName],
  'json-name': [removeJsonName],
  'json-name-conflict': [otherJsonName],
  'not-visible': [exportType],
  'strict-visibility': [removeExport],
  'several-packages': [removeStatement('package')],
  'missing-label': [missingLabel],
  'label-in-editions': [extraLabel],
  'label-in-oneof': [extraLabel],
  'label-on-map': [extraLabel],
  'group-in-editions': [groupToMessage],
  'required-extension': [optionalInstead],
  'unknown-syntax': [knownVersion],
  'unknown-edition': [knownVersion],
  'expected-token': [missingToken, missingNumber, similarKeyword],
  'expected-declaration': [similarKeyword],
  'missing-brace': [missingBrace],
  'unmatched-brace': [extraBrace],
  'option-set-twice': [removeOption],
  'repeated-default': [removeDefault],
  'message-default': [removeDefault],
  proto3: [notInProto3],
};

/** The fixes of a diagnostic, best first. */
export function fixesOf(
  workspace: Workspace,
  path: FilePath,
  file: LinkedFile,
  diagnostic: Diagnostic,
): readonly Fix[] {
  const context = new FixContext(workspace, path, file, diagnostic);
  const made = (MAKERS[diagnostic.code] ?? []).flatMap((make) => make(context));
  const titles = new Set<string>();
  return made.filter(({ title }) => !titles.has(title) && titles.add(title));
}

/** The fixes for a diagnostic about a member's own number, not about another number in the member. */
function renumberHere(context: FixContext): readonly Fix[] {
  const number = context.node('number');
  const owner = context.node('field', 'enumValue');
  if (number !== undefined && owner?.number === number) return renumber(context);
  return [];
}

function missingNumber(context: FixContext): readonly Fix[] {
  if (/^(Missing (field number|numeric value)|Expected (field number|integer)\.)/.test(context.diagnostic.message))
    return renumber(context);
  return [];
}

/** The fixes for a oneof without fields, where protoc's message says that it expects a type. */
function emptyOneofHere(context: FixContext): readonly Fix[] {
  if (context.written === '}' && context.node('oneof') !== undefined) return emptyOneof(context);
  return [];
}

function notInProto3(context: FixContext): readonly Fix[] {
  if (context.diagnostic.message.startsWith('Explicit default values')) return removeDefault(context);
  if (context.diagnostic.message.startsWith('Extension ranges')) return removeExtensionRanges(context);
  if (context.diagnostic.message.startsWith('Required fields')) return extraLabel(context);
  return [];
}

function inOrder({ file }: FixContext): readonly Fix[] {
  const edits = organizeImports(file);
  if (edits.length === 0) return [];
  return [{ title: 'Put imports in order', edits, preferred: true }];
}

/** The actions that we offer at a place without errors. */
export function refactorings(file: LinkedFile, span: Span): readonly Fix[] {
  const { tree } = file;
  const deleting = deleteAndReserve(file, span);
  const isOnFirstLine = !withLineFeeds(tree.text).slice(0, span.start).includes('\n');
  if (isOnFirstLine) return [...deleting, ...versions(tree)];
  return deleting;
}

const VERSIONS = ['syntax = "proto3";', 'syntax = "proto2";', 'edition = "2023";'];

/**
 * The fixes that add a first line to a file without one. If the file has no errors, we offer only lines that cause
 * none.
 */
function versions(tree: SyntaxTree): readonly Fix[] {
  if (tree.root.items.some((item) => item.kind === 'syntax')) return [];
  const offered = VERSIONS.map((statement) => syntaxLine(tree, statement));
  if (hasErrors(tree.diagnostics)) return offered;
  return offered.filter(({ edits }) => !hasErrors(parse(applyEdits(tree.text, edits)).diagnostics));
}

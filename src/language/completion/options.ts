/**
 * Completes options: their names by the declaration that they belong to, custom options with their import, their
 * values, and text format in braces.
 */
import {
  type Entity,
  type FieldDescriptor,
  FIELD_TYPE,
  LABEL,
  type MessageDescriptor,
} from '../../schema/descriptors/descriptor.ts';
import { fieldOf, fieldsOf, isMarkedDeprecated, isMessageValue, valueName } from '../../schema/options/value.ts';
import type { Span } from '../../text/span.ts';
import { eachKnownExtension, fullNameOf, ImportCircles, type KnownExtension } from '../names/declarations.ts';
import { celFields, fittingRules, type FittingRules } from './fieldRules.ts';
import { HTTP_RULE, httpLiteral, methodAround } from './httpRules.ts';
import { importEdit } from '../imports/importEdit.ts';
import { type CompletionItem, item } from './item.ts';
import { matchScore, simpleName } from '../names/match.ts';
import type { OptionPlace, OptionTarget } from './position.ts';
import { OptionTypes } from './optionTypes.ts';
import type { CompletionRequest } from './request.ts';

/** The name in an option's `targets` that allows the option on each kind of declaration. */
const TARGET_TYPES: Readonly<Record<OptionTarget, string>> = {
  file: 'FILE',
  message: 'MESSAGE',
  field: 'FIELD',
  extensionField: 'FIELD',
  oneof: 'ONEOF',
  enum: 'ENUM',
  enumValue: 'ENUM_ENTRY',
  service: 'SERVICE',
  method: 'METHOD',
  extensionRange: 'EXTENSION_RANGE',
};

const EDITION_NUMBERS = { proto2: 998, proto3: 999, e2023: 1000, e2024: 1001 } as const;
/**
 * The list has at most this many custom options of files that are not imported. The user types more letters to find the
 * others.
 */
const MOST = 60;

/** The inserted text of a name, together with the text that follows it. */
interface Written {
  readonly text: string;
  readonly snippet: boolean;
  readonly goesOn: boolean;
}

/** Completes one place in an option: its name, its value, or a field in text format. */
export class OptionCompletion {
  readonly #request: CompletionRequest;
  readonly #place: OptionPlace;
  readonly #types: OptionTypes;
  readonly #edition: number;

  constructor(request: CompletionRequest, place: OptionPlace) {
    this.#request = request;
    this.#place = place;
    this.#types = new OptionTypes(request, place);
    this.#edition = request.file.descriptor.edition;
  }

  /** The option names that you may write here; inside parentheses, only the names of extensions. */
  names(parenthesis: boolean): readonly CompletionItem[] {
    const message = this.#types.messageOf(this.#place.parts);
    if (message === undefined) return [];
    const extensions = this.#extensions(message, parenthesis);
    if (parenthesis) return extensions;
    const rules = this.#rulesIn(message, []);
    const fields = this.#fieldsOf(message)
      .filter((field) => rules?.fits(field) !== false)
      .map((field, index) => this.#nameItem(field, index, field === rules?.own));
    return [...this.#pseudo(), ...fields, ...extensions];
  }

  values(): readonly CompletionItem[] {
    if (this.#place.inner.length === 0 && this.#place.parts.length === 1 && this.#place.parts[0]?.name === 'default')
      return this.#defaults();
    const field = this.#types.fieldHere();
    if (field === undefined) return [];
    const { gap, typed, endsLine } = this.#request;
    const closing = this.#closing(this.#place.inner.length === 0 && endsLine);
    if (isMessage(field)) {
      if (typed.word !== '') return [];
      return [
        ...this.#httpLiteral(field, gap, closing),
        item({
          label: '{ }',
          kind: 'value',
          span: typed.wordSpan,
          rank: 1,
          insertText: `${gap}{ $0 }${closing}`,
          snippet: true,
          goesOn: true,
          detail: field.message?.fullName ?? '',
        }),
      ];
    }
    return this.#valuesOf(field, closing);
  }

  /** The text that ends an option after its last word: a semicolon for a statement, nothing for an entry of a list. */
  #closing(isLast: boolean): string {
    if (this.#place.statement && isLast) return ';';
    return '';
  }

  /** The fields that you may write in text format. */
  fields(bracket: boolean): readonly CompletionItem[] {
    const message = this.#types.messageIn(this.#place.inner);
    if (message === undefined) return [];
    if (bracket) return this.#bracketed(message);
    const { siblings } = this.#place;
    const rules = this.#rulesIn(message, this.#place.inner);
    const fields = message.fields
      .filter((field) => field.label === LABEL.repeated || !siblings.includes(field.name))
      .filter((field) => rules?.fits(field) !== false);
    return fields.map((field, index) => this.#textField(field, field === rules?.own ? 0 : 1 + index));
  }

  /**
   * The rules for the values of this field. `inner` has the names of the fields in text format that lead to the
   * message.
   */
  #rulesIn(message: MessageDescriptor, inner: readonly string[]): FittingRules | undefined {
    const path = [...this.#place.parts.slice(1).map(({ name }) => name), ...inner];
    return fittingRules(this.#request, this.#place, message, path);
  }

  #fieldsOf(message: MessageDescriptor): readonly FieldDescriptor[] {
    const { parts, siblings } = this.#place;
    const first = parts.length === 0;
    return message.fields.filter((field) => {
      if (field.name === 'uninterpreted_option' || field.name === 'map_entry') return false;
      if (first && siblings.includes(field.name) && field.label !== LABEL.repeated) return false;
      return this.#isSupported(field) && this.#isTarget(field) && (!first || this.#fitsType(field.name));
    });
  }

  #isSupported(entity: Pick<FieldDescriptor, 'options' | 'name'>): boolean {
    if (entity.name === 'features') return this.#edition >= EDITION_NUMBERS.e2023;
    const support = fieldOf(entity.options?.known, 'feature_support');
    if (!isMessageValue(support)) return true;
    const introduced = Number(fieldOf(support, 'edition_introduced') ?? 0);
    const removed = Number(fieldOf(support, 'edition_removed') ?? 0);
    return this.#edition >= introduced && (removed === 0 || this.#edition < removed);
  }

  #isTarget(field: FieldDescriptor): boolean {
    const known = field.options?.known;
    const targets = fieldsOf(known, 'targets');
    const type = known?.type.fields.find(({ name }) => name === 'targets')?.enum;
    if (targets.length === 0 || type === undefined) return true;
    return targets.some((value) => valueName(type, value) === `TARGET_TYPE_${TARGET_TYPES[this.#place.target]}`);
  }

  /** Whether an option fits the field's type, because some field options are only for some types. */
  #fitsType(name: string): boolean {
    const { fieldType, repeated } = this.#place;
    if (fieldType === undefined) return true;
    const scalar = /^(double|float|bool|(u|s)?int(32|64)|s?fixed(32|64))$/.test(fieldType);
    switch (name) {
      case 'packed':
        return repeated && this.#edition < EDITION_NUMBERS.e2023 && fieldType !== 'string' && fieldType !== 'bytes';
      case 'jstype':
        return fieldType.endsWith('64');
      case 'ctype':
        return this.#edition < EDITION_NUMBERS.e2024 && (fieldType === 'string' || fieldType === 'bytes');
      case 'lazy':
      case 'unverified_lazy':
        return !scalar && fieldType !== 'string' && fieldType !== 'bytes';
      case 'weak':
        return false;
      default:
        return true;
    }
  }

  /** Entries for `default` and `json_name`, which look like options of a field but are not. */
  #pseudo(): readonly CompletionItem[] {
    const { target, parts, siblings, repeated, fieldType } = this.#place;
    if ((target !== 'field' && target !== 'extensionField') || parts.length > 0) return [];
    const items: CompletionItem[] = [];
    const type = this.#request.names.lookup(fieldType ?? '', this.#request.relativeTo, true);
    if (
      this.#edition !== EDITION_NUMBERS.proto3 &&
      !repeated &&
      type?.kind !== 'message' &&
      !siblings.includes('default')
    ) {
      const quoted = fieldType === 'string' || fieldType === 'bytes';
      items.push(
        this.#assigned('default', quoted ? '"$1"$0' : '$0', 'the value of a field that is not set', 0, !quoted),
      );
    }
    if (target === 'field' && !siblings.includes('json_name'))
      items.push(this.#assigned('json_name', '"$1"$0', 'its name in JSON', 30, false));
    return items;
  }

  #assigned(name: string, value: string, detail: string, rank: number, goesOn: boolean): CompletionItem {
    const { typed, behind } = this.#request;
    const already = /^\s*=/.test(behind);
    return item({
      label: name,
      kind: 'option',
      span: typed.wordSpan,
      rank,
      detail,
      insertText: already ? name : `${name} = ${value}`,
      snippet: !already,
      goesOn: goesOn && !already,
    });
  }

  #nameItem(field: FieldDescriptor, index: number, isOwnRule: boolean): CompletionItem {
    const { typed } = this.#request;
    const { text, snippet, goesOn } = isOwnRule ? this.#withDot(field.name) : this.#withValue(field, field.name);
    return item({
      label: field.name,
      kind: 'option',
      span: typed.wordSpan,
      rank: isOwnRule ? 0 : rankOf(field.name, index),
      detail: typeText(field),
      insertText: text,
      snippet,
      goesOn,
      deprecated: isMarkedDeprecated(field),
      ...this.#declaration(field),
    });
  }

  /** A name with a dot after it, because more parts follow. It has no dot if the text already continues. */
  #withDot(name: string): Written {
    if (/^\)?\s*[=.]/.test(this.#request.behind)) return { text: name, snippet: false, goesOn: false };
    return { text: `${name}.`, snippet: false, goesOn: true };
  }

  /** A name with ` = ` and the beginning of a value. It has only the name if the text already continues. */
  #withValue(field: FieldDescriptor | undefined, name: string): Written {
    const { behind, endsLine } = this.#request;
    if (/^\)?\s*[=.]/.test(behind)) return { text: name, snippet: false, goesOn: false };
    // We do not know the type of a custom option until we have read its file.
    if (field === undefined) return { text: `${name} = `, snippet: false, goesOn: true };
    const end = this.#closing(endsLine || /^\)\s*$/.test(behind));
    if (field.type === FIELD_TYPE.bool) return { text: `${name} = true${end}`, snippet: false, goesOn: false };
    if (isMessage(field)) {
      if (
        field.message?.fullName === 'google.protobuf.FeatureSet' ||
        (field.message?.fullName.startsWith('pb.') ?? false)
      )
        return { text: `${name}.`, snippet: false, goesOn: true };
      const cel = celFields(field)?.map((part, index) => `\n\t${part}: "$${index + 1}"`);
      if (cel !== undefined) return { text: `${name} = {${cel.join('')}\n}${end}$0`, snippet: true, goesOn: false };
      if (!this.#place.statement) return { text: `${name} = { $0 }`, snippet: true, goesOn: true };
      const http = this.#httpLines(field);
      if (http !== undefined) return { text: `${name} = {\n\t${http}\n}${end}$0`, snippet: true, goesOn: false };
      return { text: `${name} = {\n\t$0\n}${end}`, snippet: true, goesOn: true };
    }
    if (isQuoted(field)) return { text: `${name} = "$1"${end}$0`, snippet: true, goesOn: false };
    return { text: `${name} = $1${end}$0`, snippet: true, goesOn: field.type === FIELD_TYPE.enum };
  }

  /** The fields of the rule that maps HTTP requests to this rpc; undefined if the option is not an HTTP rule. */
  #httpLines(field: FieldDescriptor): string | undefined {
    const method = field.message?.fullName === HTTP_RULE ? methodAround(this.#request) : undefined;
    return method && httpLiteral(method).join('\n\t');
  }

  #httpLiteral(field: FieldDescriptor, gap: string, closing: string): readonly CompletionItem[] {
    const lines = this.#httpLines(field);
    if (lines === undefined || this.#place.inner.length > 0) return [];
    const [label = ''] = lines.split('\n');
    const insertText = `${gap}{\n\t${lines}\n}${closing}$0`;
    return [item({ label, kind: 'value', span: this.#request.typed.wordSpan, rank: 0, insertText, snippet: true })];
  }

  #declaration(entity: Entity): Pick<CompletionItem, 'declaration'> {
    const home = this.#request.homeOf(entity);
    if (home === undefined) return {};
    return { declaration: { path: home, fullName: entity.fullName } };
  }

  #extensions(message: MessageDescriptor, parenthesis: boolean): readonly CompletionItem[] {
    const seen = new Set<string>();
    const items: CompletionItem[] = [];
    const { names } = this.#request;
    for (const file of [...names.visible, ...names.optionOnly]) {
      for (const entity of file.scope.values()) {
        if (
          entity.kind !== 'field' ||
          !entity.isExtension ||
          entity.container?.fullName !== message.fullName ||
          !this.#matches(entity.fullName)
        )
          continue;
        seen.add(entity.fullName);
        const short = names.shortest(entity.fullName, this.#types.relativeTo(), false);
        if (!parenthesis) items.push(...this.#ruleItems(entity, short, items.length));
        items.push(
          this.#extensionItem(entity.fullName, short, parenthesis, 100 + items.length, entity, entity.file.name),
        );
      }
    }
    return [...items, ...this.#notImported(message, parenthesis, seen)];
  }

  /** An entry such as `(buf.validate.field).string`: the rules for the field's type come before the whole option. */
  #ruleItems(entity: FieldDescriptor, short: string, index: number): readonly CompletionItem[] {
    const own = entity.message && this.#rulesIn(entity.message, [])?.own;
    if (own === undefined) return [];
    const { label, span } = this.#parenthesized(entity.fullName, short, false);
    const { text, snippet, goesOn } = this.#withDot(`(${short}).${own.name}`);
    return [
      item({
        label: `${label}.${own.name}`,
        kind: 'extension',
        detail: typeText(own),
        rank: 60 + index,
        insertText: text,
        snippet,
        goesOn,
        span,
        filterText: `${filterFor(this.#request, entity.fullName)}.${own.name}`,
        ...this.#declaration(own),
      }),
    ];
  }

  #matches(fullName: string): boolean {
    const { qualifier, word, wholeSpan } = this.#request.typed;
    if (qualifier === undefined)
      return matchScore(word, simpleName(fullName)) > 0 || (word !== '' && fullName.startsWith(word));
    const typed = this.#request.tree.text.slice(wholeSpan.start, wholeSpan.end).replace(/^\./, '');
    return fullName.includes(typed);
  }

  #notImported(message: MessageDescriptor, parenthesis: boolean, seen: ReadonlySet<string>): readonly CompletionItem[] {
    const { typed, workspace, path, names, tree, is2024 } = this.#request;
    if (!parenthesis && typed.word === '') return [];
    const found: KnownExtension[] = [];
    eachKnownExtension(workspace, path, (extension) => {
      const name = fullNameOf(extension);
      if (simpleName(extension.extendee) === message.name && !seen.has(name) && this.#matches(name))
        found.push(extension);
    });
    const items: CompletionItem[] = [];
    const circles = new ImportCircles(workspace, path);
    for (const extension of found.sort((a, b) => a.name.length - b.name.length).slice(0, MOST)) {
      const fullName = fullNameOf(extension);
      const importPath = workspace.importPathOf(path, extension.path);
      if (importPath === undefined || circles.leadsBack(extension.path)) continue;
      const short = names.shortest(fullName, this.#types.relativeTo(), false, {
        fullName,
        package: extension.package,
        kind: 'field',
      });
      const made = this.#extensionItem(fullName, short, parenthesis, 400 + items.length, undefined, importPath);
      items.push({
        ...made,
        edits: [importEdit(tree, importPath, is2024)],
        declaration: { path: extension.path, fullName },
        deprecated: extension.deprecated,
      });
    }
    return items;
  }

  #extensionItem(
    fullName: string,
    short: string,
    parenthesis: boolean,
    rank: number,
    field: FieldDescriptor | undefined,
    detail: string,
  ): CompletionItem {
    const { label, name, span } = this.#parenthesized(fullName, short, parenthesis);
    const { text, snippet, goesOn } = this.#withValue(field, name);
    return item({
      label,
      kind: 'extension',
      detail,
      rank,
      insertText: text,
      snippet,
      goesOn,
      span,
      filterText: filterFor(this.#request, fullName),
      ...(field && { ...this.#declaration(field), deprecated: isMarkedDeprecated(field) }),
    });
  }

  /**
   * The name of an extension in parentheses. If the user has typed the opening parenthesis, the entry also replaces a
   * closing one.
   */
  #parenthesized(
    fullName: string,
    short: string,
    parenthesis: boolean,
  ): { readonly label: string; readonly name: string; readonly span: Span } {
    const { typed, behind, offset } = this.#request;
    if (!parenthesis)
      return { label: `(${fullName})`, name: `(${short})`, span: { start: typed.wordSpan.start, end: offset } };
    const end = offset + Number(behind.startsWith(')'));
    return { label: fullName, name: `${short})`, span: { start: typed.wholeSpan.start, end } };
  }

  #valuesOf(field: FieldDescriptor, closing: string): readonly CompletionItem[] {
    const { gap, typed } = this.#request;
    const make = (label: string, rank: number, more: Partial<CompletionItem>): CompletionItem =>
      item({
        label,
        span: typed.wordSpan,
        rank,
        insertText: `${gap}${label}${closing}`,
        filterText: label,
        kind: 'value',
        ...more,
      });
    if (field.type === FIELD_TYPE.bool) return ['true', 'false'].map((value, rank) => make(value, rank, {}));
    if (field.type === FIELD_TYPE.float || field.type === FIELD_TYPE.double)
      return ['inf', 'nan'].map((value, rank) => make(value, rank, {}));
    const values = (field.enum?.values ?? []).filter(
      (value) => !value.name.endsWith('_UNKNOWN') && this.#isSupported(value),
    );
    return values.map((value, rank) =>
      make(value.name, rank, { kind: 'enumValue', ...this.#declaration(value), deprecated: isMarkedDeprecated(value) }),
    );
  }

  /** Entries for the value of `[default = …]`. */
  #defaults(): readonly CompletionItem[] {
    const { fieldType = '' } = this.#place;
    const { names, relativeTo } = this.#request;
    const type = names.lookup(fieldType, relativeTo, true);
    if (type?.kind !== 'enum') return this.#literals(LITERALS.get(fieldType) ?? [], 'value');
    return this.#literals(
      type.values.map((value) => value.name),
      'enumValue',
    );
  }

  #literals(values: readonly string[], kind: 'value' | 'enumValue'): readonly CompletionItem[] {
    const { gap, typed } = this.#request;
    return values.map((label, rank) =>
      item({
        label,
        kind,
        span: typed.wordSpan,
        rank,
        insertText: gap + label,
        filterText: label,
      }),
    );
  }

  #textField(field: FieldDescriptor, rank: number): CompletionItem {
    const { typed, behind } = this.#request;
    const already = /^\s*[:{<]/.test(behind);
    const value = valueSnippet(field);
    return item({
      label: field.name,
      kind: 'field',
      detail: typeText(field),
      span: typed.wordSpan,
      rank,
      insertText: already ? field.name : field.name + value,
      snippet: !already,
      goesOn: !already && (isMessage(field) || field.type === FIELD_TYPE.enum),
      deprecated: isMarkedDeprecated(field),
      ...this.#declaration(field),
    });
  }

  #bracketed(message: MessageDescriptor): readonly CompletionItem[] {
    const { names, typed, behind } = this.#request;
    const items: CompletionItem[] = [];
    for (const file of names.visible) {
      for (const entity of file.scope.values()) {
        if (entity.kind !== 'field' || !entity.isExtension || entity.container?.fullName !== message.fullName) continue;
        items.push(
          item({
            label: entity.fullName,
            kind: 'extension',
            span: typed.wholeSpan,
            rank: items.length,
            detail: entity.file.name,
            ...this.#declaration(entity),
            insertText: entity.fullName + (behind.startsWith(']') ? '' : ']'),
          }),
        );
      }
    }
    return items;
  }
}

/**
 * The text that the editor compares with the typed text: the full name from the point where the typed part begins in
 * it.
 */
function filterFor({ typed, tree }: CompletionRequest, fullName: string): string {
  if (typed.qualifier === undefined) {
    if (matchScore(typed.word, simpleName(fullName)) > 0) return simpleName(fullName);
    return fullName;
  }
  const whole = tree.text.slice(typed.wholeSpan.start, typed.wholeSpan.end);
  const at = fullName.indexOf(whole.replace(/^\./, ''));
  const rest = fullName.slice(Math.max(0, at));
  if (whole.startsWith('.')) return `.${rest}`;
  return rest;
}

/** The rank of an option. The options that most users set come first. */
function rankOf(name: string, index: number): number {
  const first = ['go_package', 'deprecated', 'features'].indexOf(name);
  if (first < 0) return 20 + index;
  return 10 + first;
}

function isMessage(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.message || field.type === FIELD_TYPE.group;
}

function isQuoted(field: FieldDescriptor): boolean {
  return field.type === FIELD_TYPE.string || field.type === FIELD_TYPE.bytes;
}

const SCALAR_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(FIELD_TYPE).map(([name, number]) => [number, name]),
);

function typeText(field: FieldDescriptor): string {
  const type = field.message?.fullName ?? field.enum?.fullName ?? SCALAR_NAMES.get(field.type) ?? '';
  if (field.label === LABEL.repeated) return `repeated ${type}`;
  return type;
}

/** The words that may be the default value of each scalar type. */
const LITERALS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bool', ['true', 'false']],
  ['float', ['inf', 'nan']],
  ['double', ['inf', 'nan']],
]);

/** The snippet that follows the name of a field in text format. */
function valueSnippet(field: FieldDescriptor): string {
  if (isMessage(field)) return ' { $0 }';
  if (field.type === FIELD_TYPE.bool) return ': true$0';
  if (isQuoted(field)) return ': "$1"$0';
  return ': $0';
}

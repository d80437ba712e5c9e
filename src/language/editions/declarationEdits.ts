/**
 * Makes the edits for the declarations of one file: labels, options of fields, groups, and reserved names. We replace
 * only the tokens that change, so all other text keeps its form. A group becomes a message and a field. If the place
 * does not allow a message, the message goes after the enclosing statement.
 */
import { stringText } from '../../syntax/lexing/strings.ts';
import type {
  EnumItem,
  ExtendNode,
  FieldNode,
  FileItem,
  MessageItem,
  OneofNode,
  OptionNode,
} from '../../syntax/tree/nodes.ts';
import { spanOf, type SyntaxTree } from '../../syntax/tree/tree.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { braceOf, insert, remove, replace } from '../fixes/fix.ts';
import { lineEnd } from '../fixes/fileOption.ts';
import { Layout } from './layout.ts';
import { type FeatureSetting, written } from './setting.ts';

/**
 * Finds the settings of a declaration by the place of its name. There are two functions, because a group declares a
 * field and a message with one name.
 */
export interface SettingsAt {
  readonly field: (nameStart: number) => readonly FeatureSetting[];
  readonly type: (nameStart: number) => readonly FeatureSetting[];
}

/** Makes the edits for the declarations in a file, a message or an enum. */
export class DeclarationEdits {
  readonly #tree: SyntaxTree;
  readonly #layout: Layout;
  readonly #settings: SettingsAt;
  /** The names of the field options that the edition does not have. */
  readonly #removed: ReadonlySet<string>;

  constructor(tree: SyntaxTree, settings: SettingsAt, removed: ReadonlySet<string>) {
    this.#tree = tree;
    this.#layout = new Layout(tree);
    this.#settings = settings;
    this.#removed = removed;
  }

  ofItems(items: readonly Item[]): TextEdit[] {
    return items.flatMap((item) => this.#ofItem(item));
  }

  #ofItem(item: Item): TextEdit[] {
    switch (item.kind) {
      case 'message':
      case 'enum':
        return [...this.#typeSettings(item), ...this.ofItems(item.items ?? [])];
      case 'service':
        return this.#typeSettings(item);
      case 'field':
        return this.#ofField(item);
      case 'oneof':
      case 'extend':
        return this.#ofFieldsIn(item);
      case 'reserved':
        return item.names.flatMap((name) => {
          if (name.kind !== 'string') return [];
          return [replace(spanOf(this.#tree, name), stringText(name))];
        });
      default:
        return [];
    }
  }

  #typeSettings(node: Extract<Item, { readonly kind: 'message' | 'enum' | 'service' }>): TextEdit[] {
    return this.#settings
      .type(this.#start(node.name))
      .flatMap((setting) => this.#layout.atBlockStart(node, `option ${written(setting)};`));
  }

  #ofField(node: FieldNode): TextEdit[] {
    if (node.group !== undefined) return this.#ofGroup(node);
    return [...this.#label(node), ...this.#options(node)];
  }

  /** The edit that removes the label `optional` or `required`. The label `repeated` stays. */
  #label(node: FieldNode): TextEdit[] {
    if (node.label !== 'optional' && node.label !== 'required') return [];
    const { tokens, text } = this.#tree;
    const start = tokens.start(node.first);
    const end = tokens.end(node.first);
    const blanks = /^\s*/.exec(text.slice(end, tokens.start(node.first + 1)))?.[0].length ?? 0;
    return [remove({ start, end: end + blanks })];
  }

  #start(name: FieldNode['name']): number {
    if (name === undefined) return -1;
    return this.#tree.tokens.start(name.first);
  }

  #added(node: FieldNode): readonly string[] {
    return this.#settings.field(this.#start(node.name)).map(written);
  }

  #isRemoved({ name }: OptionNode): boolean {
    const [part, ...rest] = name?.parts ?? [];
    return rest.length === 0 && part?.extension === false && this.#removed.has(part.name?.text ?? '');
  }

  #options(node: FieldNode): TextEdit[] {
    const added = this.#added(node).join(', ');
    const { options } = node;
    const [first, last] = [options[0], options.at(-1)];
    if (first === undefined || last === undefined) return this.#newList(node, added);
    const runs = this.#removedRuns(options);
    const [run] = runs;
    if (run === undefined) return added === '' ? [] : [insert(this.#span(last).end, `, ${added}`)];
    if (added === '' && run.length === options.length) return [remove(this.#whole(node, first, last))];
    return runs.flatMap((one, index) => {
      if (index === 0 && added !== '') return [replace(this.#around(one), added)];
      return this.#withoutRun(options, one);
    });
  }

  #newList(node: FieldNode, added: string): TextEdit[] {
    if (added === '' || node.number === undefined) return [];
    return [insert(this.#span(node.number).end, ` [${added}]`)];
  }

  /** The options to remove, as runs of consecutive options. */
  #removedRuns(options: readonly OptionNode[]): readonly OptionNode[][] {
    const runs: OptionNode[][] = [];
    let wasRemoved = false;
    for (const option of options) {
      const isRemoved = this.#isRemoved(option);
      if (isRemoved && wasRemoved) runs.at(-1)?.push(option);
      else if (isRemoved) runs.push([option]);
      wasRemoved = isRemoved;
    }
    return runs;
  }

  #span(node: { readonly first: number; readonly last: number }): Span {
    return { start: this.#tree.tokens.start(node.first), end: this.#tree.tokens.end(node.last) };
  }

  #around(run: readonly OptionNode[]): Span {
    return { start: this.#tree.tokens.start(run[0]?.first ?? 0), end: this.#tree.tokens.end(run.at(-1)?.last ?? 0) };
  }

  /** The edits that remove a run, if other options of the list stay. The comments between the options stay too. */
  #withoutRun(options: readonly OptionNode[], run: readonly OptionNode[]): TextEdit[] {
    const { tokens, text } = this.#tree;
    const { start, end } = this.#around(run);
    const behind = (run.at(-1)?.last ?? 0) + 1;
    if (options.at(-1) !== run.at(-1)) {
      const comma = tokens.end(behind);
      const blanks = /^\s*/.exec(text.slice(comma, tokens.start(behind + 1)))?.[0].length ?? 0;
      return [remove({ start, end: comma + blanks })];
    }
    const comma = (run[0]?.first ?? 0) - 1;
    const separator = { start: tokens.start(comma), end: tokens.end(comma) };
    if (text.slice(separator.end, start).trim() === '') return [remove({ start: separator.start, end })];
    return [remove(separator), remove({ start, end })];
  }

  /** The span of the whole option list, with its brackets and the blanks before it. */
  #whole(node: FieldNode, first: OptionNode, last: OptionNode): Span {
    const { tokens } = this.#tree;
    const start = node.number === undefined ? tokens.start(first.first - 1) : this.#span(node.number).end;
    return { start, end: tokens.end(last.last + 1) };
  }

  /** The edits for a group that is a member of a message. */
  #ofGroup(node: FieldNode): TextEdit[] {
    const { tokens } = this.#tree;
    const brace = braceOf(this.#tree, node);
    if (brace === undefined || node.name === undefined) return [];
    const start = tokens.start(node.first);
    return [
      replace({ start, end: tokens.start(brace) }, `message ${node.name.text} `),
      ...this.#groupBody(node),
      insert(tokens.end(node.last), this.#layout.separatorAt(start) + this.#delimitedField(node)),
    ];
  }

  #groupBody(node: FieldNode): TextEdit[] {
    const settings = this.#settings.type(this.#start(node.name));
    return [
      ...settings.flatMap((setting) => this.#layout.atBlockStart(node, `option ${written(setting)};`)),
      ...this.ofItems(node.group ?? []),
    ];
  }

  #delimitedField(node: FieldNode): string {
    const kept = node.options.filter((option) => !this.#isRemoved(option));
    const options = kept.map((option) => this.#tree.text.slice(this.#span(option).start, this.#span(option).end));
    const name = node.name?.text ?? '';
    const label = node.label === 'repeated' ? 'repeated ' : '';
    const list = [...options, ...this.#added(node)].join(', ');
    return `${label}${name} ${name.toLowerCase()} = ${node.number?.text ?? ''} [${list}];`;
  }

  /**
   * The edits for the fields in a oneof or an `extend` block. A message is not allowed there, so the messages of groups
   * move outside.
   */
  #ofFieldsIn(node: OneofNode | ExtendNode): TextEdit[] {
    const fields = (node.items ?? []).filter((item) => item.kind === 'field');
    const groups = fields.filter(({ group }) => group !== undefined);
    const edits = fields.filter(({ group }) => group === undefined).flatMap((field) => this.#ofField(field));
    if (groups.length === 0) return edits;
    const messages = groups.map((group) => this.#movedMessage(group, node));
    const moved = messages.map((message) => this.#aparted(node, message)).join('');
    return [
      ...edits,
      ...groups.map((group) => replace(this.#span(group), this.#delimitedField(group))),
      insert(lineEnd(this.#tree, node), moved),
    ];
  }

  /** The text of a moved message. An empty line precedes it, unless the outer block is on a single line. */
  #aparted(node: OneofNode | ExtendNode, message: string): string {
    const separator = this.#layout.separatorAt(this.#span(node).start);
    return separator === ' ' ? ` ${message}` : this.#layout.eol + separator + message;
  }

  #movedMessage(group: FieldNode, around: OneofNode | ExtendNode): string {
    const { text, tokens } = this.#tree;
    const brace = braceOf(this.#tree, group) ?? group.last;
    const start = tokens.start(brace);
    const edits = this.#groupBody(group).map(({ span, newText }) => {
      return { span: { start: span.start - start, end: span.end - start }, newText };
    });
    const body = applyEdits(text.slice(start, tokens.end(group.last)), edits);
    const inner = this.#layout.indentAt(tokens.start(group.first)) ?? '';
    const outer = this.#layout.indentAt(this.#span(around).start) ?? '';
    return `message ${group.name?.text ?? ''} ${outdented(body, inner, outer)}`;
  }
}

type Item = FileItem | MessageItem | EnumItem;

/** The text with the outer indentation on each line that begins with the inner one. */
function outdented(text: string, inner: string, outer: string): string {
  if (!inner.startsWith(outer)) return text;
  return text
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(inner) ? outer + line.slice(inner.length) : line))
    .join('\n');
}

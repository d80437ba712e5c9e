/** What we keep of every file, open or closed: enough for the tree's first level, for search and for finding roots. */
import { defaultFeatures } from '../../schema/descriptors/features.ts';
import type { ExtendNode, FileItem, MessageItem, Node } from '../../syntax/tree/nodes.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { isDeprecated } from './deprecated.ts';
import { lettersOf } from './letters.ts';

/** The summary of one file. */
export interface FileSummary {
  readonly package: string;
  /** Import paths as written, in source order. */
  readonly imports: readonly string[];
  /** Top-level and nested declarations that have a name, in source order. */
  readonly declarations: readonly Declaration[];
  /** The letters of the declarations' names, by `lettersOf`. */
  readonly letters: Int32Array;
  /** Extensions at any depth, in source order. They include custom options. */
  readonly extensions: readonly ExtensionDeclaration[];
}

/** A declaration in the summary. */
export interface Declaration {
  readonly kind: 'message' | 'enum' | 'service' | 'extend';
  /** Full name without the package; an `extend` block has its extendee's name as written. */
  readonly name: string;
  readonly topLevel: boolean;
  /** Whether no other file may name it: it is `local`, or the edition's default makes it local. */
  readonly local?: true;
  /** Whether a message has extension ranges. */
  readonly extensible?: true;
  readonly deprecated?: true;
}

/** An extension in the summary. */
export interface ExtensionDeclaration {
  /** Full name without the package. */
  readonly name: string;
  /** The extendee, as written. */
  readonly extendee: string;
  readonly deprecated?: true;
}

/** The summary of a tree. It takes any tree, even the tree of a broken text. */
export function summarize(tree: SyntaxTree): FileSummary {
  const summarizer = new Summarizer(tree);
  let packageName = '';
  const imports: string[] = [];
  for (const item of tree.root.items) {
    if (item.kind === 'package') packageName = item.name?.text ?? '';
    else if (item.kind === 'import' && item.path) imports.push(stringText(item.path));
    else summarizer.collect(item, '');
  }
  return {
    package: packageName,
    imports,
    declarations: summarizer.declarations,
    letters: lettersOf(summarizer.declarations),
    extensions: summarizer.extensions,
  };
}

class Summarizer {
  readonly declarations: Declaration[] = [];
  readonly extensions: ExtensionDeclaration[] = [];
  readonly #visibility: string;

  constructor(tree: SyntaxTree) {
    this.#visibility = defaultVisibility(tree);
  }

  collect(item: FileItem | MessageItem, scope: string): void {
    const topLevel = scope === '';
    switch (item.kind) {
      case 'message':
        if (item.name) {
          const name = scope + item.name.text;
          const extensible = (item.items ?? []).some((member) => member.kind === 'extensions');
          this.#add(
            flagged({ kind: 'message', name, topLevel, ...(extensible && { extensible }) }, item),
            item.visibility,
          );
          for (const member of item.items ?? []) this.collect(member, `${name}.`);
        }
        return;
      case 'enum':
        if (item.name) {
          const name = scope + item.name.text;
          this.#add(flagged({ kind: 'enum', name, topLevel }, item), item.visibility);
        }
        return;
      case 'service':
        if (item.name) {
          const name = scope + item.name.text;
          this.declarations.push(flagged({ kind: 'service', name, topLevel }, item));
        }
        return;
      case 'extend':
        if (item.extendee) this.#extend(item, item.extendee.text, scope);
        return;
      default:
        return;
    }
  }

  #add(declaration: Declaration, visibility: 'export' | 'local' | undefined): void {
    if (this.#isLocal(declaration, visibility)) this.declarations.push({ ...declaration, local: true });
    else this.declarations.push(declaration);
  }

  #isLocal({ topLevel }: Declaration, visibility: 'export' | 'local' | undefined): boolean {
    if (visibility === undefined) return isLocal(this.#visibility, topLevel);
    return visibility === 'local';
  }

  #extend(item: ExtendNode, extendee: string, scope: string): void {
    if (scope === '') this.declarations.push({ kind: 'extend', name: extendee, topLevel: true });
    for (const field of item.items ?? []) {
      if (field.kind !== 'field' || field.name === undefined) continue;
      this.extensions.push(flagged({ name: scope + field.name.text, extendee }, field));
    }
  }
}

/** Almost nothing is deprecated, so the property is missing otherwise. */
function flagged<T extends object>(declaration: T, node: Node): T | (T & { readonly deprecated: true }) {
  if (isDeprecated(node)) return { ...declaration, deprecated: true };
  return declaration;
}

/** The feature `default_symbol_visibility` of a file. */
function defaultVisibility(tree: SyntaxTree): string {
  for (const item of tree.root.items) {
    if (item.kind !== 'option' || item.value?.kind !== 'nameValue') continue;
    const name = item.name?.parts.map((part) => part.name?.text).join('.');
    if (name === 'features.default_symbol_visibility') return item.value.text;
  }
  return defaultFeatures(tree.edition).default_symbol_visibility;
}

function isLocal(visibility: string, topLevel: boolean): boolean {
  if (visibility === 'EXPORT_TOP_LEVEL') return !topLevel;
  return visibility === 'LOCAL_ALL' || visibility === 'STRICT';
}

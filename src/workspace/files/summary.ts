/**
 * Summarizes a file. We keep the summary of each file, open or closed. It is enough for the first level of the schema
 * tree, for searches and for finding import roots.
 */
import { LONG_SCOPE } from '../../base/longNames.ts';
import { defaultFeatures } from '../../schema/descriptors/features.ts';
import type { ExtendNode, FileItem, MessageItem, Node } from '../../syntax/tree/nodes.ts';
import { stringText } from '../../syntax/lexing/strings.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { isDeprecated } from './deprecated.ts';
import { lettersOf } from './letters.ts';

/** The summary of one file. */
export interface FileSummary {
  readonly package: string;
  /** The import paths as the user wrote them, each once, in the order of the text; at most `MOST_IMPORTS`. */
  readonly imports: readonly string[];
  /** All declarations that have a name, nested ones included, in the order of the text. */
  readonly declarations: readonly Declaration[];
  /** The letters of the declarations' names, as `lettersOf` returns them. */
  readonly letters: Int32Array;
  /** All extensions, nested ones included, in the order of the text. Custom options are among them. */
  readonly extensions: readonly ExtensionDeclaration[];
}

/**
 * The most imports of one file that we look up. Each one may ask the disk several times, and a text of 4 MB can have
 * hundreds of thousands. We treat the other imports as missing.
 */
export const MOST_IMPORTS = 10_000;

/** A declaration in the summary of a file. */
export interface Declaration {
  readonly kind: 'message' | 'enum' | 'service' | 'extend';
  /** The full name without the package. For an `extend` block, it is the extendee as the user wrote it. */
  readonly name: string;
  readonly topLevel: boolean;
  /** Whether other files may not name the declaration: it is `local`, or the edition's default makes it local. */
  readonly local?: true;
  /** Whether a message has extension ranges. */
  readonly extensible?: true;
  readonly deprecated?: true;
}

/** An extension in the summary of a file. */
export interface ExtensionDeclaration {
  /** The full name of the extension without the package. */
  readonly name: string;
  /** The extended message as the user wrote it. */
  readonly extendee: string;
  readonly deprecated?: true;
}

/** Makes the summary of a tree. The tree may come from a text with errors. */
export function summarize(tree: SyntaxTree): FileSummary {
  const summarizer = new Summarizer(tree);
  let packageName = '';
  const imports = new Set<string>();
  for (const item of tree.root.items) {
    if (item.kind === 'package') packageName = item.name?.text ?? '';
    else if (item.kind === 'import' && item.path) addImport(imports, stringText(item.path));
    else summarizer.collect(item, '');
  }
  return {
    package: packageName,
    imports: [...imports],
    declarations: summarizer.declarations,
    letters: lettersOf(summarizer.declarations),
    extensions: summarizer.extensions,
  };
}

function addImport(imports: Set<string>, path: string): void {
  if (imports.size < MOST_IMPORTS) imports.add(path);
}

class Summarizer {
  readonly declarations: Declaration[] = [];
  readonly extensions: ExtensionDeclaration[] = [];
  readonly #visibility: string;

  constructor(tree: SyntaxTree) {
    this.#visibility = defaultVisibility(tree);
  }

  /** Leaves out what is in names that are too long: see `longNames.ts`. */
  collect(item: FileItem | MessageItem, scope: string): void {
    if (scope.length > LONG_SCOPE) return;
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

/** Adds the property `deprecated` only to deprecated declarations, because almost none is deprecated. */
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

/** The input for each kind of completion: the file, the place, and the names that the user can write there. */
import type { FilePath } from '../../base/path.ts';
import type { Entity, EnumDescriptor, MessageDescriptor } from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { NameScope } from '../names/scope.ts';
import { type Surroundings, surroundings, type TypedName } from './surroundings.ts';

const EDITION_2024 = 1001;
/** We look at most this many characters past the cursor. */
const MOST_BEHIND = 500;

/** One request for completion, with everything that the entries need. `offset` is in UTF-16 code units. */
export class CompletionRequest {
  readonly workspace: Workspace;
  readonly path: FilePath;
  readonly file: LinkedFile;
  readonly tree: SyntaxTree;
  readonly offset: number;
  readonly around: Surroundings;
  readonly names: NameScope;

  constructor(workspace: Workspace, path: FilePath, file: LinkedFile, offset: number) {
    this.workspace = workspace;
    this.path = path;
    this.file = file;
    this.tree = file.tree;
    this.offset = offset;
    this.around = surroundings(file.tree, offset);
    this.names = new NameScope(file);
  }

  get syntax(): SyntaxTree['syntax'] {
    return this.tree.syntax;
  }

  /** Whether the file has the features of edition 2024: `export`, `local`, `import option`. */
  get is2024(): boolean {
    return this.tree.edition >= EDITION_2024;
  }

  get typed(): TypedName {
    const { place } = this.around;
    if (place.kind === 'code') return place.typed;
    const span = { start: this.offset, end: this.offset };
    return { qualifier: undefined, word: '', wordSpan: span, wholeSpan: span };
  }

  /** The full name of the declaration that contains the cursor, with the package. */
  get scopeName(): string {
    return [this.file.descriptor.package, this.nameInPackage].filter((name) => name !== '').join('.');
  }

  /** The name of the declaration that contains the cursor, without the package. */
  get nameInPackage(): string {
    return this.around.blocks
      .filter(({ kind }) => kind === 'message' || kind === 'enum' || kind === 'service')
      .map(({ name }) => name)
      .join('.');
  }

  /** The scope from which the linker looks up a type that is written at the cursor. */
  get relativeTo(): string {
    return join(this.scopeName, 'x');
  }

  /** The message that contains the cursor. In a oneof, it is the message that the oneof belongs to. */
  get message(): MessageDescriptor | undefined {
    const found = this.file.interface.scope.get(this.scopeName);
    if (found?.kind === 'message') return found;
    return undefined;
  }

  /** The path of the file that declares an entity; undefined if we cannot find the file. */
  homeOf({ file }: Pick<Entity, 'file'>): FilePath | undefined {
    if (file === this.file.descriptor) return this.path;
    return this.workspace.resolveImport(this.path, file.name).path;
  }

  get enum(): EnumDescriptor | undefined {
    const found = this.file.interface.scope.get(this.scopeName);
    if (found?.kind === 'enum') return found;
    return undefined;
  }

  /** Whether only blanks or a line comment follow the cursor on its line. */
  get endsLine(): boolean {
    return /^[ \t]*(\/\/|$)/.test(this.behind);
  }

  /** The text after the cursor on its line. */
  get behind(): string {
    const rest = this.tree.text.slice(this.offset, this.offset + MOST_BEHIND);
    const end = rest.search(/[\r\n]/);
    if (end < 0) return rest;
    return rest.slice(0, end);
  }

  /** A semicolon if the cursor ends its line; otherwise nothing. */
  get semicolon(): string {
    if (this.endsLine) return ';';
    return '';
  }

  /** A blank if the typed word directly follows `=` or `:`; otherwise nothing. */
  get gap(): string {
    const { start } = this.typed.wordSpan;
    if (/[=:]/.test(this.tree.text.charAt(start - 1))) return ' ';
    return '';
  }
}

/** Returns `scope.name`, or only the name if the scope is empty. */
export function join(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${name}`;
}

/**
 * Finds the uses of a type in closed files without linking them. It resolves each written name with the linker's own
 * code, but sees only messages, enums, services and packages. If something else may change the meaning of a name, the
 * result is `unknown`, and the caller links the file.
 */
import type { FilePath } from '../../base/path.ts';
import { addPackages } from '../../schema/linking/packages.ts';
import { resolveName, type Names } from '../../schema/linking/nameLookup.ts';
import type { Span } from '../../text/span.ts';
import type { FileSummary } from '../files/summary.ts';
import { hashOfWritten, type WrittenPart, type WrittenTypes } from './writtenTypes.ts';

/** The data that a search needs from the workspace. */
export interface TypeSearchPort {
  /** Returns undefined if the file does not exist. */
  file(path: FilePath): IndexedFile | undefined;
  /** Returns the files that a file imports, by import path. The value is undefined if the import is not found. */
  imports(path: FilePath): ReadonlyMap<string, FilePath | undefined>;
  isCycle(from: FilePath, to: FilePath): boolean;
  text(path: FilePath): string | undefined;
}

/** The part of the index that describes one file. */
export interface IndexedFile {
  readonly path: FilePath;
  readonly summary: FileSummary;
  readonly written: WrittenTypes;
}

/**
 * The uses of the type in one file, in the order of the text. If the result is `unknown`, the file has to be linked.
 */
export type TypeUses =
  | { readonly kind: 'known'; readonly text: string; readonly spans: readonly Span[] }
  | { readonly kind: 'unknown' };

const UNKNOWN: TypeUses = { kind: 'unknown' };
const NONE: TypeUses = { kind: 'known', text: '', spans: [] };

/** The search for the uses of one type. Make a new search when a file has changed. */
export class TypeSearch {
  readonly #port: TypeSearchPort;
  readonly #fullName: string;
  readonly #name: string;
  readonly #hash: number;
  readonly #files = new Map<FilePath, IndexedFile | undefined>();

  constructor(port: TypeSearchPort, fullName: string) {
    this.#port = { ...port, file: (path) => this.#file(path, port) };
    this.#fullName = fullName;
    this.#name = simpleName(fullName);
    this.#hash = hashOfWritten(this.#name);
  }

  usesIn(path: FilePath): TypeUses {
    const file = this.#port.file(path);
    if (file === undefined) return UNKNOWN;
    const { written } = file;
    if (!written.mayUse(this.#hash)) return NONE;
    if (!written.isPlain || written.isDoubtful(this.#hash)) return UNKNOWN;
    const text = this.#port.text(path);
    if (text === undefined) return UNKNOWN;
    const names = new VisibleNames(this.#port, file);
    const spans: Span[] = [];
    for (const part of written.parts(this.#hash)) {
      const span = { start: part.start, end: part.start + this.#name.length };
      // Another program may have changed the file since we read it.
      if (text.slice(span.start, span.end) !== this.#name) return UNKNOWN;
      const meaning = this.#meaningOf(part, text, names);
      if (meaning === undefined) return UNKNOWN;
      if (meaning === this.#fullName) spans.push(span);
    }
    return { kind: 'known', text, spans };
  }

  /**
   * Whether a rename of the type to `name` cannot cause a conflict in a file. This is true if the file does not use the
   * name, and neither the file nor its imports declare it.
   */
  isFree(path: FilePath, name: string): boolean {
    const file = this.#port.file(path);
    if (file === undefined || file.written.mayUse(hashOfWritten(name))) return false;
    return new VisibleNames(this.#port, file).isFree(name);
  }

  /** Returns a file from the cache, because most files import the same few files. */
  #file(path: FilePath, port: TypeSearchPort): IndexedFile | undefined {
    if (!this.#files.has(path)) this.#files.set(path, port.file(path));
    return this.#files.get(path);
  }

  /** Returns the full name that this part of a written name means. It is undefined if the meaning is not certain. */
  #meaningOf(part: WrittenPart, text: string, names: VisibleNames): string | undefined {
    const rest = restOfName(text, part.start + this.#name.length);
    const name = text.slice(part.nameStart, part.start) + this.#name + rest;
    const found = names.resolve(name, part.scope, part.typesOnly);
    if (found === undefined) return undefined;
    return found.slice(0, found.length - rest.length);
  }
}

/** Returns the rest of a written name after one of its parts: `.Inner` after `Outer`. */
function restOfName(text: string, end: number): string {
  const pattern = /[\w.]*/y;
  pattern.lastIndex = end;
  return pattern.exec(text)?.[0] ?? '';
}

type Found = 'message' | 'enum' | 'service' | 'package';

const isType = (found: Found): boolean => found === 'message' || found === 'enum';
const isAggregate = (): boolean => true;

/** The type names that one file can use: the names that the file or its imports declare. */
class VisibleNames {
  readonly #port: TypeSearchPort;
  readonly #own: FileSummary;
  readonly #files: readonly IndexedFile[];
  readonly #packages = new Set<string>();
  readonly #resolved = new Map<string, string | undefined>();
  /** The files that declare a type, by the simple name of the type. */
  readonly #declaring = new Map<string, readonly IndexedFile[]>();
  #scopes: readonly string[] | undefined;
  #isCertain = true;

  constructor(port: TypeSearchPort, file: IndexedFile) {
    this.#port = port;
    this.#own = file.summary;
    this.#files = this.#visibleFiles(file);
    for (const { summary } of this.#files) addPackages(this.#packages, summary.package);
  }

  /** Returns the full name of the type that a written name means. It is undefined if the meaning is not certain. */
  resolve(name: string, scope: number, typesOnly: boolean): string | undefined {
    const key = `${name} ${scope} ${typesOnly}`;
    if (!this.#resolved.has(key)) this.#resolved.set(key, this.#resolve(name, scope, typesOnly));
    return this.#resolved.get(key);
  }

  isFree(name: string): boolean {
    const hash = hashOfWritten(name);
    return this.#files.every(
      ({ summary, written }) => !written.declares(hash) && !summary.package.split('.').includes(name),
    );
  }

  #resolve(name: string, scope: number, typesOnly: boolean): string | undefined {
    if (!typesOnly && this.#mayMeanOther(name)) return undefined;
    let fullName: string | undefined;
    const find = (tried: string): Found | undefined => this.#find((fullName = tried));
    const names: Names<Found> = { find, isType, isAggregate };
    const kind = resolveName(name, `${this.#scopeOf(scope)}.`, typesOnly, names);
    const isRight = kind === 'message' || (typesOnly && kind === 'enum');
    if (!isRight || !this.#isCertain) return undefined;
    return fullName;
  }

  #scopeOf(scope: number): string {
    if (scope === 0) return this.#own.package;
    this.#scopes ??= this.#own.declarations.filter(({ kind }) => kind === 'message').map(({ name }) => name);
    const message = this.#scopes[scope - 1] ?? '';
    if (this.#own.package === '') return message;
    return `${this.#own.package}.${message}`;
  }

  /** Whether a name may mean something other than a type. For example, a method can have the name of a type. */
  #mayMeanOther(name: string): boolean {
    if (name.includes('.')) return false;
    const hash = hashOfWritten(name);
    return this.#files.some(({ written }) => written.declaresOther(hash));
  }

  #find(fullName: string): Found | undefined {
    const isPackage = this.#packages.has(fullName);
    for (const { summary } of this.#declaringFiles(simpleName(fullName))) {
      const kind = kindIn(summary, fullName);
      if (kind === undefined) continue;
      // If a package has the same name, the linker reports an error and may leave out the declaration.
      if (isPackage) this.#isCertain = false;
      return kind;
    }
    return isPackage ? 'package' : undefined;
  }

  #declaringFiles(name: string): readonly IndexedFile[] {
    let files = this.#declaring.get(name);
    if (files !== undefined) return files;
    const hash = hashOfWritten(name);
    if (this.#files.some(({ written }) => written.hidesType(hash))) this.#isCertain = false;
    files = this.#files.filter(({ written }) => written.declaresType(hash));
    this.#declaring.set(name, files);
    return files;
  }

  /**
   * Returns the file itself, the files that it imports, and the files that these import publicly. The result is not
   * certain if imports form a cycle, because the linker refuses such imports.
   */
  #visibleFiles(own: IndexedFile): readonly IndexedFile[] {
    const files = new Map([[own.path, own]]);
    for (const [path, { written }] of files) {
      for (const [importPath, target] of this.#port.imports(path)) {
        const isSeen = path === own.path || written.publicImports.includes(importPath);
        if (target === undefined || !isSeen || files.has(target)) continue;
        const file = this.#port.file(target);
        if (file === undefined || this.#port.isCycle(path, target)) this.#isCertain = false;
        if (file !== undefined) files.set(target, file);
      }
    }
    return [...files.values()];
  }
}

/** Whether a file declares a message, an enum or a service with a full name. */
export function declaresType({ summary, written }: IndexedFile, fullName: string): boolean {
  return written.declaresType(hashOfWritten(simpleName(fullName))) && kindIn(summary, fullName) !== undefined;
}

function kindIn({ package: own, declarations }: FileSummary, fullName: string): Found | undefined {
  if (own !== '' && !fullName.startsWith(`${own}.`)) return undefined;
  const wanted = own === '' ? fullName : fullName.slice(own.length + 1);
  const found = declarations.find(({ kind, name }) => kind !== 'extend' && name === wanted);
  if (found === undefined || found.kind === 'extend') return undefined;
  return found.kind;
}

function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/**
 * The search that all lists of declarations use. It finds declarations of all files by a part of their names, and ranks
 * the matches over the whole workspace. It reads only the summaries and the index.
 */
import type { FilePath } from '../../base/path.ts';
import { letterBit } from '../../workspace/files/letters.ts';
import type { Declaration, FileSummary } from '../../workspace/files/summary.ts';
import { declarationId, rowStep } from '../../workspace/index/rowIds.ts';
import type { KeptMethod } from '../../workspace/index/rows.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { matchScore, simpleName } from '../names/match.ts';

/** The kinds that a search may find: declarations and packages. */
export type FoundKind = Declaration['kind'] | 'package' | 'method' | 'extension';

/** A match with the data that distinguishes it from other matches. */
export type FoundDeclaration =
  | { readonly kind: 'package'; readonly name: string }
  | FoundByName
  | (FoundInFile & { readonly kind: 'extension' })
  | (FoundInFile & { readonly kind: 'method'; readonly service: string; readonly method: KeptMethod });

/** A declaration from the summary of a file. */
export type FoundByName = FoundInFile & { readonly kind: Declaration['kind'] };

interface FoundInFile {
  readonly path: FilePath;
  readonly package: string;
  /** The full name without the package. */
  readonly localName: string;
  readonly fullName: string;
  readonly deprecated: boolean;
  /** The id of the declaration's row in the schema tree. `schemaNode` finds the place of the declaration by it. */
  readonly id: string;
}

/** The declarations that a search found, up to its limit. */
export interface BestDeclarations {
  /** The declarations, best match first. */
  readonly best: readonly FoundDeclaration[];
  /** Whether more declarations match than the search returned. */
  readonly more: boolean;
}

/** A search pauses after this many files. */
const FILES_PER_STEP = 200;

/**
 * Finds the best matches. The last word of the typed text must be the beginning of a simple name, or the beginnings of
 * its words. The words before it are parts of the package or of the outer declarations. The search pauses after some
 * files, because there may be thousands.
 */
export function* searchDeclarations(
  workspace: Workspace,
  typed: string,
  limit: number,
  wants: (kind: FoundKind) => boolean,
): Generator<undefined, BestDeclarations, undefined> {
  const search = new Search(workspace, readQuery(typed), new Best(limit), wants);
  let files = 0;
  const packages = workspace.packages();
  search.packages(packages);
  for (const name of packages) {
    // As long as the typed text is empty, all names match equally well.
    if (typed === '' && search.best.isFull) break;
    for (const path of workspace.filesOfPackage(name)) {
      search.file(path);
      files++;
      if (files % FILES_PER_STEP === 0) yield;
    }
  }
  return search.best.found();
}

/** The id of a declaration's row, given its name without the package. Only messages contain other declarations. */
export function nestedId(path: FilePath, kind: string, localName: string): string {
  const names = localName.split('.');
  const steps = names.map((one, at) => rowStep({ kind: at === names.length - 1 ? kind : 'message', name: one }));
  return declarationId(path, steps);
}

/** The id of a method's row. */
export function methodIdOf(path: FilePath, service: string, method: string): string {
  return declarationId(path, [rowStep({ kind: 'service', name: service }), rowStep({ kind: 'method', name: method })]);
}

function extendId(path: FilePath, extendee: string): string {
  return declarationId(path, [rowStep({ kind: 'extend', name: extendee })]);
}

function extensionId(path: FilePath, localName: string, extendee: string): string {
  const names = localName.split('.');
  const outer = names.slice(0, -1).map((name) => rowStep({ kind: 'message', name }));
  const own = rowStep({ kind: 'field', name: names.at(-1) ?? '' });
  return declarationId(path, [...outer, rowStep({ kind: 'extend', name: extendee }), own]);
}

/** The typed text, split into a beginning of the simple name and parts of the package and the outer declarations. */
interface Query {
  readonly name: string;
  readonly around: readonly string[];
  /** The first letter of `name` and all its letters, as bits from `letterBit`. */
  readonly start: number;
  readonly letters: number;
}

function readQuery(typed: string): Query {
  const terms = typed.split(/[\s./]+/).filter((term) => term !== '');
  const name = terms.pop() ?? '';
  let letters = 0;
  for (let at = 0; at < name.length; at++) letters |= letterBit(name.charCodeAt(at));
  const start = name === '' ? 0 : letterBit(name.charCodeAt(0));
  return { name, around: terms.map((term) => term.toLowerCase()), start, letters };
}

/** One search. It offers the declarations of each file to the list of the best matches so far. */
class Search {
  readonly best: Best;
  readonly #workspace: Workspace;
  readonly #query: Query;
  readonly #wants: (kind: FoundKind) => boolean;

  constructor(workspace: Workspace, query: Query, best: Best, wants: (kind: FoundKind) => boolean) {
    this.#workspace = workspace;
    this.#query = query;
    this.best = best;
    this.#wants = wants;
  }

  packages(names: readonly string[]): void {
    if (!this.#wants('package')) return;
    for (const name of names)
      this.#offer(
        name,
        0,
        () => '',
        () => ({ kind: 'package', name }),
      );
  }

  file(path: FilePath): void {
    const summary = this.#workspace.summary(path);
    if (summary === undefined) return;
    this.#declarations(path, summary);
    if (this.#wants('method')) this.#methods(path);
    if (this.#wants('extension')) this.#extensions(path, summary);
  }

  #declarations(path: FilePath, summary: FileSummary): void {
    const { declarations, letters } = summary;
    for (let index = 0; index < declarations.length; index++) {
      const declaration = declarations[index];
      if (declaration === undefined || !this.#wants(declaration.kind) || !mayMatch(letters, index, this.#query))
        continue;
      const { kind, name: localName, deprecated } = declaration;
      const name = simpleName(localName);
      const found = (): FoundDeclaration => ({
        kind,
        ...inFile(path, summary.package, localName),
        deprecated: deprecated === true,
        id: kind === 'extend' ? extendId(path, localName) : nestedId(path, kind, localName),
      });
      this.#offer(name, KIND_RANKS[kind], () => around(summary.package, localName), found);
    }
  }

  #methods(path: FilePath): void {
    const file = this.#workspace.rows(path);
    if (file === undefined) return;
    for (const { name: service, methods } of file.rows) {
      for (const method of methods) {
        const found = (): FoundDeclaration => ({
          kind: 'method',
          ...inFile(path, file.package, `${service}.${method.name}`),
          deprecated: method.deprecated,
          id: methodIdOf(path, service, method.name),
          service,
          method,
        });
        this.#offer(method.name, KIND_RANKS.method, () => `${file.package}.${service}`, found);
      }
    }
  }

  #extensions(path: FilePath, { package: packageName, extensions }: FileSummary): void {
    for (const { name, extendee, deprecated } of extensions) {
      const found = (): FoundDeclaration => ({
        kind: 'extension',
        ...inFile(path, packageName, name),
        deprecated: deprecated === true,
        id: extensionId(path, name, extendee),
      });
      this.#offer(simpleName(name), KIND_RANKS.extension, () => around(packageName, name), found);
    }
  }

  /**
   * Offers a declaration to the best matches. Almost every name is rejected here, so `around` and `found` are called
   * only for the others.
   */
  #offer(name: string, rank: number, around: () => string, found: () => FoundDeclaration): void {
    const score = scoreOf(this.#query, name);
    // As long as the typed text is empty, short names are not better.
    const length = this.#query.name === '' ? 0 : name.length;
    if (score === 0 || !this.best.mayKeep({ score, length, rank })) return;
    const surroundings = around();
    if (!this.#isAround(surroundings)) return;
    this.best.offer({ name, around: surroundings, rank, score, length, found });
  }

  #isAround(surroundings: string): boolean {
    const terms = this.#query.around;
    if (terms.length === 0) return true;
    const lower = surroundings.toLowerCase();
    return terms.every((term) => lower.includes(term));
  }
}

function mayMatch(letters: Int32Array, index: number, query: Query): boolean {
  const starts = letters[2 * index] ?? 0;
  const all = letters[2 * index + 1] ?? 0;
  return (starts & query.start) === query.start && (all & query.letters) === query.letters;
}

/** The package and the outer declarations of a name. */
function around(packageName: string, localName: string): string {
  return `${packageName}.${localName.slice(0, localName.lastIndexOf('.') + 1)}`;
}

function inFile(
  path: FilePath,
  packageName: string,
  localName: string,
): Pick<FoundInFile, 'path' | 'package' | 'localName' | 'fullName'> {
  const fullName = packageName === '' ? localName : `${packageName}.${localName}`;
  return { path, package: packageName, localName, fullName };
}

/** If names match equally well, services and methods come first, because calls are about them. */
const KIND_RANKS = { service: 1, method: 2, message: 3, enum: 4, extend: 5, extension: 6 } as const;

function scoreOf({ name: typed }: Query, name: string): number {
  const score = matchScore(typed, name);
  if (score > 0 && typed.length === name.length) return score + 1;
  return score;
}

/** The values that we compare first when we rank two matches. */
interface Rating {
  readonly score: number;
  readonly length: number;
  readonly rank: number;
}

interface Candidate extends Rating {
  readonly name: string;
  /** The package and the outer declarations of the candidate. */
  readonly around: string;
  readonly found: () => FoundDeclaration;
}

/** The best candidates so far. It keeps a few more than wanted, so that it rarely sorts them. */
class Best {
  readonly #limit: number;
  #kept: Candidate[] = [];
  #count = 0;
  /** The worst of the candidates that remained after the last sorting. */
  #worst: Candidate | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether a match may be among the best, judged by its rating alone. */
  mayKeep(rating: Rating): boolean {
    return this.#worst === undefined || compareRatings(rating, this.#worst) <= 0;
  }

  offer(candidate: Candidate): void {
    this.#count++;
    this.#kept.push(candidate);
    if (this.#kept.length <= 2 * this.#limit + 100) return;
    this.#trim();
    this.#worst = this.#kept.at(-1);
  }

  get isFull(): boolean {
    return this.#count > this.#limit;
  }

  found(): BestDeclarations {
    this.#trim();
    return { best: this.#kept.map(({ found }) => found()), more: this.#count > this.#kept.length };
  }

  #trim(): void {
    this.#kept = this.#kept.sort(compare).slice(0, this.#limit);
  }
}

function compare(a: Candidate, b: Candidate): number {
  return compareRatings(a, b) || compareText(a.name, b.name) || compareText(a.around, b.around);
}

function compareRatings(a: Rating, b: Rating): number {
  return b.score - a.score || a.length - b.length || a.rank - b.rank;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (a < b) return -1;
  return 1;
}

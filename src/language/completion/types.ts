/**
 * Completes types: scalars, the types that the file sees, and the types that it would see with one more import. The
 * entry of such a type also adds the import. Each type gets the shortest name that leads to it.
 */
import type { FilePath } from '../../base/path.ts';
import { compareText } from '../../base/strings.ts';
import type { EnumDescriptor, MessageDescriptor } from '../../schema/descriptors/descriptor.ts';
import { isVisibleFrom } from '../../schema/linking/visibility.ts';
import { eachKnownType, fullNameOf, ImportCircles, type KnownType, type Wanted } from '../names/declarations.ts';
import { importEdit } from '../imports/importEdit.ts';
import type { Newcomer } from '../names/scope.ts';
import { Best } from './best.ts';
import { type CompletionItem, type CompletionList, item } from './item.ts';
import { matchScore, simpleName } from '../names/match.ts';
import type { TypePlace } from './position.ts';
import { join, type CompletionRequest } from './request.ts';

const KEYS = [
  'string',
  'int32',
  'int64',
  'bool',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
];
const SCALARS = [
  'string',
  'int32',
  'int64',
  'bool',
  'bytes',
  'double',
  'float',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
];

/**
 * The list has at most this many types of files that are not imported. The user types more letters to find the others.
 */
const MOST = 60;

const OPTIONS_MESSAGE = /^google\.protobuf\.\w+Options$/;

/** The well-known types that most schemas use at some point. */
const COMMON = new Set([
  'Timestamp',
  'Duration',
  'Any',
  'Empty',
  'FieldMask',
  'Struct',
  'StringValue',
  'Int32Value',
  'Int64Value',
  'BoolValue',
]);

/** We offer this many scalars before the types of the file, because most fields have one of these scalars. */
const COMMON_SCALARS = 4;

const RANK = { commonScalar: 0, own: 10, around: 40, scalar: 50, imported: 100, keyword: 250, other: 400 } as const;

/** The types that fit, and the keywords that may precede a type. `label` is the field's label, if it has one. */
export function typeItems(request: CompletionRequest, of: TypePlace, label: string | undefined): CompletionList {
  const scalarItems = scalars(request, scalarsFor(of));
  if (of === 'mapKey') return { items: scalarItems, incomplete: false };
  const types = new TypeFinder(request, of);
  return { items: [...keywords(request, of, label), ...scalarItems, ...types.find()], incomplete: true };
}

function scalarsFor(of: TypePlace): readonly string[] {
  if (of === 'mapKey') return KEYS;
  if (isFieldType(of)) return SCALARS;
  return [];
}

function isFieldType(of: TypePlace): boolean {
  return of === 'field' || of === 'oneofField' || of === 'mapValue';
}

function scalars(request: CompletionRequest, names: readonly string[]): readonly CompletionItem[] {
  if (request.typed.qualifier !== undefined) return [];
  return names.map((name, index) =>
    item({
      label: name,
      kind: 'scalar',
      span: request.typed.wordSpan,
      rank: (index < COMMON_SCALARS ? RANK.commonScalar : RANK.scalar) + index,
    }),
  );
}

function keywords(request: CompletionRequest, of: TypePlace, label: string | undefined): readonly CompletionItem[] {
  if (request.typed.qualifier !== undefined) return [];
  const span = request.typed.wordSpan;
  if (of === 'rpc')
    return [
      item({
        label: 'stream',
        kind: 'keyword',
        span,
        rank: RANK.keyword,
        insertText: 'stream ',
        goesOn: true,
        documentation: 'Any number of messages.',
      }),
    ];
  if (
    request.syntax !== 'proto2' ||
    (label === undefined && of !== 'oneofField') ||
    !isFieldType(of) ||
    of === 'mapValue'
  )
    return [];
  return [
    item({
      label: 'group',
      kind: 'keyword',
      span,
      rank: RANK.keyword,
      insertText: 'group ${1:Name} = ${2:1} {\n\t$0\n}',
      snippet: true,
      documentation: 'A message and a field of its type in one. Later versions of the language have no groups.',
    }),
  ];
}

/** Whether a type belongs to the files that describe schemas. They declare many types, and users rarely want them. */
function isForTools(type: KnownType): boolean {
  const { package: name } = type;
  return (
    (name === 'google.protobuf' || name === 'google.protobuf.compiler' || name === 'pb') &&
    /\/(descriptor|plugin|api|type|source_context|\w+_features)\.proto$/.test(type.path)
  );
}

/** A type that you may write here, and the score of its match with the typed text. */
interface Candidate extends Newcomer {
  readonly kind: 'message' | 'enum';
  readonly path: FilePath;
  readonly score: number;
  readonly deprecated: boolean;
}

class TypeFinder {
  readonly #request: CompletionRequest;
  readonly #of: TypePlace;
  readonly #typesOnly: boolean;
  /** The scopes that the typed qualifier may mean, innermost first. */
  readonly #qualified: readonly string[];
  readonly #packages = new Set<string>();
  /** How near each file is to the user's file. We compute this once per file, because there are many types. */
  readonly #near = new Map<FilePath, number>();
  readonly #nearPackages = new Map<string, number>();
  /** The folder of the user's file, with a slash at the end. */
  readonly #folder: FilePath;

  constructor(request: CompletionRequest, of: TypePlace) {
    this.#request = request;
    this.#of = of;
    this.#typesOnly = isFieldType(of);
    this.#qualified = qualifiedScopes(request);
    this.#folder = request.path.slice(0, request.path.lastIndexOf('/') + 1);
  }

  find(): readonly CompletionItem[] {
    const visible = this.#visible();
    const others = this.#notImported();
    return [...visible, ...others, ...this.#packageItems()];
  }

  #visible(): readonly CompletionItem[] {
    const { file, names } = this.#request;
    const items: CompletionItem[] = [];
    for (const one of names.visible) {
      this.#notePackage(one.package);
      for (const entity of one.scope.values()) {
        if (
          (entity.kind !== 'message' && entity.kind !== 'enum') ||
          !this.#fits(entity) ||
          !isVisibleFrom(entity, file.descriptor)
        )
          continue;
        const found = this.#visibleItem(entity);
        if (found !== undefined) items.push(found);
      }
    }
    return items;
  }

  #fits(type: MessageDescriptor | EnumDescriptor): boolean {
    if (type.kind === 'enum') return this.#typesOnly;
    if (type.mapEntry) return false;
    if (this.#of !== 'extendee') return true;
    return this.#mayBeExtended(type.fullName, type.extensionRanges.length > 0);
  }

  /** Whether a message can have extensions in this file. proto3 allows extensions only for custom options. */
  #mayBeExtended(fullName: string, extensible: boolean): boolean {
    if (this.#request.syntax === 'proto3') return OPTIONS_MESSAGE.test(fullName);
    return extensible;
  }

  #visibleItem(type: MessageDescriptor | EnumDescriptor): CompletionItem | undefined {
    const { fullName, kind, file } = type;
    if (this.#score(fullName, file.package) === 0) return undefined;
    const path = this.#request.homeOf(type);
    const shared = { fullName, package: file.package, kind, path, deprecated: isDeprecated(type) };
    if (file !== this.#request.file.descriptor)
      return this.#item({ ...shared, detail: file.name, rank: RANK.imported });
    return this.#item({ ...shared, detail: '', rank: this.#ownRank(fullName) });
  }

  /**
   * The rank of a type of the user's file. The nearest types come first. The messages that contain the cursor come
   * last, because recursion is rare.
   */
  #ownRank(fullName: string): number {
    const { scopeName } = this.#request;
    if (isAround(fullName, scopeName)) return RANK.around;
    return RANK.own + Math.max(0, 20 - sharedParts(fullName, scopeName));
  }

  /** The types that one more import would make visible, best first. */
  #notImported(): readonly CompletionItem[] {
    const { workspace, path: own } = this.#request;
    const seen = new Set(this.#request.names.visible.map((file) => workspace.pathOf(file)));
    const best = new Best<KnownType>(MOST * 3);
    const visit = (type: KnownType): void => {
      if (seen.has(type.path) || (type.kind === 'enum' && !this.#typesOnly)) return;
      if (this.#of === 'extendee' && !this.#mayBeExtended(fullNameOf(type), type.extensible)) return;
      const score = this.#knownScore(type);
      if (isForTools(type) && (score < 3 || this.#request.typed.word.length < 4) && this.#of !== 'extendee') return;
      if (score > 0) best.add(type, score * 100 + this.#nearness(type));
    };
    eachKnownType(workspace, own, this.#request.typed.word, (packageName) => this.#wanted(packageName), visit);
    const found = best.all().map(
      ({ one, score }): Candidate => ({
        kind: one.kind,
        path: one.path,
        package: one.package,
        fullName: fullNameOf(one),
        score,
        deprecated: one.deprecated,
      }),
    );
    return this.#withImports(found);
  }

  /**
   * The score of a type that is not imported. If the user has typed no qualifier, we compare only the simple name,
   * because package names would match too much.
   */
  #knownScore(type: KnownType): number {
    const { word, qualifier } = this.#request.typed;
    if (qualifier === undefined) return matchScore(word, type.name, type.name.lastIndexOf('.') + 1);
    return this.#score(fullNameOf(type), type.package);
  }

  #wanted(packageName: string): Wanted {
    this.#notePackage(packageName);
    const { word, qualifier } = this.#request.typed;
    // A list of extendees may show all messages, because few messages can be extended.
    if (qualifier === undefined && word !== '') return 'matching';
    const isOwn = packageName === this.#request.file.descriptor.package;
    if (qualifier === undefined) {
      if (isOwn || this.#of === 'extendee') return 'all';
      return 'none';
    }
    // If the typed text ends with a dot, we show only the types directly in the package.
    if (word === '') {
      if (this.#qualified.some((scope) => isAround(packageName, scope))) return 'all';
      return 'none';
    }
    if (this.#qualified.some((scope) => isAround(scope, packageName) || isAround(packageName, scope)))
      return 'matching';
    return 'none';
  }

  #withImports(found: Candidate[]): readonly CompletionItem[] {
    const { workspace, path: own, tree } = this.#request;
    found.sort(
      (a, b) => b.score - a.score || a.fullName.length - b.fullName.length || compareText(a.fullName, b.fullName),
    );
    const items: CompletionItem[] = [];
    const names = new Set<string>();
    const circles = new ImportCircles(workspace, own);
    for (const candidate of found) {
      if (items.length === MOST) break;
      const importPath = workspace.importPathOf(own, candidate.path);
      if (importPath === undefined || names.has(candidate.fullName) || circles.leadsBack(candidate.path)) continue;
      names.add(candidate.fullName);
      const made = this.#item({
        ...candidate,
        detail: importPath,
        rank: RANK.other + items.length,
        newcomer: candidate,
      });
      if (made === undefined) continue;
      items.push({ ...made, edits: [importEdit(tree, importPath)] });
    }
    return items;
  }

  /**
   * How near a type is to the user's file. Near types, and the well-known types of most schemas, are the most likely.
   */
  #nearness(type: KnownType): number {
    if (type.package === 'google.protobuf' && COMMON.has(type.name)) return 50;
    let near = this.#near.get(type.path);
    if (near === undefined) {
      const isBeside = type.path.startsWith(this.#folder) && !type.path.includes('/', this.#folder.length);
      near = this.#nearPackage(type.package) + Number(isBeside);
      this.#near.set(type.path, near);
    }
    return near;
  }

  #nearPackage(name: string): number {
    let near = this.#nearPackages.get(name);
    if (near === undefined) {
      near = Math.min(20, sharedParts(name, this.#request.file.descriptor.package)) * 2;
      this.#nearPackages.set(name, near);
    }
    return near;
  }

  /** How well a type matches the typed text; 0 means that it does not match. */
  #score(fullName: string, packageName: string): number {
    const { word, qualifier } = this.#request.typed;
    if (qualifier === undefined) return matchScore(word, fullName, fullName.lastIndexOf('.') + 1);
    const scope = this.#qualified.find((one) => isAround(one, fullName) && one !== fullName);
    if (scope === undefined) return 0;
    const score = matchScore(word, fullName, fullName.lastIndexOf('.') + 1);
    // If the typed text ends with a dot, a package shows only the types directly in it.
    if (word === '' && !isAround(packageName, scope) && packageName !== scope) return 0;
    return score;
  }

  #item(type: {
    readonly fullName: string;
    readonly package: string;
    readonly kind: 'message' | 'enum';
    readonly detail: string;
    readonly rank: number;
    readonly path: FilePath | undefined;
    readonly deprecated: boolean;
    readonly newcomer?: Newcomer;
  }): CompletionItem | undefined {
    const { names, relativeTo, typed } = this.#request;
    const { fullName, newcomer } = type;
    const short = names.shortest(fullName, relativeTo, this.#typesOnly, newcomer);
    const kept = this.#qualifiedName(fullName);
    if (typed.qualifier !== undefined && kept === undefined) return undefined;
    const leads = kept !== undefined && names.resolve(kept, relativeTo, this.#typesOnly, newcomer) === fullName;
    const name = leads ? kept : short;
    // Types with the same simple name differ by the part before it, so the label has this part.
    const label = nameIn(type.package, fullName);
    return item({
      label,
      kind: type.kind,
      span: typed.wholeSpan,
      rank: type.rank,
      insertText: name,
      ...(type.detail !== '' && { detail: type.detail }),
      filterText: kept ?? simpleName(fullName),
      deprecated: type.deprecated,
      ...(type.path !== undefined && { declaration: { path: type.path, fullName } }),
    });
  }

  /** The name of a type with the qualifier as typed; undefined if the qualifier does not lead to the type. */
  #qualifiedName(fullName: string): string | undefined {
    const { qualifier = '' } = this.#request.typed;
    const scope = this.#qualified.find((one) => isAround(one, fullName) && one !== fullName);
    if (scope === undefined) return undefined;
    return `${qualifier}.${nameIn(scope, fullName)}`;
  }

  #notePackage(name: string): void {
    if (name !== '') this.#packages.add(name);
  }

  /** Entries for the next part of each package that begins with the typed text. */
  #packageItems(): readonly CompletionItem[] {
    const { typed, relativeTo } = this.#request;
    if (typed.qualifier === undefined && typed.word === '') return [];
    const scopes = typed.qualifier === undefined ? [...outer(relativeTo), ''] : this.#qualified;
    const parts = new Set<string>();
    for (const name of this.#packages) {
      for (const scope of scopes) {
        if (name === scope || !isAround(scope, name)) continue;
        const [part = ''] = nameIn(scope, name).split('.');
        if (part.startsWith(typed.word)) parts.add(part);
      }
    }
    return [...parts].map((part) =>
      item({
        label: part,
        kind: 'package',
        span: typed.wordSpan,
        rank: RANK.keyword + 10,
        insertText: `${part}.`,
        goesOn: true,
        filterText: part,
      }),
    );
  }
}

/** The scopes that contain a place, innermost first, without the scope of the whole file. */
function outer(relativeTo: string): readonly string[] {
  const scopes: string[] = [];
  for (let end = relativeTo.lastIndexOf('.'); end > 0; end = relativeTo.lastIndexOf('.', end - 1))
    scopes.push(relativeTo.slice(0, end));
  return scopes;
}

function qualifiedScopes({ typed, relativeTo }: CompletionRequest): readonly string[] {
  const { qualifier } = typed;
  if (qualifier === undefined) return [];
  if (qualifier === '' || qualifier.startsWith('.')) return [qualifier.slice(1)];
  return [...outer(relativeTo).map((scope) => join(scope, qualifier)), qualifier];
}

/** Whether `name` is `scope` or a name inside it. */
function isAround(scope: string, name: string): boolean {
  return scope === '' || name === scope || name.startsWith(`${scope}.`);
}

/** A full name without the given scope at its beginning. */
function nameIn(scope: string, fullName: string): string {
  if (scope === '') return fullName;
  return fullName.slice(scope.length + 1);
}

/** How many parts two dotted names share at their beginnings. */
function sharedParts(a: string, b: string): number {
  const other = b.split('.');
  const parts = a.split('.');
  const differ = parts.findIndex((part, index) => part !== other[index]);
  if (differ < 0) return parts.length;
  return differ;
}

function isDeprecated(type: MessageDescriptor | EnumDescriptor): boolean {
  return [...(type.options?.known.fields ?? [])].some(
    ({ field, values }) => field.name === 'deprecated' && values.at(-1) === true,
  );
}

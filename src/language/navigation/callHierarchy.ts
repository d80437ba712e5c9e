/**
 * The call hierarchy of a schema: a service leads to its rpcs, an rpc to its request and response, a message to the
 * types of its fields. In the other direction, a type leads to the declarations that use it.
 */
import type { FilePath } from '../../base/path.ts';
import type { LinkedFile, SymbolDefinition } from '../../schema/descriptors/model.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Span } from '../../text/span.ts';
import {
  currentItem,
  filesThatMayName,
  hierarchyItem,
  names,
  toItem,
  typeUserAt,
  type HierarchyItem,
  type HierarchyKey,
} from './hierarchy.ts';

/** The other end of a call, and the places where its caller names it. */
export interface HierarchyCall {
  readonly item: HierarchyItem;
  /** The places in the caller's file. */
  readonly spans: readonly Span[];
}

/** The rpcs or types that an item uses, in the order of the text. */
export function outgoingCalls(workspace: Workspace, key: HierarchyKey): readonly HierarchyCall[] {
  const item = currentItem(workspace, key);
  if (item === undefined) return [];
  if (item.kind === 'service') return methodsOf(item);
  const { file, symbol } = item;
  const calls = new Calls();
  for (const { span, target } of file.references) {
    if (span.start < symbol.span.start || span.end > symbol.span.end) continue;
    const user = typeUserAt(file, span.start);
    if (user?.kind !== key.kind || user.fullName !== key.fullName) continue;
    calls.add(`${target.kind} ${target.fullName}`, span, () => hierarchyItem(workspace, file, target));
  }
  return calls.all();
}

function methodsOf({ path, file, fullName }: HierarchyItem): readonly HierarchyCall[] {
  const methods = file.symbols.filter((one) => one.kind === 'method' && serviceOf(one.fullName) === fullName);
  return methods.map((method) => ({ item: toItem(path, file, method, 'method'), spans: [method.nameSpan] }));
}

function serviceOf(method: string): string {
  return method.slice(0, method.lastIndexOf('.'));
}

/**
 * The declarations that use an item. Each step links one file. `show` takes the necessary data from each call, because
 * the files of all calls together would not fit into memory.
 */
export function* incomingCalls<T>(
  workspace: Workspace,
  key: HierarchyKey,
  show: (call: HierarchyCall) => T,
): Generator<undefined, readonly T[], undefined> {
  if (key.kind === 'method') return serviceAround(workspace, key).map(show);
  if (key.kind !== 'message' && key.kind !== 'enum') return [];
  const calls: T[] = [];
  for (const path of filesThatMayName(workspace, key)) {
    for (const call of usesIn(workspace, path, key)) calls.push(show(call));
    yield;
  }
  return calls;
}

function serviceAround(workspace: Workspace, key: HierarchyKey): readonly HierarchyCall[] {
  const method = currentItem(workspace, key);
  const service = currentItem(workspace, { ...key, kind: 'service', fullName: serviceOf(key.fullName) });
  if (method === undefined || service === undefined) return [];
  return [{ item: service, spans: [method.symbol.nameSpan] }];
}

function usesIn(workspace: Workspace, path: FilePath, used: HierarchyKey): readonly HierarchyCall[] {
  const file = workspace.linked(path);
  if (file === undefined) return [];
  const find = itemsIn(path, file);
  const calls = new Calls();
  for (const reference of file.references) {
    const user = names(reference, used) ? typeUserAt(file, reference.span.start) : undefined;
    if (user !== undefined) calls.add(`${user.kind} ${user.fullName}`, reference.span, () => find(user));
  }
  return calls.all();
}

/** Finds the items of one file. It builds a map of the file's symbols once, because a large file has many. */
function itemsIn(path: FilePath, file: LinkedFile): (user: Omit<HierarchyKey, 'path'>) => HierarchyItem | undefined {
  let symbols: ReadonlyMap<string, SymbolDefinition> | undefined;
  return ({ kind, fullName }) => {
    symbols ??= new Map(file.symbols.map((symbol) => [`${symbol.kind} ${symbol.fullName}`, symbol]));
    const symbol = symbols.get(`${kind} ${fullName}`);
    return symbol && toItem(path, file, symbol, kind);
  };
}

/** Groups calls by their other end: several calls with the same end become one call with several places. */
class Calls {
  readonly #spans = new Map<string, { readonly item: () => HierarchyItem | undefined; readonly spans: Span[] }>();

  add(name: string, span: Span, item: () => HierarchyItem | undefined): void {
    const known = this.#spans.get(name);
    if (known === undefined) this.#spans.set(name, { item, spans: [span] });
    else known.spans.push(span);
  }

  all(): readonly HierarchyCall[] {
    return [...this.#spans.values()].flatMap(({ item: find, spans }) => {
      const item = find();
      if (item === undefined) return [];
      return [{ item, spans }];
    });
  }
}

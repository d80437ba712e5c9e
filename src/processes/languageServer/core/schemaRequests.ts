/** Handles the extension's own requests about the schema: the schema tree, searches, modules and descriptor sets. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { defined } from '../../../base/defined.ts';
import type { FilePath } from '../../../base/path.ts';
import * as protocol from '../../../contract/languageServer.ts';
import type { SchemaNode } from '../../../contract/schemaNode.ts';
import { refusalOf } from '../../../language/diagnostics/diagnostics.ts';
import { inOneSentence, missingDownload } from '../../../language/imports/resolution.ts';
import { fullNameOf } from '../../../language/names/declarations.ts';
import { rowsAround } from '../../../language/structure/rowsAround.ts';
import { rowsAt } from '../../../language/structure/rowsAt.ts';
import {
  declarationsNamed,
  fileMeant,
  filesDeclaring,
  rowInFull,
  searchRows,
} from '../../../language/structure/schemaSearch.ts';
import { newService, serviceFolder } from '../../../language/structure/newService.ts';
import { schemaChildren, schemaPath } from '../../../language/structure/schemaTree.ts';
import { descriptorSet, type FileProblem } from '../../../workspace/descriptors.ts';
import { LineIndex } from '../../../text/lines.ts';
import type { Module } from '../../../workspace/imports/modules.ts';
import type { Workspace } from '../../../workspace/workspace.ts';
import type { RequestContext } from './context.ts';
import { toPlace, toPlaceIn } from './conversions/locations.ts';
import { optionEdits } from './optionEdits.ts';
import {
  DECLARATION,
  IMPORT_PATH,
  needing,
  NEW_SERVICE,
  OPTIONS,
  PARENT_IF_ANY,
  PLACES,
  ROW,
  ROWS_AND_FILES,
  SCOPE,
  SEARCH,
  SET_PARTS,
} from './params.ts';
import { inSlices } from './slices.ts';
import { shownSpan } from '../../../text/diagnostic.ts';
import { pathToUri, uriToPath } from './uris.ts';

interface Row {
  readonly id: string;
}

interface Places {
  readonly files: readonly protocol.PlacesInFile[];
}

/** The largest number of results of a search. A longer list would not help the user. */
const MOST_FOUND = 1000;

export class SchemaRequests {
  readonly #context: RequestContext;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  listen(connection: Connection): void {
    this.#handleTree(connection);
    this.#handleModules(connection);
  }

  #handleTree(connection: Connection): void {
    const { workspace, whenRead } = this.#context;
    connection.onRequest(
      protocol.schemaChildren,
      needing([PARENT_IF_ANY], ({ parent }: protocol.SchemaChildrenParams, token: CancellationToken) =>
        whenRead(token, () => schemaChildren(workspace, parent).map((row) => this.#shown(row))),
      ),
    );
    connection.onRequest(
      protocol.schemaPath,
      needing([ROW], ({ id }: Row, token: CancellationToken) =>
        whenRead(token, () => schemaPath(workspace, id).map((row) => this.#shown(row))),
      ),
    );
    connection.onRequest(
      protocol.rowsAround,
      needing([ROWS_AND_FILES], ({ rows, uris }: protocol.RowsAroundParams, token: CancellationToken) =>
        whenRead(token, () => rowsAround(workspace, { rows, files: uris.map(uriToPath) })),
      ),
    );
    connection.onRequest(
      protocol.rowsAt,
      needing([PLACES], ({ files }: Places, token: CancellationToken) =>
        whenRead(token, () => this.#inSlices(() => rowsInFiles(workspace, files), token)),
      ),
    );
    connection.onRequest(
      protocol.schemaNode,
      needing([ROW], ({ id }: Row, token: CancellationToken) =>
        whenRead(token, () => {
          const node = rowInFull(workspace, toPlaceIn, id);
          if (node === undefined) return null;
          return this.#shown(node);
        }),
      ),
    );
    connection.onRequest(
      protocol.schemaFind,
      needing([DECLARATION], ({ kind, fullName }: protocol.SchemaFindParams, token: CancellationToken) =>
        whenRead(token, () => declarationsNamed(workspace, toPlaceIn, kind, fullName).map((row) => this.#shown(row))),
      ),
    );
    connection.onRequest(
      protocol.schemaSearch,
      needing([SEARCH], ({ query, limit, kinds }: protocol.SchemaSearchParams, token: CancellationToken) => {
        const wanted = kinds && new Set<string>(kinds);
        const search = () => searchRows(workspace, query, Math.min(limit, MOST_FOUND), wanted);
        return whenRead(token, async () => {
          const { rows, more } = await this.#inSlices(search, token);
          return { rows: rows.map((row) => this.#shown(row)), more };
        });
      }),
    );
    connection.onRequest(
      protocol.filesEndingIn,
      needing([IMPORT_PATH], ({ importPath }: { readonly importPath: string }, token: CancellationToken) =>
        whenRead(token, () => this.#filesEndingIn(importPath)),
      ),
    );
  }

  #handleModules(connection: Connection): void {
    const { workspace, whenRead } = this.#context;
    connection.onRequest(protocol.modules, (token) =>
      whenRead(token, () => workspace.modules().map((module) => this.#moduleInfo(module))),
    );
    connection.onRequest(
      protocol.descriptorSet,
      needing([SCOPE, SET_PARTS], (params: protocol.DescriptorSetParams, token: CancellationToken) =>
        whenRead(token, () => this.#descriptorSet(params, token)),
      ),
    );
    connection.onRequest(
      protocol.newService,
      needing([NEW_SERVICE], (params: protocol.NewServiceParams, token: CancellationToken) =>
        whenRead(token, () => this.#newService(params)),
      ),
    );
    connection.onRequest(
      protocol.optionEdits,
      needing([SCOPE, OPTIONS], ({ scope, options }: protocol.OptionEditsParams, token: CancellationToken) =>
        whenRead(token, () => optionEdits(workspace, this.#inScope(scope)?.files ?? [], options)),
      ),
    );
  }

  #newService({ name, near, folder }: protocol.NewServiceParams): protocol.NewServiceResult {
    const { workspace } = this.#context;
    const chosen = folder === undefined ? serviceFolder(workspace, name, uriToPath(near)) : uriToPath(folder);
    const { path, text, rpcAt, rpc, taken } = newService(workspace, name, chosen);
    const place = toPlaceIn(path, text, { start: rpcAt, end: rpcAt + rpc.length });
    return defined({ folder: pathToUri(chosen), uri: place.uri, text, rpc: place.range, taken });
  }

  #inSlices<T>(work: () => Generator<undefined, T, undefined>, token: CancellationToken): Promise<T> {
    return inSlices(work, () => this.#context.workspace.revision, token);
  }

  #filesEndingIn(importPath: string): readonly string[] {
    const files = this.#context.workspace.files().filter((path) => `/${path}`.endsWith(`/${importPath}`));
    return files.slice(0, MOST_FOUND).map(pathToUri);
  }

  async #descriptorSet(
    params: protocol.DescriptorSetParams,
    token: CancellationToken,
  ): Promise<protocol.DescriptorSetResult> {
    const { workspace, machine } = this.#context;
    const found = this.#inScope(params.scope);
    if (!found) return { kind: 'none' };
    const answer = await this.#inSlices(
      () => descriptorSet(workspace, found.files, { sourceInfo: params.sourceInfo }),
      token,
    );
    // Files that we could not read come first, because they cause the errors of the files that import them.
    const problems = [...this.#refusals(found.files), ...this.#problems(answer.problems)];
    const leftOut = {
      files: answer.leftOut.map(({ name }) => name),
      services: answer.leftOut.flatMap(({ path, brokenFile }) =>
        this.#servicesOf(path).map((fullName) => ({ fullName, brokenFile })),
      ),
    };
    const set = await machine.publish(answer.set, JSON.stringify([leftOut, problems]));
    if (set.hash === params.knownHash) return { kind: 'unchanged', set };
    return { kind: 'set', set, files: answer.files, leftOut, problems, module: this.#moduleInfo(found.module) };
  }

  #refusals(files: readonly FilePath[]): readonly protocol.SchemaProblem[] {
    const { workspace } = this.#context;
    return files.flatMap((path) => {
      const refusal = refusalOf(workspace, path);
      if (refusal === undefined) return [];
      const place = toPlaceIn(path, '', { start: 0, end: 0 });
      return [{ file: workspace.nameOf(path), message: refusal.message, place }];
    });
  }

  /**
   * Converts the errors of files. We explain only the first one, because the user reads that one, and explaining an
   * import takes time.
   */
  #problems([first, ...others]: readonly FileProblem[]): readonly protocol.SchemaProblem[] {
    if (first === undefined) return [];
    return [this.#explained(first), ...others.map((problem) => this.#problem(problem))];
  }

  #explained(problem: FileProblem): protocol.SchemaProblem {
    const { workspace, machine, show } = this.#context;
    const path = workspace.pathOf(problem.file.interface) ?? problem.file.path;
    const plain = this.#problem(problem);
    const download = missingDownload(workspace, path, problem.diagnostic, show);
    if (download === undefined) return plain;
    const { message, command, folder } = download;
    return { ...plain, message, mend: { command, folder: machine.nativePath(folder) } };
  }

  #problem({ file, diagnostic }: FileProblem): protocol.SchemaProblem {
    const { workspace } = this.#context;
    const path = workspace.pathOf(file.interface) ?? file.path;
    return {
      file: file.path,
      message: inOneSentence(workspace, path, diagnostic),
      place: toPlace(path, file.tree, shownSpan(diagnostic) ?? { start: 0, end: 0 }),
    };
  }

  #inScope(scope: protocol.SchemaScope): { readonly module: Module; readonly files: readonly FilePath[] } | undefined {
    const { workspace, machine } = this.#context;
    if (scope.kind === 'module') {
      const module = workspace.modules().find((item) => machine.nativePath(item.folder) === scope.folder);
      return module && { module, files: module.files };
    }
    const path = this.#fileOf(scope);
    if (path === undefined) return undefined;
    const module = workspace.moduleOf(path);
    if (scope.kind === 'service') return { module, files: [path] };
    return { module, files: module.files };
  }

  #fileOf(scope: Exclude<protocol.SchemaScope, { readonly kind: 'module' }>): FilePath | undefined {
    if (scope.kind === 'moduleOfFile') return uriToPath(scope.uri);
    return this.#fileOfService(scope);
  }

  #fileOfService({ service, file }: protocol.ServiceInFile): FilePath | undefined {
    const { workspace } = this.#context;
    const meant = file === undefined ? undefined : uriToPath(file);
    return fileMeant(workspace, filesDeclaring(workspace, 'service', service), meant);
  }

  #servicesOf(path: FilePath): readonly string[] {
    const summary = this.#context.workspace.summary(path);
    if (!summary) return [];
    return summary.declarations
      .filter(({ kind }) => kind === 'service')
      .map(({ name }) => fullNameOf({ package: summary.package, name }));
  }

  #moduleInfo(module: Module): protocol.ModuleInfo {
    return {
      folder: this.#context.machine.nativePath(module.folder),
      services: module.files.flatMap((path) => this.#servicesOf(path)).sort(),
    };
  }

  /** Converts the core's paths in a row. The file becomes a URI, and the module gets the platform's form. */
  #shown(node: SchemaNode): SchemaNode {
    const { brokenFile, module } = node;
    return defined({
      ...node,
      brokenFile: brokenFile && pathToUri(brokenFile),
      module: module && this.#context.machine.nativePath(module),
    });
  }
}

/** Returns the rows for each file in turn. The work may pause between two files. */
function* rowsInFiles(
  workspace: Workspace,
  files: readonly protocol.PlacesInFile[],
): Generator<undefined, readonly (readonly protocol.RowsAt[])[], undefined> {
  const found: (readonly protocol.RowsAt[])[] = [];
  for (const { uri, positions } of files) {
    const path = uriToPath(uri);
    const lines = new LineIndex(workspace.text(path) ?? '');
    const offsets = positions.map((position) => lines.offsetAt(position));
    found.push(rowsAt(workspace, path, offsets));
    yield;
  }
  return found;
}

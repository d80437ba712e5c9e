/**
 * The command `gRPC: Generate Go Server and Client`. It gets the schema, lets the runner generate the code, and writes
 * the files that may be written without a question. For each other file, it proposes a change.
 */
import { defined } from '../../base/defined.ts';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { inBackground, messageOf } from '../../base/background.ts';
import { deletableFiles } from '../../host/writing/generatedFiles.ts';
import { settle, type Recovery } from '../../host/writing/writeFiles.ts';
import type { SchemaProblem, SchemaScope } from '../../contract/languageServer.ts';
import type {
  AdditionalPlugin,
  GeneratedFile,
  GenerateGoReply,
  GenerateGoRequest,
  GoPlugins,
  Problem,
  ProposedFile,
} from '../../contract/generation.ts';
import type { SchemaClient, SchemaSet } from '../client/languageClient.ts';
import { unsavedGo, type GoProblems, type LocatedProblem } from './problems.ts';
import type { MissingOptions } from './missingOptions.ts';
import { finishModule, prepareModule } from './moduleCommands.ts';
import { leftOutFiles } from '../shared/leftOut.ts';
import { showLeftOut, showProblem } from '../shared/problems.ts';
import type { Proposals, Proposed } from './proposal.ts';
import { listed, proposalQuestion } from './proposalText.ts';
import { isIdle, reportText, type Names, type Outcome } from './reportText.ts';
import type { Run } from './runs.ts';
import { saveProtos } from './saveProtos.ts';
import { againIfGone } from '../shared/goneSets.ts';
import { askError, askInformation, askWarning, showBriefly, showError } from '../shared/notify.ts';
import type { Runner } from '../shared/runner.ts';
import type { AdditionalPluginSetting } from '../../contract/settings.ts';
import { moduleName } from '../shared/moduleName.ts';
import { setting } from '../shared/settings.ts';
import { endsSoon } from '../shared/soon.ts';

/** The parts of the extension that a run of the generator uses. */
export interface GenerateContext {
  readonly client: SchemaClient;
  readonly runner: Runner;
  readonly goProblems: GoProblems;
  readonly missingOptions: MissingOptions;
  readonly proposals: Proposals;
  /** The folder of the plugins that come with the extension. */
  readonly pluginDirectory: string;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Runs the generator once and reports each outcome to the user. The caller has checked that the workspace is trusted.
 */
export async function generateGo(context: GenerateContext, scope: SchemaScope, run: Run): Promise<void> {
  const unsaved = await saveProtos();
  if (unsaved !== undefined) {
    showError(vscode.l10n.t('{0} could not be saved. Nothing was generated.', unsaved));
    return;
  }
  // We request the schema before the run starts, because a save during the run must not change the generated code.
  const schema = await context.client.descriptorSet(scope, { sourceInfo: true });
  if (!schema) {
    showError(vscode.l10n.t('The schema could not be found. Nothing was generated.'));
    return;
  }
  const [first] = schema.problems;
  if (first && schema.files.length === 0) {
    await showProblem(first, vscode.l10n.t('Nothing was generated.'));
    return;
  }
  const request = requestFor(context, schema);
  const outcome = await runWithProgress(context, scope, request);
  run.asks();
  if (outcome.kind === 'cancelled') return;
  if (outcome.kind === 'failed') {
    await showFailure(context, [outcome.message]);
    return;
  }
  const { reply } = outcome;
  const errors = reply.problems.filter((item) => item.severity === 'error');
  if (errors.length > 0) {
    const isBecauseOfErrors = errors.every(({ file }) => file !== undefined && schema.leftOut.files.includes(file));
    if (first && isBecauseOfErrors) await showBroken(context, first, errors);
    else await showFailure(context, errors.map(describe));
    return;
  }
  for (const problem of reply.problems) context.log.warn(describe(problem));
  for (const { plugin, from } of reply.plugins) context.log.info(`${plugin}: ${from}`);
  if (!(await prepareModule(reply)) || isReplaced(run)) return;
  const located = context.goProblems.show(request, reply.problems);
  if (located.length > 0)
    inBackground(showProblems(located), 'Problems of Go files were not shown', (line) => context.log.error(line));
  await context.missingOptions.show(scope, reply.missingOptions);
  if (first) tellOfLeftOut(context, first, reply);
  const applied = await apply(context, schema, reply, run.signal);
  if (applied === undefined || isReplaced(run)) return;
  await finishModule(reply);
  const names = await namesOf(context, request);
  await report(reply, applied, names, located.length > 0);
}

async function namesOf({ client }: GenerateContext, { outputRoot: root }: GenerateGoRequest): Promise<Names> {
  const nameOf = (path: string): string => vscode.workspace.asRelativePath(path);
  const modules = (await client.modules()).filter(({ services }) => services.length > 0);
  if (modules.length < 2) return { nameOf };
  return { nameOf, folder: moduleName(root) };
}

function isReplaced({ signal }: Run): boolean {
  return signal.aborted;
}

/** Shows the error of the .proto file that the user has to fix. The log says why the other files are not enough. */
async function showBroken({ log }: GenerateContext, problem: SchemaProblem, errors: readonly Problem[]): Promise<void> {
  for (const error of errors) log.error(describe(error));
  await showProblem(problem, vscode.l10n.t('Nothing was generated.'));
}

function tellOfLeftOut({ log }: GenerateContext, { file }: SchemaProblem, { leftOut }: GenerateGoReply): void {
  if (leftOut.length === 0) return;
  const shown = showLeftOut(leftOutFiles(vscode.l10n, leftOut.length, file));
  inBackground(shown, 'What is left out was not told', (line) => log.error(line));
}

function requestFor(context: GenerateContext, schema: SchemaSet): GenerateGoRequest {
  const { folder } = schema.module;
  const scope = vscode.Uri.file(folder);
  const module = setting('go.module', scope);
  const plugins = setting('go.plugins', scope);
  const params = {
    set: schema.set,
    files: schema.files,
    leftOut: schema.leftOut.files,
    outputRoot: outputRoot(folder, setting('go.outputRoot', scope)),
    plugins: pluginChoice(plugins, context.pluginDirectory),
    options: { go: setting('go.options', scope), goGrpc: setting('go.grpcOptions', scope) },
    additional: setting('go.additionalPlugins', scope).map((plugin) => additionalPlugin(folder, plugin)),
    protoFolders: [folder, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)],
    unsaved: unsavedGo(),
  };
  if (module === '') return params;
  return { ...params, goModule: module };
}

type RunOutcome =
  | { readonly kind: 'done'; readonly reply: GenerateGoReply }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/**
 * Milliseconds before a run shows its progress. A notification that closes at once would delay the notification with
 * the result.
 */
const QUICK_RUN = 300;

/**
 * Runs the generator and shows the progress until the run ends. The progress must not be visible while the user answers
 * a question after the run.
 */
async function runWithProgress(
  context: GenerateContext,
  scope: SchemaScope,
  request: GenerateGoRequest,
): Promise<RunOutcome> {
  const cancellation = new vscode.CancellationTokenSource();
  try {
    const running = runNow(context, scope, request, cancellation.token);
    if (await endsSoon(running, QUICK_RUN)) return await running;
    return await showProgress(running, request.files.length, cancellation);
  } finally {
    cancellation.dispose();
  }
}

function showProgress(
  running: Promise<RunOutcome>,
  files: number,
  cancellation: vscode.CancellationTokenSource,
): Thenable<RunOutcome> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Generating Go'),
    cancellable: true,
  };
  const message = files === 1 ? vscode.l10n.t('1 .proto file') : vscode.l10n.t('{0} .proto files', files);
  return vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => cancellation.cancel());
    progress.report({ message });
    return running;
  });
}

/** Lets the runner generate. Never rejects; a failure is one of the outcomes. */
async function runNow(
  context: GenerateContext,
  scope: SchemaScope,
  request: GenerateGoRequest,
  token: vscode.CancellationToken,
): Promise<RunOutcome> {
  try {
    await settleEarlierRun(context, request, token);
    const reply = await againIfGone(async (isAgain) => {
      const schema = isAgain ? await context.client.descriptorSet(scope, { sourceInfo: true }) : undefined;
      return context.runner.generateGo({ ...request, set: schema?.set ?? request.set }, token);
    });
    if (token.isCancellationRequested) return { kind: 'cancelled' };
    return { kind: 'done', reply };
  } catch (error) {
    if (token.isCancellationRequested) return { kind: 'cancelled' };
    return { kind: 'failed', message: messageOf(error) };
  }
}

async function settleEarlierRun(
  context: GenerateContext,
  { outputRoot: root }: GenerateGoRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  const stop = new AbortController();
  const listener = token.onCancellationRequested(() => stop.abort());
  try {
    const recovery = await settle(root, { signal: stop.signal });
    if (recovery === undefined) return;
    context.log.warn(RECOVERIES[recovery.kind]);
    if (recovery.kind !== 'completed') return;
    for (const path of recovery.kept) context.log.warn(`${path} was changed since, and is left as it is.`);
  } finally {
    listener.dispose();
  }
}

const RECOVERIES: Readonly<Record<Recovery['kind'], string>> = {
  completed: 'A run of the generator ended while it wrote. The rest is written now.',
  undone: 'A run of the generator ended while it wrote. Its changes are undone.',
  foreign: 'Another user or machine left the journal of a run. The journal is removed. Files named *.tmp may remain.',
};

function outputRoot(moduleFolder: string, configured: string): string {
  if (configured === '') return moduleFolder;
  return inWorkspace(moduleFolder, configured);
}

/** Returns the absolute form of a path from the settings. A relative path starts from the workspace folder. */
function inWorkspace(moduleFolder: string, path: string): string {
  if (isAbsolute(path)) return path;
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(moduleFolder));
  return join(workspaceFolder?.uri.fsPath ?? moduleFolder, path);
}

function pluginChoice(kind: GoPlugins['kind'], directory: string): GoPlugins {
  if (kind === 'path') return { kind };
  return { kind, directory };
}

function additionalPlugin(
  moduleFolder: string,
  { plugin, options, out, goPackages }: AdditionalPluginSetting,
): AdditionalPlugin {
  const program = /[/\\]/.test(plugin) ? inWorkspace(moduleFolder, plugin) : plugin;
  const folder = out === '' ? undefined : inWorkspace(moduleFolder, out);
  return defined({ plugin: program, options, goPackages, out: folder });
}

/** Formats a problem as one line with its place. Lines and columns are counted from one. */
function describe({ file, line, column, place, message }: Problem): string {
  if (place !== undefined)
    return `${vscode.workspace.asRelativePath(place.path)}:${place.range.start.line + 1}:${place.range.start.character + 1}: ${message}`;
  if (file === undefined) return message;
  if (line === undefined) return `${file}: ${message}`;
  return `${file}:${line + 1}:${(column ?? 0) + 1}: ${message}`;
}

/**
 * Warns about the user's Go files that do not fit the generated code. We do not change these files, but their
 * diagnostics have quick fixes.
 */
async function showProblems(problems: readonly LocatedProblem[]): Promise<void> {
  const [first] = problems;
  if (first === undefined) return;
  const show = vscode.l10n.t('Show in File');
  const text =
    problems.length === 1 ? describe(first) : vscode.l10n.t('{0} (and {1} more)', describe(first), problems.length - 1);
  if ((await askWarning(text, show)) !== show) return;
  const { start } = first.place.range;
  await vscode.window.showTextDocument(vscode.Uri.file(first.place.path), {
    selection: new vscode.Range(start.line, start.character, start.line, start.character),
  });
}

async function showFailure(context: GenerateContext, messages: readonly string[]): Promise<void> {
  for (const message of messages) context.log.error(message);
  const log = vscode.l10n.t('Show Log');
  const first = firstLine(messages[0] ?? '');
  const answer = await askError(vscode.l10n.t('Nothing was generated: {0}', first), log);
  if (answer === log) context.log.show();
}

/** The first line of a text. A message box has room for one sentence, and the log has the whole text. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

/**
 * Writes the files, and proposes the other changes. Returns the outcome for each file, or undefined if the user refuses
 * the files.
 */
async function apply(
  context: GenerateContext,
  schema: SchemaSet,
  reply: GenerateGoReply,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { folders, proposed, stale } = reply;
  const written = reply.files.filter(({ state }) => state !== 'unchanged').map(({ path }) => path);
  if (written.length > 0 && !(await write(context, schema, reply.run, signal))) return undefined;
  const { proposals } = context;
  return {
    written,
    ...(await changeOwn(proposals, proposed, folders, signal)),
    ...(await deleteStale(proposals, stale, folders, signal)),
    leftOut: reply.leftOut.length,
  };
}

async function changeOwn(
  proposals: Proposals,
  proposed: GenerateGoReply['proposed'],
  folders: GenerateGoReply['folders'],
  signal: AbortSignal,
): Promise<Pick<Outcome, 'changed' | 'discarded'>> {
  if (proposed.length === 0) return { changed: [], discarded: [] };
  const own = proposed.map(({ path }) => path);
  switch (await proposeMissing(proposals, proposed, folders, signal)) {
    case 'made':
      return { changed: own, discarded: [] };
    case 'discarded':
      return { changed: [], discarded: own };
    case 'outdated':
      return { changed: [], discarded: [] };
  }
}

async function deleteStale(
  proposals: Proposals,
  stale: GenerateGoReply['stale'],
  folders: GenerateGoReply['folders'],
  signal: AbortSignal,
): Promise<Pick<Outcome, 'deleted' | 'kept'>> {
  if (stale.length === 0 || !(await proposeDeletion(proposals, stale, folders, signal)))
    return { deleted: [], kept: stale };
  return { deleted: stale, kept: [] };
}

/** Lets the runner write the generated files, because it has their contents. Returns false if the user refuses. */
async function write(context: GenerateContext, schema: SchemaSet, run: string, signal: AbortSignal): Promise<boolean> {
  const wantsPreview = setting('go.preview', vscode.Uri.file(schema.module.folder));
  if (wantsPreview && !(await showBefore(context.proposals, await context.runner.generatedContents(run), signal)))
    return false;
  const never = new vscode.CancellationTokenSource();
  try {
    await context.runner.writeGenerated(run, never.token);
    return true;
  } finally {
    never.dispose();
  }
}

async function showBefore(
  proposals: Proposals,
  files: readonly GeneratedFile[],
  signal: AbortSignal,
): Promise<boolean> {
  const names = listed(
    vscode.l10n,
    files.map(({ path }) => vscode.workspace.asRelativePath(path)),
  );
  return proposals.preview(
    files.map(({ path, content, state }) => ({ path, content, isNew: state === 'new' })),
    vscode.l10n.t('Write {0}', names),
    signal,
  );
}

/** Proposes additions to the user's own files. We change such a file only after the user has seen the change. */
async function proposeMissing(
  proposals: Proposals,
  files: readonly ProposedFile[],
  folders: readonly string[],
  signal: AbortSignal,
): Promise<Proposed> {
  const question = proposalQuestion(vscode.l10n, files, (path) => vscode.workspace.asRelativePath(path));
  return proposals.propose(files, folders, question, signal);
}

/**
 * Proposes to delete generated code whose .proto file or service is gone. Such code breaks the build sooner or later,
 * but other code may still use it.
 */
async function proposeDeletion(
  proposals: Proposals,
  paths: readonly string[],
  folders: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const names = listed(
    vscode.l10n,
    paths.map((path) => vscode.workspace.asRelativePath(path)),
  );
  const question = vscode.l10n.t('Delete {0}. No .proto file generates it any more.', names);
  if (
    !(await proposals.preview(
      paths.map((path) => ({ path, isNew: false })),
      question,
      signal,
    ))
  )
    return false;
  const deletable = await deletableFiles(paths, folders);
  const edit = new vscode.WorkspaceEdit();
  for (const path of deletable) edit.deleteFile(vscode.Uri.file(path), { ignoreIfNotExists: true });
  return vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

async function report(reply: GenerateGoReply, outcome: Outcome, names: Names, hasProblems: boolean): Promise<void> {
  const { written } = outcome;
  // If no file was written or proposed, we report only the problems in the user's Go. The message that all is up to
  // date would hide them.
  if (isIdle(outcome) && hasProblems) return;
  const text = reportText(vscode.l10n, outcome, names);
  if (written.length === 0) {
    showBriefly(text);
    return;
  }
  const server = written.find((path) => /[\\/]server[\\/](?!main\.go$)[^\\/]+\.go$/.test(path));
  const main = server ?? written.find((path) => path.endsWith('main.go'));
  const told = [text, ...foreignPlugins(reply)].join(' ');
  if (main === undefined) {
    showBriefly(told);
    return;
  }
  const open = vscode.l10n.t('Open Server');
  if ((await askInformation(told, open)) === open) await vscode.window.showTextDocument(vscode.Uri.file(main));
}

/** Names the plugins of the run that do not come with the extension. */
function foreignPlugins({ plugins }: GenerateGoReply): readonly string[] {
  const foreign = plugins.filter(({ from }) => from !== 'bundled').map(({ plugin, from }) => `${plugin} (${from})`);
  if (foreign.length === 0) return [];
  return [vscode.l10n.t('Used: {0}.', foreign.join(', '))];
}

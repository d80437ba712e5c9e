/** `gRPC: Generate Go Server and Client`: asks for the schema, has it generated, and writes what may be written. */
import { defined } from '../../base/defined.ts';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { inBackground, messageOf } from '../../base/background.ts';
import { deletableFiles } from '../../host/writing/generatedFiles.ts';
import { settle, type Recovery } from '../../host/writing/writeFiles.ts';
import type { SchemaProblem, SchemaScope } from '../../contract/languageServer.ts';
import type {
  AdditionalPlugin,
  FileOutline,
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
import type { Proposals } from './proposal.ts';
import { proposalQuestion } from './proposalText.ts';
import { againIfGone } from '../shared/goneSets.ts';
import { askError, askInformation, askWarning, showError, showInformation } from '../shared/notify.ts';
import type { Runner } from '../shared/runner.ts';
import type { AdditionalPluginSetting } from '../../contract/settings.ts';
import { setting } from '../shared/settings.ts';

/** The parts of the extension that a run uses. */
export interface GenerateContext {
  readonly client: SchemaClient;
  readonly runner: Runner;
  readonly goProblems: GoProblems;
  readonly missingOptions: MissingOptions;
  readonly proposals: Proposals;
  /** Folder of the plugins that come with the extension. */
  readonly pluginDirectory: string;
  readonly log: vscode.LogOutputChannel;
}

/** One run of the command. It tells the user about each outcome itself. The caller has asked for trust. */
export async function generateGo(context: GenerateContext, scope: SchemaScope): Promise<void> {
  // Taken before anything else: a save while it runs must not change what is generated.
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
  if (!(await prepareModule(reply))) return;
  const located = context.goProblems.show(request, reply.problems);
  if (located.length > 0)
    inBackground(showProblems(located), 'Problems of Go files were not shown', (line) => context.log.error(line));
  await context.missingOptions.show(scope, reply.missingOptions);
  if (first) tellOfLeftOut(context, first, reply);
  await apply(context, schema, reply);
  if (located.length === 0 && isUpToDate(reply)) showInformation(upToDateText(reply));
}

/** What is to be mended is the .proto file; the log says why the others are not enough. */
async function showBroken({ log }: GenerateContext, problem: SchemaProblem, errors: readonly Problem[]): Promise<void> {
  for (const error of errors) log.error(describe(error));
  await showProblem(problem, vscode.l10n.t('Nothing was generated.'));
}

function tellOfLeftOut({ log }: GenerateContext, { file }: SchemaProblem, { leftOut }: GenerateGoReply): void {
  if (leftOut.length === 0) return;
  const shown = showLeftOut(leftOutFiles(vscode.l10n, leftOut.length, file));
  inBackground(shown, 'What is left out was not told', (line) => log.error(line));
}

function upToDateText({ leftOut }: GenerateGoReply): string {
  if (leftOut.length === 0) return vscode.l10n.t('The Go code is up to date.');
  return vscode.l10n.t('The Go code of all other files is up to date.');
}

/** Where something was proposed, the user has said what becomes of it. */
function isUpToDate({ files, proposed, stale }: GenerateGoReply): boolean {
  return proposed.length === 0 && stale.length === 0 && files.every((file) => file.state === 'unchanged');
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

type Outcome =
  | { readonly kind: 'done'; readonly reply: GenerateGoReply }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** The progress ends with the run: whoever is asked something after it must not see it turn. */
async function runWithProgress(
  context: GenerateContext,
  scope: SchemaScope,
  request: GenerateGoRequest,
): Promise<Outcome> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Generating Go'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token): Promise<Outcome> => {
    try {
      await settleEarlierRun(context, request, token);
      progress.report({
        message:
          request.files.length === 1
            ? vscode.l10n.t('1 .proto file')
            : vscode.l10n.t('{0} .proto files', request.files.length),
      });
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
  });
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
  completed: 'A generation was ended while it wrote; the rest was written.',
  undone: 'A generation was ended while it wrote; nothing of it was kept.',
  foreign:
    'Another user or machine has left the journal of a generation; it was removed, and files named *.tmp may be left of it.',
};

function outputRoot(moduleFolder: string, configured: string): string {
  if (configured === '') return moduleFolder;
  return inWorkspace(moduleFolder, configured);
}

/** A path of the settings: relative ones start from the workspace folder. */
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

/** With its place, one-based as people count. */
function describe({ file, line, column, place, message }: Problem): string {
  if (place !== undefined)
    return `${vscode.workspace.asRelativePath(place.path)}:${place.range.start.line + 1}:${place.range.start.character + 1}: ${message}`;
  if (file === undefined) return message;
  if (line === undefined) return `${file}: ${message}`;
  return `${file}:${line + 1}:${(column ?? 0) + 1}: ${message}`;
}

/** A person's Go files that the generated code does not go with. They are left as they are; the diagnostics have the fixes. */
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

/** A message box has room for a sentence; the log has all of it. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

async function apply(context: GenerateContext, schema: SchemaSet, reply: GenerateGoReply): Promise<void> {
  const { folders, proposed, stale } = reply;
  const written = reply.files.filter(({ state }) => state !== 'unchanged');
  if (written.length > 0 && !(await write(context, schema, reply.run))) return;
  const { proposals } = context;
  if (proposed.length > 0) await proposeMissing(proposals, proposed, folders);
  if (stale.length > 0) await proposeDeletion(proposals, stale, folders);
  await finishModule(reply);
  await report(schema, reply, written);
}

/** False where the user would rather not. The runner has the contents, and writes them. */
async function write(context: GenerateContext, schema: SchemaSet, run: string): Promise<boolean> {
  const wantsPreview = setting('go.preview', vscode.Uri.file(schema.module.folder));
  if (wantsPreview && !(await showBefore(context.proposals, await context.runner.generatedContents(run)))) return false;
  const never = new vscode.CancellationTokenSource();
  try {
    await context.runner.writeGenerated(run, never.token);
    return true;
  } finally {
    never.dispose();
  }
}

async function showBefore(proposals: Proposals, files: readonly GeneratedFile[]): Promise<boolean> {
  const count =
    files.length === 1 ? vscode.l10n.t('Write 1 Go file?') : vscode.l10n.t('Write {0} Go files?', files.length);
  return proposals.preview(
    files.map(({ path, content, state }) => ({ path, content, isNew: state === 'new' })),
    count,
    vscode.l10n.t('Write'),
  );
}

/** A person's own files change only after they have seen how. */
async function proposeMissing(
  proposals: Proposals,
  files: readonly ProposedFile[],
  folders: readonly string[],
): Promise<void> {
  const question = proposalQuestion(vscode.l10n, files, (path) => vscode.workspace.asRelativePath(path));
  await proposals.propose(files, folders, question, vscode.l10n.t('Add'));
}

/** Generated code whose .proto file or service is gone breaks the build sooner or later, but somebody may still be using it. */
async function proposeDeletion(
  proposals: Proposals,
  paths: readonly string[],
  folders: readonly string[],
): Promise<void> {
  const names = paths.map((path) => vscode.workspace.asRelativePath(path)).join(', ');
  const question = vscode.l10n.t('Nothing generates {0} any more. Delete?', names);
  if (
    !(await proposals.preview(
      paths.map((path) => ({ path, isNew: false })),
      question,
      vscode.l10n.t('Delete'),
    ))
  )
    return;
  const deletable = await deletableFiles(paths, folders);
  const edit = new vscode.WorkspaceEdit();
  for (const path of deletable) edit.deleteFile(vscode.Uri.file(path), { ignoreIfNotExists: true });
  await vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

async function report(schema: SchemaSet, reply: GenerateGoReply, written: readonly FileOutline[]): Promise<void> {
  if (written.length === 0) return;
  const service = schema.module.services[0];
  const main =
    written.find((file) => /[\\/]server[\\/](?!main\.go$)[^\\/]+\.go$/.test(file.path)) ??
    written.find((file) => file.path.endsWith('main.go'));
  const open = vscode.l10n.t('Open Server');
  const count =
    written.length === 1 ? vscode.l10n.t('Wrote 1 Go file.') : vscode.l10n.t('Wrote {0} Go files.', written.length);
  const text = [count, ...foreignPlugins(reply)].join(' ');
  const answer = await askInformation(text, ...(main && service !== undefined ? [open] : []));
  if (answer === open && main) await vscode.window.showTextDocument(vscode.Uri.file(main.path));
}

/** Whose plugins have generated, where they are not ours. */
function foreignPlugins({ plugins }: GenerateGoReply): readonly string[] {
  const foreign = plugins.filter(({ from }) => from !== 'bundled').map(({ plugin, from }) => `${plugin} (${from})`);
  if (foreign.length === 0) return [];
  return [vscode.l10n.t('Used: {0}.', foreign.join(', '))];
}

/**
 * Another branch is checked out below an open window: git writes, VS Code watches, and the final diagnostics are right.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { until } from '../driver/until.ts';
import { after, before, describe, it } from './support/suite.ts';
import { folder } from './support/workspace.ts';

/** The number of files, of four kinds, in which the branches differ. */
const FILES = 3000;
/** So many have other problems on the other branch; 1,000 more were changed and are sound on both. */
const CHANGED = 2001;
const PATIENCE_MS = 120_000;

/** This file is the same on both branches, and valid on only one of them. */
const CONSTANT = 'constant.proto';
const CONSTANT_TEXT = `syntax = "proto3";
package checkout;
import "checkout/d17/f1017.proto";
message Constant { M1017 message = 1; }
`;

type Branch = 'one' | 'two';

const name = (i: number): string => `d${i % 40}/f${i}.proto`;

/** The text of a file on a branch; undefined if the branch does not have it. */
function text(i: number, branch: Branch): string | undefined {
  const sound = (message: string): string => `syntax = "proto3";\npackage checkout;\nmessage ${message} {}\n`;
  const broken = `syntax = "proto3";\npackage checkout;\nmessage M${i} { Missing on_${branch} = 1; }\n`;
  if (i < 1000) return branch === 'one' ? sound(`M${i}`) : broken;
  if (i < 2000) return sound(branch === 'one' ? `M${i}` : `Renamed${i}`);
  if (i < 2500) return branch === 'one' ? broken : undefined;
  return branch === 'one' ? undefined : broken;
}

const repository = (): string => join(folder(), 'checkout');

async function git(...args: readonly string[]): Promise<void> {
  const settings = [
    'user.name=Somebody',
    'user.email=somebody@example.com',
    'commit.gpgsign=false',
    'core.autocrlf=false',
    'gc.auto=0',
  ];
  await promisify(execFile)('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], { cwd: repository() });
}

async function write(branch: Branch): Promise<void> {
  for (let i = 0; i < FILES; i++) {
    const content = text(i, branch);
    if (content === undefined) await rm(join(repository(), name(i)), { force: true });
    else await writeFile(join(repository(), name(i)), content);
  }
}

async function makeRepository(): Promise<void> {
  // The folders are created all at once, as git does, because watchers miss changes in a new folder.
  for (let i = 0; i < 40; i++) mkdirSync(join(repository(), `d${i}`), { recursive: true });
  await git('init', '--quiet', '--initial-branch=one');
  await writeFile(join(repository(), CONSTANT), CONSTANT_TEXT);
  for (const branch of ['one', 'two'] as const) {
    if (branch === 'two') await git('checkout', '--quiet', '-b', branch);
    await write(branch);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', branch);
  }
}

/** Files of the repository with problems, and their messages. */
function told(): Readonly<Record<string, string>> {
  const root = `${vscode.Uri.file(repository()).path}/`;
  const found = vscode.languages
    .getDiagnostics()
    .filter(([uri, diagnostics]) => uri.path.startsWith(root) && diagnostics.length > 0);
  return inOrder(
    found.map(([uri, diagnostics]) => [uri.path.slice(root.length), diagnostics.map(({ message }) => message).join()]),
  );
}

function inOrder(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function expected(branch: Branch): Readonly<Record<string, string>> {
  const entries = Array.from({ length: FILES }, (_, i) => [name(i), text(i, branch)] as const).filter(
    ([, content]) => content?.includes('Missing') === true,
  );
  const broken = entries.map(([path]): [string, string] => [path, '"Missing" is not defined.']);
  if (branch === 'two') broken.push([CONSTANT, '"M1017" is not defined.']);
  return inOrder(broken);
}

/** Waits until the diagnostics are right, and reports in the end which are not. */
async function allTold(branch: Branch): Promise<void> {
  const right = expected(branch);
  await until(
    `the problems of branch ${branch}`,
    () => {
      const is = told();
      const [wrong, ...others] = Object.keys({ ...right, ...is }).filter((path) => is[path] !== right[path]);
      if (wrong === undefined) return true;
      throw new Error(
        `${others.length + 1} files differ; ${wrong} has ${is[wrong] ?? 'none'} instead of ${right[wrong] ?? 'none'}`,
      );
    },
    PATIENCE_MS,
  );
}

const messagesOf = (uri: vscode.Uri): string =>
  vscode.languages
    .getDiagnostics(uri)
    .map(({ message }) => message)
    .join();

/** Checks out a branch; returns how often the problems of each file changed until all were right. */
async function checkOut(branch: Branch): Promise<ReadonlyMap<string, number>> {
  const changes = new Map<string, number>();
  const last = new Map(vscode.languages.getDiagnostics().map(([uri]) => [uri.path, messagesOf(uri)]));
  // VS Code reports a file more than once for each change of its problems.
  const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) {
      const messages = messagesOf(uri);
      if (messages === (last.get(uri.path) ?? '')) continue;
      last.set(uri.path, messages);
      changes.set(uri.path, (changes.get(uri.path) ?? 0) + 1);
    }
  });
  try {
    await git('checkout', '--quiet', branch);
    const started = performance.now();
    await allTold(branch);
    const right = performance.now() - started;
    // VS Code collects its own events for a moment.
    await until('the events of all changes', () => changes.size >= CHANGED);
    console.log(`git checkout of ${FILES} files: all problems right ${Math.round(right)} ms after git has ended`);
    return changes;
  } finally {
    subscription.dispose();
  }
}

describe('git checkout', () => {
  before(makeRepository);
  after(() => rm(repository(), { recursive: true, force: true, maxRetries: 5 }));

  it(
    'a checkout of a branch with 3,000 different files reports each problem of that branch once',
    async () => {
      await allTold('two');
      for (const branch of ['one', 'two'] as const) {
        const changes = await checkOut(branch);
        deepEqual(
          [...changes].filter(([, count]) => count > 1),
          [],
        );
        equal(changes.size, CHANGED);
      }
    },
    3 * PATIENCE_MS,
  );
});

describe('a task', () => {
  const unwatched = (): string => join(folder(), 'unwatched');
  after(() => rm(unwatched(), { recursive: true, force: true, maxRetries: 5 }));

  it('changes that a task makes to files that VS Code does not watch are noticed', async () => {
    const script = `const { mkdirSync, writeFileSync } = require('node:fs');
      mkdirSync('unwatched/made', { recursive: true });
      writeFileSync('unwatched/made/a.proto', 'syntax = "proto3"; message OfTask { Missing x = 1; }');`;
    const process = new vscode.ProcessExecution('node', ['-e', script], { cwd: folder() });
    await vscode.tasks.executeTask(
      new vscode.Task({ type: 'process' }, vscode.TaskScope.Workspace, 'write a proto', 'test', process),
    );
    await until(
      'the problem of the file',
      () => vscode.languages.getDiagnostics(vscode.Uri.file(join(unwatched(), 'made/a.proto'))).length === 1,
    );
  });
});

/**
 * Edits protos at random, with servers that are edited by hand. The user's text must stay, byte for byte, and a second
 * generation must give the same as the first.
 */
import { seededRandom } from '../../support/corpus.ts';
import type { GoSource } from '../../../src/codegen/targets/go/reading/goSource.ts';
import { goFormatter, goReader } from './goEyes.ts';
import { GoProject, type Outcome } from './goProject.ts';
import { handEdit } from './handEdits.ts';
import { RandomProtos, type Random } from './randomProtos.ts';

export interface EditSummary {
  /** The number of edits of protos, each followed by a generation. */
  readonly edits: number;
  readonly handEdits: number;
  /** The number of methods that were inserted into the user's files. */
  readonly inserted: number;
  /** The number of reported problems with a place, whose fixes were applied. */
  readonly problems: number;
  readonly mended: number;
}

/**
 * Makes this many edits, with a new server every ten edits. If a check fails, it throws with everything that is needed
 * to repeat the failure.
 */
export async function editServers(edits: number, seed: number): Promise<EditSummary> {
  const total: Total = { edits: 0, handEdits: 0, inserted: 0, problems: 0, mended: 0 };
  for (let server = 0; total.edits < edits; server++) {
    const story: string[] = [];
    try {
      await editServer(Math.min(10, edits - total.edits), seededRandom(seed + server), total, story);
    } catch (error) {
      throw new Error(`seed ${seed + server}: ${story.join(', ')}`, { cause: error });
    }
  }
  return total;
}

/** A server, its protos, and what has happened to them. */
interface Server {
  readonly protos: RandomProtos;
  readonly project: GoProject;
  /** The last generated texts, by path. */
  readonly ours: Map<string, string>;
  readonly total: Total;
  readonly story: string[];
}

type Total = { -readonly [Name in keyof EditSummary]: EditSummary[Name] };

async function editServer(edits: number, random: Random, total: Total, story: string[]): Promise<void> {
  const server: Server = { protos: new RandomProtos(random), project: new GoProject(), ours: new Map(), total, story };
  await generate(server);
  for (let i = 0; i < edits; i++, total.edits++) {
    for (let hands = Math.floor(random() * 5); hands > 0; hands--, total.handEdits++)
      story.push(await byHand(server.project, random));
    story.push(`"${server.protos.edit()}"`);
    const outcome = await generate(server);
    if (random() < 0.7) await mendAll(server, outcome);
  }
}

/** Generates and writes everything, checks that nothing of the user's was lost, and returns the report. */
async function generate({ protos, project, ours, total }: Server): Promise<Outcome> {
  const before = new Map(project.texts);
  const outcome = await project.apply(protos.files);
  await expectKept(before, project, ours);
  const again = await project.generate(protos.files);
  await expectComplete(project, protos, again);
  for (const { path, content } of outcome.files) ours.set(path, content);
  total.inserted += inserted(before, project);
  total.problems += again.problems.filter(({ place }) => place !== undefined).length;
  return again;
}

/** Applies every fix, one after the other, until there are none. */
async function mendAll(server: Server, outcome: Outcome): Promise<void> {
  const [problem] = outcome.problems.filter(({ fixes }) => fixes !== undefined);
  if (problem === undefined) return;
  server.story.push(`mended "${problem.message}"`);
  if (server.story.length > 500) throw new Error('there is no end of mending');
  server.project.mend(problem);
  const broken = await unparsable(server.project);
  if (broken.length > 0)
    throw new Error(`"${problem.message}" was mended to what does not parse: ${broken.join('\n')}`);
  server.total.mended++;
  await mendAll(server, await generate(server));
}

/** Edits a Go file by hand so that it still parses. */
async function byHand(project: GoProject, random: Random): Promise<string> {
  const before = new Map(project.texts);
  const name = handEdit(project.texts, random);
  const broken = (await unparsable(project))[0];
  if (broken === undefined) return name;
  throw new Error(
    `the edit by hand "${name}" made no Go of ${broken} from\n${before.get(broken.split(':')[0] ?? '') ?? ''}`,
  );
}

/** The texts that parse. This is a cache, because most files are checked many times. */
const parsed = new Set<string>();

async function unparsable(project: GoProject): Promise<readonly string[]> {
  const format = await goFormatter();
  return goFiles(project).flatMap(([path, text]) => {
    if (parsed.has(text)) return [];
    const result = format(text);
    if (result.kind === 'formatted') parsed.add(text);
    return result.kind === 'formatted' ? [] : [`${path}: ${result.message}\n${text}`];
  });
}

function goFiles(project: GoProject): readonly (readonly [string, string])[] {
  return [...project.texts].filter(([path]) => path.endsWith('.go'));
}

async function read(text: string): Promise<GoSource> {
  const reading = (await goReader())(text);
  if (reading.kind === 'unread') throw new Error(`not understood at ${reading.at}:\n${text}`);
  return reading.source;
}

/** Generation replaces these files if nobody has edited them. */
function isWiring(path: string): boolean {
  return path.endsWith('main.go');
}

/** Expects that no text of the user is gone, no method exists twice, and every file parses. */
async function expectKept(
  before: ReadonlyMap<string, string>,
  project: GoProject,
  ours: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [path, text] of before) {
    const after = project.read(path);
    if (after === text || (isWiring(path) && ours.get(path) === text)) continue;
    await expectInserted(path, text, after);
  }
  const broken = await unparsable(project);
  if (broken.length > 0) throw new Error(`does not parse: ${broken.join('\n')}`);
  const sources = await Promise.all(
    goFiles(project)
      .filter(([path]) => path.startsWith('server/'))
      .map(([, text]) => read(text)),
  );
  const methods = sources.flatMap((source) => source.methods.map(({ receiver, name }) => `${receiver.type}.${name}`));
  const twice = methods.filter((method, i) => methods.indexOf(method) !== i);
  if (twice.length > 0)
    throw new Error(
      `declared twice: ${twice.join()}\n${goFiles(project)
        .map(([path, text]) => `-- ${path} --\n${text}`)
        .join('\n')}`,
    );
}

/** Expects that every line outside the imports is still there, in its order, and every import too. */
async function expectInserted(path: string, before: string, after: string): Promise<void> {
  const [old, grown] = [await read(before), await read(after)];
  const [body, grownBody] = [before.slice(old.importsEnd), after.slice(grown.importsEnd)];
  const lost = lostLine(body.split('\n'), grownBody.split('\n')) ?? lostLine(importLines(old), importLines(grown));
  if (lost !== undefined) throw new Error(`${path} lost "${lost}":\n${before}\n-- is now --\n${after}`);
  if (before.includes('\r\n') && !/[^\r]\n/.test(before) && /[^\r]\n/.test(after))
    throw new Error(`${path} got other line ends`);
}

function importLines({ imports }: GoSource): readonly string[] {
  return imports.map(({ path, alias }) => `${alias ?? ''} ${path}`);
}

function lostLine(before: readonly string[], after: readonly string[]): string | undefined {
  let at = 0;
  const lines = after.map((line) => line.replace(/\r$/, ''));
  for (const line of before) {
    const found = lines.indexOf(line.replace(/\r$/, ''), at);
    if (found < 0) return line;
    at = found + 1;
  }
  return undefined;
}

function inserted(before: ReadonlyMap<string, string>, project: GoProject): number {
  const methods = (text: string): number => text.match(/^func \(/gm)?.length ?? 0;
  return [...before]
    .filter(([path]) => path.startsWith('server/'))
    .reduce((sum, [path, text]) => sum + methods(project.read(path)) - methods(text), 0);
}

/** Expects that a second run changes nothing, and that every rpc has a method unless its package has moved. */
async function expectComplete(project: GoProject, protos: RandomProtos, { files, problems }: Outcome): Promise<void> {
  const changes = files.filter(({ path, content }) => project.texts.get(path) !== content).map(({ path }) => path);
  if (changes.length > 0) throw new Error(`a second run would change ${changes.join()}`);
  const sources = await Promise.all(
    goFiles(project)
      .filter(([path]) => /^server\/.*(?<!_test)\.go$/.test(path))
      .map(([, text]) => read(text)),
  );
  const names = new Set(sources.flatMap((source) => source.methods.map(({ name }) => name)));
  for (const { name: service, rpcs } of protos.services) {
    if (problems.some(({ message }) => message.includes(`app.${service} is in `))) continue;
    const missing = rpcs.find(({ name }) => !names.has(name));
    if (missing !== undefined) throw new Error(`${service} has no method ${missing.name}`);
  }
}

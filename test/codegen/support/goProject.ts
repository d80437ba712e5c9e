/**
 * The user's Go module in memory, and what generation reports about it. Only the plugins are missing, because they
 * write no file of the user's.
 */
import { DescriptorSet } from '../../../src/codegen/descriptorSet.ts';
import { goTarget } from '../../../src/codegen/targets/go/goTarget.ts';
import type { Fix, Problem } from '../../../src/contract/generation.ts';
import type { PlannedFile, TextSearch } from '../../../src/codegen/model.ts';
import { closure } from '../../../src/schema/linking/closure.ts';
import { encodeDescriptorSet } from '../../../src/schema/output/encode.ts';
import { SourceInfos } from '../../../src/schema/output/sourceInfo.ts';
import { applyEdits } from '../../../src/text/edit.ts';
import { LineIndex } from '../../../src/text/lines.ts';
import { compileTexts } from '../../support/compileText.ts';
import { goFormatter, goReader } from './goEyes.ts';
import type { ProtoFiles } from './protoc.ts';

export const ROOT = '/home/me/greeter';

export interface Outcome {
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Problem[];
}

export class GoProject {
  /** Texts by path, relative to the module's root. */
  readonly texts: Map<string, string>;

  constructor(texts: Readonly<Record<string, string>> = {}) {
    this.texts = new Map(Object.entries({ 'go.mod': 'module greeter\n\ngo 1.25\n', ...texts }));
  }

  async generate(protos: ProtoFiles, outputRoot = ROOT): Promise<Outcome> {
    const [format, read] = await Promise.all([goFormatter(), goReader()]);
    const target = goTarget({
      gofmt: (sources) => Promise.resolve(sources.map(format)),
      plugins: [],
      readGo: (sources) => Promise.resolve(sources.map((source) => read(source))),
      template: { goMod: 'module example.com/template\n\ngo 1.25\n', goSum: '' },
    });
    const { set, files } = compiled(protos);
    const host = {
      plugins: { run: () => Promise.reject(new Error('no plugin runs here')) },
      readText: (path: string) => Promise.resolve(this.texts.get(path.slice(ROOT.length + 1))),
      look: () => Promise.reject(new Error('nothing is compared here')),
      listFiles: (folder: string) => Promise.resolve(this.#filesIn(folder)),
      search: (_: string, query: TextSearch) => Promise.resolve(this.#search(query)),
    };
    const plan = await target.plan({ set, files, outputRoot }, new DescriptorSet(set), host);
    const { files: planned, problems } = await plan.complete([], new AbortController().signal);
    return {
      files: planned.map((file) => ({ ...file, path: below(file.path) })),
      problems: problems.map(withPlaceBelow),
    };
  }

  /** Generates and writes everything, and returns what generation reports. */
  async apply(protos: ProtoFiles): Promise<Outcome> {
    const outcome = await this.generate(protos);
    for (const { path, content } of outcome.files) this.texts.set(path, content);
    return outcome;
  }

  /** Paths of files that generation would change. */
  async changes(protos: ProtoFiles): Promise<readonly string[]> {
    const { files } = await this.generate(protos);
    return files.filter(({ path, content }) => this.texts.get(path) !== content).map(({ path }) => path);
  }

  read(path: string): string {
    const text = this.texts.get(path);
    if (text === undefined) throw new Error(`no ${path}`);
    return text;
  }

  /** Returns the text that a problem is about. */
  at({ place }: Problem): string {
    if (place === undefined) return '';
    const lines = new LineIndex(this.read(place.path));
    return lines.text.slice(lines.offsetAt(place.range.start), lines.offsetAt(place.range.end));
  }

  mend(problem: Problem, fix: Fix | undefined = problem.fixes?.[0]): void {
    if (problem.place === undefined || fix === undefined) throw new Error(`nothing mends: ${problem.message}`);
    const { path } = problem.place;
    const lines = new LineIndex(this.read(path));
    const edits = fix.edits.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      newText,
    }));
    this.texts.set(path, applyEdits(lines.text, edits));
  }

  #search({ names, words }: TextSearch): readonly string[] {
    return [...this.texts]
      .filter(([path, text]) => names.test(path) && words.some((word) => text.includes(word)))
      .map(([path]) => `${ROOT}/${path}`);
  }

  #filesIn(folder: string): readonly string[] {
    const prefix = `${below(folder)}/`.replace(/^\//, '');
    return [...this.texts.keys()]
      .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
      .map((path) => path.slice(prefix.length))
      .sort();
  }
}

function below(path: string): string {
  return path.slice(ROOT.length + 1);
}

function withPlaceBelow(problem: Problem): Problem {
  return problem.place === undefined
    ? problem
    : { ...problem, place: { ...problem.place, path: below(problem.place.path) } };
}

/** Compiles with our own compiler. Other tests compare it with protoc, and it starts no process. */
function compiled(protos: ProtoFiles): { readonly set: Uint8Array; readonly files: readonly string[] } {
  const files = Object.keys(protos);
  const { files: linked, lines } = compileTexts(protos, files);
  if (lines.some((line) => !line.includes('warning: '))) throw new Error(lines.join('\n'));
  const sourceInfo = new SourceInfos(false);
  for (const file of linked) sourceInfo.record(file);
  return { set: encodeDescriptorSet(closure(linked.map((file) => file.interface)), { sourceInfo }), files };
}

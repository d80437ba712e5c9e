/** A user's folder outside the repository to generate into, and the Go tools that check it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { GoGenerator } from '../../../src/host/generation.ts';
import type { GenerateGoParams, GenerateGoResult } from '../../../src/contract/generation.ts';
import { generateAssets } from './goPlugins.ts';
import { descriptorSet, writeFiles, type ProtoFiles } from './protoc.ts';

export class Workspace {
  readonly root: string;
  readonly #generator: GoGenerator;
  readonly #plugins: string;

  private constructor(root: string, generator: GoGenerator, plugins: string) {
    this.root = root;
    this.#generator = generator;
    this.#plugins = plugins;
  }

  static async create(folder = 'greeter'): Promise<Workspace> {
    const assets = await generateAssets();
    const root = join(realpathSync(mkdtempSync(join(tmpdir(), 'generate-'))), folder);
    mkdirSync(root);
    return new Workspace(root, new GoGenerator(assets), assets.plugins);
  }

  async dispose(): Promise<void> {
    await this.#generator.close();
    rmSync(dirname(this.root), { recursive: true, force: true });
  }

  /** Generates for all files, or for `own`. */
  generate(
    files: ProtoFiles,
    changes: Partial<GenerateGoParams> = {},
    signal = new AbortController().signal,
  ): Promise<GenerateGoResult> {
    const params: GenerateGoParams = {
      set: changes.set ?? descriptorSet(files),
      files: Object.keys(files),
      outputRoot: this.root,
      plugins: { kind: 'bundled', directory: this.#plugins },
      ...changes,
    };
    return this.#generator.generate(params, signal);
  }

  /** Generates and writes everything, including the user's files. */
  async apply(files: ProtoFiles, changes: Partial<GenerateGoParams> = {}): Promise<GenerateGoResult> {
    const result = await this.generate(files, changes);
    for (const { path, content } of result.files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return result;
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.root, files);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** What the result says about each file, by its path relative to the root. */
  states(result: GenerateGoResult): Readonly<Record<string, string>> {
    return Object.fromEntries(
      result.files.map(({ path, state }) => [relative(this.root, path).replaceAll(sep, '/'), state]),
    );
  }

  /**
   * Output of gofmt, the compiler and vet; empty if everything is fine. `go build` would also link each program, which
   * takes longer than all of this. Tests that run programs link them.
   */
  goProblems(): string {
    const unformatted = execFileSync('gofmt', ['-l', '.'], { cwd: this.root, encoding: 'utf8' });
    return unformatted + this.go('list', '-export', './...') + this.go('vet', './...');
  }

  /** Output of a go command that failed; empty if it succeeded. */
  go(...args: string[]): string {
    const result = spawnSync('go', args, { cwd: this.root, encoding: 'utf8' });
    return result.status === 0 ? '' : `go ${args.join(' ')}\n${result.stdout}${result.stderr}`;
  }
}

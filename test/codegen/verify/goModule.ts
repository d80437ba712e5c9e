/**
 * Go code that the command line generates in a temporary folder, and the Go tools that check all of it as one module.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { writeFiles, type ProtoFiles } from '../support/protoc.ts';

export interface Told {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Case {
  /** The folder in the module, which is also the name in reports. */
  readonly folder: string;
  readonly roots: readonly string[];
  readonly files: readonly string[];
}

/** Without absolute paths in the output, Go's cache recognizes the same package in another temporary folder. */
const GO_FLAGS = '-trimpath';

/** Builds of whole collections must leave room for other programs. */
const NICE = 15;

export class GoModule {
  readonly root: string;
  readonly #cli: string;
  /** Folders of cases that have their own module. A search for servers would otherwise read the whole common module. */
  readonly #apart = new Set<string>();
  /** The packages that `generate go` still asks for. It tells the user to get those with a version first. */
  readonly #wanted = { exact: new Set<string>(), newest: new Set<string>() };

  private constructor(root: string, cli: string) {
    this.root = root;
    this.#cli = cli;
  }

  /** `cli` is the bundle of the command line. */
  static async create(name: string, cli: string): Promise<GoModule> {
    const root = join(realpathSync(mkdtempSync(join(tmpdir(), 'verify-'))), name);
    mkdirSync(root);
    const module = new GoModule(root, cli);
    const protos = module.writeProtos('none', { 'none.proto': 'syntax = "proto3"; message None {}' });
    const { status, stderr } = await module.generate({ folder: '.', roots: [protos], files: ['none.proto'] });
    if (status !== 0) throw new Error(`there is no module: ${stderr}`);
    return module;
  }

  dispose(): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }

  /** Writes the protos next to the module. Returns the import root. */
  writeProtos(folder: string, files: ProtoFiles): string {
    const root = join(dirname(this.root), 'protos', folder);
    writeFiles(root, files);
    return root;
  }

  async generate(one: Case): Promise<Told> {
    const told = await this.#run(one, [], {});
    for (const [, args = ''] of told.stdout.matchAll(/^ {2}go get (.*)$/gm)) {
      for (const argument of args.split(' ')) this.#wanted[argument.includes('@') ? 'exact' : 'newest'].add(argument);
    }
    return told;
  }

  /** Whether plugins on PATH would have written the same files. */
  async isWrittenBy(plugins: string, one: Case): Promise<boolean> {
    const path = [plugins, process.env['PATH'] ?? ''].join(delimiter);
    const { status } = await this.#run(one, ['--plugins=path', '--check'], { PATH: path });
    return status === 0;
  }

  #run({ folder, roots, files }: Case, options: readonly string[], env: NodeJS.ProcessEnv): Promise<Told> {
    const args = [
      'generate',
      'go',
      ...options,
      ...roots.map((root) => `-I${root}`),
      `--out=${join(this.root, folder)}`,
      ...files,
    ];
    return run(process.execPath, [this.#cli, ...args], this.root, env);
  }

  /** Gives a case its own module until `unite`. */
  setApart({ folder }: Case): void {
    const path = join(this.root, folder);
    mkdirSync(path, { recursive: true });
    writeFileSync(
      join(path, 'go.mod'),
      this.read('go.mod').replace(/^module .*/, (line) => `${line}/${folder}`),
    );
    writeFileSync(join(path, 'go.sum'), this.read('go.sum'));
    this.#apart.add(path);
  }

  /** Makes one module of all cases. So the Go tools run once, and build shared packages once. */
  unite(): void {
    for (const path of this.#apart) for (const name of ['go.mod', 'go.sum']) rmSync(join(path, name));
    this.#apart.clear();
  }

  /** Runs the commands that generation asked for, each only once. Returns the commands. */
  async fetchWanted(): Promise<readonly string[]> {
    const { exact, newest } = this.#wanted;
    const commands = [exact, newest].filter(({ size }) => size > 0).map((args) => ['get', ...[...args].sort()]);
    for (const args of commands) {
      const { status, stderr } = await run('go', args, this.root);
      if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`);
    }
    return commands.map((args) => `go ${args.join(' ')}`);
  }

  /** Reads a file; undefined if it does not exist. */
  read(path: string): string {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** The lines that a tool reports; empty if it finds no problems. */
  async complaints(program: string, ...args: string[]): Promise<readonly string[]> {
    const { status, stdout, stderr } = await run(program, args, this.root);
    const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    return status === 0 || lines.length > 0 ? lines : [`${program} ended with ${String(status)}`];
  }
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GOWORK: 'off', GOFLAGS: GO_FLAGS, ...env },
    });
    if (child.pid !== undefined) setPriority(child.pid, NICE);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

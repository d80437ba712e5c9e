/** Runs the protoc program itself, because its Node wrapper takes longer than the program. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Asset {
  readonly arch: string;
  readonly platform: string;
  readonly executable: string;
}

export const protocFolder = dirname(createRequire(import.meta.url).resolve('protoc/package.json'));

export function protocProgram(): string {
  const assets = JSON.parse(readFileSync(join(protocFolder, 'assets.json'), 'utf8')) as readonly Asset[];
  const asset = assets.find(({ arch, platform }) => arch === process.arch && platform === process.platform);
  if (asset === undefined)
    throw new Error(`The protoc package has no program for ${process.platform} on ${process.arch}.`);
  return join(protocFolder, 'bin', asset.executable);
}

export interface Verdict {
  readonly ok: boolean;
  /** The printed lines, without line ends. */
  readonly lines: readonly string[];
}

const PARALLEL = 2;

/**
 * Returns protoc's verdict on `entry` in each folder, in the order of the folders. The folder and protobuf's own files
 * are the only roots.
 */
export async function judgeFolders(folders: readonly string[], entry: string): Promise<readonly Verdict[]> {
  const program = protocProgram();
  const verdicts: Verdict[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < folders.length; at = next++)
      verdicts[at] = await judge(program, folders[at] ?? '', entry);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return verdicts;
}

async function judge(program: string, folder: string, entry: string): Promise<Verdict> {
  const args = ['-I.', `-I${join(protocFolder, 'include')}`, '-o', 'set.binpb', entry];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = Buffer.concat(chunks)
        .toString('utf8')
        .split(/\r?\n/)
        .filter((line) => line !== '');
      resolve({ ok: code === 0, lines });
    });
  });
}

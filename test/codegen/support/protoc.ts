/** Descriptor sets from the protoc of the npm package, which is the reference for a correct set. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const protocPackage = dirname(require.resolve('protoc/package.json'));

/** Files by import path. */
export type ProtoFiles = Readonly<Record<string, string>>;

/** The package's own command is a Node script. The program itself starts faster. */
function protocProgram(): string {
  const assets = JSON.parse(readFileSync(join(protocPackage, 'assets.json'), 'utf8')) as readonly ProtocAsset[];
  const asset = assets.find(({ arch, platform }) => arch === process.arch && platform === process.platform);
  if (asset === undefined) throw new Error(`the protoc package has no program for ${process.platform} ${process.arch}`);
  return join(protocPackage, 'bin', asset.executable);
}

interface ProtocAsset {
  readonly arch: string;
  readonly platform: string;
  readonly executable: string;
}

function protoc(args: readonly string[]): void {
  const result = spawnSync(protocProgram(), args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`protoc ${args.join(' ')}\n${result.stderr}`);
}

/** The folder of `google/protobuf/*.proto`. */
export const protocInclude = join(protocPackage, 'include');

/** A set with imports and source info, which generation needs. */
export function descriptorSet(files: ProtoFiles): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'protos-'));
  try {
    writeFiles(folder, files);
    const out = join(folder, 'set.binpb');
    protoc([
      `-I${folder}`,
      `-I${protocInclude}`,
      '--include_imports',
      '--include_source_info',
      `--descriptor_set_out=${out}`,
      ...Object.keys(files),
    ]);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

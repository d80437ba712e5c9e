// Go programs that verification needs besides the installed ones: built once per version into the user's cache.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot } from './cache.mjs';
import { root } from './setup.mjs';

const STATICCHECK = { package: 'honnef.co/go/tools/cmd/staticcheck', version: 'v0.8.2' };
const PLUGINS = ['google.golang.org/protobuf/cmd/protoc-gen-go', 'google.golang.org/grpc/cmd/protoc-gen-go-grpc'];

/** @returns {Promise<{ readonly program: string, readonly version: string }>} */
export async function findStaticcheck() {
  const { version } = STATICCHECK;
  const folder = await ensureBuiltInto(`staticcheck-${version}-${await goVersion()}`, async (temporary) => {
    await go(['install', `${STATICCHECK.package}@${version}`], { cwd: temporary, env: { GOBIN: temporary } });
  });
  return { program: join(folder, executable('staticcheck')), version };
}

/** The tools by which verification judges, each with its version. */
export async function toolVersions() {
  const pins = await readFile(join(root, 'plugins', 'go.mod'), 'utf8');
  const required = [...pins.matchAll(/^\t(\S+) (v\S+)/gm)];
  const plugins = PLUGINS.map(
    (path) => `${path.split('/').at(-1)} ${required.find(([, module = '']) => path.startsWith(module))?.[2]}`,
  );
  return [`Go ${(await goVersion()).replace(/^go/, '')}`, ...plugins, `staticcheck ${STATICCHECK.version}`];
}

/** The official plugins as native programs, in the versions that our own are built from. Returns their folder. */
export async function nativePlugins() {
  const pins = await readFile(join(root, 'plugins', 'go.mod'), 'utf8');
  const hash = createHash('sha256').update(pins.replaceAll('\r\n', '\n')).digest('hex').slice(0, 8);
  return ensureBuiltInto(`go-plugins-${hash}-${await goVersion()}`, async (temporary) => {
    await go(['build', '-trimpath', '-buildvcs=false', '-mod=readonly', '-o', `${temporary}/`, ...PLUGINS], {
      cwd: join(root, 'plugins'),
    });
  });
}

/**
 * The sources of modules, in the versions that new modules of users get.
 * @param {readonly string[]} modules
 * @returns {Promise<readonly { readonly path: string, readonly version: string, readonly folder: string }[]>}
 */
export async function moduleSources(modules) {
  const output = await go(['mod', 'download', '-json', ...modules], { cwd: join(root, 'plugins', 'module') });
  const parts = output.trim().split(/(?<=^\})\n/m);
  return parts
    .map((part) => JSON.parse(part))
    .map(({ Path, Version, Dir }) => ({ path: Path, version: Version, folder: Dir }));
}

/** A complete folder appears only by a rename. */
async function ensureBuiltInto(/** @type {string} */ name, /** @type {(folder: string) => Promise<void>} */ build) {
  const folder = join(cacheRoot(), name);
  if (existsSync(folder)) return folder;
  console.log(`Building ${name} (once; kept in ${folder})`);
  await mkdir(cacheRoot(), { recursive: true });
  const temporary = await mkdtemp(join(cacheRoot(), '.building-'));
  try {
    await build(temporary);
    await rename(temporary, folder).catch((/** @type {unknown} */ error) => {
      // Another process may have finished first; its folder is equivalent.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
  return folder;
}

async function goVersion() {
  return (await go(['env', 'GOVERSION'], { cwd: root })).trim();
}

function executable(/** @type {string} */ name) {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

async function go(
  /** @type {readonly string[]} */ args,
  /** @type {{ readonly cwd: string, readonly env?: NodeJS.ProcessEnv }} */ { cwd, env = {} },
) {
  const { stdout } = await promisify(execFile)('go', args, {
    cwd,
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off', ...env },
    maxBuffer: 64 << 20,
    windowsHide: true,
  });
  return stdout;
}

// Builds the two official Go plugins as WebAssembly, and the go.mod and go.sum of new modules. It builds both plugins
// only from the versions that plugins/go.mod pins.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const plugins = join(root, 'plugins');
const run = promisify(execFile);
const compress = promisify(brotliCompress);

const PLUGINS = [
  {
    name: 'protoc-gen-go',
    module: 'google.golang.org/protobuf',
    package: 'google.golang.org/protobuf/cmd/protoc-gen-go',
  },
  {
    name: 'protoc-gen-go-grpc',
    module: 'google.golang.org/grpc/cmd/protoc-gen-go-grpc',
    package: 'google.golang.org/grpc/cmd/protoc-gen-go-grpc',
  },
];

const BUILD_ENV = { GOOS: 'wasip1', GOARCH: 'wasm', CGO_ENABLED: '0', GOFLAGS: '' };
const BUILD_ARGS = ['build', '-trimpath', '-buildvcs=false', '-mod=readonly', '-ldflags', '-s -w'];

// The part of Go's go/printer/nodes.go that plugins/overlay/remember.go.txt replaces.
const OVERLAY = 'overlay/remember.go.txt';
/** @type {readonly (readonly [string, string])[]} */
const PRINTER_EDITS = [
  ['func walkBinary(', 'func walkBinaryOnce('],
  ['p.setPos(expr.Pos())', 'p.setPos(posOf(expr))'],
];

// Quality 9 takes 2 s for both plugins and 3.8 MB; 11 takes 40 s and saves half a megabyte.
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };

/**
 * Writes plugins, licences, manifest.json and the template of new modules to `outDir`. Without Go, it writes only the
 * template and a warning; with `required`, that is an error.
 * @param {string} outDir
 * @param {{ readonly required: boolean }} options
 */
export async function buildGoPlugins(outDir, { required }) {
  await mkdir(outDir, { recursive: true });
  await writeModuleTemplate(outDir);
  const version = await goVersion();
  if (version === undefined) {
    const message = 'Go was not found on PATH: the Go plugins are not built, and generation will use those on PATH.';
    if (required) throw new Error(`${message} Install Go from https://go.dev/dl and try again.`);
    console.warn(message);
    return;
  }
  if (required) await checkTemplateIsTidy();
  const cache = join(root, 'node_modules', '.cache', 'grpc-workbench', `go-plugins-${await contentKey(version)}`);
  if (!(await exists(join(cache, 'manifest.json')))) await fillCache(cache, version, required);
  await cp(cache, outDir, { recursive: true });
}

async function writeModuleTemplate(/** @type {string} */ outDir) {
  for (const file of ['go.mod', 'go.sum']) {
    // We write line feeds whatever git's autocrlf did, because go.sum is compared byte by byte.
    const text = await readFile(join(plugins, 'module', file), 'utf8');
    await writeFile(join(outDir, `${file}.template`), text.replaceAll('\r\n', '\n'));
  }
}

/** If go.sum lacked a line, generated modules would fail on the user's machine, so we fail here first. */
async function checkTemplateIsTidy() {
  await go(['mod', 'tidy', '-diff'], { cwd: join(plugins, 'module') });
}

async function goVersion() {
  try {
    return (await go(['env', 'GOVERSION'], { cwd: plugins })).trim();
  } catch (error) {
    if (failure(error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The inputs of the result; the same key means the same bytes. */
async function contentKey(/** @type {string} */ version) {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', OVERLAY])
    hash.update((await readFile(join(plugins, file), 'utf8')).replaceAll('\r\n', '\n'));
  hash.update(JSON.stringify([version, BUILD_ENV, BUILD_ARGS, PRINTER_EDITS, BROTLI, PLUGINS]));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Fills a folder next to the cache and renames it, so that an interrupted build leaves no partial folder.
 * @param {string} cache
 * @param {string} version
 * @param {boolean} required
 */
async function fillCache(cache, version, required) {
  const work = `${cache}.${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    const versions = await buildAll(work, required);
    await copyLicences(work);
    await writeFile(join(work, 'manifest.json'), `${JSON.stringify({ go: version, plugins: versions }, null, 2)}\n`);
    await rename(work, cache).catch((error) => {
      // Another build was faster, and its files are the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function buildAll(/** @type {string} */ work, /** @type {boolean} */ required) {
  console.log(`building ${PLUGINS.map((plugin) => plugin.name).join(' and ')} for WebAssembly`);
  const overlay = await writeOverlay(work, required);
  for (const plugin of PLUGINS) {
    await go([...BUILD_ARGS, ...overlay, '-o', join(work, plugin.name), plugin.package], {
      cwd: plugins,
      env: BUILD_ENV,
    });
  }
  await rm(join(work, 'overlay'), { recursive: true, force: true });
  return Promise.all(
    PLUGINS.map(async (plugin) => {
      const built = join(work, plugin.name);
      const wasm = await readFile(built);
      const file = `${plugin.name}.wasm.br`;
      await writeFile(
        join(work, file),
        await compress(wasm, { params: { ...BROTLI, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length } }),
      );
      await rm(built);
      return { name: plugin.name, version: await moduleField(plugin.module, 'Version'), file };
    }),
  );
}

/**
 * The flags that build with a faster go/printer; tests check that its output is the same. If the source of Go's printer
 * differs, we use it unchanged: only very large files take longer then.
 * @param {string} work
 * @param {boolean} required
 */
async function writeOverlay(work, required) {
  const printer = join((await go(['env', 'GOROOT'], { cwd: plugins })).trim(), 'src', 'go', 'printer');
  let nodes = await readFile(join(printer, 'nodes.go'), 'utf8');
  for (const [from, to] of PRINTER_EDITS) {
    if (nodes.split(from).length !== 2) {
      const message = `${printer} does not hold "${from}" once: plugins/${OVERLAY} must follow this Go.`;
      if (required) throw new Error(message);
      console.warn(message);
      return [];
    }
    nodes = nodes.replace(from, to);
  }
  const folder = join(work, 'overlay');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'nodes.go'), nodes);
  const Replace = {
    [join(printer, 'nodes.go')]: join(folder, 'nodes.go'),
    [join(printer, 'remember.go')]: join(plugins, ...OVERLAY.split('/')),
  };
  await writeFile(join(folder, 'overlay.json'), JSON.stringify({ Replace }));
  return ['-overlay', join(folder, 'overlay.json')];
}

/** Go's own runtime and library are in the plugins too. */
async function copyLicences(/** @type {string} */ work) {
  const protobuf = await moduleField('google.golang.org/protobuf', 'Dir');
  const grpc = await moduleField('google.golang.org/grpc/cmd/protoc-gen-go-grpc', 'Dir');
  const goroot = (await go(['env', 'GOROOT'], { cwd: plugins })).trim();
  /** @type {readonly (readonly [string, string])[]} */
  const licences = [
    [join(protobuf, 'LICENSE'), 'LICENSE.protobuf-go'],
    [join(protobuf, 'PATENTS'), 'PATENTS.protobuf-go'],
    [join(grpc, 'LICENSE'), 'LICENSE.grpc-go'],
    [join(goroot, 'LICENSE'), 'LICENSE.go'],
    [join(goroot, 'PATENTS'), 'PATENTS.go'],
  ];
  for (const [from, to] of licences) {
    // We read and write the file instead of copying it, because files of the module cache are read-only.
    if (await exists(from)) await writeFile(join(work, to), await readFile(from));
    // Some packages of Go keep its licence elsewhere; it equals the one of protobuf-go, by the same authors.
    else if (to === 'LICENSE.go') await writeFile(join(work, to), await readFile(join(protobuf, 'LICENSE')));
    else if (to.startsWith('LICENSE')) throw new Error(`The licence ${to} is not in ${dirname(from)}.`);
  }
}

async function moduleField(/** @type {string} */ module, /** @type {string} */ field) {
  return (await go(['list', '-m', '-f', `{{.${field}}}`, module], { cwd: plugins })).trim();
}

/**
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly env?: NodeJS.ProcessEnv }} options
 */
async function go(args, { cwd, env = {} }) {
  try {
    const { stdout } = await run('go', args, {
      cwd,
      env: { ...process.env, GOWORK: 'off', ...env },
      maxBuffer: 64 << 20,
      windowsHide: true,
    });
    return stdout;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = failure(error);
    if (code === 'ENOENT') throw error;
    throw new Error(`go ${args.join(' ')} failed in ${cwd}:\n${stderr}${stdout}`, { cause: error });
  }
}

/** The output of `execFile` for a program that failed or does not exist. */
function failure(/** @type {unknown} */ error) {
  return /** @type {{ readonly code?: string | number, readonly stdout?: string, readonly stderr?: string }} */ (error);
}

async function exists(/** @type {string} */ path) {
  return readFile(path).then(
    () => true,
    () => false,
  );
}

// `npm start`: opens examples/greeter in VS Code with the extension running. `npm start -- --check` does the whole main
// job there unattended, reports what it saw, and saves a picture of each step in artifacts/.
import { spawn } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost, startHost } from './lib/host.mjs';
import { answers, run } from './lib/processes.mjs';
import { checkNode, ensureBuilt, ensureDependencies, hasGo, root, seconds } from './lib/setup.mjs';
import { hostStage } from './lib/stage.mjs';
import { bundleTests } from './lib/test-bundle.mjs';
import { makePackage } from './package.mjs';

const sample = join(root, 'examples', 'greeter');
const artifacts = join(root, 'artifacts');
/** This extension is loaded together with ours, and reloads the window after each build. */
const reload = join(root, 'scripts', 'reload');
const HELP = `npm start                       Open examples/greeter in VS Code with the extension.
npm start -- --watch            And build after each change of the sources; the window reloads itself.
npm start -- --check            Do the main job in VS Code unattended; exit code 0 if every step was seen to work.
npm start -- --check --pictures And renew the pictures of the README in docs/images/.
npm start -- --server           Use the VS Code server and a browser even if \`code\` is on PATH.`;

/** The pictures in the README: after which step, which part of the window (default: all of it), in which colours. */
const README_PICTURES = [
  { step: 'schema', name: 'schema-tree', part: '.part.sidebar', theme: 'dark' },
  { step: 'generate', name: 'generate', theme: 'dark' },
  { step: 'local-server', name: 'local-server', theme: 'dark' },
  { step: 'panel', name: 'overview', theme: 'dark' },
  {
    step: 'panel',
    name: 'panel-dark',
    part: '.editor-group-container:has(.tab[aria-label^="SayHello"])',
    theme: 'dark',
  },
  {
    step: 'panel',
    name: 'panel-light',
    part: '.editor-group-container:has(.tab[aria-label^="SayHello"])',
    theme: 'light',
  },
];

checkNode();
const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    pictures: { type: 'boolean' },
    server: { type: 'boolean' },
    watch: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
} else {
  await ensureDependencies();
  if (values.check) process.exitCode = await check();
  else await open();
}

async function open() {
  await (values.watch ? keepBuilt() : ensureBuilt({ dev: true }));
  const code = process.platform === 'win32' ? undefined : 'code';
  if (values.server || code === undefined || !(await answers(code, ['--version']))) return openServer();
  console.log('Opening examples/greeter in desktop VS Code');
  const extensions = developed().map((folder) => `--extensionDevelopmentPath=${folder}`);
  const result = await run(code, ['--new-window', ...extensions, sample]);
  // While the sources are watched, the process runs until Ctrl+C.
  process.exitCode = result.code;
}

/** Builds dist/, and again after each change of the sources. */
async function keepBuilt() {
  const watching = spawn(process.execPath, [join(root, 'scripts', 'build.mjs'), '--watch'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    windowsHide: true,
  });
  process.once('exit', () => watching.kill());
  await new Promise((resolve, reject) => {
    watching.once('exit', (code) => reject(new Error(`The build ended with exit code ${code}.`)));
    watching.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      process.stdout.write(chunk);
      if (/^watching$/m.test(chunk.toString())) resolve(undefined);
    });
  });
}

/** The folders of the extensions that VS Code loads without installing them. */
function developed() {
  return values.watch ? [root, reload] : [root];
}

/** The VS Code server, with the extension as it is in this repository; it runs until Ctrl+C. */
async function openServer() {
  const host = await startHost(await ensureHost(), {
    underTest: false,
    linked: developed(),
    settings: { 'chat.disableAIFeatures': true },
  });
  const url = host.url({ folder: sample });
  console.log(`\nVS Code with gRPC Workbench: ${url}\nCtrl+C stops it.`);
  showInBrowser(url);
  await Promise.race([
    host.exited,
    new Promise((resolve) => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, resolve))),
  ]);
  await host.dispose();
  process.exit();
}

/** Opens the default browser if there is a screen. */
function showInBrowser(/** @type {string} */ url) {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  if (CI !== undefined || (process.platform === 'linux' && DISPLAY === undefined && WAYLAND_DISPLAY === undefined))
    return;
  const [command = '', ...args] = opener();
  // The address is also printed, so it does not matter if no browser opens.
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

/** The program that opens an address on this system. */
function opener() {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}

async function check() {
  const started = performance.now();
  if (!(await hasGo()))
    throw new Error('The main job generates and runs Go: install Go from https://go.dev/dl and try again.');
  const vsix = await makePackage();
  const stage = await hostStage(join(artifacts, 'logs'));
  if ('missing' in stage) throw new Error(`The main job needs a real VS Code, and ${stage.missing}.`);
  let failed = 0;
  try {
    console.log(stage.name);
    const { startMainJob } = await bundleTests();
    const job = await startMainJob(stage, { root, artifacts: join(artifacts, 'main-job'), vsix });
    try {
      failed = await doSteps(job);
    } finally {
      await job.close();
    }
  } finally {
    await stage.close();
  }
  console.log(
    failed === 0
      ? `The main job works: ${seconds(started)}; pictures in artifacts/main-job/`
      : 'The main job failed; the picture of the failed step is in artifacts/main-job/',
  );
  return failed === 0 ? 0 : 1;
}

/** Does the steps in order, up to the first that fails, and returns how many failed. */
async function doSteps(/** @type {any} */ job) {
  await rm(join(artifacts, 'main-job'), { recursive: true, force: true });
  for (const [index, step] of job.steps.entries()) {
    const started = performance.now();
    const picture = `${index + 1}-${step.name}`;
    try {
      const seen = await step.run();
      console.log(`✔ ${index + 1} ${step.title} (${seconds(started)}): ${seen}`);
    } catch (error) {
      console.log(
        `✖ ${index + 1} ${step.title} (${seconds(started)}): ${error instanceof Error ? error.message : String(error)}`,
      );
      await job.picture(`${picture}-failed`).catch(() => undefined);
      return 1;
    }
    // There is no window after the last step.
    if (index === job.steps.length - 1) break;
    await job.pictures(picture);
    if (values.pictures) await renewPictures(job, step.name);
  }
  return 0;
}

async function renewPictures(/** @type {any} */ job, /** @type {string} */ step) {
  const folder = join(root, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  for (const { name, part, theme } of README_PICTURES.filter((picture) => picture.step === step)) {
    const [dark, light] = await job.pictures(`readme-${name}`, part);
    await copyFile(theme === 'dark' ? dark : light, join(folder, `${name}.png`));
  }
}

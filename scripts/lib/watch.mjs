// Keeps bundles up to date: after each save it rebuilds the bundles that contain the file, and reports each build.
import { context } from 'esbuild';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { bundleOptions } from './bundles.mjs';
import { root } from './setup.mjs';

/** Waits for an editor that saves several files, or one file in several steps. */
const QUIET_MS = 30;

/**
 * @typedef {{ readonly names: readonly string[], readonly milliseconds: number, readonly errors: number, readonly started: Date }} Build
 * @typedef {{ readonly name: string, readonly context: import('esbuild').BuildContext, inputs: ReadonlySet<string> | undefined }} Watched
 * `inputs` are the files of the last build, relative to the repository; undefined if it failed.
 */

/**
 * Resolves once every bundle is built for the first time; watching continues until the process ends.
 * @param {readonly string[]} names
 * @param {string} directory
 * @param {(build: Build) => Promise<void>} told Called after each build, including the first. esbuild prints the
 * errors.
 * @param {(changed: (path: string) => void) => void} look Calls back with the path of each source that is saved.
 */
export async function watchBundles(names, directory, told, look = lookAtSources) {
  const bundles = await Promise.all(names.map((name) => open(name, directory)));
  /** @type {Set<string>} */
  let changed = new Set();
  let busy = false;
  const rebuildChanged = async () => {
    if (busy) return;
    busy = true;
    while (changed.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      const paths = [...changed];
      changed = new Set();
      const stale = bundles.filter(({ inputs }) => inputs === undefined || paths.some((path) => inputs.has(path)));
      if (stale.length > 0) await told(await rebuild(stale));
    }
    busy = false;
  };
  // Sources saved during the first build matter too, so we look before it begins.
  look((path) => {
    changed.add(path);
    void rebuildChanged();
  });
  busy = true;
  await told(await rebuild(bundles));
  busy = false;
  await rebuildChanged();
}

function lookAtSources(/** @type {(path: string) => void} */ changed) {
  watch(join(root, 'src'), { recursive: true }, (_, name) => {
    if (name !== null) changed(`src/${name.replaceAll('\\', '/')}`);
  });
}

/** @returns {Promise<Watched>} */
async function open(/** @type {string} */ name, /** @type {string} */ directory) {
  return {
    name,
    context: await context({ ...bundleOptions(name, directory, true), metafile: true }),
    inputs: undefined,
  };
}

/** @returns {Promise<Build>} */
async function rebuild(/** @type {readonly Watched[]} */ bundles) {
  console.log(`building ${bundles.map(({ name }) => name).join(', ')}`);
  const started = new Date();
  const clock = performance.now();
  let errors = 0;
  await Promise.all(
    bundles.map(async (one) => {
      try {
        const { metafile } = await one.context.rebuild();
        one.inputs = new Set(Object.keys(metafile?.inputs ?? {}));
      } catch (error) {
        one.inputs = undefined;
        errors += /** @type {import('esbuild').BuildFailure} */ (error).errors.length;
      }
    }),
  );
  return {
    names: bundles.map(({ name }) => name),
    milliseconds: Math.round(performance.now() - clock),
    errors,
    started,
  };
}

/** One line about a build. */
export function buildText(/** @type {Build} */ { names, milliseconds, errors }) {
  if (errors === 0) return `built ${names.join(', ')} in ${milliseconds} ms`;
  return `not built: ${errors} ${errors === 1 ? 'error' : 'errors'} in ${names.join(', ')} (${milliseconds} ms)`;
}

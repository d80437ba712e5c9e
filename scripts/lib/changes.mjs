// Which files a contributor has changed: those that differ from the main branch, committed or not, and untracked ones.
import { run } from './processes.mjs';
import { root } from './setup.mjs';

/** The branches from which a contributor's branch may have begun, the likeliest first. */
const BASES = ['origin/main', 'main'];

/** @returns {Promise<readonly string[]>} Paths relative to the repository, with slashes. */
export async function changedFiles() {
  const [changed, unknown] = await Promise.all([
    git(['diff', '--name-only', '--relative', '-z', await base(), '--']),
    git(['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  return [...changed.split('\0'), ...unknown.split('\0')].filter((name) => name !== '');
}

/** The commit at which the work began; HEAD if there is no such branch. */
async function base() {
  for (const branch of BASES) {
    const { code, output } = await run('git', ['merge-base', 'HEAD', branch], { cwd: root, quiet: true });
    if (code === 0) return output.trim();
  }
  return 'HEAD';
}

async function git(/** @type {readonly string[]} */ args) {
  const { code, output } = await run('git', args, { cwd: root, quiet: true });
  if (code !== 0) throw new Error(`git ${args.join(' ')} failed: is this a clone, and git on PATH?\n${output}`);
  return output;
}

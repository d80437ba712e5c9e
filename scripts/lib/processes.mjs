// Child processes without shells: run one, find all its descendants, end it, find a free port.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * Runs a command to its end. Its output goes to our output; with `quiet`, it is collected.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} Exit code (127: it could not be started) and what was collected.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      windowsHide: true,
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs npm with the running Node: on Windows, `npm` is a batch file, which needs a shell to start.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 */
export function npm(args, options = {}) {
  const { npm_execpath: fromNpm } = process.env;
  if (fromNpm?.endsWith('npm-cli.js')) return run(process.execPath, [fromNpm, ...args], options);
  if (process.platform !== 'win32') return run('npm', args, options);
  return run(
    process.execPath,
    [join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'), ...args],
    options,
  );
}

/** Whether a program starts and exits with code 0 for `args`. */
export async function answers(/** @type {string} */ command, /** @type {readonly string[]} */ args) {
  return (await run(command, args, { quiet: true, timeoutMs: 30_000 })).code === 0;
}

/**
 * @typedef {{ readonly pid: number, readonly ppid: number, readonly command: string }} ProcessInfo
 */

/**
 * Every process of this machine; undefined if the system does not tell (Windows).
 * @returns {readonly ProcessInfo[] | undefined}
 */
function listProcesses() {
  if (process.platform === 'linux') return listFromProc();
  if (process.platform === 'win32') return undefined;
  const ps = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,state=,command='], { encoding: 'utf8' });
  return ps.stdout.split('\n').flatMap((line) => {
    const [, pid, ppid, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined || state?.startsWith('Z') ? [] : [{ pid: Number(pid), ppid: Number(ppid), command }];
  });
}

function listFromProc() {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field is the name in parentheses and may contain parentheses and spaces.
      const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') return [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ').trim();
      return [{ pid: Number(name), ppid: Number(ppid), command }];
    } catch {
      return []; // The process ended while we were looking.
    }
  });
}

/**
 * All descendants of a process, children before grandchildren.
 * @param {number} root
 * @returns {readonly ProcessInfo[]}
 */
export function descendants(root) {
  const all = listProcesses() ?? [];
  /** @type {ProcessInfo[]} */
  const found = [];
  for (let parents = [root]; parents.length > 0; ) {
    const children = all.filter((info) => parents.includes(info.ppid));
    found.push(...children);
    parents = children.map((info) => info.pid);
  }
  return found;
}

/**
 * The processes that have not ended. The command tells a reused process id from the old one.
 * @param {readonly ProcessInfo[]} processes
 */
export function stillRunning(processes) {
  const now = listProcesses() ?? [];
  return processes.filter((old) => now.some((info) => info.pid === old.pid && info.command === old.command));
}

/**
 * Ends a child and all its descendants, first politely. Resolves when all are gone.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function endTree(child, graceMs = 3_000) {
  if (child.pid === undefined) return;
  const family = descendants(child.pid);
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (process.platform === 'win32')
      spawnSync('taskkill', ['/PID', String(child.pid), '/T', '/F'], { windowsHide: true });
    else child.kill('SIGTERM');
    await Promise.race([gone, expire(graceMs)]);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await gone;
    }
  }
  await endLeftovers(family, graceMs);
}

/** Ends the descendants that outlived their parent. */
async function endLeftovers(/** @type {readonly ProcessInfo[]} */ family, /** @type {number} */ graceMs) {
  const alive = () => stillRunning(family);
  const give = async (/** @type {number} */ ms) => {
    const end = performance.now() + ms;
    while (alive().length > 0 && performance.now() < end) await expire(50);
  };
  await give(graceMs);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGKILL'])) {
    for (const { pid } of alive()) {
      try {
        process.kill(pid, signal);
      } catch {
        // The process ended by itself.
      }
    }
    await give(graceMs);
  }
}

/** A promise that resolves after a while without keeping the process alive. */
function expire(/** @type {number} */ ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A TCP port on the loopback interface that is now free. */
export function freePort() {
  return new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

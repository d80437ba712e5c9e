// What a whole process costs: CPU seconds (user and system) and peak memory, as the operating system counts them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The program of GNU on Linux and of BSD on macOS. A shell's own `time` does not measure memory. */
const TIME = '/usr/bin/time';

/**
 * @typedef {object} Cost
 * @property {number} wall Seconds.
 * @property {number} [cpu] Seconds; missing if the platform does not tell.
 * @property {number} [memory] Peak, in bytes; missing if the platform does not tell.
 */

/**
 * Runs a program to its end; its output is thrown away.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<Cost>}
 */
export async function costOf(command, args) {
  const timed = process.platform !== 'win32' && existsSync(TIME);
  const [program, all] = timed
    ? [TIME, [process.platform === 'darwin' ? '-l' : '-v', command, ...args]]
    : [command, [...args]];
  const started = performance.now();
  const child = spawn(program, all, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  // Compilers may warn at length; what `time` says comes last.
  let tail = '';
  child.stderr.on('data', (chunk) => (tail = (tail + chunk.toString()).slice(-8_000)));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const wall = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${command} ended with exit code ${code}:\n${tail}`);
  return { wall, ...(timed ? readTime(tail) : {}) };
}

/** @returns {{ cpu?: number, memory?: number }} */
function readTime(/** @type {string} */ text) {
  const number = (/** @type {RegExp} */ pattern) => Number(pattern.exec(text)?.[1]);
  const gnu = {
    user: number(/User time \(seconds\): ([\d.]+)/),
    system: number(/System time \(seconds\): ([\d.]+)/),
    memory: number(/Maximum resident set size \(kbytes\): (\d+)/) * 1024,
  };
  const bsd = {
    user: number(/([\d.]+) user/),
    system: number(/([\d.]+) sys/),
    memory: number(/(\d+) +maximum resident set size/),
  };
  const { user, system, memory } = Number.isNaN(gnu.user) ? bsd : gnu;
  return {
    ...(Number.isNaN(user + system) ? {} : { cpu: user + system }),
    ...(Number.isNaN(memory) ? {} : { memory }),
  };
}

/** The ticks of /proc/…/stat per second: 100 on every Linux of our platforms. */
const TICKS = 100;

/** @typedef {{ readonly cpu?: number, readonly memory?: number }} Usage CPU seconds so far, and peak memory in bytes; each missing if the platform does not tell. */

/**
 * What a running process has cost so far.
 * @param {number} pid
 * @returns {Usage}
 */
export function usageOf(pid) {
  if (process.platform === 'linux') {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses and may contain parentheses and spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      cpu: (Number(fields[11]) + Number(fields[12])) / TICKS,
      ...(peak === undefined ? {} : { memory: Number(peak) * 1024 }),
    };
  }
  if (process.platform !== 'darwin') return {};
  const { stdout } = spawnSync('ps', ['-o', 'time=,rss=', '-p', String(pid)], { encoding: 'utf8' });
  const [, minutes, seconds, kilobytes] = /(\d+):([\d.]+)\s+(\d+)/.exec(stdout) ?? [];
  return minutes === undefined ? {} : { cpu: Number(minutes) * 60 + Number(seconds), memory: Number(kilobytes) * 1024 };
}

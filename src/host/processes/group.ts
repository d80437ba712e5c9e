/**
 * Sends signals to a process group: a leader, such as the first process of a terminal, and all processes that it has
 * started.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The path of `pgrep` on Linux and macOS. If we searched by the name alone, we might run a file of the workspace. */
const PGREP = '/usr/bin/pgrep';

/**
 * Asks all processes that the leader has started to end, but not the leader itself. An interrupted `go run` ends with
 * an error even if its program has ended without one. Returns false if there was no process to ask.
 */
export async function interruptStarted(leader: number): Promise<boolean> {
  const members = await membersOf(leader);
  const asked = members.filter((member) => member !== leader).map((member) => signal(member, 'SIGINT'));
  return asked.includes(true);
}

async function membersOf(leader: number): Promise<readonly number[]> {
  if (process.platform === 'win32') return [];
  try {
    const { stdout } = await promisify(execFile)(PGREP, ['-g', String(leader)], { timeout: 2000 });
    return stdout.trim().split('\n').map(Number).filter(isProcess);
  } catch {
    // This system has no pgrep, or the group has no processes any more.
    return [];
  }
}

/** Whether a number is the id of one process. For a signal, 0 and negative numbers are groups. */
function isProcess(id: number): boolean {
  return Number.isSafeInteger(id) && id > 1;
}

/** Asks the whole group to end, as Ctrl+C in its terminal does. Returns false if that is not possible. */
export function interruptGroup(leader: number): boolean {
  return signalGroup(leader, 'SIGINT');
}

/**
 * Kills the remaining processes of the group. Windows has no groups; there VS Code ends each process of the terminal.
 */
export function killGroup(leader: number): boolean {
  return signalGroup(leader, 'SIGKILL');
}

function signalGroup(leader: number, name: NodeJS.Signals): boolean {
  if (process.platform === 'win32') return false;
  return signal(-leader, name);
}

function signal(id: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(id, name);
  } catch {
    // The process or group does not exist any more.
    return false;
  }
}

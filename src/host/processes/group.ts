/**
 * Signals to a process that leads a group, as the first process of a terminal does, and to all processes that it has
 * started.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where Linux and macOS have `pgrep`. A search for the name alone might find a file of the workspace. */
const PGREP = '/usr/bin/pgrep';

/**
 * Asks all processes that the leader has started to end, but not the leader: an interrupted `go run` ends with an error
 * even if its program has ended well. False if there was nothing to ask.
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
    // This system has no pgrep, or nothing is left of the group.
    return [];
  }
}

/** 0 and below would name groups. */
function isProcess(id: number): boolean {
  return Number.isSafeInteger(id) && id > 1;
}

/** Asks the whole group to end, as Ctrl+C in its terminal does. False if that is not possible. */
export function interruptGroup(leader: number): boolean {
  return signalGroup(leader, 'SIGINT');
}

/** Ends what is left of the group. Windows has no groups; there VS Code ends each process of the terminal. */
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
    // Nothing is left of it.
    return false;
  }
}

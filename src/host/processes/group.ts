/**
 * Signals to a process that leads a group, as the first process of a terminal does, and to all processes that it has
 * started.
 */

/** Asks the whole group to end, as Ctrl+C in its terminal does. False if that is not possible. */
export function interruptGroup(leader: number): boolean {
  return signalGroup(leader, 'SIGINT');
}

/** Ends what is left of the group. Windows has no groups; there VS Code ends each process of the terminal. */
export function killGroup(leader: number): boolean {
  return signalGroup(leader, 'SIGKILL');
}

function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  if (process.platform === 'win32') return false;
  try {
    return process.kill(-leader, signal);
  } catch {
    // Nothing is left of it.
    return false;
  }
}

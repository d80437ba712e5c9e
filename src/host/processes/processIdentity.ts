/** Checks whether the process that left a note is still running. Another process may have the same number by now. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../files/errors.ts';

/** Identifies a process, even if another process had the same number before. */
export interface ProcessId {
  /** The machine on which `pid` is valid, or a container on it. */
  readonly machine: string;
  readonly pid: number;
  /**
   * The start of the process, which differs between two processes with the same number. It is empty if the system has
   * no file with it.
   */
  readonly started: string;
}

/** Returns the identity of this process. */
export function thisProcess(): ProcessId {
  return { machine: thisMachine(), pid: process.pid, started: startOf(process.pid) };
}

/**
 * Returns the state of a process. `unknown` means that the process is on another machine, or that a process with this
 * number is running but may be a different one.
 */
export function stateOf({ machine, pid, started }: ProcessId): 'running' | 'ended' | 'unknown' {
  if (machine !== thisMachine()) return 'unknown';
  if (!isRunning(pid)) return 'ended';
  const now = startOf(pid);
  if (started === '' || now === '') return 'unknown';
  if (now === started) return 'running';
  return 'ended';
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/**
 * Returns the identity of this machine or container. Containers may share the name of their machine, although each
 * numbers its own processes.
 */
function thisMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/**
 * Returns the boot of the machine and the start time of a process in ticks after the boot (proc_pid_stat(5), field 22).
 * Only Linux has them in files.
 */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses, which may contain any characters.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[22 - 3] ?? ''}`;
  } catch {
    return '';
  }
}

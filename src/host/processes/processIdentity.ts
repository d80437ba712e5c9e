/** Tells whether the process that left a note is still running, although another process may have its number by now. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../files/errors.ts';

/** A process, with enough data to tell it from others that had the same number before. */
export interface ProcessId {
  /** Where `pid` is valid: a machine, or a container on it. */
  readonly machine: string;
  readonly pid: number;
  /** Differs between two processes with the same number. Empty if the system has no file with this information. */
  readonly started: string;
}

/** The identity of this process. */
export function thisProcess(): ProcessId {
  return { machine: thisMachine(), pid: process.pid, started: startOf(process.pid) };
}

/** `unknown`: the process is on another machine, or a process with that number runs and may be a different one. */
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

/** Containers may share the name of their machine and still number their processes separately. */
function thisMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/**
 * Only Linux has it in a file: the start time in ticks since the machine started (proc_pid_stat(5), field 22), and
 * which start of the machine that was.
 */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses is the second field and may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[22 - 3] ?? ''}`;
  } catch {
    return '';
  }
}

/** Tells whether the process that left a note is still running, though its number may be another process's by now. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../files/errors.ts';

/** A process, told apart from others that had the same number before. */
export interface ProcessId {
  /** Where `pid` means something: a machine, or a container on it. */
  readonly machine: string;
  readonly pid: number;
  /** Differs between two processes of one number. Empty where the system does not tell it in a file. */
  readonly started: string;
}

/** The identity of the process that calls. */
export function thisProcess(): ProcessId {
  return { machine: thisMachine(), pid: process.pid, started: startOf(process.pid) };
}

/** `unknown`: on another machine, or a process of that number runs and may be another one. */
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

/** Containers may share the name of their machine, and count processes for themselves. */
function thisMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Linux alone tells it in a file: ticks since the machine was started (proc_pid_stat(5), field 22), and which start that was. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses comes second and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[22 - 3] ?? ''}`;
  } catch {
    return '';
  }
}

/** The programs of the workspace that serve its services, by their `func main`. */
import { dirname } from 'node:path';
import type { Counterpart } from '../../contract/generation.ts';

/** A program, with the place of its `func main`. */
export interface FoundProgram {
  /** Absolute folder of its package. */
  readonly folder: string;
  /** Full names. */
  readonly services: readonly string[];
  readonly main: Pick<Counterpart, 'path' | 'range'>;
}

/** One per package, by folder. `fsPath` gives a path in VS Code's form. */
export function programsAmong(
  counterparts: readonly Counterpart[],
  fsPath: (path: string) => string,
): readonly FoundProgram[] {
  const programs = new Map<string, FoundProgram>();
  for (const { role, proto, path, range } of counterparts) {
    if (role !== 'program' || proto.kind !== 'service') continue;
    const folder = dirname(fsPath(path));
    const before = programs.get(folder);
    const services = [...(before?.services ?? []), proto.fullName];
    programs.set(folder, { folder, services: [...new Set(services)], main: before?.main ?? { path, range } });
  }
  return [...programs.values()].sort((a, b) => a.folder.localeCompare(b.folder));
}

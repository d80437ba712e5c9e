/** Finds the programs of the workspace that serve its services, by their `func main`. */
import { dirname } from 'node:path';
import type { Counterpart } from '../../contract/generation.ts';

/** A program, with the place of its `func main`. */
export interface FoundProgram {
  /** The absolute folder of the program's package. */
  readonly folder: string;
  /** The full names of the services that the program serves. */
  readonly services: readonly string[];
  readonly main: Pick<Counterpart, 'path' | 'range'>;
}

/** Returns one program per package, sorted by folder. `fsPath` converts a path to VS Code's form. */
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

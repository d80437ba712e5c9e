/**
 * Where a linked file names messages, enums and services. A closed file keeps this when it gives up everything else, so
 * that a search for the uses of a type neither parses nor links it again. Twelve bytes per place: the hash of the full
 * name, and the offsets. Two names may share a hash, so a caller compares the text too.
 */
import { addPackages } from '../../schema/linking/packages.ts';
import { publicClosure } from '../../schema/linking/closure.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { nameParts } from '../../syntax/tree/nameParts.ts';
import type { Span } from '../../text/span.ts';

/** The places of one file. */
export class TypePlaces {
  /** Hash, start and end of each place, in the order of the text. */
  readonly #numbers: Uint32Array;

  constructor(numbers: Uint32Array) {
    this.#numbers = numbers;
  }

  /** The places that may name a type, and a few more if another name has the same hash. */
  of(fullName: string): readonly Span[] {
    const hash = hashOf(fullName);
    const spans: Span[] = [];
    for (let at = 0; at < this.#numbers.length; at += 3) {
      if (this.#numbers[at] !== hash) continue;
      spans.push({ start: this.#numbers[at + 1] ?? 0, end: this.#numbers[at + 2] ?? 0 });
    }
    return spans;
  }
}

const NOWHERE = new TypePlaces(new Uint32Array());

/** The places of a file. A name through a message counts for the message too: `Outer` in `Outer.Inner`. */
export function typePlacesIn(file: LinkedFile): TypePlaces {
  const numbers: number[] = [];
  const packages = visiblePackages(file);
  for (const { span, target } of file.references) {
    const isType = target.kind === 'message' || target.kind === 'enum' || target.kind === 'service';
    const parts = nameParts(file.tree, span);
    let name = target.fullName;
    for (let at = parts.length - 1; at >= 0 && name !== '' && !packages.has(name); at--) {
      const part = parts[at];
      const isNamed = isType || at < parts.length - 1;
      if (part !== undefined && isNamed) numbers.push(hashOf(name), part.start, part.end);
      name = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    }
  }
  if (numbers.length === 0) return NOWHERE;
  return new TypePlaces(Uint32Array.from(numbers));
}

function visiblePackages({ interface: { package: own }, imports }: LinkedFile): ReadonlySet<string> {
  const packages = new Set<string>();
  addPackages(packages, own);
  for (const file of publicClosure(imports)) addPackages(packages, file.package);
  return packages;
}

/** FNV-1a over the code units, as an unsigned 32-bit number. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

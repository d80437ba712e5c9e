/**
 * Lists the places where a linked file names messages, enums and services. A closed file keeps this list when it drops
 * everything else. So a search for the uses of a type does not parse or link the file again. Each place takes twelve
 * bytes: the hash of the full name, and the offsets. Two names may share a hash, so a caller must compare the text too.
 */
import { addPackages } from '../../schema/linking/packages.ts';
import { publicClosure } from '../../schema/linking/closure.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { nameParts } from '../../syntax/tree/nameParts.ts';
import type { Span } from '../../text/span.ts';

/** The places where one file names types. */
export class TypePlaces {
  /** The hash, the start and the end of each place, in the order of the text. */
  readonly #numbers: Uint32Array;

  constructor(numbers: Uint32Array) {
    this.#numbers = numbers;
  }

  /** Returns the places that may name a type. There may be a few other places if another name has the same hash. */
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

/** Returns the places where a file names types. The name `Outer.Inner` is a place of `Outer` too. */
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

/** Computes FNV-1a over the code units, as an unsigned 32-bit number. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

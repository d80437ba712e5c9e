/** For any text, reading, linking and writing never throws or hangs, and the tree gives back the exact text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { outline, type OutlineItem } from '../../src/language/structure/outline.ts';
import { compile } from '../../src/schema/compile.ts';
import { encodeFile } from '../../src/schema/output/encode.ts';
import { linkFile } from '../../src/schema/link.ts';
import type { FileInterface, LinkedFile } from '../../src/schema/descriptors/model.ts';
import { SourceInfos } from '../../src/schema/output/sourceInfo.ts';
import { parse, reparse } from '../../src/syntax/parser.ts';
import type { SyntaxTree } from '../../src/syntax/tree/tree.ts';
import type { CorpusFile } from './corpus.ts';
import { misplacedNodes, printedText } from './printTree.ts';

/** The file interfaces that imports are linked against. */
export type Interfaces = ReadonlyMap<string, FileInterface>;

export interface Fault {
  /** The kind of a failure: two inputs that fail alike have the same kind. */
  readonly kind: string;
  readonly detail: string;
}

export interface Examined {
  readonly fault?: Fault;
  readonly outline: readonly OutlineItem[];
  readonly accepted: boolean;
  /** CPU time, so that a busy machine does not fail the test. */
  readonly ms: number;
}

/** A text may take this many ms whatever its size, and this many times as long as the file that it was made from. */
const PATIENCE = { ms: 1_000, times: 10 };

/** Returns the interfaces of the files and of everything that they import; faulty files of the corpus have none. */
export function interfacesOf(roots: readonly string[], paths: readonly string[]): Interfaces {
  const interfaces = new Map<string, FileInterface>();
  compile(paths, { read: (path) => readFirst(roots, path) }, (file) => interfaces.set(file.path, file.interface));
  return interfaces;
}

function readFirst(roots: readonly string[], path: string): { text: string } | undefined {
  for (const root of roots) {
    try {
      return { text: readFileSync(join(root, ...path.split('/')), 'utf8') };
    } catch {
      // The next root may have the file.
    }
  }
  return undefined;
}

/** Does everything with a text that the product does, and reports what went wrong. */
export function examine({ path, text }: CorpusFile, interfaces: Interfaces): Examined {
  const started = process.cpuUsage();
  let step = 'parse';
  let items: readonly OutlineItem[] = [];
  let accepted = false;
  let fault: Fault | undefined;
  try {
    const tree = parse(text);
    step = 'read the tree of';
    fault = treeFault(tree, text);
    step = 'outline';
    items = outline(tree);
    step = 'link';
    const file = linkFile(path, tree, (wanted) => interfaces.get(wanted) ?? 'missing');
    accepted = !file.diagnostics.some(({ severity }) => severity === 'error');
    fault ??= placesFault(file, text);
    step = 'encode';
    encode(file);
  } catch (error) {
    fault = { kind: `cannot ${step}`, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  return { outline: items, accepted, ms: cpuSince(started), ...(fault && { fault }) };
}

function treeFault(tree: SyntaxTree, text: string): Fault | undefined {
  if (printedText(tree) !== text) return { kind: 'another text', detail: 'tokens and gaps are not the text' };
  const [misplaced] = misplacedNodes(tree);
  return misplaced && { kind: 'misplaced node', detail: `${misplaced.kind} at token ${misplaced.first}` };
}

/** An editor must be able to show every place. */
function placesFault({ diagnostics, symbols, references }: LinkedFile, text: string): Fault | undefined {
  const spans = [
    ...diagnostics.flatMap(({ span, message }) => (span === undefined ? [] : [{ span, what: message }])),
    ...symbols.map(({ nameSpan, fullName }) => ({ span: nameSpan, what: fullName })),
    ...references.map(({ span, target }) => ({ span, what: target.fullName })),
  ];
  const bad = spans.find(({ span }) => !(span.start >= 0 && span.start <= span.end && span.end <= text.length));
  return bad && { kind: 'place outside the text', detail: `${bad.span.start}–${bad.span.end}: ${bad.what}` };
}

/** An edit and its undoing give the trees that reading each whole text gives. */
export function examineEdit(before: string, after: string): Fault | undefined {
  try {
    const [old, fresh] = [parse(before), parse(after)];
    const there = reparse(old, after);
    if (!sameTree(there, fresh)) return { kind: 'another tree by editing', detail: 'the edit' };
    return sameTree(reparse(there, before), old)
      ? undefined
      : { kind: 'another tree by editing', detail: 'its undoing' };
  } catch (error) {
    return { kind: 'cannot edit', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function sameTree(one: SyntaxTree, other: SyntaxTree): boolean {
  if (
    one.text !== other.text ||
    one.syntax !== other.syntax ||
    one.edition !== other.edition ||
    one.tokens.count !== other.tokens.count
  )
    return false;
  for (let i = 0; i < one.tokens.count; i++) {
    if (
      one.tokens.start(i) !== other.tokens.start(i) ||
      one.tokens.end(i) !== other.tokens.end(i) ||
      one.tokens.kind(i) !== other.tokens.kind(i)
    )
      return false;
  }
  return isDeepStrictEqual(one.diagnostics, other.diagnostics) && isDeepStrictEqual(one.root, other.root);
}

function encode(file: LinkedFile): void {
  const sourceInfo = new SourceInfos(true);
  sourceInfo.record(file);
  encodeFile(file.interface, { sourceInfo, retainOptions: true });
}

function cpuSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

/** Whether a time is a hang, compared with the time for the whole file. */
export function hangs(ms: number, wholeMs: number): boolean {
  return ms > PATIENCE.ms && ms > PATIENCE.times * wholeMs;
}

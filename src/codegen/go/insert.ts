/** Adds methods, and the imports that they need, to a person's Go file, and changes nothing else in it. */
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { GoSource } from './goSource.ts';
import { writeMethod, type Receiver } from './serverFile.ts';
import type { Format } from './serverFolder.ts';
import type { GoMethod } from './services.ts';
import { GoFile, type GoImport } from './writer.ts';

export interface Insertion {
  readonly source: GoSource;
  readonly type: string;
  readonly receiver: Receiver;
  readonly methods: readonly GoMethod[];
  /** Imports as the file refers to them: an alias wherever the name is known. */
  readonly imports: readonly GoImport[];
  /** Names that the package declares. */
  readonly names: Iterable<string>;
  readonly module: string;
}

/** The file's new text. `format` is gofmt: only what is inserted goes through it. */
export async function insertMethods(insertion: Insertion, format: Format): Promise<string> {
  const { source, type, receiver, methods, module } = insertion;
  const file = new GoFile(insertion.imports, insertion.names);
  for (const method of methods) {
    file.line();
    writeMethod(file, method, receiver);
  }
  return insertDeclarations({ source, at: afterLastMethod(source, type), file, module }, format);
}

/** What is written in `file` goes to an offset of a source, and its imports to the others. Only what is inserted is formatted. */
export async function insertDeclarations({ source, at, file, module }: { readonly source: GoSource; readonly at: number; readonly file: GoFile; readonly module: string }, format: Format): Promise<string> {
  const head = 'package p\n';
  const [formatted] = await format([`${head}${file.body()}`]);
  const body = (formatted?.kind === 'formatted' ? formatted.text : `${head}${file.body()}`).slice(head.length).trim();
  const edits: TextEdit[] = [insertAt(at, `\n\n${body}`)];
  const groups = file.importGroups(module).map((lines) => lines.map((line) => `\t${line}\n`).join(''));
  if (groups.length > 0) edits.push(importEdit(source, groups.join('\n')));
  return applyEdits(source.text, withLineEnds(source.text, edits));
}

function afterLastMethod(source: GoSource, type: string): number {
  const ends = source.methods.filter(({ receiver }) => receiver.type === type).map(({ span }) => span.end);
  const declaration = source.types.find(({ name }) => name === type)?.end;
  return endOfLine(source.text, ends.length > 0 ? Math.max(...ends) : (declaration ?? source.text.length));
}

/** A comment behind a closing brace belongs to it. */
function endOfLine(text: string, offset: number): number {
  const rest = /^[^\S\n]*(?:\/\/[^\n]*)?/.exec(text.slice(offset))?.[0] ?? '';
  return offset + rest.replace(/\r$/, '').length;
}

/** A group of its own at the end of the last block: the lines that are there stay as they are. */
function importEdit(source: GoSource, lines: string): TextEdit {
  if (source.importBlockEnd !== undefined) return insertAt(source.importBlockEnd, `\n${lines}`);
  return insertAt(endOfLine(source.text, source.importsEnd), `\n\nimport (\n${lines})`);
}

function insertAt(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

function withLineEnds(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  if (!text.includes('\r\n')) return edits;
  return edits.map(({ span, newText }) => ({ span, newText: newText.replaceAll('\n', '\r\n') }));
}

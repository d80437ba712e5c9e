/** Adds methods and the imports that they need to the user's Go file. The rest of the file stays unchanged. */
import { applyEdits, type TextEdit } from '../../../../text/edit.ts';
import type { GoSource } from '../reading/goSource.ts';
import { writeMethod, type Receiver } from '../writing/serverFile.ts';
import type { Format } from '../reading/serverFolder.ts';
import type { GoMethod } from '../writing/services.ts';
import { GoFile, type GoImport } from '../writing/writer.ts';

/** What to add to a file, and the names that exist already. */
export interface Insertion {
  readonly source: GoSource;
  readonly additions: readonly Addition[];
  /** The imports of the file. If we know the name that the file uses for a package, this name is the alias. */
  readonly imports: readonly GoImport[];
  /** The names that the package declares. */
  readonly names: Iterable<string>;
  readonly module: string;
}

/** Declarations to insert at an offset. */
export interface Addition {
  readonly at: number;
  readonly write: (file: GoFile) => void;
}

/** Returns the new text of the file. `format` is gofmt; we format only what we insert. */
export async function insertDeclarations(
  { source, additions, imports, names, module }: Insertion,
  format: Format,
): Promise<string> {
  const file = new GoFile(imports, names);
  const bodies = additions.map(({ write }) => {
    const before = file.body().length;
    write(file);
    return `${HEAD}${file.body().slice(before)}`;
  });
  const formatted = await format(bodies);
  const edits = additions.map(({ at }, i) => {
    const result = formatted[i];
    const text = result?.kind === 'formatted' ? result.text : (bodies[i] ?? '');
    return insertAt(at, `\n\n${text.slice(HEAD.length).trim()}`);
  });
  return applyEdits(source.text, withLineEnds(source.text, [...edits, ...importEdits(source, file, module)]));
}

const HEAD = 'package p\n';

/** Adds methods after the last method that the type has in the file. */
export function addMethods(source: GoSource, type: string, receiver: Receiver, methods: readonly GoMethod[]): Addition {
  return {
    at: afterLastMethod(source, type),
    write: (file) => {
      for (const method of methods) {
        file.line();
        writeMethod(file, method, receiver);
      }
    },
  };
}

function afterLastMethod(source: GoSource, type: string): number {
  const ends = source.methods.filter(({ receiver }) => receiver.type === type).map(({ span }) => span.end);
  const declaration = source.types.find(({ name }) => name === type)?.end;
  return endOfLine(source.text, ends.length > 0 ? Math.max(...ends) : (declaration ?? source.text.length));
}

/**
 * Returns the offset after the comments that follow on the same line. A comment after a closing brace belongs to the
 * brace.
 */
export function endOfLine(text: string, offset: number): number {
  const rest = /^(?:[^\S\n]|\/\*[^\n]*?\*\/)*(?:\/\/[^\n]*)?/.exec(text.slice(offset))?.[0] ?? '';
  return offset + rest.replace(/\r$/, '').length;
}

/**
 * Adds the imports that the insertions need. They become a separate group at the end of the last import block, and
 * existing lines stay unchanged.
 */
export function importEdits(source: GoSource, file: GoFile, module: string): readonly TextEdit[] {
  const groups = file.importGroups(module).map((lines) => lines.map((line) => `\t${line}\n`).join(''));
  if (groups.length === 0) return [];
  const lines = groups.join('\n');
  if (source.importBlockEnd !== undefined) return [insertAt(source.importBlockEnd, `\n${lines}`)];
  return [insertAt(endOfLine(source.text, source.importsEnd), `\n\nimport (\n${lines})`)];
}

function insertAt(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

/** Returns the edits with CRLF if the text uses CRLF. */
export function withLineEnds(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  if (!text.includes('\r\n')) return edits;
  return edits.map(({ span, newText }) => ({ span, newText: newText.replaceAll('\n', '\r\n') }));
}

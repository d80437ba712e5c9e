/** Compiles texts in memory, with protobuf's own files at hand, and prints errors as protoc does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFile } from '../../src/host/files/files.ts';
import { compile, type FileDiagnostic } from '../../src/schema/compile.ts';
import type { FileInterface, LinkedFile } from '../../src/schema/descriptors/model.ts';
import { ProtocPositions } from '../../src/schema/output/tokenPositions.ts';
import { wellKnownRoot } from './corpus.ts';

export interface CompiledText {
  /** The linked files of the entries. */
  readonly files: readonly LinkedFile[];
  /** The entries and everything that they import. */
  readonly all: readonly LinkedFile[];
  /** The lines of errors, as on protoc's stderr. */
  readonly lines: readonly string[];
  readonly diagnostics: readonly FileDiagnostic[];
}

/** Compiles the named entries; the first file if none is named. */
export function compileTexts(
  texts: Readonly<Record<string, string>>,
  entries: readonly string[] = Object.keys(texts).slice(0, 1),
  roots: readonly string[] = [wellKnownRoot],
): CompiledText {
  const read = (path: string): { text: string } | undefined => {
    const text = texts[path];
    if (text !== undefined) return { text };
    const file = roots.map((root) => join(root, ...path.split('/'))).find(isFile);
    return file === undefined ? undefined : { text: readFileSync(file, 'utf8') };
  };
  const linked = new Map<FileInterface, LinkedFile>();
  const { files: interfaces, diagnostics } = compile(entries, { read }, (file) => linked.set(file.interface, file));
  const files = interfaces.flatMap((file) => linked.get(file) ?? []);
  const positions = new Map<string, ProtocPositions | undefined>();
  for (const { file } of diagnostics) {
    if (positions.has(file)) continue;
    const text = read(file)?.text;
    positions.set(file, text === undefined ? undefined : new ProtocPositions(text));
  }
  return {
    files,
    all: [...linked.values()],
    diagnostics,
    lines: diagnostics.map((found) => line(found, positions.get(found.file))),
  };
}

function line({ file, diagnostic }: FileDiagnostic, positions: ProtocPositions | undefined): string {
  const kind = diagnostic.severity === 'warning' ? 'warning: ' : '';
  if (diagnostic.span === undefined || positions === undefined) return `${file}: ${kind}${diagnostic.message}`;
  const position = positions.at(diagnostic.span.start);
  return `${file}:${position.line + 1}:${position.column + 1}: ${kind}${diagnostic.message}`;
}

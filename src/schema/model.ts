/** What linking gives: a file whose names are resolved, and the symbols it declares. */
import type { Diagnostic } from '../text/diagnostic.ts';
import type { Span } from '../text/span.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { OptionNode } from '../syntax/nodes.ts';
import type { Entity, FileDescriptor } from './descriptor.ts';
import type { SymbolDefinition, SymbolKind } from './symbol.ts';

export type { SymbolDefinition, SymbolKind };

/** A place that names a symbol. */
export interface Reference {
  readonly span: Span;
  readonly target: SymbolDefinition;
}

export interface LinkedImport {
  /** As written. */
  readonly path: string;
  readonly public: boolean;
  /** `import option`: only its extensions of options can be named. */
  readonly option: boolean;
  /** The string literal. */
  readonly span: Span;
  /** Missing where the file was not found, or is part of a cycle. */
  readonly file?: LinkedFile;
}

export interface LinkedFile {
  /** Import path: the name of the file in descriptors. */
  readonly path: string;
  readonly package: string;
  readonly tree: SyntaxTree;
  readonly imports: readonly LinkedImport[];
  readonly descriptor: FileDescriptor;
  /** Every declaration of this file, in the order of the text. */
  readonly symbols: readonly SymbolDefinition[];
  /** Every resolved name of this file, in the order of the text: types, extendees, option names. */
  readonly references: readonly Reference[];
  /** Syntax and semantics, in protoc's order. */
  readonly diagnostics: readonly Diagnostic[];
  /** What each full name of this file stands for. */
  readonly scope: ReadonlyMap<string, Entity>;
  /** For each option statement, the field numbers of what it sets, within its options message. */
  readonly optionPaths: ReadonlyMap<OptionNode, readonly number[]>;
}

/**
 * The result of linking, in two parts with different lifetimes.
 *
 * A `FileInterface` is everything that importers need: names, descriptors and public imports. It holds no text, no
 * tokens and no syntax tree, so a closed file costs only its descriptors. A `LinkedFile` adds what only questions about
 * the file's own text need: tree, symbols, references and diagnostics. Drop the `LinkedFile` when you are done with the
 * text, and keep its `interface`.
 *
 * **An interface is a value.** The linker never changes the interfaces that it gets, and it links importers against
 * interfaces alone. So importers may keep the interface of an older version while the file's own text changes, as long
 * as its exports mean the same. Offsets in an interface (`nameStart`, `LinkedImport.span`) belong to the text that it
 * was made from. To show a place in the current text, look up the full name in the `symbols` of the current linked
 * file. Never compare parts of two interfaces of one file by identity; within one import closure each file has one
 * interface.
 */
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import type { OptionNode } from '../../syntax/tree/nodes.ts';
import type { Entity, FileDescriptor } from './descriptor.ts';
import type { SymbolDefinition, SymbolName } from './symbol.ts';

export type { SymbolDefinition, SymbolName };

/** A place that names a symbol. */
export interface Reference {
  readonly span: Span;
  readonly target: SymbolName;
}

/** An import of a file, with the imported file. */
export interface LinkedImport {
  /** The path as written. */
  readonly path: string;
  readonly public: boolean;
  /** `import option`: the file may use only its extensions of options. */
  readonly option: boolean;
  /** The string literal. */
  readonly span: Span;
  /** Undefined if the file was not found, or is part of a cycle. */
  readonly file?: FileInterface;
}

/** A file as its importers see it. */
export interface FileInterface {
  readonly kind: 'interface';
  /** The import path, which is also the name of the file in descriptors. */
  readonly path: string;
  readonly package: string;
  readonly imports: readonly LinkedImport[];
  readonly descriptor: FileDescriptor;
  /** What each full name of this file refers to. */
  readonly scope: ReadonlyMap<string, Entity>;
}

/** A linked file, with its text. */
export interface LinkedFile {
  readonly kind: 'linked';
  /** The part that stays when you drop the rest. */
  readonly interface: FileInterface;
  /** The interface's. */
  readonly path: string;
  /** The interface's. */
  readonly package: string;
  /** The interface's. */
  readonly imports: readonly LinkedImport[];
  /** The interface's. */
  readonly descriptor: FileDescriptor;
  readonly tree: SyntaxTree;
  /** Errors of syntax and meaning, in protoc's order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every declaration of this file, in the order of the text; computed on first use. */
  readonly symbols: readonly SymbolDefinition[];
  /**
   * Every resolved name in this file, in the order of the text: types, extendees, option names; computed on first use.
   */
  readonly references: readonly Reference[];
  /** For each option statement, the field numbers of what it sets within its options message. */
  readonly optionPaths: ReadonlyMap<OptionNode, readonly number[]>;
}

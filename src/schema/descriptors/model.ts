/**
 * What linking gives, in two parts that live for different times.
 *
 * A `FileInterface` is all that importers need: names, descriptors, what is passed on publicly. It holds
 * no text, no tokens and no syntax tree, so a closed file costs its descriptors and nothing else.
 * A `LinkedFile` has the interface and what only the file's own text is asked for: tree, symbols,
 * references, diagnostics. Whoever is done with the text drops the `LinkedFile` and keeps its `interface`.
 *
 * **An interface is a value.** Linking never changes the interfaces it is given, and importers are linked
 * against interfaces alone. So the interface of an older version of a file may stay in its importers while
 * the file's own text moves on, as long as what it exports means the same. Offsets in it (`nameStart`,
 * `LinkedImport.span`) are those of the text it was made from: to show where something stands now, look the
 * full name up among the `symbols` of the file as it is linked now. Nothing may be compared by identity across
 * two interfaces of one file; within one import closure each file has one interface.
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

/** An import of a file, with the file that it leads to. */
export interface LinkedImport {
  /** As written. */
  readonly path: string;
  readonly public: boolean;
  /** `import option`: only its extensions of options can be named. */
  readonly option: boolean;
  /** The string literal. */
  readonly span: Span;
  /** Missing where the file was not found, or is part of a cycle. */
  readonly file?: FileInterface;
}

/** A file as its importers see it. */
export interface FileInterface {
  readonly kind: 'interface';
  /** Import path: the name of the file in descriptors. */
  readonly path: string;
  readonly package: string;
  readonly imports: readonly LinkedImport[];
  readonly descriptor: FileDescriptor;
  /** What each full name of this file stands for. */
  readonly scope: ReadonlyMap<string, Entity>;
}

/** A file with its text. */
export interface LinkedFile {
  readonly kind: 'linked';
  /** What stays when the rest is let go. */
  readonly interface: FileInterface;
  /** The interface's. */
  readonly path: string;
  /** The interface's. */
  readonly imports: readonly LinkedImport[];
  /** The interface's. */
  readonly descriptor: FileDescriptor;
  readonly tree: SyntaxTree;
  /** Syntax and semantics, in protoc's order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every declaration of this file, in the order of the text; made when first asked for. */
  readonly symbols: readonly SymbolDefinition[];
  /** Every resolved name of this file, in the order of the text: types, extendees, option names; made when first asked for. */
  readonly references: readonly Reference[];
  /** For each option statement, the field numbers of what it sets, within its options message. */
  readonly optionPaths: ReadonlyMap<OptionNode, readonly number[]>;
}

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

/** A place in the text that names a symbol, and that symbol. */
export interface Reference {
  readonly span: Span;
  readonly target: SymbolName;
}

/** An import of a file, with the imported file. */
export interface LinkedImport {
  /** The import path as the user wrote it. */
  readonly path: string;
  readonly public: boolean;
  /** Whether the file uses `import option`. It may then use only extensions of options from the imported file. */
  readonly option: boolean;
  /** The span of the string literal with the import path. */
  readonly span: Span;
  /** The imported file. It is undefined if the file was not found, or is part of a cycle. */
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
  /** Maps each full name of this file to its declaration. */
  readonly scope: ReadonlyMap<string, Entity>;
}

/** A linked file together with its text. */
export interface LinkedFile {
  readonly kind: 'linked';
  /** The part that a caller keeps when it drops the linked file. */
  readonly interface: FileInterface;
  /** The same as `interface.path`. */
  readonly path: string;
  /** The same as `interface.package`. */
  readonly package: string;
  /** The same as `interface.imports`. */
  readonly imports: readonly LinkedImport[];
  /** The same as `interface.descriptor`. */
  readonly descriptor: FileDescriptor;
  readonly tree: SyntaxTree;
  /** Errors of syntax and meaning, in protoc's order. */
  readonly diagnostics: readonly Diagnostic[];
  /** All declarations of this file, in the order of the text. We compute them on first use. */
  readonly symbols: readonly SymbolDefinition[];
  /**
   * All resolved names in this file, in the order of the text: types, extendees and option names. We compute them on
   * first use.
   */
  readonly references: readonly Reference[];
  /**
   * For each option statement, the path of the field that it sets. The path has field numbers and starts at the options
   * message.
   */
  readonly optionPaths: ReadonlyMap<OptionNode, readonly number[]>;
}

/**
 * The part of the WebAssembly API that plugins and tree-sitter need. TypeScript declares this API only in its DOM
 * library.
 */
declare namespace WebAssembly {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- opaque: it can only be passed on
  interface Module {}
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  type Imports = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

  const Module: {
    imports(module: Module): readonly { readonly module: string; readonly name: string }[];
  };
  const Memory: new (descriptor: { readonly initial: number; readonly maximum?: number }) => Memory;
  const Instance: new (module: Module, imports?: Imports) => Instance;
  function compile(bytes: Uint8Array): Promise<Module>;
}

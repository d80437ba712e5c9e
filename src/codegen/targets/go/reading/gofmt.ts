/**
 * gofmt as WebAssembly (`gofmt.wasm` of @wasm-fmt/gofmt), through its few exports. The package's own
 * loaders either find the file with `import.meta.url`, which a bundle has not, or keep one instance in
 * a global; a file that makes it trap must not spoil the next one, so an instance is made anew then.
 */

interface GofmtExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  alloc(size: number): number;
  /** 0: already formatted; 1: formatted; 2: the output is an error text. */
  format(): number;
  output_ptr(): number;
  output_len(): number;
  dispose(): void;
}

/** A formatted text, or why there is none. */
export type FormatResult =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'invalid'; readonly message: string }
  /** gofmt itself ran out of stack or memory, which says nothing of the source. */
  | { readonly kind: 'failed'; readonly message: string };

/** Formats Go source; source that does not parse gives Go's own messages, `line:col: what`. */
export type Gofmt = (source: string) => FormatResult;

/** Makes a formatter over a compiled module. It never throws. */
export function createGofmt(module: WebAssembly.Module): Gofmt {
  let exports: GofmtExports | undefined;
  return (source) => {
    exports ??= instantiate(module);
    try {
      return format(exports, source);
    } catch (error) {
      exports = undefined;
      return { kind: 'failed', message: `gofmt stopped: ${error instanceof Error ? error.message : String(error)}` };
    }
  };
}

function instantiate(module: WebAssembly.Module): GofmtExports {
  const exports = new WebAssembly.Instance(module).exports as unknown as GofmtExports;
  exports._initialize();
  return exports;
}

function format(gofmt: GofmtExports, source: string): FormatResult {
  const input = new TextEncoder().encode(source);
  const at = gofmt.alloc(input.length);
  new Uint8Array(gofmt.memory.buffer, at, input.length).set(input);
  try {
    const result = gofmt.format();
    if (result === 0) return { kind: 'formatted', text: source };
    const output = new Uint8Array(gofmt.memory.buffer, gofmt.output_ptr(), gofmt.output_len());
    const text = new TextDecoder().decode(output);
    if (result === 1) return { kind: 'formatted', text };
    return { kind: 'invalid', message: text };
  } finally {
    gofmt.dispose();
  }
}

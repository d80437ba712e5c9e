/**
 * Runs gofmt as WebAssembly (`gofmt.wasm` of @wasm-fmt/gofmt). We call its exports ourselves instead of using one of
 * the package's loaders. The first loader needs `import.meta.url`, which a bundle does not have. The second keeps one
 * global instance. A file that makes gofmt trap must not affect the next file, so we create a new instance after a
 * trap.
 */
import { messageOf } from '../../../../base/background.ts';

interface GofmtExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  alloc(size: number): number;
  /**
   * Returns 0 if the source is already formatted, 1 if gofmt has formatted it, and 2 if the output is an error message.
   */
  format(): number;
  output_ptr(): number;
  output_len(): number;
  dispose(): void;
}

/** The formatted text, or the reason why we could not format the source. */
export type FormatResult =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'invalid'; readonly message: string }
  /** gofmt itself ran out of stack or memory. The source may still be valid. */
  | { readonly kind: 'failed'; readonly message: string };

/** Formats Go source. If the source does not parse, it returns Go's own messages, in the form `line:col: message`. */
export type Gofmt = (source: string) => FormatResult;

/** Creates a formatter from the compiled module. The formatter does not throw if gofmt fails. */
export function createGofmt(module: WebAssembly.Module): Gofmt {
  let exports: GofmtExports | undefined;
  return (source) => {
    exports ??= instantiate(module);
    try {
      return format(exports, source);
    } catch (error) {
      exports = undefined;
      return { kind: 'failed', message: `gofmt stopped: ${messageOf(error)}` };
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

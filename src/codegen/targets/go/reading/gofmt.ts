/**
 * Runs gofmt as WebAssembly (`gofmt.wasm` of @wasm-fmt/gofmt), through its few exports. One loader of the package needs
 * `import.meta.url`, which a bundle does not have. The other keeps one global instance. If a file makes gofmt trap, it
 * must not affect the next file, so we then create a new instance.
 */
import { messageOf } from '../../../../base/background.ts';

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

/** A formatted text, or the reason why there is none. */
export type FormatResult =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'invalid'; readonly message: string }
  /** gofmt itself ran out of stack or memory. This says nothing about the source. */
  | { readonly kind: 'failed'; readonly message: string };

/** Formats Go source. For source that does not parse, it returns Go's own messages, `line:col: what`. */
export type Gofmt = (source: string) => FormatResult;

/** Creates a formatter from a compiled module. It never throws. */
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

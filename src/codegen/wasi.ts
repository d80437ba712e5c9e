/**
 * Implements the parts of WASI preview 1 that protoc plugins need: standard input and output, arguments, a clock and
 * randomness, all in memory. It has no file system and no network, because a plugin is a function from bytes to bytes.
 * We do not use `node:wasi`, because it needs real file descriptors and prints a warning.
 */

/** The error numbers of WASI preview 1. */
const ERRNO = { success: 0, badf: 8, inval: 28, noent: 44, nosys: 52 } as const;

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const CHARACTER_DEVICE = 2;
const RIGHTS_ALL = 0xffff_ffff_ffff_ffffn;
const MONOTONIC = 1;

const SUBSCRIPTION_SIZE = 48;
const EVENT_SIZE = 32;

/** `proc_exit` throws this error, because a WebAssembly program cannot be stopped in another way. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** The error of a plugin that uses more memory than its limit. */
export class MemoryLimitError extends Error {}

/** What a program gets when it starts: its arguments, its input, and a limit. */
export interface WasiOptions {
  readonly args: readonly string[];
  readonly input: Uint8Array;
  /**
   * The memory limit in bytes. Whenever the program calls one of our functions, we check the limit and stop a program
   * above it.
   */
  readonly memoryLimit: number;
}

/** One run of a program: the functions that it imports, and what it has written. */
export interface Wasi {
  readonly imports: Record<string, (...args: never[]) => number>;
  /** Passes the memory of the instance. Call it before you start the instance. */
  attach(memory: WebAssembly.Memory): void;
  checkMemory(): void;
  output(): Uint8Array;
  errors(): Uint8Array;
}

/**
 * Creates the functions for one run of a program. They throw Exit when the program exits, and MemoryLimitError when it
 * uses too much memory.
 */
export function createWasi(options: WasiOptions): Wasi {
  const args = options.args.map((arg) => new TextEncoder().encode(`${arg}\0`));
  const streams = new Map<number, Uint8Array[]>([
    [STDOUT, []],
    [STDERR, []],
  ]);
  let memory: WebAssembly.Memory | undefined;
  let inputAt = 0;

  function checkMemory(): void {
    const size = memory?.buffer.byteLength ?? 0;
    if (size > options.memoryLimit)
      throw new MemoryLimitError(`needs ${size} bytes of memory, more than ${options.memoryLimit}`);
  }

  /**
   * Returns a view of the program's memory. We need a new view for each call, because growing the memory detaches the
   * old one.
   */
  function view(): DataView {
    checkMemory();
    if (memory === undefined) throw new Error('the memory is not attached');
    return new DataView(memory.buffer);
  }

  function bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(view().buffer, pointer >>> 0, length >>> 0);
  }

  /** Returns the buffers in a list of the program. A read or a write may have several buffers. */
  function buffers(list: number, count: number): Uint8Array[] {
    const data = view();
    return Array.from({ length: count }, (_, i) => {
      const at = (list >>> 0) + i * 8;
      return bytes(data.getUint32(at, true), data.getUint32(at + 4, true));
    });
  }

  function now(clock: number): bigint {
    if (clock === MONOTONIC) return process.hrtime.bigint();
    return BigInt(Date.now()) * 1_000_000n;
  }

  function writeUint32(pointer: number, value: number): void {
    view().setUint32(pointer >>> 0, value, true);
  }

  const imports = {
    args_sizes_get(count: number, size: number): number {
      writeUint32(count, args.length);
      writeUint32(
        size,
        args.reduce((sum, arg) => sum + arg.length, 0),
      );
      return ERRNO.success;
    },
    args_get(pointers: number, buffer: number): number {
      let at = buffer;
      args.forEach((arg, i) => {
        writeUint32(pointers + i * 4, at);
        bytes(at, arg.length).set(arg);
        at += arg.length;
      });
      return ERRNO.success;
    },
    environ_sizes_get(count: number, size: number): number {
      writeUint32(count, 0);
      writeUint32(size, 0);
      return ERRNO.success;
    },
    environ_get: (): number => ERRNO.success,
    clock_time_get(clock: number, _precision: bigint, pointer: number): number {
      view().setBigUint64(pointer >>> 0, now(clock), true);
      return ERRNO.success;
    },
    random_get(pointer: number, length: number): number {
      const target = bytes(pointer, length);
      // `getRandomValues` fills at most this many bytes per call.
      for (let at = 0; at < target.length; at += 65_536) crypto.getRandomValues(target.subarray(at, at + 65_536));
      return ERRNO.success;
    },
    fd_read(fd: number, list: number, count: number, read: number): number {
      if (fd !== STDIN) return ERRNO.badf;
      const start = inputAt;
      for (const buffer of buffers(list, count)) {
        const chunk = options.input.subarray(inputAt, inputAt + buffer.length);
        buffer.set(chunk);
        inputAt += chunk.length;
      }
      writeUint32(read, inputAt - start);
      return ERRNO.success;
    },
    fd_write(fd: number, list: number, count: number, written: number): number {
      const stream = streams.get(fd);
      if (stream === undefined) return ERRNO.badf;
      const chunks = buffers(list, count).map((chunk) => chunk.slice());
      stream.push(...chunks);
      writeUint32(
        written,
        chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      );
      return ERRNO.success;
    },
    fd_fdstat_get(fd: number, pointer: number): number {
      if (fd < STDIN || fd > STDERR) return ERRNO.badf;
      const data = view();
      const at = pointer >>> 0;
      data.setUint8(at, CHARACTER_DEVICE);
      data.setUint16(at + 2, 0, true);
      data.setBigUint64(at + 8, RIGHTS_ALL, true);
      data.setBigUint64(at + 16, RIGHTS_ALL, true);
      return ERRNO.success;
    },
    fd_filestat_get(fd: number, pointer: number): number {
      if (fd < STDIN || fd > STDERR) return ERRNO.badf;
      bytes(pointer, 64).fill(0);
      view().setUint8((pointer >>> 0) + 16, CHARACTER_DEVICE);
      return ERRNO.success;
    },
    fd_fdstat_set_flags: (): number => ERRNO.success,
    fd_close: (): number => ERRNO.success,
    // The program has no open folder, so it cannot open files.
    fd_prestat_get: (): number => ERRNO.badf,
    fd_prestat_dir_name: (): number => ERRNO.badf,
    path_open: (): number => ERRNO.noent,
    path_filestat_get: (): number => ERRNO.noent,
    sched_yield: (): number => ERRNO.success,
    /** Go's scheduler sleeps with this call. A sleep ends at once, because no event can arrive from outside. */
    poll_oneoff(subscriptions: number, events: number, count: number, result: number): number {
      if (count === 0) return ERRNO.inval;
      const data = view();
      for (let i = 0; i < count; i++) {
        const from = (subscriptions >>> 0) + i * SUBSCRIPTION_SIZE;
        const to = (events >>> 0) + i * EVENT_SIZE;
        bytes(to, EVENT_SIZE).fill(0);
        data.setBigUint64(to, data.getBigUint64(from, true), true);
        data.setUint8(to + 10, data.getUint8(from + 8));
      }
      writeUint32(result, count);
      return ERRNO.success;
    },
    proc_exit(code: number): number {
      throw new Exit(code);
    },
  };

  return {
    imports,
    attach: (attached) => {
      memory = attached;
    },
    checkMemory,
    output: () => concat(streams.get(STDOUT) ?? []),
    errors: () => concat(streams.get(STDERR) ?? []),
  };
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  return result;
}

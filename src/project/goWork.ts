/** Reads the part of go.work (go.dev/ref/mod#go-work-file) that we need: the folders of its modules. */
import { goDirectives } from './goDirectives.ts';

/** The directives of a go.work that we need. */
export interface GoWork {
  /** As written, relative to the folder of go.work. */
  readonly uses: readonly string[];
}

/** Never fails: a text without `use` directives gives no modules. */
export function parseGoWork(text: string): GoWork {
  const uses = [...goDirectives(text)].filter(({ verb }) => verb === 'use');
  return { uses: uses.flatMap(({ args }) => args.slice(0, 1)) };
}

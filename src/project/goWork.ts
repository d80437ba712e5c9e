/** Reads the folders of the modules from go.work (go.dev/ref/mod#go-work-file). */
import { goDirectives } from './goDirectives.ts';

/** The directives of a go.work that we need. */
export interface GoWork {
  /** The folders of the modules as written, relative to the folder of go.work. */
  readonly uses: readonly string[];
}

/** Reads a go.work. It never fails: a text without `use` directives has no modules. */
export function parseGoWork(text: string): GoWork {
  const uses = [...goDirectives(text)].filter(({ verb }) => verb === 'use');
  return { uses: uses.flatMap(({ args }) => args.slice(0, 1)) };
}

/**
 * What servers answered in the panels of this window, for the hover of an rpc. It holds the beginning of a reply and no
 * metadata, and nothing of it is stored. Does not import `vscode`.
 */
import { visible } from '../../base/strings.ts';
import type { MethodInFile } from '../../contract/panel/messages.ts';
import { isInside } from '../shared/modules.ts';

/** How the last call of a method ended. */
export interface LastAnswer {
  readonly subject: MethodInFile;
  readonly code: number;
  /** Name of the status. */
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Milliseconds. */
  readonly duration: number;
  /** How many replies came. */
  readonly received: number;
  /** The beginning of the last reply, or of the status's text if there was no reply. A server wrote it. */
  readonly excerpt: string;
}

/** So many methods are remembered, the latest ones. */
const MOST_ANSWERS = 100;

/** The size of an excerpt: a hover is for a glance. */
const MOST_LINES = 20;
const MOST_CHARACTERS = 1500;

/** The last answer of each method. */
export class LastAnswers {
  /** The oldest first. */
  readonly #answers = new Map<string, LastAnswer>();

  note(answer: LastAnswer): void {
    const { method, module = '' } = answer.subject;
    const key = `${method} ${module}`;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }

  /** Of the methods that have a simple name, which is all that a text at a cursor tells. */
  hasNamed(name: string): boolean {
    return [...this.#answers.values()].some(({ subject }) => subject.method.endsWith(`/${name}`));
  }

  /** The last answer of the method that a file declares. Another module may declare a method of the same name. */
  of(method: string, path: string): LastAnswer | undefined {
    const own = [...this.#answers.values()].filter(({ subject }) => subject.method === method);
    return own.findLast(({ subject: { module } }) => module === undefined || isInside(module, path));
  }
}

/** The beginning of a text, with control characters as escapes. If something is left out, it ends in an ellipsis. */
export function excerptOf(text: string): string {
  const lines = text.slice(0, MOST_CHARACTERS).split('\n');
  const shown = lines.slice(0, MOST_LINES).join('\n');
  const isWhole = shown.length === text.length;
  const readable = withoutHalf(shown).split('\n').map(visible).join('\n');
  if (isWhole) return readable;
  return `${readable}\n…`;
}

/** A cut may have left the first half of a character. */
function withoutHalf(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

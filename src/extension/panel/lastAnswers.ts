/**
 * Keeps the last answers that servers gave to the panels of this window, for the hover of an rpc. An answer has the
 * beginning of a reply and no metadata. We do not store answers on disk. Does not import `vscode`.
 */
import { visible } from '../../base/strings.ts';
import type { MethodInFile } from '../../contract/panel/messages.ts';
import { isInside } from '../shared/modules.ts';

/** How the last call of a method ended. */
export interface LastAnswer {
  readonly subject: MethodInFile;
  readonly code: number;
  /** The name of the call's status. */
  readonly status: string;
  /** The time of the answer in milliseconds since the epoch. */
  readonly time: number;
  /** The duration of the call in milliseconds. */
  readonly duration: number;
  /** The number of replies that the call received. */
  readonly received: number;
  /** The beginning of the last reply, or of the status message if there was no reply. The server wrote this text. */
  readonly excerpt: string;
}

/** We remember the answers of at most this many methods and forget the oldest. */
const MOST_ANSWERS = 100;

/** An excerpt has at most this many lines, because users only glance at a hover. */
const MOST_LINES = 20;
const MOST_CHARACTERS = 1500;

/** The last answer of each method. */
export class LastAnswers {
  /** The answers by method. The oldest is first. */
  readonly #answers = new Map<string, LastAnswer>();

  note(answer: LastAnswer): void {
    const { method, module = '' } = answer.subject;
    const key = `${method} ${module}`;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }

  /** Whether a method with this simple name has an answer. The text at a cursor is only a simple name. */
  hasNamed(name: string): boolean {
    return [...this.#answers.values()].some(({ subject }) => subject.method.endsWith(`/${name}`));
  }

  /**
   * Returns the last answer of the method that the file at `path` declares. Another module may declare a method with
   * the same name.
   */
  of(method: string, path: string): LastAnswer | undefined {
    const own = [...this.#answers.values()].filter(({ subject }) => subject.method === method);
    return own.findLast(({ subject: { module } }) => module === undefined || isInside(module, path));
  }
}

/** Returns the beginning of a text, with control characters as escapes. Ends in an ellipsis if the text was longer. */
export function excerptOf(text: string): string {
  const lines = text.slice(0, MOST_CHARACTERS).split('\n');
  const shown = lines.slice(0, MOST_LINES).join('\n');
  const isWhole = shown.length === text.length;
  const readable = withoutHalf(shown).split('\n').map(visible).join('\n');
  if (isWhole) return readable;
  return `${readable}\n…`;
}

/** Removes the first half of a character at the end, which a cut may have left. */
function withoutHalf(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

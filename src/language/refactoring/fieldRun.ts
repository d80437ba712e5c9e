/** Finds the fields that the user has selected: consecutive fields of one message, with nothing else between them. */
import type { FieldNode, MessageNode } from '../../syntax/tree/nodes.ts';
import { spanOf } from '../../syntax/tree/tree.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { Span } from '../../text/span.ts';
import { startsLine, withLineFeeds } from '../../text/lines.ts';
import { indentOf } from '../fixes/fix.ts';
import { cutOf } from './cut.ts';
import type { Selection } from './refactoring.ts';

/** The selected fields and their place in the text. */
export interface FieldRun {
  readonly message: MessageNode;
  readonly fields: readonly FieldNode[];
  /** The span from the first comment of the first field to the last comment of the last field. */
  readonly content: Span;
  readonly indent: string;
}

/**
 * The fields of a selection; undefined if the selection touches anything else, or if the fields share their lines with
 * other text.
 */
export function selectedFields({ file, span }: Selection): FieldRun | undefined {
  if (span.start === span.end) return undefined;
  const { tree } = file;
  const message = nodePathAt(tree, span.start).findLast((node) => node.kind === 'message');
  if (message === undefined) return undefined;
  const items = (message.items ?? []).filter((item) => {
    const { start, end } = spanOf(tree, item);
    return span.start < end && start < span.end;
  });
  const fields = items.filter((item) => item.kind === 'field');
  const [first, last] = [fields[0], fields.at(-1)];
  if (first === undefined || last === undefined || fields.length !== items.length) return undefined;
  const isWithin = span.end <= spanOf(tree, message).end && span.start > tree.tokens.start(message.first);
  if (!isWithin || fields.some(({ name, group }) => name === undefined || group !== undefined)) return undefined;
  const content = { start: cutOf(tree, first).content.start, end: cutOf(tree, last).content.end };
  const text = withLineFeeds(tree.text);
  const endsLine = /^[ \t]*$/.test(lineRest(text, content.end));
  if (!startsLine(text, content.start) || !endsLine) return undefined;
  return { message, fields, content, indent: indentOf(tree, content.start) };
}

function lineRest(text: string, offset: number): string {
  const newline = text.indexOf('\n', offset);
  return text.slice(offset, newline < 0 ? text.length : newline).replace(/\r$/, '');
}

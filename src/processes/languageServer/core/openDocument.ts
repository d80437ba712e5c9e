/**
 * A document as the editor has it. We do not read a document that is too large, but we keep it: each edit must find its
 * place, and an edit may make it small enough.
 */
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { LongText } from '../../../text/longText.ts';
import { utf8Length } from '../../../text/source.ts';
import { LARGEST_PROTO } from '../../../workspace/files/sizeLimit.ts';

/** A code unit takes three bytes at most. */
const BYTES_OF_UNIT = 3;
/** An edit may split two characters. Each half takes one byte more than in the whole. */
const BYTES_OF_SPLITS = 2;

export class OpenDocument {
  readonly uri: string;
  #content: TextDocument | LongText;
  /** No fewer than the bytes of a short text. Counting them at each edit would mean reading the whole text. */
  #mostBytes = 0;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.#content = this.#contentOf(text);
  }

  /** Undefined while it is too large. */
  get text(): string | undefined {
    if (this.#content instanceof LongText) return undefined;
    return this.#content.getText();
  }

  change(changes: readonly TextDocumentContentChangeEvent[]): void {
    for (const change of changes) this.#apply(change);
    this.#measure();
  }

  #apply(change: TextDocumentContentChangeEvent): void {
    if (!('range' in change)) this.#content = this.#contentOf(change.text);
    else if (this.#content instanceof LongText) this.#content.replace(change.range, change.text);
    else {
      TextDocument.update(this.#content, [change], this.#content.version);
      this.#mostBytes += BYTES_OF_UNIT * change.text.length + BYTES_OF_SPLITS;
    }
  }

  #measure(): void {
    const content = this.#content;
    const isSure = content instanceof LongText ? content.bytes > LARGEST_PROTO : this.#mostBytes <= LARGEST_PROTO;
    if (!isSure) this.#content = this.#contentOf(textOf(content));
  }

  #contentOf(text: string): TextDocument | LongText {
    this.#mostBytes = BYTES_OF_UNIT * text.length;
    if (this.#mostBytes > LARGEST_PROTO) this.#mostBytes = utf8Length(text);
    if (this.#mostBytes > LARGEST_PROTO) return new LongText(text);
    return TextDocument.create(this.uri, 'proto', 0, text);
  }
}

function textOf(content: TextDocument | LongText): string {
  if (content instanceof LongText) return content.toString();
  return content.getText();
}

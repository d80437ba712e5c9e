/**
 * Holds the text of a document that is open in the editor. If the text is too large, we do not parse it. We still keep
 * it, because each edit needs the text before it, and an edit may make the text small enough.
 */
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { LongText } from '../../../text/longText.ts';
import { utf8Length } from '../../../text/source.ts';
import { LARGEST_PROTO } from '../../../workspace/files/sizeLimit.ts';

/** The largest number of UTF-8 bytes for one UTF-16 code unit. */
const BYTES_OF_UNIT = 3;
/**
 * The number of bytes that an edit may add at its two ends. It may split a surrogate pair there, and the two halves
 * then take more bytes than the whole.
 */
const BYTES_OF_SPLITS = 2;

export class OpenDocument {
  readonly uri: string;
  #content: TextDocument | LongText;
  /**
   * An upper bound for the UTF-8 bytes of the text. An exact count after each edit would have to read the whole text.
   */
  #mostBytes = 0;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.#content = this.#contentOf(text);
  }

  /** The text; undefined while it is too large. */
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

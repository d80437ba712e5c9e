/**
 * A document as the editor has it. We do not read a document that is too large, but we keep it: each edit must find its
 * place, and an edit may make it small enough.
 */
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { LongText } from '../../../text/longText.ts';
import { isTooLong, LARGEST_PROTO } from '../../../workspace/files/sizeLimit.ts';

export class OpenDocument {
  readonly uri: string;
  #content: TextDocument | LongText;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.#content = contentOf(uri, text);
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
    if (!('range' in change)) this.#content = contentOf(this.uri, change.text);
    else if (this.#content instanceof LongText) this.#content.replace(change.range, change.text);
    else TextDocument.update(this.#content, [change], this.#content.version);
  }

  #measure(): void {
    const content = this.#content;
    if (!(content instanceof LongText)) {
      if (isTooLong(content.getText())) this.#content = new LongText(content.getText());
    } else if (content.bytes <= LARGEST_PROTO) {
      this.#content = contentOf(this.uri, content.toString());
    }
  }
}

function contentOf(uri: string, text: string): TextDocument | LongText {
  if (isTooLong(text)) return new LongText(text);
  return TextDocument.create(uri, 'proto', 0, text);
}

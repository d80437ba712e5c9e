/** A file that is cut at random places and typed back, key by key, at a real server: nothing is lost on the way. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompletionList, DocumentSymbol } from 'vscode-languageserver';
import { LineIndex } from '../../../src/text/lines.ts';
import { seededRandom } from '../../support/corpus.ts';
import { buildBundles, type BuiltBundles } from '../../support/distribution.ts';
import { startServer, type LspProcess } from '../../support/lspProcess.ts';

const HEAD = `edition = "2023";
package shop.v1;
import "google/protobuf/timestamp.proto";
// Comes before every cut.
message First {
  int32 id = 1;
}
`;

const TEXT = `${HEAD}
option go_package = "example.com/shop;shop";
/* An order. 😀 */
message Order {
  string id = 1 [json_name = "orderId"];
  map<string, First> lines = 2;
  google.protobuf.Timestamp paid_at = 3 [deprecated = true];
  oneof way {
    bool cash = 4; // In coins.
    string card = 5;
  }
  Kind kind = 6 [features.field_presence = IMPLICIT];
  enum Kind { KIND_UNSPECIFIED = 0; KIND_GIFT = 1; }
  reserved 9 to 11, 20;
  reserved gone;
  extensions 100 to max [declaration = { number: 100 full_name: ".shop.v1.extra" type: "string" }];
}
extend Order { string extra = 100; }
service Orders {
  // Places an order.
  rpc Place(stream Order) returns (stream First) { option idempotency_level = NO_SIDE_EFFECTS; }
  rpc Get(First) returns (Order);
}
`;

let bundles: BuiltBundles;
let folder: string;
let server: LspProcess;

beforeAll(async () => {
  bundles = await buildBundles('languageServer');
  folder = await mkdtemp(join(tmpdir(), 'typing-'));
  await writeFile(join(folder, 'a.proto'), TEXT);
  server = await startServer(bundles.directory, folder, { BUF_CACHE_DIR: join(folder, 'cache') });
});

afterAll(async () => {
  server.stop();
  await bundles.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** An editor with one document. */
class Typist {
  readonly uri: string;
  #text = TEXT;
  #version = 1;

  constructor(uri: string) {
    this.uri = uri;
  }

  open(): Promise<void> {
    return server.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.uri, languageId: 'proto', version: 1, text: TEXT },
    });
  }

  /** Replaces everything after an offset with another text. */
  replaceRest(offset: number, text: string): Promise<void> {
    const lines = new LineIndex(this.#text);
    const range = { start: lines.positionAt(offset), end: lines.positionAt(this.#text.length) };
    this.#text = this.#text.slice(0, offset) + text;
    return server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: ++this.#version },
      contentChanges: [{ range, text }],
    });
  }

  /** Returns the names of the outline, and whether completion replies with a list at the end of the text. */
  async look(): Promise<{ readonly names: readonly string[]; readonly isList: boolean }> {
    const textDocument = { uri: this.uri };
    const position = new LineIndex(this.#text).positionAt(this.#text.length);
    const [symbols, list] = await Promise.all([
      server.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument }),
      server.connection.sendRequest<CompletionList>('textDocument/completion', { textDocument, position }),
    ]);
    return { names: symbols.map(({ name }) => name), isList: Array.isArray(list.items) };
  }
}

describe('a file that is cut and typed back', () => {
  test('the outline keeps what stands before the cut, and each key gets completions', async () => {
    const typist = new Typist(pathToFileURL(join(folder, 'a.proto')).href);
    await typist.open();
    const whole = (await typist.look()).names;
    const random = seededRandom(20_261_129);
    const lost: unknown[] = [];
    for (let at = 0; at < 200; at++) {
      const cut = HEAD.length + Math.floor(random() * (TEXT.length - HEAD.length));
      const lineEnd = TEXT.indexOf('\n', cut) + 1;
      await typist.replaceRest(cut, '');
      // We type the line by code units, so that a surrogate pair is cut as well.
      for (let end = cut; end < lineEnd; end++) {
        const { names, isList } = await typist.look();
        if (names[0] !== 'shop.v1' || names[1] !== 'First' || !isList) lost.push({ cut, end, names, isList });
        await typist.replaceRest(end, TEXT.charAt(end));
      }
      await typist.replaceRest(lineEnd, TEXT.slice(lineEnd));
      const { names } = await typist.look();
      if (names.join() !== whole.join()) lost.push({ cut, names });
    }
    expect(lost).toEqual([]);
    expect(whole).toEqual(['shop.v1', 'First', 'Order', 'extend Order', 'Orders']);
  });
});

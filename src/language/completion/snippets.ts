/**
 * Snippets that are larger than those of keywords: the head of a file, a whole service, and the four kinds of rpcs. We
 * offer them as completion instead of as VS Code snippets, because VS Code also offers snippets where the grammar does
 * not allow them.
 */
import { nextFieldNumber } from '../names/freeNumbers.ts';
import { type CompletionItem, item } from './item.ts';
import type { CompletionRequest } from './request.ts';
import type { BlockKind } from './surroundings.ts';

interface Snippet {
  /** The words by which the user finds the snippet; the first one is its label. */
  readonly words: readonly string[];
  readonly body: string;
  readonly about: string;
}

/** The rank of snippets, after all keywords. */
const RANK = 300;

/** The snippets that may begin a statement of a block. The list is empty if text follows on the line. */
export function snippetItems(request: CompletionRequest, block: BlockKind | 'file'): readonly CompletionItem[] {
  if (request.typed.qualifier !== undefined || !request.endsLine) return [];
  return snippetsOf(request, block).map(({ words, body, about }, index) =>
    item({
      label: words[0] ?? '',
      kind: 'snippet',
      span: request.typed.wordSpan,
      rank: RANK + index,
      detail: about,
      insertText: body,
      snippet: true,
      filterText: words.join(' '),
    }),
  );
}

function snippetsOf(request: CompletionRequest, block: BlockKind | 'file'): readonly Snippet[] {
  switch (block) {
    case 'file':
      return [...headers(request), PUBLIC_IMPORT, ...goPackage(request)];
    case 'message':
      return [field(request), reservedNames(request)];
    case 'oneof':
      return [field(request)];
    case 'enum':
      return [reservedNames(request)];
    case 'service':
      return RPCS;
    default:
      return [];
  }
}

const GO_PACKAGE = 'option go_package = "${N:example.com/project/gen/example/v1}";';

function header(word: string, first: string, about: string): Snippet {
  const body = `${first}\n\npackage \${1:example.v1};\n\n${GO_PACKAGE.replace('N', '2')}\n\n$0`;
  return { words: [word], body, about };
}

const GREETER = `syntax = "proto3";

package \${1:greeter.v1};

// \${2:Greets people.}
service \${3:Greeter} {
\t// Greets one person.
\trpc SayHello(HelloRequest) returns (HelloReply);

\t// Greets one person many times.
\trpc LotsOfReplies(HelloRequest) returns (stream HelloReply);

\t// Greets many people at once.
\trpc LotsOfGreetings(stream HelloRequest) returns (HelloReply);

\t// Greets people as they come.
\trpc BidiHello(stream HelloRequest) returns (stream HelloReply);
}

// Who is to be greeted.
message HelloRequest {
\t// The name of the person.
\tstring name = 1;
}

// The greeting.
message HelloReply {
\t// The text of the greeting.
\tstring message = 1;
}
$0`;

const HEADERS: readonly Snippet[] = [
  header('proto3', 'syntax = "proto3";', 'A proto3 file: syntax, package and go_package'),
  header('edition2023', 'edition = "2023";', 'A file of edition 2023: edition, package and go_package'),
  header('edition2024', 'edition = "2024";', 'A file of edition 2024: edition, package and go_package'),
  { words: ['greeter'], body: GREETER, about: 'A whole file: a Greeter service in each of the four ways of calling' },
];

/** The snippets that begin a file. We offer them only before its first statement. */
function headers({ around, tree }: CompletionRequest): readonly Snippet[] {
  if (around.from > 0 || tree.root.items.some((one) => one.kind === 'package')) return [];
  return HEADERS;
}

const PUBLIC_IMPORT: Snippet = {
  words: ['importpublic'],
  body: 'import public "${1:google/protobuf/timestamp.proto}";$0',
  about: 'Import another file, also for those that import this one',
};

function goPackage({ tree }: CompletionRequest): readonly Snippet[] {
  const isSet = tree.root.items.some(
    (one) => one.kind === 'option' && tree.tokens.text(one.first + 1) === 'go_package',
  );
  if (isSet) return [];
  const about = 'Where generated Go goes, and what it is imported as';
  return [{ words: ['gopackage'], body: `${GO_PACKAGE.replace('N', '1')}$0`, about }];
}

function field(request: CompletionRequest): Snippet {
  const isInOneof = request.around.blocks.at(-1)?.kind === 'oneof';
  const label = request.syntax === 'proto2' && !isInOneof ? 'optional ' : '';
  const number = (request.message && nextFieldNumber(request.message)) ?? 1;
  return { words: ['field'], body: `${label}\${1:string} \${2:name} = \${3:${number}};$0`, about: 'A field' };
}

/** The statement that reserves names: identifiers in editions, strings in proto2 and proto3. */
function reservedNames({ syntax }: CompletionRequest): Snippet {
  const name = syntax === 'editions' ? '${1:old_name}' : '${1:"old_name"}';
  const about = 'Names that no field may take again';
  return { words: ['reservednames'], body: `reserved ${name};$0`, about };
}

function rpc(words: readonly string[], name: string, streams: readonly [string, string], about: string): Snippet {
  const [request, reply] = streams;
  const body = `rpc \${1:${name}}(${request}\${2:\${1}Request}) returns (${reply}\${3:\${1}Response});$0`;
  return { words, body, about };
}

const STREAM = 'stream ';
const RPCS: readonly Snippet[] = [
  rpc(['unary'], 'Get', ['', ''], 'One request, one reply'),
  rpc(['rpcserver', 'serverstream'], 'Watch', ['', STREAM], 'One request, many replies'),
  rpc(['rpcclient', 'clientstream'], 'Upload', [STREAM, ''], 'Many requests, one reply'),
  rpc(['rpcbidi', 'bidistream'], 'Chat', [STREAM, STREAM], 'Many requests, many replies'),
];

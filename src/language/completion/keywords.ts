/** Completes keywords in the places where the grammar allows them, each with the beginning of its statement. */
import type { BlockKind } from './surroundings.ts';
import { nextFieldNumber } from '../names/freeNumbers.ts';
import { type CompletionItem, item } from './item.ts';
import type { CompletionRequest } from './request.ts';

interface Keyword {
  readonly word: string;
  /** The inserted snippet. If it is undefined, we insert the word and a blank. */
  readonly snippet?: string;
  /** Whether a list for the next word opens after the keyword. */
  readonly goesOn?: true;
  readonly about: string;
}

const MESSAGE: Keyword = {
  word: 'message',
  snippet: 'message ${1:Name} {\n\t$0\n}',
  about: 'A message: fields with names, types and numbers.',
};
/** The name of an enum's zero value, made from the enum's name: words in capitals, with `_` between them. */
const ZERO =
  '${2:${1/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|([a-zA-Z0-9])/${1:/upcase}${1:+_}${2}${2:+_}${3:/upcase}/g}}_UNSPECIFIED';
const ENUM: Keyword = {
  word: 'enum',
  snippet: `enum \${1:Status} {\n\t${ZERO} = 0;\n\t$0\n}`,
  about: 'An enum: names for numbers. Its first value is the default.',
};
const OPTION: Keyword = { word: 'option', goesOn: true, about: 'Sets an option of the declaration around it.' };
const EXTEND: Keyword = {
  word: 'extend',
  goesOn: true,
  about: 'Adds fields to a message of another file, in its extension ranges.',
};
const RESERVED: Keyword = {
  word: 'reserved',
  goesOn: true,
  about: 'Numbers or names that must not be used again, because old messages may contain them.',
};
const EXPORT: Keyword = { word: 'export', goesOn: true, about: 'Lets other files name the type.' };
const LOCAL: Keyword = { word: 'local', goesOn: true, about: 'Hides the type from other files.' };
const RPC: Keyword = {
  word: 'rpc',
  snippet: 'rpc ${1:Get}(${2:${1}Request}) returns (${3:${1}Response});$0',
  about: 'A method of the service.',
};

/**
 * The keywords that may begin a statement in `block`, and `returns` if an rpc is incomplete. If the typed text has a
 * dot, there are none.
 */
export function statementKeywords(
  request: CompletionRequest,
  block: BlockKind | 'file',
  alsoReturns: boolean,
): readonly CompletionItem[] {
  if (request.typed.qualifier !== undefined) return [];
  const keywords = [...keywordsOf(request, block)];
  if (alsoReturns) keywords.unshift(RETURNS);
  return keywords.map((keyword, index) => toItem(request, keyword, 200 + index));
}

/** Completes words that belong to one place only, such as `to`, `max` or `public`. */
export function plainWords(request: CompletionRequest, words: readonly string[]): readonly CompletionItem[] {
  return words.flatMap((word, index) => {
    const keyword = [...PLAIN, MESSAGE, ENUM].find((one) => one.word === word);
    const unfit = (word === 'option' && !request.is2024) || (word === 'weak' && request.is2024);
    if (keyword === undefined || unfit) return [];
    return [toItem(request, keyword, 200 + index)];
  });
}

const RETURNS: Keyword = {
  word: 'returns',
  snippet: 'returns ($1)$0',
  goesOn: true,
  about: 'The reply of the method.',
};
const PLAIN: readonly Keyword[] = [
  RETURNS,
  { word: 'to', about: 'Both ends belong to the range.' },
  { word: 'max', snippet: 'max', about: 'The largest possible number.' },
  { word: 'public', snippet: 'public "$1";$0', goesOn: true, about: 'Files that import this file also see that one.' },
  { word: 'weak', snippet: 'weak "$1";$0', goesOn: true, about: 'The file may be missing at run time.' },
  {
    word: 'option',
    snippet: 'option "$1";$0',
    goesOn: true,
    about: 'Only its options can be used, and no code depends on it.',
  },
];

function keywordsOf(request: CompletionRequest, block: BlockKind | 'file'): readonly Keyword[] {
  const option = [OPTION];
  switch (block) {
    case 'file':
      return fileKeywords(request);
    case 'message':
      return messageKeywords(request);
    case 'oneof':
      return option;
    case 'extend':
      return labels(request).filter(({ word }) => word !== 'required');
    case 'enum':
      return [OPTION, RESERVED];
    case 'service':
      return [RPC, OPTION];
    case 'method':
      return option;
    case 'aggregate':
    case 'unknown':
      return [];
  }
}

function fileKeywords(request: CompletionRequest): readonly Keyword[] {
  return [
    ...headKeywords(request),
    {
      word: 'import',
      snippet: 'import "$1";$0',
      goesOn: true,
      about: 'Lets this file use declarations of another file.',
    },
    OPTION,
    MESSAGE,
    ENUM,
    {
      word: 'service',
      snippet: 'service ${1:Name} {\n\trpc ${2:Get}(${3:${2}Request}) returns (${4:${2}Response});$0\n}',
      about: 'A service: methods that can be called.',
    },
    EXTEND,
    ...visibilities(request),
  ];
}

const VERSIONS: readonly Keyword[] = [
  {
    word: 'syntax',
    snippet: 'syntax = "${1|proto3,proto2|}";$0',
    about: 'The language of the file: proto3 or proto2.',
  },
  {
    word: 'edition',
    snippet: 'edition = "${1|2024,2023|}";$0',
    about: 'The edition of the file: its features can be set one by one.',
  },
];
const PACKAGE: Keyword = { word: 'package', goesOn: true, about: 'The prefix of all names in this file.' };

/** The statements that a file may have only once, if they may still be written at the cursor. */
function headKeywords({ tree, around }: CompletionRequest): readonly Keyword[] {
  const found: Keyword[] = [];
  if (around.from === 0) found.push(...VERSIONS);
  if (!tree.root.items.some((one) => one.kind === 'package')) found.push(PACKAGE);
  return found;
}

function visibilities({ is2024 }: CompletionRequest): readonly Keyword[] {
  if (is2024) return [EXPORT, LOCAL];
  return [];
}

function labels({ syntax }: CompletionRequest): readonly Keyword[] {
  const optional: Keyword = { word: 'optional', goesOn: true, about: 'You can check whether the field was set.' };
  const required: Keyword = {
    word: 'required',
    goesOn: true,
    about: 'A message without the field is refused. You can never remove the field.',
  };
  const repeated: Keyword = { word: 'repeated', goesOn: true, about: 'Any number of values, in order.' };
  if (syntax === 'editions') return [repeated];
  if (syntax === 'proto3') return [repeated, optional];
  return [optional, repeated, required];
}

function messageKeywords(request: CompletionRequest): readonly Keyword[] {
  const number = request.message && nextFieldNumber(request.message);
  const map = `map<\${1:string}, \${2:string}> \${3:name} = ${number ?? '$4'};$0`;
  return [
    ...labels(request),
    { word: 'map', snippet: map, about: 'Values by keys.' },
    { word: 'oneof', snippet: 'oneof ${1:kind} {\n\t$0\n}', about: 'At most one of its fields is set.' },
    MESSAGE,
    ENUM,
    RESERVED,
    OPTION,
    EXTEND,
    ...extensions(request),
    ...visibilities(request),
  ];
}

const EXTENSIONS: Keyword = {
  word: 'extensions',
  goesOn: true,
  about: 'Numbers that other files may use to extend the message.',
};

function extensions({ syntax }: CompletionRequest): readonly Keyword[] {
  if (syntax === 'proto3') return [];
  return [EXTENSIONS];
}

function toItem(request: CompletionRequest, keyword: Keyword, rank: number): CompletionItem {
  const { word, snippet, about } = keyword;
  const nothingBehind = request.endsLine || /^\s*[})\]>]/.test(request.behind);
  return item({
    label: word,
    kind: 'keyword',
    span: request.typed.wordSpan,
    rank,
    documentation: about,
    insertText: insertedText(keyword, nothingBehind),
    snippet: snippet !== undefined && nothingBehind,
    goesOn: keyword.goesOn === true,
  });
}

function insertedText({ word, snippet }: Keyword, nothingBehind: boolean): string {
  if (!nothingBehind) return word;
  return snippet ?? `${word} `;
}

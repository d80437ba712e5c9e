/** Changes that users make to a server's files by hand. The files stay valid Go, and most no longer look like ours. */
import { pick, type Random } from './randomProtos.ts';

/** Texts by path. */
export type GoFiles = Map<string, string>;

type HandEdit = (files: GoFiles, random: Random) => void;

const METHOD = /^(?:\/\/.*\r?\n)*func \((\w+) (\*?)(\w+)((?:\[T\])?)\) (\w+)\([^]*?^\}[^\n]*\n/gm;

/** Makes an edit of one random file, but not of main.go or tests, which other edits change. */
const inFile =
  (change: (text: string, random: Random) => string): HandEdit =>
  (files, random) => {
    const path = pick(random, paths(files));
    if (path !== undefined) files.set(path, change(files.get(path) ?? '', random));
  };

function paths(files: GoFiles): readonly string[] {
  return [...files.keys()].filter(
    (path) => path.startsWith('server/') && path.endsWith('.go') && !/main\.go$|_test\.go$/.test(path),
  );
}

/** Replaces one match of a pattern. */
function replaceOne(
  text: string,
  pattern: RegExp,
  random: Random,
  change: (match: RegExpMatchArray) => string,
): string {
  const match = pick(random, [...text.matchAll(pattern)]);
  return match === undefined
    ? text
    : text.slice(0, match.index) + change(match) + text.slice(match.index + match[0].length);
}

const lineEnd = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

let counter = 0;

const EDITS: readonly (readonly [string, HandEdit])[] = [
  [
    'comment',
    inFile((text, random) =>
      replaceOne(text, /^(?=func |type )/gm, random, () => `// Note ${counter++}.${lineEnd(text)}`),
    ),
  ],
  ['block comment', inFile((text, random) => replaceOne(text, /^\}$/gm, random, () => '} /* done */ // really'))],
  [
    'helper',
    inFile((text, random) =>
      replaceOne(
        text,
        /^(?=func |type )/gm,
        random,
        () =>
          `func helper${counter++}() string {${lineEnd(text)}\treturn "func (s *X) Y() {}"${lineEnd(text)}}${lineEnd(text)}${lineEnd(text)}`,
      ),
    ),
  ],
  [
    'method of their own',
    inFile((text, random) =>
      replaceOne(
        text,
        METHOD,
        random,
        ([all, name = '', star = '', type = '', generic = '']) =>
          `${all}${lineEnd(text)}func (${name} ${star}${type}${generic}) Own${counter++}(x int) (y int) { return x }${lineEnd(text)}`,
      ),
    ),
  ],
  [
    'odd format',
    inFile((text, random) =>
      replaceOne(text, /^func \((\w+) /gm, random, ([, name = '']) =>
        `func  (  ${name}   `.replace('func  (  ', 'func ('),
      ),
    ),
  ],
  ['spaces for tabs', inFile((text) => text.replaceAll('\t', '    '))],
  ['blank lines', inFile((text, random) => replaceOne(text, /^(?=func )/gm, random, () => lineEnd(text).repeat(3)))],
  ['Windows line ends', inFile((text) => text.replace(/\r?\n/g, '\r\n'))],
  ['no line end at the end', inFile((text) => text.trimEnd())],
  [
    'build tag',
    inFile((text) =>
      text.startsWith('//go:build') ? text : `//go:build linux${lineEnd(text)}${lineEnd(text)}${text}`,
    ),
  ],
  [
    'receiver',
    inFile((text, random) =>
      replaceOne(
        text,
        /^func \(\w+ (?=\*?\w+(?:\[T\])?\) )/gm,
        random,
        () => `func (${pick(random, ['srv', 'me', 's', '_'])} `,
      ),
    ),
  ],
  [
    'alias',
    inFile((text, random) =>
      replaceImport(text, random, (path, name, rest) => [
        `\talias${counter} "${path}"`,
        rest.replace(new RegExp(`\\b${name}\\.`, 'g'), `alias${counter++}.`),
      ]),
    ),
  ],
  [
    'dot import',
    inFile((text, random) =>
      /^\t\. /m.test(text)
        ? text
        : replaceImport(text, random, (path, name, rest) => [
            `\t. "${path}"`,
            rest.replace(new RegExp(`\\b${name}\\.`, 'g'), ''),
          ]),
    ),
  ],
  ['pointer', inFile((text) => text.replace(/^(\s+)(\w+\.Unimplemented)/m, '$1*$2'))],
  ['import block', inFile((text) => text.replace(/^import "[^"]*"\r?$/m, '$&\nimport ()'))],
  ['other type', inFile((text) => `${text}${lineEnd(text)}type other${counter++} struct{ x int }${lineEnd(text)}`)],
  [
    'group',
    inFile((text) =>
      text.replace(
        /^type (\w+ struct \{[^]*?^\})/m,
        (_, declared: string) =>
          `type (${lineEnd(text)}\tgrouped${counter++} int${lineEnd(text)}\t${declared}${lineEnd(text)})`,
      ),
    ),
  ],
  ['remove a method', inFile((text, random) => replaceOne(text, METHOD, random, () => ''))],
  ['rename the type', renameType],
  ['move a method', moveMethod],
  ['move the type', moveType],
];

/** Makes one change by hand and returns its name. */
export function handEdit(files: GoFiles, random: Random): string {
  const [name, change] = pick(random, EDITS) ?? EDITS[0] ?? ['', () => undefined];
  change(files, random);
  return name;
}

/** Replaces an import line without a name, and changes the rest of the file. */
function replaceImport(
  text: string,
  random: Random,
  change: (path: string, name: string, rest: string) => readonly [string, string],
): string {
  const line = pick(random, [...text.matchAll(/^\t"(greeter\/gen\/[^"]*)"/gm)]);
  const end = text.indexOf('\n)');
  if (line === undefined || end < line.index) return text;
  const [, path = ''] = line;
  const [written, rest] = change(path, path.slice(path.lastIndexOf('/') + 1), text.slice(end));
  return text.slice(0, line.index) + written + text.slice(line.index + line[0].length, end) + rest;
}

function renameType(files: GoFiles, random: Random): void {
  const types = [...files.values()].flatMap((text) =>
    [...text.matchAll(/^type (\w+) struct \{\s+\*?(?:\w+\.)?Unimplemented/gm)].map(([, name = '']) => name),
  );
  const type = pick(random, types);
  if (type === undefined) return;
  const renamed = `Renamed${counter++}`;
  for (const [path, text] of files)
    if (path.startsWith('server/')) files.set(path, text.replace(new RegExp(`\\b${type}\\b(?!\\.)`, 'g'), renamed));
}

function moveMethod(files: GoFiles, random: Random): void {
  const path = pick(random, paths(files));
  const text = files.get(path ?? '');
  const method = pick(random, [...(text ?? '').matchAll(METHOD)]);
  if (path === undefined || text === undefined || method === undefined) return;
  files.set(path, text.slice(0, method.index) + text.slice(method.index + method[0].length));
  files.set(`server/moved${counter++}.go`, `${header(text)}\n${method[0]}`);
}

function moveType(files: GoFiles, random: Random): void {
  const path = pick(random, paths(files));
  const text = files.get(path ?? '');
  const type = /^type \w+ struct \{[^]*?^\}\r?\n/m.exec(text ?? '');
  if (path === undefined || text === undefined || type === null) return;
  files.set(path, text.slice(0, type.index) + text.slice(type.index + type[0].length));
  files.set(`server/types${counter++}.go`, `${header(text)}\n${type[0]}`);
}

/** Returns the package clause and the imports of a file. goimports removes an import that is not used. */
function header(text: string): string {
  const end = text.search(/^(?:func|type|var|const) /m);
  return (
    text
      .slice(0, end < 0 ? text.length : end)
      .replace(/^\/\/(?!go:build).*\r?\n/gm, '')
      .trimEnd() + lineEnd(text)
  );
}

/** The documents are true: each list in them is compared with what it describes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');
const chinese = read('README.zh-CN.md');
const architecture = read('docs/ARCHITECTURE.md');
const contributing = read('CONTRIBUTING.md');

const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
};
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const chineseTexts = JSON.parse(read('package.nls.zh-cn.json')) as Readonly<Record<string, string>>;

const hiddenCommands = manifest.contributes.menus.commandPalette
  .filter((item) => item.when === 'false')
  .map((item) => item.command);

/** Returns the commands by the names that the command palette shows in a language. */
function paletteIn(language: Readonly<Record<string, string>>): readonly string[] {
  return manifest.contributes.commands
    .filter((item) => !hiddenCommands.includes(item.command))
    .map((item) => language[item.title.replaceAll('%', '')] ?? item.title);
}

const titlesInPalette = paletteIn(texts);

/** Returns the rows of the table below a heading, with cells without their backticks. */
function table(document: string, heading: string): string[][] {
  const section = document.split(`${heading}\n`)[1]?.split(/\n#+ /)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

describe('README.md', () => {
  test('lists every setting with its default', () => {
    const settings = Object.entries(manifest.contributes.configuration.properties).map(([name, { default: value }]) => [
      name,
      typeof value === 'string' && value !== '' ? value : JSON.stringify(value),
    ]);
    expect(table(readme, '## Settings').map(([name, value]) => [name, value])).toEqual(settings);
  });

  test('lists every command of the palette by its name in the palette', () => {
    const listed = table(readme, '## Commands').flatMap(([name = '']) =>
      name === 'Stop / Restart Server' ? ['Stop Server', 'Restart Server'] : [name],
    );
    expect(listed.sort()).toEqual([...titlesInPalette].sort());
  });

  test('names only existing commands in "run gRPC: …"', () => {
    const known = Object.values(texts);
    const named = [...readme.matchAll(/\*\*gRPC: ([^*]+)\*\*/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** The parts of a document that are the same in each language. A comment in an example is prose. */
function withoutProse(document: string): readonly string[] {
  const examples = [...document.matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, lines = '']) =>
    lines.replaceAll(/\s*(?:^|(?<=\s))# .*$/gm, '').trim(),
  );
  const headings = [...document.matchAll(/^#+ /gm)].map(([mark]) => mark);
  const pictures = [...document.matchAll(/\]\((docs\/images\/[\w-]+\.png)\)/g)].map(([, file = '']) => file);
  const rows = document.split('\n').filter((line) => line.startsWith('|'));
  const files = rows.flatMap((line) => /^\| ((?:`[^`]+`(?:, )?)+) \|/.exec(line)?.[1] ?? []);
  return [...headings, ...examples, ...pictures, ...files];
}

describe('README.zh-CN.md', () => {
  test('has the headings, examples, pictures and tables of README.md', () => {
    expect(withoutProse(chinese)).toEqual(withoutProse(readme));
  });

  test('lists every command of the palette by its Chinese name in the palette', () => {
    const listed = table(chinese, '## 命令').map(([name]) => name);
    expect(listed.sort()).toEqual([...paletteIn(chineseTexts)].sort());
  });

  test('names only existing commands in "gRPC: …"', () => {
    const named = [...chinese.matchAll(/\*\*gRPC: ([^*]+)\*\*/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !paletteIn(chineseTexts).includes(name))).toEqual([]);
  });
});

// The integration suites take the pictures; a checkout without pictures has nothing to compare.
test.skipIf(!existsSync(join(root, 'docs', 'images')))(
  'README.md shows the pictures of docs/images, each with a description for users who cannot see the picture',
  () => {
    const shown = [...readme.matchAll(/!\[([^\]]+)\]\(docs\/images\/([\w-]+\.png)\)/g)];
    expect(shown.map((match) => match[2]).sort()).toEqual(readdirSync(join(root, 'docs', 'images')).sort());
  },
);

// VS Code's page of an installed extension loads pictures over https only: neither files of the package nor `data:` URLs.
// The Marketplace cannot load the package's files either.
describe('docs/extension-page.md', () => {
  const page = read('docs/extension-page.md');

  test('has only links and pictures that VS Code and the Marketplace can open', () => {
    const addresses = [/\]\(([^)\s]+)/g, /(?:src|href)="([^"]+)"/g].flatMap((pattern) =>
      [...page.matchAll(pattern)].map((match) => match[1] ?? ''),
    );
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address.startsWith('https://'))).toEqual([]);
  });

  test('names only commands in the palette', () => {
    const named = [...page.matchAll(/\*\*gRPC:\s([^*]+)\*\*/g)].map((match) =>
      (match[1] ?? '').replaceAll(/\s+/g, ' '),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !titlesInPalette.includes(name))).toEqual([]);
  });

  test('names no script of this repository, because it is for users', () => {
    expect(page).not.toMatch(/npm (?:run|start|test|ci)|CONTRIBUTING|node dist/);
  });
});

test('README.md shows every command of the command line', () => {
  const folder = join(root, 'src', 'processes', 'cli');
  const names = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/name: '(\w+)',\n\s+summary: /g)].map(
      (match) => match[1] ?? '',
    ),
  );
  const shown = [...readme.matchAll(/^grpc-workbench (\w+) /gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(0);
  expect(shown.sort()).toEqual(names.sort());
});

const wordsOf = (text: string): readonly string[] => text.match(/\w+/g) ?? [];

/** Every word of the sources below a folder. */
function wordsBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .flatMap((name) => wordsOf(read(join(folder, name))));
}

const wordsOfProduct = new Set([...wordsBelow('src'), ...wordsOf(read('.dependency-cruiser.cjs'))]);
const wordsOfTests = new Set(wordsBelow('test'));

/** The rules of the dependency cruiser, in their order. */
const rules = (
  createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
    readonly forbidden: readonly { readonly name: string }[];
  }
).forbidden.map((rule) => rule.name);

const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

describe('docs/ARCHITECTURE.md', () => {
  const rows = table(architecture, '## The rooms of `src/`').map(([room = '', content = '']) => ({
    room: room.replace('/', ''),
    content,
  }));

  test('fits on one page', () => {
    expect(architecture.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  test('has a row for every room of src/', () => {
    expect(rows.map(({ room }) => room).sort()).toEqual([...rooms].sort());
  });

  test('lists the folders of a room from the bottom up, as in its rules', () => {
    const listed = rows.flatMap(({ room, content }) => {
      const inner = rules.flatMap((rule) => rule.split(`layer-${room}-`)[1] ?? []);
      const named = [...content.matchAll(/(\w+)\//g)].map((match) => match[1] ?? '');
      return inner.length === 0 ? [] : [{ room, inner, named }];
    });
    expect(listed.length).toBeGreaterThan(3);
    for (const { room, inner, named } of listed) expect(named, room).toEqual(inner);
  });
});

const folderOf = (name: string): readonly string[] =>
  readdirSync(join(root, 'docs', name))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${name}/${file}`);

describe.each(['decisions', 'recipes'])('docs/%s', (name) => {
  const files = folderOf(name).filter((file) => !file.endsWith('README.md'));

  test('has a line for every file in its README, with the title of the file', () => {
    const index = read(`docs/${name}/README.md`);
    const listed = [...index.matchAll(/^- \[(.+)\]\(([\w-]+\.md)\)$/gm)].map(([, title, file]) => [file, title]);
    const titles = files.map((file) => [basename(file), /^# (.+)\n/.exec(read(file))?.[1]]);
    expect(listed.sort()).toEqual(titles.sort());
  });
});

test('each decision has its context, the decision and its place in the code', () => {
  for (const file of folderOf('decisions').filter((path) => !path.endsWith('README.md'))) {
    const headings = [...read(file).matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
    const order = ['Context', 'Decision', 'Consequences', 'Tried and measured', 'Code'];
    expect(headings, file).toEqual(order.filter((heading) => headings.includes(heading)));
    expect(headings, file).toEqual(expect.arrayContaining(['Context', 'Decision', 'Code']));
  }
});

describe('docs/GLOSSARY.md', () => {
  const glossary = read('docs/GLOSSARY.md');
  const rows = [...glossary.matchAll(/^## (.+)$/gm)].flatMap(([heading]) => table(glossary, heading));

  test('explains each word once in its section, with its name in the code', () => {
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter((row) => row.length !== 3 || row.includes(''))).toEqual([]);
  });

  test('names only identifiers of the code', () => {
    const names = rows.flatMap(([, , code = '']) => code.split(/, | in /)).filter((name) => !name.includes('/'));
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => !wordsOfProduct.has(name))).toEqual([]);
  });
});

const written = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'docs/ARCHITECTURE.md',
  'docs/GLOSSARY.md',
  'docs/extension-page.md',
  ...folderOf('decisions'),
  ...folderOf('recipes'),
];

describe.each(written)('%s', (file) => {
  const document = read(file);
  const code = [...document.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');

  test('names only files that exist', () => {
    const links = [...document.matchAll(/(?<!!\[[^\]]*)\]\((?!https?:|#)([^)#]+)/g)].map((match) =>
      join(dirname(file), match[1] ?? ''),
    );
    const inRoom = new RegExp(`^(?:${rooms.join('|')})/[\\w/]+\\.ts$`);
    const sources = code.filter((text) => inRoom.test(text)).map((text) => join('src', text));
    const others = code.filter((text) =>
      /^(?:src|test|examples|plugins|syntaxes|docs|scripts|bench)\/[\w./-]*$/.test(text),
    );
    const tests = code
      .filter((text) => text.startsWith('npx vitest run'))
      .flatMap((text) => text.match(/test\/[\w./-]+(?=\s|$)/g) ?? []);
    expect([...links, ...sources, ...others, ...tests].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('names only scripts that package.json has', () => {
    const scripts = [...document.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  test('names only rules that exist', () => {
    const named = code.filter((text) =>
      /^(?:layer-|no-|own-|lsp-|vscode-only-|targets-|host-|roots-)[\w-]+$/.test(text),
    );
    expect(named.filter((name) => !rules.includes(name))).toEqual([]);
  });
});

describe.each(written.filter((file) => file.startsWith('docs/')))('%s', (file) => {
  const document = read(file);

  test('names only identifiers of the code', () => {
    // `camelCase`, `PascalCase`, `#private` and `Class.member`
    const identifiers = [...document.matchAll(/`#?((?:[A-Z]\w*\.)?(?:[a-z]+|[A-Z][a-z]+)(?:[A-Z]\w*)+)`/g)].flatMap(
      (match) => (match[1] ?? '').split('.'),
    );
    expect(identifiers.filter((name) => !wordsOfProduct.has(name) && !wordsOfTests.has(name))).toEqual([]);
  });

  test('has lines of 120 columns at most', () => {
    const prose = document.split('\n').filter((line) => !line.startsWith('|'));
    expect(prose.filter((line) => line.length > 120)).toEqual([]);
  });
});

/** Returns the names that a script gives to the parts of its page. */
function partsOf(script: string, pattern: RegExp): readonly string[] {
  return [...read(script).matchAll(pattern)].map((match) => match[1] ?? '');
}

describe.each([
  { name: 'bench', command: 'bench', parts: partsOf('bench/run.mjs', /title: '([^']+)', run:/g) },
  {
    name: 'generation',
    command: 'verify:generate',
    parts: partsOf('scripts/verify-generate.mjs', /\{ name: '(\w+)', run:/g),
  },
  {
    name: 'conformance',
    command: 'conformance',
    parts: ['Own cases', "protobuf's own files", 'google-proto-files', 'Strange files', 'Cut files', 'Mutated files'],
  },
])('docs/$name.md', ({ name, command, parts }) => {
  const page = read(`docs/${name}.md`);

  test('names the command that generated it, and has a section for each part of that command', () => {
    expect(page).toContain(`Generated by \`npm run ${command}\``);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.filter((part) => !page.includes(`\n## ${part}`))).toEqual([]);
  });

  test('contains no path of the machine that generated it', () => {
    expect(page).not.toMatch(/(?:\/(?:home|Users|root|tmp|work|private)\/|[A-Z]:\\)/);
  });
});

test('CONTRIBUTING.md explains every script', () => {
  const explained = table(contributing, '## Commands').map(([command = '']) => command.replace(/^npm (run )?/, ''));
  expect(explained.sort()).toEqual(Object.keys(manifest.scripts).sort());
});

/** The manifest agrees with the files and commands that it names. VS Code reports no disagreement. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly type: string; readonly enum?: readonly string[] }>>;
    };
  };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
};
const commands = manifest.contributes.commands.map((item) => item.command);

describe('package.json', () => {
  test('has a string for every placeholder, and no unused string', () => {
    const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  test('names only files that exist', () => {
    const paths = [...text.matchAll(/"(?:\.\/)?((?:media|syntaxes|language-configuration)[\w./-]*\.\w+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(paths.length).toBeGreaterThan(5);
  });

  test('declares exactly the commands that the extension registers', () => {
    const source = readFileSync(join(root, 'src', 'extension', 'extension.ts'), 'utf8');
    const registered = [...source.matchAll(/command\('(\w+)'/g)].map((match) => `grpcWorkbench.${match[1] ?? ''}`);
    expect(registered.sort()).toEqual([...commands].sort());
  });

  test('puts only declared commands into menus', () => {
    const inMenus = Object.values(manifest.contributes.menus)
      .flat()
      .map((item) => item.command);
    expect(inMenus.filter((command) => !commands.includes(command))).toEqual([]);
  });

  test('has a welcome text for each view of a folder before the extension runs, because VS Code would show an error instead', () => {
    const { views, viewsWelcome } = manifest.contributes;
    const said = viewsWelcome.filter(({ when }) => when.split(' && ').every(isSoBeforeActivation));
    expect(said.map(({ view }) => view)).toEqual(Object.values(views).flatMap((some) => some.map(({ id }) => id)));
  });

  test('lets an untrusted folder set no path, plugin or argument', () => {
    // A boolean, or one of a few words, cannot name a path, plugin or argument.
    const free = Object.entries(manifest.contributes.configuration.properties).filter(
      ([, { type, enum: words }]) => type !== 'boolean' && words === undefined,
    );
    const restricted = new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations);
    expect(free.flatMap(([name]) => (restricted.has(name) ? [] : [name]))).toEqual(['grpcWorkbench.exclude']);
    // These settings choose plugins, and whether files are written without a question.
    expect([...restricted]).toEqual(
      expect.arrayContaining(['grpcWorkbench.go.plugins', 'grpcWorkbench.go.preview']) as string[],
    );
  });
});

describe('the walkthrough', () => {
  const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
  const views = Object.values(manifest.contributes.views).flatMap((some) => some.map(({ id }) => id));

  /** Returns the commands of the buttons that a step shows. */
  function buttonsOf({ description }: { readonly description: string }): readonly string[] {
    const said = texts[description.replaceAll('%', '')] ?? '';
    return [...said.matchAll(/\]\(command:([\w.]+)\)/g)].map((match) => match[1] ?? '');
  }

  test('has five steps', () => {
    expect(steps.map(({ id }) => id)).toEqual(['openFolder', 'schema', 'generateGo', 'localServer', 'sendRequest']);
  });

  test('has buttons for commands and views that exist', () => {
    const buttons = steps.flatMap(buttonsOf);
    const known = [...commands, ...views.map((view) => `${view}.focus`), 'vscode.openFolder'];
    expect(buttons.length).toBeGreaterThanOrEqual(steps.length);
    expect(buttons.filter((button) => !known.includes(button))).toEqual([]);
  });

  test.each(steps)('the step $id is ticked off when one of its buttons is used', (step) => {
    const buttons = buttonsOf(step);
    expect(buttons.length).toBeGreaterThan(0);
    expect(step.completionEvents).toEqual(
      expect.arrayContaining(buttons.map((command) => `onCommand:${command}`)) as string[],
    );
  });

  test('each step is ticked off by an event that can happen', () => {
    const known = [
      ...[...commands, ...views.map((view) => `${view}.focus`), 'vscode.openFolder'].map(
        (command) => `onCommand:${command}`,
      ),
      ...views.map((view) => `onView:${view}`),
      ...contextKeys().map((key) => `onContext:${key}`),
    ];
    for (const { id, completionEvents } of steps) {
      expect(completionEvents.length, id).toBeGreaterThan(0);
      expect(completionEvents.filter((event) => !known.includes(event.split(' == ')[0] ?? ''))).toEqual([]);
    }
  });

  test.each(steps)('the step $id shows its picture in the colours of the theme', ({ media }) => {
    const picture = readFileSync(join(root, media.svg), 'utf8');
    const colours = [...picture.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(colours.length).toBeGreaterThan(10);
    expect(colours.filter((colour) => colour !== 'none' && !colour.startsWith('var(--vscode-'))).toEqual([]);
    // VS Code's content policy for these pictures drops styles.
    expect(picture).not.toMatch(/<style|style="/);
  });
});

/** Returns the context keys that the extension sets. */
function contextKeys(): readonly string[] {
  const folder = join(root, 'src', 'extension');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(/'setContext', '([\w.]+)'/g)].map((match) => match[1] ?? ''));
}

/** Whether a `when` clause holds in a window with a folder before the extension has set its context keys. */
function isSoBeforeActivation(clause: string): boolean {
  const known: Readonly<Record<string, boolean>> = {
    'workspaceFolderCount == 0': false,
    'workspaceFolderCount > 0': true,
    '!grpcWorkbench.schemaState': true,
    'grpcWorkbench.schemaState =~ /^(filled|failed)$/': false,
    'grpcWorkbench.schemaState == empty': false,
    'grpcWorkbench.schemaState == noFiles': false,
    'grpcWorkbench.schemaState =~ /^(empty|noFiles)$/': false,
    'grpcWorkbench.schemaState == failed': false,
  };
  const isSo = known[clause];
  if (isSo === undefined) throw new Error(`a test does not know ${clause}`);
  return isSo;
}

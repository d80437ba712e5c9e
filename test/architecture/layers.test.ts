/** The import rules: they hold, and each of them catches a planted violation. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** Returns the violations of the sources below a folder, as `rule: file`. */
async function violations(folder: string): Promise<{ readonly found: string[]; readonly modules: number }> {
  const args = [program, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  // The exit code also reports violations.
  const output = await run(process.execPath, args, { cwd: folder, maxBuffer: 256 << 20 }).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  if (!output.stdout.startsWith('{')) throw new Error(output.stderr);
  const { summary } = JSON.parse(output.stdout) as Report;
  return { found: summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`), modules: summary.totalCruised };
}

test('no source breaks a rule', async () => {
  const { found, modules } = await violations(root);
  expect(found).toEqual([]);
  expect(modules).toBeGreaterThan(100);
});

describe('a planted violation is caught', () => {
  let folder = '';

  /** A file of `src/` that imports something, and the rule against it. */
  const planted: readonly (readonly [file: string, imports: string, rule: string])[] = [
    ['base/a.ts', '../text/target.ts', 'layer-base'],
    ['text/a.ts', '../syntax/target.ts', 'layer-text'],
    ['contract/a.ts', '../message/target.ts', 'layer-contract'],
    ['panel/a.ts', '../message/target.ts', 'layer-panel'],
    ['project/a.ts', '../workspace/target.ts', 'layer-project'],
    ['syntax/a.ts', '../schema/target.ts', 'layer-syntax'],
    ['syntax/tree/a.ts', '../lexing/target.ts', 'layer-syntax-tree'],
    ['syntax/lexing/a.ts', '../grammar/target.ts', 'layer-syntax-lexing'],
    ['syntax/grammar/a.ts', '../target.ts', 'layer-syntax-grammar'],
    ['schema/a.ts', '../workspace/target.ts', 'layer-schema'],
    ['schema/descriptors/a.ts', '../linking/target.ts', 'layer-schema-descriptors'],
    ['schema/linking/a.ts', '../options/target.ts', 'layer-schema-linking'],
    ['schema/options/a.ts', '../rules/target.ts', 'layer-schema-options'],
    ['schema/rules/a.ts', '../output/target.ts', 'layer-schema-rules'],
    ['schema/output/a.ts', '../target.ts', 'layer-schema-output'],
    ['workspace/a.ts', '../language/target.ts', 'layer-workspace'],
    ['workspace/files/a.ts', '../index/target.ts', 'layer-workspace-files'],
    ['workspace/index/a.ts', '../imports/target.ts', 'layer-workspace-index'],
    ['workspace/imports/a.ts', '../linking/target.ts', 'layer-workspace-imports'],
    ['workspace/linking/a.ts', '../target.ts', 'layer-workspace-linking'],
    ['language/a.ts', '../host/target.ts', 'layer-language'],
    ['language/names/a.ts', '../imports/target.ts', 'layer-language-names'],
    ['language/imports/a.ts', '../structure/target.ts', 'layer-language-imports'],
    ['language/structure/a.ts', '../navigation/target.ts', 'layer-language-structure'],
    ['language/navigation/a.ts', '../diagnostics/target.ts', 'layer-language-navigation'],
    ['language/diagnostics/a.ts', '../completion/target.ts', 'layer-language-diagnostics'],
    ['language/completion/a.ts', '../fixes/target.ts', 'layer-language-completion'],
    ['language/fixes/a.ts', '../formatting/target.ts', 'layer-language-fixes'],
    ['language/formatting/a.ts', '../editions/target.ts', 'layer-language-formatting'],
    ['language/editions/a.ts', '../refactoring/target.ts', 'layer-language-editions'],
    ['language/refactoring/a.ts', '../target.ts', 'layer-language-refactoring'],
    ['message/a.ts', '../syntax/target.ts', 'layer-message'],
    ['codegen/a.ts', '../schema/target.ts', 'layer-codegen'],
    ['codegen/b.ts', './targets/go/target.ts', 'targets-alone'],
    ['calls/a.ts', '../syntax/target.ts', 'layer-calls'],
    ['serving/a.ts', '../workspace/target.ts', 'layer-serving'],
    ['webview/a.ts', '../calls/target.ts', 'layer-webview'],
    ['host/a.ts', '../language/target.ts', 'layer-host'],
    ['host/files/a.ts', '../../codegen/targets/go/target.ts', 'host-serves-any-target'],
    ['host/b.ts', '../processes/target.ts', 'roots-are-not-imported'],
    ['processes/languageServer/a.ts', '../../extension/target.ts', 'layer-process-languageServer'],
    ['processes/runner/a.ts', '../cli/target.ts', 'layer-process-runner'],
    ['processes/localServer/a.ts', '../runner/target.ts', 'layer-process-localServer'],
    ['processes/pluginWorker/a.ts', '../../webview/target.ts', 'layer-process-pluginWorker'],
    ['processes/cli/a.ts', '../languageServer/target.ts', 'layer-process-cli'],
    ['extension/a.ts', '../webview/target.ts', 'layer-extension'],
    ['syntax/b.ts', './c.ts', 'no-cycles'],
    ['processes/languageServer/b.ts', 'vscode', 'vscode-only-in-extension'],
    ['language/b.ts', 'vscode-languageserver', 'lsp-only-at-its-two-ends'],
    ['extension/b.ts', 'vscode-languageclient', 'lsp-only-at-its-two-ends'],
    ['workspace/b.ts', 'node:fs', 'no-io-in-the-core'],
    ['codegen/c.ts', 'node:fs', 'no-io-in-the-core'],
    ['serving/b.ts', 'node:fs', 'no-io-in-the-core'],
    ['calls/b.ts', 'node:fs', 'no-io-in-the-core'],
    ['project/b.ts', 'node:fs', 'no-io-in-the-core'],
    ['processes/languageServer/core/a.ts', 'node:fs', 'no-io-in-the-core'],
    ['processes/languageServer/core/b.ts', '../../../host/target.ts', 'server-core-knows-no-machine'],
    ['processes/languageServer/core/c.ts', '../node/target.ts', 'server-core-knows-no-machine'],
    ['processes/languageServer/core/d.ts', 'vscode-languageserver/node', 'server-core-knows-no-machine'],
    ['schema/b.ts', 'protobufjs', 'own-parser-only'],
  ];
  let found: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layers-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) await cp(join(root, file), join(folder, file));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const write = async (file: string, text: string) => {
      await mkdir(dirname(join(folder, 'src', file)), { recursive: true });
      await writeFile(join(folder, 'src', file), text);
    };
    for (const [file, imports] of planted) await write(file, `import '${imports}';\nexport {};\n`);
    for (const [file, imports] of planted)
      if (/^\.\.?\/.*target/.test(imports)) await write(join(dirname(file), imports), 'export {};\n');
    await write('syntax/c.ts', `import './b.ts';\nexport {};\n`);
    // These allowed imports are the control group: they show that not every import fails.
    await write('processes/languageServer/core/allowed.ts', `import 'vscode-languageserver';\nexport {};\n`);
    await write('extension/client/a.ts', `import 'vscode';\nimport 'vscode-languageclient';\nexport {};\n`);
    ({ found } = await violations(folder));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(planted)('src/%s must not import %s', (file, _, rule) => {
    expect(found).toContain(`${rule}: src/${file}`);
  });

  test('this file plants a violation of each rule', () => {
    const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
      readonly forbidden: readonly { readonly name: string }[];
    };
    const covered = new Set(planted.map(([, , rule]) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });

  test('allowed imports are not violations', () => {
    expect(found.filter((violation) => /target\.ts|allowed\.ts|extension\/client/.test(violation))).toEqual([]);
  });
});

/**
 * The rooms of src/ and what each may import: the invariants of docs/ARCHITECTURE.md.
 * A room that is not listed under a name may not be imported by it. Shapes that cross a process are in
 * `contract/`, below everything that uses them.
 */
const ROOMS = {
  base: [],
  text: ['base'],
  contract: ['base', 'text'],
  panel: ['base', 'contract'],
  project: ['base', 'text'],
  syntax: ['base', 'text'],
  schema: ['base', 'text', 'syntax'],
  workspace: ['base', 'text', 'project', 'syntax', 'schema'],
  language: ['base', 'text', 'contract', 'syntax', 'schema', 'workspace'],
  message: ['base', 'text'],
  codegen: ['base', 'text', 'contract', 'project', 'message'],
  calls: ['base', 'text', 'contract', 'message'],
  serving: ['base', 'text', 'contract', 'message', 'calls'],
  webview: ['base', 'text', 'contract', 'panel', 'message'],
  host: [
    'base',
    'text',
    'contract',
    'project',
    'syntax',
    'schema',
    'workspace',
    'message',
    'codegen',
    'calls',
    'serving',
  ],
};

/**
 * Folders inside a room, from the ground up: each may import those before it. Files directly in the room are its
 * doors: they may import every folder, and no folder may import them.
 */
const INNER_ROOMS = {
  syntax: ['tree', 'lexing', 'grammar'],
  schema: ['descriptors', 'linking', 'options', 'rules', 'output'],
  workspace: ['files', 'index', 'imports', 'linking'],
  language: [
    'names',
    'imports',
    'structure',
    'navigation',
    'diagnostics',
    'completion',
    'fixes',
    'formatting',
    'editions',
    'refactoring',
  ],
};

/** Each process has one composition root. */
const PROCESSES = ['languageServer', 'runner', 'localServer', 'pluginWorker', 'cli'];

const oneOf = (names) => `(${names.join('|')})`;

const layers = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `layer-${room}`,
  comment: `src/${room} may import only ${[...allowed, 'itself'].join(', ')}. See "The rooms" in docs/ARCHITECTURE.md.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/${oneOf([room, ...allowed])}/` },
}));

const innerLayers = Object.entries(INNER_ROOMS).flatMap(([room, folders]) =>
  folders.map((folder, index) => ({
    name: `layer-${room}-${folder}`,
    comment: `src/${room}/${folder} may import only ${folders.slice(0, index + 1).join(', ')} of src/${room}: folders are listed from the bottom up, and doors are above them.`,
    severity: 'error',
    from: { path: `^src/${room}/${folder}/` },
    to: { path: `^src/${room}/`, pathNot: `^src/${room}/${oneOf(folders.slice(0, index + 1))}/` },
  })),
);

const processes = PROCESSES.map((process) => ({
  name: `layer-process-${process}`,
  comment: `src/processes/${process} composes rooms. It takes nothing from another process's root, the extension or the page.`,
  severity: 'error',
  from: { path: `^src/processes/${process}/` },
  to: {
    path: `^src/(extension|webview|panel|processes/${oneOf(PROCESSES.filter((other) => other !== process))})/`,
  },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...innerLayers,
    ...processes,
    {
      name: 'layer-extension',
      comment: 'The extension talks to the other processes and the page by messages: it takes no code from them.',
      severity: 'error',
      from: { path: '^src/extension/' },
      to: { path: '^src/(processes|webview)/' },
    },
    {
      name: 'roots-are-not-imported',
      comment: 'Only a bundle starts at a composition root. What two processes share belongs into a room.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/processes/' },
      to: { path: '^src/processes/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be understood one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'targets-alone',
      comment:
        'A generation target is known to its own folder and to those who compose it: a second target touches nothing of the first.',
      severity: 'error',
      from: { path: '^src/codegen/(?!targets/)' },
      to: { path: '^src/codegen/targets/' },
    },
    {
      name: 'host-serves-any-target',
      comment: 'Files and writing are the same for all targets: what a target decides is in its own folder.',
      severity: 'error',
      from: { path: '^src/host/(files|writing)/' },
      to: { path: '^src/codegen/targets/' },
    },
    {
      name: 'vscode-only-in-extension',
      comment: 'Everything outside the extension must run without an editor.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'lsp-only-at-its-two-ends',
      comment:
        "Features are plain data: only the language server's process and the extension's client know LSP. contract/ uses vscode-jsonrpc alone.",
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(processes/languageServer/|extension/client)' },
      to: { path: 'node_modules/vscode-language(server|client)' },
    },
    {
      name: 'no-io-in-the-core',
      comment: 'I/O comes in through ports, which src/host and the processes implement.',
      severity: 'error',
      from: {
        // Two files of calls/ know the network: one probes addresses, the other reads the trusted certificates.
        path: [
          '^src/(base|text|contract|panel|project|syntax|schema|workspace|language|message|codegen|webview|serving|processes/languageServer/core)/',
          '^src/calls/(?!(probe|roots)\\.ts$)',
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-core-knows-no-machine',
      comment:
        'The core of the language server asks its machine through the port in core/machine.ts, so that it can run in a browser.',
      severity: 'error',
      from: { path: '^src/processes/languageServer/core/' },
      to: { path: '^src/(host|processes/languageServer/node)/|node_modules/vscode-[a-z]+/lib/node/' },
    },
    {
      name: 'own-parser-only',
      comment: 'protobufjs and proto-loader are peers in tests, never a part of the product.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/(protobufjs|@grpc/proto-loader|protoc|google-proto-files)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};

/**
 * The rooms of src/ and what each may import: the invariants of docs/ARCHITECTURE.md.
 * A room that is not listed under a name may not be imported by it.
 */
const ROOMS = {
  base: [],
  text: ['base'],
  syntax: ['base', 'text'],
  schema: ['base', 'text', 'syntax'],
  workspace: ['base', 'text', 'syntax', 'schema'],
  language: ['base', 'text', 'syntax', 'schema', 'workspace', 'protocol'],
  message: ['base', 'text'],
  codegen: ['base', 'text', 'message'],
  rpc: ['base', 'text', 'message'],
  mock: ['base', 'text', 'message', 'rpc'],
  protocol: ['base'],
  webview: ['base', 'text', 'message', 'protocol'],
  node: ['base', 'text', 'syntax', 'schema', 'workspace', 'message', 'codegen', 'rpc', 'mock', 'protocol'],
};
const COMPOSERS = ['server', 'runner', 'cli', 'extension'];

const layers = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `layer-${room}`,
  comment: `src/${room} may import only ${[...allowed, 'itself'].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}));

const composers = COMPOSERS.map((room) => ({
  name: `layer-${room}`,
  comment: `src/${room} composes rooms; it takes nothing from another process's root`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${[...COMPOSERS.filter((other) => other !== room), 'webview'].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...composers,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'targets-alone',
      comment:
        'What is generated is known to its own folder, and to those who compose it: a second target touches nothing of the first.',
      severity: 'error',
      from: { path: '^src/codegen/(?!go/)' },
      to: { path: '^src/codegen/go/' },
    },
    {
      name: 'vscode-only-in-extension',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'lsp-only-at-its-two-ends',
      comment:
        "Features are plain data: only src/server and the extension's client know LSP. protocol/ uses vscode-jsonrpc alone.",
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(server/|extension/client)' },
      to: { path: 'node_modules/vscode-language(server|client)' },
    },
    {
      name: 'no-io-in-the-core',
      comment: 'I/O comes in through ports, which src/node and the composers implement.',
      severity: 'error',
      from: { path: '^src/(base|text|syntax|schema|workspace|language|message|webview|protocol)/' },
      to: { dependencyTypes: ['core'] },
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

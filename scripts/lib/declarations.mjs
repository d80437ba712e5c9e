// What a file's importers see of its types: its declarations, without bodies. TypeScript's API takes half a second to
// load, so this file loads it only once it is needed.
const OPTIONS = {
  declaration: true,
  // With this option, a declaration that needs the types of another file is an error.
  isolatedDeclarations: true,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
};

/** The types of scripts are in comments, no file imports a test, and a file of declarations has no bodies. */
const WHOLE = /\.(mjs|cjs|test\.ts|d\.ts|d\.mts)$/;

/**
 * The declarations of a source file; its whole text if they follow from bodies or from other files.
 * @param {string} file
 * @param {string} text
 */
export async function declarationsOf(file, text) {
  if (WHOLE.test(file)) return text;
  const { default: ts } = await import('typescript');
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { ...OPTIONS, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.length === 0 ? outputText : text;
}

/**
 * The imports of a file, as the file writes them.
 * @param {string} text
 */
export async function importsOf(text) {
  const { default: ts } = await import('typescript');
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

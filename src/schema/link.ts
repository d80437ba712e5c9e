/**
 * Links one file: names its declarations, resolves what they name, interprets options and checks the
 * rules. Pure: what the file imports is asked for, nothing is read.
 *
 * A file with errors still gives every symbol that could be read and the best descriptors possible.
 */
import { stringText } from '../syntax/strings.ts';
import { spanOf, type SyntaxTree } from '../syntax/tree.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import { buildFile } from './build.ts';
import { crossLink } from './crossLink.ts';
import { declare } from './declare.ts';
import { checkImports } from './importChecks.ts';
import { type ImportFile, Linking } from './linking.ts';
import { checkMapConflicts } from './mapConflicts.ts';
import type { LinkedFile, LinkedImport } from './model.ts';
import { interpretOptions } from './optionStep.ts';
import { StandardOptions } from './standardOptions.ts';
import { checkEdition, validate } from './validate.ts';

export type { ImportFile };

export function linkFile(path: string, tree: SyntaxTree, importFile: ImportFile): LinkedFile {
  const asked = new Map<string, ReturnType<ImportFile>>();
  const ask = (importPath: string): ReturnType<ImportFile> => {
    let answer = asked.get(importPath);
    if (answer === undefined) asked.set(importPath, (answer = importPath === path ? 'cycle' : importFile(importPath)));
    return answer;
  };
  const imports = importsOf(tree, ask);
  const link = new Linking(path, tree, buildFile(path, tree), imports);
  const broken = tree.diagnostics.some(({ severity }) => severity === 'error');
  checkEdition(link);
  checkImports(link, ask);
  const declared = declare(link);
  crossLink(link);
  declared.hints.report(link);
  const quiet = broken || link.hasErrors;
  const found = link.diagnostics.length;
  const standard = new StandardOptions(link, linkTable, (wanted) => fileOf(ask(wanted)));
  const options = interpretOptions(link, standard, declared.options);
  // As in protoc, what comes later is said only of a file in which all names and numbers are right.
  if (quiet) link.diagnostics.length = found;
  else validate(link);
  if (link.hasErrors) checkMapConflicts(link);
  link.references.sort((a, b) => a.span.start - b.span.start);
  return {
    path, package: link.file.package, tree, imports, descriptor: link.file, symbols: link.symbols, references: link.references,
    diagnostics: [...tree.diagnostics, ...link.diagnostics], scope: link.scope, optionPaths: options.paths,
  };
}

/** Our own table of options needs no imports. */
function linkTable(path: string, tree: SyntaxTree): LinkedFile {
  return linkFile(path, tree, () => 'missing');
}

function fileOf(answer: ReturnType<ImportFile>): LinkedFile | undefined {
  return typeof answer === 'string' ? undefined : answer;
}

function importsOf(tree: SyntaxTree, ask: ImportFile): LinkedImport[] {
  const imports: LinkedImport[] = [];
  for (const node of tree.root.items) {
    if (node.kind !== 'import' || node.path === undefined) continue;
    const path = stringText(node.path);
    const file = fileOf(ask(path));
    imports.push({
      path, public: node.modifier === 'public', option: node.modifier === 'option', span: spanOf(tree, node.path), ...(file && { file }),
    });
  }
  return imports;
}

/** Whether a file can be used: warnings do not count. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Runs the grammars of syntaxes/ with the engine that VS Code has. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import type { IGrammar, IRawGrammar } from 'vscode-textmate';

export interface ScopedText {
  /** The number of the line, from one. */
  readonly line: number;
  readonly text: string;
  /** The scopes, outermost first; the last scope decides the colour. */
  readonly scopes: readonly string[];
}

const GRAMMARS: Readonly<Record<string, string>> = {
  'source.proto': '../../syntaxes/proto.tmLanguage.json',
  'markdown.proto.codeblock': '../../syntaxes/markdown-proto.tmLanguage.json',
};

async function onigLib() {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  return {
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  };
}

const library = onigLib();

function fromSyntaxes(scopeName: string): IRawGrammar | null {
  const path = GRAMMARS[scopeName];
  if (path === undefined) return null;
  const file = fileURLToPath(new URL(path, import.meta.url));
  return textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
}

/** `host`: a grammar that stands for one of VS Code's own; the injections apply to it. */
export async function loadGrammar(
  scopeName: string,
  host?: { readonly grammar: object; readonly injections: readonly string[] },
): Promise<IGrammar> {
  const registry = new textmate.Registry({
    onigLib: library,
    loadGrammar: (name) =>
      Promise.resolve(
        host !== undefined && name === scopeName
          ? textmate.parseRawGrammar(JSON.stringify(host.grammar), 'host.json')
          : fromSyntaxes(name),
      ),
    getInjections: (name) => (name === scopeName ? [...(host?.injections ?? [])] : []),
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar has the scope name ${scopeName}`);
  return grammar;
}

/** Returns every piece of text that is not blank, with its scopes. */
export function tokenize(grammar: IGrammar, text: string): ScopedText[] {
  const found: ScopedText[] = [];
  let stack = textmate.INITIAL;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    for (const token of result.tokens) {
      const piece = line.slice(token.startIndex, token.endIndex).trim();
      if (piece !== '') found.push({ line: index + 1, text: piece, scopes: token.scopes });
    }
  }
  return found;
}

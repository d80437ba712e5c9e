/** Adds completion and error marks from the schema to the editor. The schema can change while the editor is open. */
import { defined } from '../../base/defined.ts';
import {
  autocompletion,
  insertCompletionText,
  pickedCompletion,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { linter, type Diagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { JsonCompletion } from '../../message/complete.ts';
import type { MessageLanguage } from '../language.ts';

/** Milliseconds without an edit before the editor checks the text. */
const REST = 150;

/** Returns the editor's extension for one message type, or an empty one without a schema. */
export function schemaSupport(language: MessageLanguage | undefined): Extension {
  if (language === undefined) return [];
  return [
    autocompletion({ override: [(context) => complete(language, context)], activateOnTypingDelay: 50 }),
    linter((view) => language.check(view.state.doc.toString()).map(diagnostic), { delay: REST }),
  ];
}

/** No list opens by itself after a bracket, because it would take the Enter key that should start a new line. */
const BRACKET = /[{}[\],]$/;

function complete(language: MessageLanguage, context: CompletionContext): CompletionResult | null {
  if (!context.explicit && BRACKET.test(context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos))) return null;
  const found = language.complete(context.state.doc.toString(), context.pos);
  if (found.items.length === 0) return null;
  // The editor filters options by all the text that they replace, so we pass only the text before the caret. We still
  // replace the text after the caret.
  const behind = found.to - context.pos;
  return {
    from: found.from,
    options: found.items.map((item, index) => toCompletion(item, index, behind)),
  };
}

/**
 * Converts a completion to the editor's form. `behind` is the number of characters after the caret that the completion
 * also replaces.
 */
function toCompletion(item: JsonCompletion, index: number, behind: number): Completion {
  return defined({
    label: item.label,
    type: item.kind,
    // Keeps the order of the schema. By default, the editor sorts by name.
    boost: Math.max(-99, 99 - index),
    apply: (view: EditorView, completion: Completion, from: number, to: number) =>
      apply(view, completion, item.apply, from, to + behind),
    detail: item.detail,
    info: item.documentation,
  });
}

/**
 * Inserts the text of a completion and moves the caret into its brackets. If a value follows, opens the list of values.
 */
function apply(view: EditorView, completion: Completion, text: string, from: number, to: number): void {
  const inserted = insertCompletionText(view.state, text, from, to);
  view.dispatch({
    ...inserted,
    selection: { anchor: from + caretIn(text) },
    annotations: pickedCompletion.of(completion),
  });
  if (completion.type === 'field') startCompletion(view);
}

function caretIn(text: string): number {
  if (/[{[][}\]]$/.test(text)) return text.length - 1;
  return text.length;
}

function diagnostic(problem: { readonly start: number; readonly end: number; readonly message: string }): Diagnostic {
  return { from: problem.start, to: problem.end, severity: 'error', message: problem.message };
}

/**
 * `<json-editor>`: an editor for a JSON text. The text is read-only, or the user can edit it with the schema's help.
 */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  codeFolding,
  ensureSyntaxTree,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, type KeyBinding, keymap } from '@codemirror/view';
import type { MessageLanguage } from '../language.ts';
import { pageNonce } from './nonce.ts';
import { schemaSupport } from './schemaSupport.ts';
import { editorTheme } from './theme.ts';

/** Marks a change of the text that did not come from the user. */
const fromOutside = Annotation.define<boolean>();

/** Keys that the panel handles. Escape closes an open list in the editor, and otherwise cancels the call. */
const KEYS_OF_THE_PANEL: ReadonlySet<string> = new Set(['Escape', 'Mod-Enter']);

const FOLD_OPEN = '\ueab4';
const FOLD_CLOSED = '\ueab6';

/** The element. It fires `change` when the user has changed the text. */
export class JsonEditor extends HTMLElement {
  readonly #view: EditorView;
  readonly #schema = new Compartment();
  readonly #attributes = new Compartment();
  #language: MessageLanguage | undefined;
  #label = '';

  constructor() {
    super();
    this.#view = new EditorView({
      state: EditorState.create({
        extensions: [
          EditorView.cspNonce.of(pageNonce),
          // Ctrl+Enter sends the request from every field, so the editor must not insert a line.
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true }])),
          this.hasAttribute('readonly') ? readingExtensions() : writingExtensions(),
          keysOfItsOwn([...defaultKeymap.filter(({ key = '' }) => !KEYS_OF_THE_PANEL.has(key)), ...foldKeymap]),
          json(),
          codeFolding(),
          foldGutter({ markerDOM: foldMarker }),
          indentUnit.of('  '),
          EditorState.tabSize.of(2),
          drawSelection(),
          bracketMatching(),
          EditorView.lineWrapping,
          editorTheme,
          this.#schema.of([]),
          this.#attributes.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromOutside))) {
              this.dispatchEvent(new Event('change'));
            }
          }),
        ],
      }),
    });
  }

  connectedCallback(): void {
    this.append(this.#view.dom);
  }

  get value(): string {
    return this.#view.state.doc.toString();
  }

  set value(text: string) {
    const length = this.#view.state.doc.length;
    if (length === text.length && this.value === text) return;
    this.#view.dispatch({ changes: { from: 0, to: length, insert: text }, annotations: fromOutside.of(true) });
  }

  set language(language: MessageLanguage | undefined) {
    if (language === this.#language) return;
    this.#language = language;
    this.#view.dispatch({ effects: this.#schema.reconfigure(schemaSupport(language)) });
  }

  set label(label: string) {
    if (label === this.#label) return;
    this.#label = label;
    this.#view.dispatch({
      effects: this.#attributes.reconfigure(EditorView.contentAttributes.of({ 'aria-label': label })),
    });
  }

  override focus(): void {
    this.#view.focus();
  }

  /** Selects a range and scrolls it into view. */
  select(start: number, end: number): void {
    const { length } = this.#view.state.doc;
    this.#view.dispatch({
      selection: { anchor: Math.min(start, length), head: Math.min(end, length) },
      scrollIntoView: true,
    });
    this.#view.focus();
  }

  /**
   * Takes the focus. If the user has never moved the caret, it goes to the end of the first value, where the user
   * continues to write.
   */
  enter(): void {
    const { main } = this.#view.state.selection;
    if (main.empty && main.head === 0) this.#goToFirstValue();
    this.#view.focus();
  }

  #goToFirstValue(): void {
    const range = firstValue(this.#view.state);
    if (range !== undefined) this.#view.dispatch({ selection: { anchor: range.to } });
  }

  /** Inserts typed text at the caret. If text is selected, the typed text replaces it. */
  type(text: string): void {
    if (text === '') return;
    this.#view.dispatch(this.#view.state.replaceSelection(text), { userEvent: 'input.type' });
  }

  /** Selects the text of the first value, so that typing replaces it. */
  selectFirstValue(): void {
    const range = firstValue(this.#view.state);
    if (range !== undefined) this.select(range.from, range.to);
  }
}

/**
 * Returns key bindings that keep their keys from VS Code. VS Code would handle each key a second time: after Ctrl+A,
 * for example, it would select everything again when the user has begun to type.
 */
function keysOfItsOwn(bindings: readonly KeyBinding[]): Extension {
  return keymap.of(bindings.map((binding) => ({ ...binding, stopPropagation: true })));
}

function writingExtensions(): Extension {
  return [
    history(),
    indentOnInput(),
    closeBrackets(),
    keysOfItsOwn([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...lintKeymap]),
  ];
}

function readingExtensions(): Extension {
  return [
    // As in a read-only editor of VS Code, the user can still put the focus into the editor and select text.
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-readonly': 'true' }),
  ];
}

function foldMarker(open: boolean): HTMLElement {
  const marker = document.createElement('span');
  marker.className = 'fold-marker';
  marker.textContent = open ? FOLD_OPEN : FOLD_CLOSED;
  return marker;
}

const VALUES = new Set(['String', 'Number', 'True', 'False', 'Null']);

function firstValue(state: EditorState): { readonly from: number; readonly to: number } | undefined {
  let found: { from: number; to: number } | undefined;
  ensureSyntaxTree(state, state.doc.length, 200)?.iterate({
    enter: (node) => {
      if (found !== undefined) return false;
      if (!VALUES.has(node.name)) return true;
      const inset = Number(node.name === 'String');
      found = { from: node.from + inset, to: node.to - inset };
      return false;
    },
  });
  return found;
}

customElements.define('json-editor', JsonEditor);

declare global {
  interface HTMLElementTagNameMap {
    'json-editor': JsonEditor;
  }
}

/**
 * The editor's theme in the colours of VS Code. It uses only custom properties, so the editor follows each change of VS
 * Code's theme.
 */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const view = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--vscode-editor-foreground)',
    backgroundColor: 'transparent',
    fontSize: 'var(--vscode-editor-font-size)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--vscode-editor-font-family)',
    fontWeight: 'var(--vscode-editor-font-weight)',
    lineHeight: '1.5',
    overflow: 'auto',
  },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--vscode-editorCursor-foreground)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--vscode-editorCursor-foreground)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--vscode-editor-selectionBackground)',
  },
  '.cm-selectionBackground': {
    background: 'var(--vscode-editor-inactiveSelectionBackground, var(--vscode-editor-selectionBackground))',
  },
  // High contrast themes show selected text in reverse colours.
  '.cm-line ::selection, .cm-line::selection': { color: 'var(--vscode-editor-selectionForeground, currentcolor)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--vscode-editorLineNumber-foreground)' },
  '.cm-foldGutter': { width: '18px' },
  '.cm-foldGutter .cm-gutterElement': { textAlign: 'center', cursor: 'pointer', opacity: '0.6' },
  '.cm-foldGutter .cm-gutterElement:hover': { opacity: '1' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'transparent',
    border: 'none',
    color: 'var(--vscode-editorInlayHint-foreground, inherit)',
    padding: '0 4px',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--vscode-editorBracketMatch-background)',
    outline: '1px solid var(--vscode-editorBracketMatch-border)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent' },
  '.cm-placeholder': { color: 'var(--vscode-input-placeholderForeground)' },
});

/** The wavy line of an error. The library uses an image for it, which the content security policy blocks. */
const marks = EditorView.theme({
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    paddingBottom: '0',
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
    textDecorationSkipInk: 'none',
    textDecorationThickness: '1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--vscode-editorError-foreground)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--vscode-editorWarning-foreground)' },
  '.cm-lintRange-active': { backgroundColor: 'transparent' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--vscode-editorError-foreground)' },
});

const widgets = EditorView.theme({
  '.cm-tooltip': {
    color: 'var(--vscode-editorHoverWidget-foreground)',
    backgroundColor: 'var(--vscode-editorHoverWidget-background)',
    border: '1px solid var(--vscode-editorHoverWidget-border)',
    borderRadius: '3px',
    boxShadow: '0 2px 8px var(--vscode-widget-shadow, transparent)',
    fontFamily: 'var(--vscode-font-family)',
    fontSize: 'var(--vscode-font-size)',
    zIndex: '20',
  },
  '.cm-tooltip-lint': { padding: '0' },
  '.cm-diagnostic': { padding: '4px 8px', borderLeft: 'none', maxWidth: '480px' },
  '.cm-tooltip.cm-tooltip-autocomplete': {
    color: 'var(--vscode-editorSuggestWidget-foreground)',
    backgroundColor: 'var(--vscode-editorSuggestWidget-background)',
    borderColor: 'var(--vscode-editorSuggestWidget-border)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--vscode-editor-font-family)',
    fontSize: 'var(--vscode-editor-font-size)',
    maxHeight: '220px',
    minWidth: '240px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'center',
    height: '22px',
    lineHeight: '22px',
    padding: '0 8px 0 4px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--vscode-editorSuggestWidget-selectedForeground, inherit)',
    backgroundColor: 'var(--vscode-editorSuggestWidget-selectedBackground)',
    outline: '1px dashed var(--vscode-contrastActiveBorder, transparent)',
    outlineOffset: '-1px',
  },
  '.cm-completionMatchedText': {
    textDecoration: 'none',
    color: 'var(--vscode-editorSuggestWidget-highlightForeground)',
    fontWeight: 'bold',
  },
  '.cm-completionDetail': {
    marginLeft: 'auto',
    paddingLeft: '24px',
    fontStyle: 'normal',
    fontFamily: 'var(--vscode-font-family)',
    color: 'var(--vscode-descriptionForeground)',
  },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionIcon': {
    fontFamily: 'codicon',
    fontSize: '16px',
    width: '22px',
    padding: '0',
    opacity: '1',
    textAlign: 'center',
    color: 'var(--vscode-symbolIcon-fieldForeground, var(--vscode-icon-foreground))',
  },
  '.cm-completionIcon:after': { content: '"\\eb5f"' },
  '.cm-completionIcon-enumValue': {
    color: 'var(--vscode-symbolIcon-enumeratorMemberForeground, var(--vscode-icon-foreground))',
  },
  '.cm-completionIcon-enumValue:after': { content: '"\\eb5e"' },
  '.cm-completionIcon-value': { color: 'var(--vscode-icon-foreground)' },
  '.cm-completionIcon-value:after': { content: '"\\ea93"' },
  '.cm-completionInfo': { padding: '6px 8px', maxWidth: '360px', whiteSpace: 'pre-wrap' },
});

/**
 * The colours of JSON. VS Code does not pass the token colours of a theme to webviews, so `media/panel.css` contains
 * those of VS Code's own themes (docs/decisions/panel-from-vscode-parts.md).
 */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--json-word)' },
  { tag: tags.invalid, color: 'var(--vscode-editorError-foreground)' },
]);

/** The editor's theme for light, dark and high contrast themes of VS Code. */
export const editorTheme: Extension = [view, marks, widgets, syntaxHighlighting(colours)];

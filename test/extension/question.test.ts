/** What an edit of the server asks, and the edits for both answers. */
import { expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageclient';
import { answered, changedDocuments, questionOf } from '../../src/extension/client/question.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const textDocument = { uri: 'file:///a.proto', version: null };
const renumbering = { label: 'Renumber', description: 'This breaks the wire format.', needsConfirmation: true };
const create = { kind: 'create', uri: 'file:///new.proto' } as const;
const text = { textDocument: { uri: 'file:///new.proto', version: null }, edits: [{ range, newText: 'text' }] };

function edit(annotationId: string, newText = ''): object {
  return { range, newText, annotationId };
}

test('an edit without a warning asks nothing', () => {
  expect(questionOf({ changes: { 'file:///a.proto': [{ range, newText: '' }] } })).toBeUndefined();
  const described = { changeAnnotations: { a: { label: 'Declaration' } }, documentChanges: [] };
  expect(questionOf(described)).toBeUndefined();
});

test('a refactoring with a warning is applied as a whole or not at all, also if it creates a file', () => {
  const documentChanges = [create, text, { textDocument, edits: [edit('a'), edit('a')] }];
  const whole = { changeAnnotations: { a: renumbering }, documentChanges } as WorkspaceEdit;
  expect(questionOf(whole)).toEqual({
    label: 'Renumber',
    description: 'This breaks the wire format.',
    without: undefined,
  });
  expect(answered(whole)).toEqual({
    changeAnnotations: { a: { ...renumbering, needsConfirmation: false } },
    documentChanges,
  });
});

test('a part of an edit that needs confirmation can be left out', () => {
  const changeAnnotations = {
    json: { label: 'Keep the JSON name', needsConfirmation: true },
    name: { label: 'Declaration' },
  };
  const edits = [edit('name', 'b'), edit('json', 'c')];
  const question = questionOf({ changeAnnotations, documentChanges: [{ textDocument, edits }] } as WorkspaceEdit);
  expect(question).toMatchObject({ label: 'Keep the JSON name', description: '' });
  expect(question?.without?.documentChanges).toEqual([{ textDocument, edits: [edit('name', 'b')] }]);
  expect(question?.without && questionOf(question.without)).toBeUndefined();
});

test('the documents of an edit are those that it changes, in both forms', () => {
  expect(changedDocuments({ changes: { 'file:///a.proto': [] } })).toEqual(['file:///a.proto']);
  expect(changedDocuments({ documentChanges: [create, text] })).toEqual(['file:///new.proto']);
});

/** A comment without an end, as the editor and the panel show it. */
import { expect, test } from 'vitest';
import { diagnosticsOf } from '../../../src/language/diagnostics/diagnostics.ts';
import { fixture } from '../../support/memoryWorkspace.ts';

test('a comment without an end is one error, which belongs to where the comment begins', () => {
  const text = 'syntax = "proto3";\nmessage M {}\n/* open\nservice S {}\n';
  const { workspace, path } = fixture(`-- a.proto --\n$0${text}`);
  const file = workspace.linked(path);
  const found = file && diagnosticsOf(workspace, path, file, (shown) => shown);
  const start = text.indexOf('/*');
  expect(found?.map(({ message }) => message)).toEqual(['End-of-file inside block comment.']);
  expect(found?.[0]?.related).toMatchObject([{ span: { start }, message: 'Comment started here.' }]);
});

/** Real files give protoc's own descriptors, comments and places included. */
import { expect, it } from 'vitest';
import { checkDescriptors, googleCorpus, wellKnownCorpus } from '../support/conformance.ts';

const SAMPLE = 300;

it.each([wellKnownCorpus(), googleCorpus(SAMPLE)])('$title are compiled as by protoc', (corpus) => {
  const { checks, differences } = checkDescriptors(corpus);
  expect(differences).toEqual([]);
  expect(checks.filter(({ good, of }) => of < corpus.paths.length || good < of)).toEqual([]);
});

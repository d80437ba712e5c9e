/** Real files give protoc's own descriptors, comments and places included. */
import { expect, it } from 'vitest';
import { checkDescriptors, googleCorpus, wellKnownCorpus } from '../support/conformance.ts';

const SAMPLE = 300;
/** The sample is compiled twice, by protoc and by us: 5 s alone, and minutes where other programs have the processor. */
const SAMPLE_MS = 300_000;

it.each([wellKnownCorpus(), googleCorpus(SAMPLE)])(
  '$title are compiled as by protoc',
  { timeout: SAMPLE_MS },
  (corpus) => {
    const { checks, differences } = checkDescriptors(corpus);
    expect(differences).toEqual([]);
    expect(checks.filter(({ good, of }) => of < corpus.paths.length || good < of)).toEqual([]);
  },
);

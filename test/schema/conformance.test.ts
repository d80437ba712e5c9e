/** We compile real files to protoc's own descriptors, including comments and places. */
import { expect, it } from 'vitest';
import { checkDescriptors, googleCorpus, wellKnownCorpus } from '../support/conformance.ts';

const SAMPLE = 300;
/** protoc and we both compile the sample. This takes 5 s alone, and minutes if other programs use the processor. */
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

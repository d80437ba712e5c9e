/** Random refactorings of real files, judged by compiling the results. `npm run verify:refactor` does many more. */
import { expect, test } from 'vitest';
import { corpusOf } from '../../support/navigationOracle.ts';
import { checkRefactorings } from '../../support/refactoringOracle.ts';

test('refactorings of real files mean what they should, and lose no comment', { timeout: 60_000 }, () => {
  const corpus = corpusOf(['google/api/', 'google/logging/', 'google/rpc/', 'google/type/', 'google/longrunning/']);
  const { done, wrong } = checkRefactorings(corpus, 40, 11);
  expect(wrong).toEqual([]);
  expect(done).toBe(40);
});

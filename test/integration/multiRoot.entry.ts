/** The suites that run in a workspace of several folders. */
import './sameService.ts';
import './severalFolders.ts';
import { runSuites } from './support/suite.ts';

export const run = runSuites;

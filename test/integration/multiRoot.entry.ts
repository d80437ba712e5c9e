/** The suite that runs in a workspace of several folders. */
import './severalFolders.ts';
import { runSuites } from './support/suite.ts';

export const run = runSuites;

/** The suites that run in a folder that nobody has trusted yet. */
import './untrustedWorkspace.ts';
import { runSuites } from './support/suite.ts';

export const run = runSuites;

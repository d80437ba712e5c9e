/** The suites that run in a folder that is not trusted yet. */
import './untrustedWorkspace.ts';
import { runSuites } from './support/suite.ts';

export const run = runSuites;

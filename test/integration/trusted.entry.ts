/** The suites that run in a trusted workspace, a copy of examples/greeter. */
import './window.ts';
import './schemaTree.ts';
import './noService.ts';
import './newServiceFile.ts';
import './languageServer.ts';
import './writing.ts';
import './formatting.ts';
import './refactoring.ts';
import './generate.ts';
import './missingOptions.ts';
import './goPlugins.ts';
import './goModule.ts';
import './goNavigation.ts';
import './symbols.ts';
import './goServer.ts';
import './localServer.ts';
import './panel.ts';
import './checkout.ts';
import { runSuites } from './support/suite.ts';

export const run = runSuites;

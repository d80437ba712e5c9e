/** The runner's process: makes all calls and hosts the plugin workers, away from the editor. */
import { serveParent } from '../node/child.ts';
import { registerCalls } from './calls.ts';
import { registerGenerate } from './generate.ts';

// grpc-js names IP addresses in TLS, which Node warns about; nobody here could act on it.
process.noDeprecation = true;

const connection = serveParent();
registerCalls(connection);
registerGenerate(connection);

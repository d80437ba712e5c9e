/** The runner's process: makes all calls and hosts the plugin workers, away from the editor. */
import { serveParent } from '../node/child.ts';
import { quietGrpc } from '../rpc/quiet.ts';
import { registerCalls } from './calls.ts';
import { registerGenerate } from './generate.ts';

quietGrpc();
const connection = serveParent();
registerCalls(connection);
registerGenerate(connection);

/** The runner's process. It makes all calls and hosts the plugin workers, away from the editor. */
import { serveParent } from '../../host/processes/child.ts';
import { surviveRejections } from '../../host/processes/rejections.ts';
import { quietGrpc } from '../../calls/quiet.ts';
import { registerCalls } from './calls.ts';
import { registerGenerate } from './generate.ts';

surviveRejections((line) => console.error(line));
quietGrpc();
const connection = serveParent();
registerCalls(connection);
registerGenerate(connection);

/** A parent that starts the given child, prints the child's pid, and keeps running. */
import { startChild } from '../../../../src/host/processes/child.ts';

const child = startChild(process.argv[2] ?? '', { onExit: () => undefined, onStderr: () => undefined });
void child.connection.sendRequest('echo', 1).then(() => console.log(child.pid));
setInterval(() => undefined, 1000);

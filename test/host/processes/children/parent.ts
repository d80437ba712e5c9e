/** A parent that starts the child it is given, says its pid, and lives on. */
import { startChild } from '../../../../src/host/processes/child.ts';

const child = startChild(process.argv[2] ?? '', { onExit: () => undefined, onStderr: () => undefined });
void child.connection.sendRequest('echo', 1).then(() => console.log(child.pid));
setInterval(() => undefined, 1000);

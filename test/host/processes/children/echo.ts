/** A child that returns the data of its requests, and reports its environment. */
import { serveParent } from '../../../../src/host/processes/child.ts';
import { surviveRejections } from '../../../../src/host/processes/rejections.ts';

surviveRejections((line) => console.error(line));
const connection = serveParent();
connection.onRequest('echo', (value: unknown) => ({ value, isBytes: value instanceof Uint8Array }));
connection.onRequest('environment', () => ({
  options: process.env['NODE_OPTIONS'] ?? '',
  electron: process.env['ELECTRON_RUN_AS_NODE'],
  given: process.env['GIVEN'],
}));
connection.onRequest('never', () => new Promise(() => undefined));
connection.onRequest('die', () => process.exit(7));
connection.onRequest('reject', () => {
  setImmediate(() => void Promise.reject(new Error('thrown away')));
});
connection.onRequest('hangUp', () => {
  setImmediate(() => {
    process.removeAllListeners('disconnect');
    setInterval(() => undefined, 1000);
    process.disconnect();
  });
});
connection.onRequest('print', () => console.error('said something'));

// Required by each Node process below a test: writes a file with the process id, so that the test sees every child.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const folder = process.env['PIDS_FOLDER'];
if (isMainThread && folder !== undefined) writeFileSync(join(folder, String(process.pid)), '');

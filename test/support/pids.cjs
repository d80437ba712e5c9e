// Required by each Node process below a test: leaves a file with its process id, so that the test knows of every child.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const folder = process.env['PIDS_FOLDER'];
if (isMainThread && folder !== undefined) writeFileSync(join(folder, String(process.pid)), '');

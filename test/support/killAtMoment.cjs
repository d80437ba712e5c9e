// Loaded before a program: counts the program's calls to the disk, and kills it at one of these moments.
// KILL_AT: a number from 1. KILL_COUNT: a file that gets the number of moments.
const { writeFileSync } = require('node:fs');
const files = require('node:fs/promises');
const { isMainThread } = require('node:worker_threads');

const at = Number(process.env['KILL_AT'] ?? 0);
let moments = 0;

function moment() {
  if (++moments === at) process.kill(process.pid, 'SIGKILL');
}

function around(/** @type {any} */ target, /** @type {string} */ name) {
  const original = target[name];
  target[name] = async function (/** @type {readonly unknown[]} */ ...args) {
    moment();
    const result = await original.apply(this, args);
    moment();
    return result;
  };
}

// A kill can come between two parts of one write, too.
function inParts(/** @type {import('node:fs/promises').FileHandle} */ handle) {
  const write = handle.writeFile.bind(handle);
  handle.writeFile = async (/** @type {any} */ content) => {
    const bytes = Buffer.from(content);
    const half = bytes.length >> 1;
    moment();
    await write(bytes.subarray(0, half));
    moment();
    await write(bytes.subarray(half));
    moment();
  };
  return handle;
}

if (isMainThread) {
  for (const name of ['mkdir', 'open', 'rename', 'rm']) around(files, name);
  const open = files.open;
  files.open = async (...args) => {
    const handle = inParts(await open(...args));
    around(handle, 'sync');
    return handle;
  };
  process.on('exit', () => process.env['KILL_COUNT'] && writeFileSync(process.env['KILL_COUNT'], String(moments)));
}

// How long a user waits in a real VS Code, from an action until it is drawn, with the packaged extension. Beside it
// runs an extension that does nothing: its times are VS Code's own.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/setup.mjs';
import { load } from '../../scripts/lib/typescript.mjs';
import { closedSample, layOut } from '../lib/corpus.mjs';
import { medianOfTold } from '../lib/figures.mjs';
import { frameWith, timeInPage } from '../lib/pageClock.mjs';
import { IDLE_EXTENSION, openStage, openWindow, webviewShows } from '../lib/window.mjs';

/** @typedef {import('../lib/figures.mjs').Row} Row */
/** @typedef {import('../lib/window.mjs').Window} Window */
/** @typedef {Record<string, number | undefined>} Times in ms. */

const { copyGreeter } = await load('test/driver/sample.ts');

/** The number of files in the larger folder, about as many as a large public API has. */
const MANY_FILES = 650;
const WARM_CALLS = 5;

const BODY = '[data-testid=body] .cm-content';
const REPLY = '[data-testid=reply] .cm-content';
const SEND = 'ControlOrMeta+Enter';
const HISTORY = '[data-testid=history-entry]';

/** @type {readonly (readonly [name: string, what: string, bar: string | undefined])[]} */
const ROWS = [
  ['activation', 'loading and activating the extension', "≤ 50 ms over VS Code's own"],
  ['tree', 'from opening the view of a new window until the tree is drawn, Greeter', "≤ 1 s over VS Code's own"],
  ['largeTree', `the same with ${MANY_FILES} files`, "≤ 2 s over VS Code's own"],
  ['server', 'from starting the local server until its row is drawn', undefined],
  ['coldPanel', 'the first panel, until its body is drawn', '≤ 1 s'],
  ['warmPanel', 'another panel', '≤ 200 ms'],
  ['firstReply', 'the first reply', '≤ 500 ms'],
  ['warmReply', "a warm reply, without the engine's own time", '≤ 50 ms'],
  ['edit', 'from an edit until the row of the tree is drawn', '≤ 200 ms'],
  ['generate', 'generating when nothing has changed', '≤ 500 ms'],
  ['reload', 'from a reload until the panel is back', "≤ 3 s over VS Code's own"],
];

/** @param {{ readonly rounds: number }} options @returns {Promise<readonly Row[]>} */
export async function windowRows({ rounds }) {
  const stage = await openStage();
  if (stage === undefined) return [];
  /** @type {Times[]} */
  const all = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const sample = await copyGreeter(root);
      try {
        all.push({ ...(await greeterTimes(stage, sample.folder)), ...(await largeTimes(stage)) });
      } finally {
        await sample.remove();
      }
    }
  } finally {
    await stage.close();
  }
  return ROWS.map(([name, what, bar]) => rowOf(all, name, what, bar));
}

/** @param {readonly Times[]} all @param {string} name @param {string} what @param {string | undefined} bar @returns {Row} */
function rowOf(all, name, what, bar) {
  const ours = medianOfTold(all.map((times) => times[name]));
  const idle = medianOfTold(all.map((times) => times[`${name}Idle`]));
  return {
    what,
    unit: 'ms',
    ours,
    ...(idle === undefined ? {} : { peer: { name: 'an extension that does nothing', value: idle } }),
    ...(bar === undefined ? {} : { bar }),
  };
}

/** @param {import('../../scripts/lib/stage.mjs').Stage} stage @param {string} folder @returns {Promise<Times>} */
async function greeterTimes(stage, folder) {
  const { treeIdle, activationIdle } = await idleTimes(stage, folder);
  const window = await openWindow(stage, { name: 'bench-window', folder, linked: [root, IDLE_EXTENSION] });
  try {
    const tree = await treeTime(window, { container: 'gRPC', view: 'Schema', label: 'greeter.v1' });
    const activation = await activationTime(window, /grpc.workbench/i);
    const panel = await panelTimes(window);
    const edit = await editTime(window);
    const generate = await generateTime(window);
    const own = { tree, activation, ...panel, edit, generate, ...(await reloadTimes(window)) };
    return { ...own, treeIdle, activationIdle };
  } finally {
    await window.dispose();
  }
}

/** @param {import('../../scripts/lib/stage.mjs').Stage} stage @returns {Promise<Times>} */
async function largeTimes(stage) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bench-window-')));
  try {
    await layOut(folder, await closedSample(MANY_FILES));
    const { treeIdle: largeTreeIdle } = await idleTimes(stage, folder);
    const window = await openWindow(stage, { name: 'bench-large', folder, linked: [root] });
    try {
      return { largeTree: await treeTime(window, { container: 'gRPC', view: 'Schema' }), largeTreeIdle };
    } finally {
      await window.dispose();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Measures how long VS Code itself takes for a view of one row, and to activate an extension. It has its own window:
 * two extensions that activate together wait for each other.
 * @param {import('../../scripts/lib/stage.mjs').Stage} stage
 * @param {string} folder
 */
async function idleTimes(stage, folder) {
  const window = await openWindow(stage, { name: 'bench-idle', folder, linked: [IDLE_EXTENSION] });
  try {
    const treeIdle = await treeTime(window, { container: 'Idle', view: 'Rows' });
    return { treeIdle, activationIdle: await activationTime(window, /idle/i) };
  } finally {
    await window.dispose();
  }
}

/**
 * Measures from the first moment that the window can be clicked, when VS Code has not started its extensions yet.
 * @param {Window} window
 * @param {{ readonly container: string, readonly view: string, readonly label?: string }} asked Any row, if no label is
 * given.
 */
async function treeTime({ workbench, time }, { container, view, label }) {
  await workbench.ready();
  return time(
    () => workbench.openView(container),
    async () => {
      const rows = await workbench.treeRows(view);
      return label === undefined ? rows.length > 0 : rows.some((row) => row.label === label);
    },
  );
}

/**
 * The time to load an extension and to call `activate`, as VS Code reports it. What else VS Code starts in the meantime
 * is in it too.
 * @param {Window} window
 * @param {RegExp} name
 */
async function activationTime({ page, workbench }, name) {
  await workbench.runCommand('Developer: Show Running Extensions');
  const list = page.locator('.runtime-extensions-editor .monaco-list');
  await list.locator('.activation-time').first().waitFor();
  const row = list.locator('.monaco-list-row').filter({ hasText: name });
  // The slowest come first, and the page contains only the rows on screen.
  for (const key of ['Home', 'End']) {
    await list.press(key);
    if (await row.isVisible()) break;
  }
  const told = await row.locator('.activation-time').textContent();
  await workbench.runCommand('View: Close Editor');
  return Number(/(\d+)\s?ms/.exec(told ?? '')?.[1]);
}

/** @param {Window} window @returns {Promise<Times>} */
async function panelTimes({ page, workbench, time }) {
  await workbench.expandRow('Schema', 'greeter.v1');
  await workbench.expandRow('Schema', 'Greeter');
  await workbench.clickRow('Schema', 'SayHello');
  const server = await time(
    () => workbench.clickViewButton('Servers', 'Start Local Server'),
    async () => (await workbench.treeRows('Servers')).some(({ description }) => /:\d+/.test(description)),
  );
  const panel = async (/** @type {string} */ method) => {
    const action = await workbench.rowAction('Schema', method, 'Send Request');
    return time(
      () => action.click(),
      () => webviewShows(page, BODY, 'name'),
    );
  };
  const coldPanel = await panel('SayHello');
  // We use the keyboard: for a click, the driver would first search every frame for the button.
  await workbench.webviewClick(BODY);
  const frame = await frameWith(page, BODY);
  const firstReply = await timeInPage(frame, 'keydown', { selector: REPLY, words: 'Hello' }, () =>
    workbench.press(SEND),
  );
  // During a call, the key sends nothing.
  await time(
    () => Promise.resolve(),
    async () => (await workbench.webviewCount(HISTORY)) === 1,
  );
  /** @type {number[]} */
  const replies = [];
  for (let call = 2; call < 2 + WARM_CALLS; call++) replies.push(await replyTime({ page, workbench }, frame, call));
  const warmPanel = await panel('LotsOfReplies');
  return { server, coldPanel, warmPanel, firstReply, warmReply: medianOfTold(replies) };
}

/**
 * @param {Pick<Window, 'page' | 'workbench'>} window
 * @param {import('playwright-core').Frame} frame
 * @param {number} calls The number of calls after this one.
 */
async function replyTime({ page, workbench }, frame, calls) {
  const whole = await timeInPage(frame, 'keydown', { selector: HISTORY, count: calls }, () => workbench.press(SEND));
  const engine = await workbench.webviewText('[data-testid=time]');
  await page.waitForTimeout(100);
  return whole - Number.parseFloat(engine);
}

/** Writes a method below the others. @param {Window} window */
async function editTime({ page, workbench }) {
  await workbench.clickRow('Schema', 'BidiHello');
  await page.locator('.tab', { hasText: 'greeter.proto' }).first().waitFor();
  // The palette would lose the focus to the editor that is just opening.
  await workbench.press('ControlOrMeta+1');
  await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  await workbench.press('End');
  await workbench.press('Enter');
  const row = { selector: '[id="workbench.parts.sidebar"] .monaco-list-row', words: 'Added' };
  return timeInPage(page.mainFrame(), undefined, row, () =>
    page.keyboard.insertText('rpc Added(HelloRequest) returns (HelloReply);'),
  );
}

/** @param {Window} window */
async function generateTime({ page, workbench }) {
  await workbench.runCommand('File: Save');
  await workbench.runCommand('gRPC: Generate Go Server and Client');
  await workbench.waitForMessage('Go files');
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.waitForNoMessage('Go files');
  const entry = await workbench.commandEntry('gRPC: Generate Go Server and Client');
  const told = { selector: '.statusbar-item', words: 'up to date' };
  return timeInPage(page.mainFrame(), 'mousedown', told, () => entry.click());
}

/**
 * The reload restores two panels, one from an extension that does nothing.
 * @param {Window} window
 * @returns {Promise<Times>}
 */
async function reloadTimes({ page, workbench, time }) {
  const isIdleBack = () => webviewShows(page, '[data-testid=idle]', 'idle');
  await time(() => workbench.runCommand('Open Idle Panel'), isIdleBack);
  // The new panel takes the focus after it is drawn, and would take it from the command palette.
  await workbench.screenshot('bench-window');
  const started = performance.now();
  /** @type {Times} */
  const times = {};
  times['reload'] = await time(
    async () => {
      await Promise.all([page.waitForEvent('domcontentloaded'), workbench.runCommand('Developer: Reload Window')]);
    },
    async () => {
      if (times['reloadIdle'] === undefined && (await isIdleBack())) times['reloadIdle'] = performance.now() - started;
      return webviewShows(page, BODY, 'name');
    },
  );
  await workbench.screenshot('bench-reloaded');
  return times;
}

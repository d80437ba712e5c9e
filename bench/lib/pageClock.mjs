// Times by a page's own clock, from an input event until a frame shows the result. A driver that looks from outside
// adds the time of its looks, and takes it from the page.

/** @typedef {import('playwright-core').Frame} Frame */
/**
 * @typedef {object} Shown What ends the time: this many elements with these words.
 * @property {string} selector
 * @property {string} [words]
 * @property {number} [count] Default: one.
 */

/** The longest wait for the result, in ms. */
const PATIENCE_MS = 60_000;

/**
 * This code runs in the page. It is a text, because code of this repository outside the panel's page has no types of a
 * browser.
 */
const WATCH = `({ event, selector, words, count, patience }) => {
  globalThis.benchTime = new Promise((resolve) => {
    let started = event === undefined ? performance.now() : undefined;
    addEventListener(event, ({ timeStamp }) => (started = timeStamp), { capture: true, once: true });
    const isShown = () =>
      [...document.querySelectorAll(selector)].filter(({ textContent }) => textContent.includes(words)).length >= count;
    const afterFrame = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - started);
      port2.postMessage(undefined);
    };
    const observer = new MutationObserver(() => {
      if (started === undefined || !isShown()) return;
      observer.disconnect();
      requestAnimationFrame(afterFrame);
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    setTimeout(() => resolve(Infinity), patience);
  });
}`;

/**
 * The time in ms from the first `event` that `act` causes in the frame until the frame shows what is expected. Text that
 * is put into an editor causes no event: then the time starts just before.
 * @param {Frame} frame
 * @param {'keydown' | 'mousedown' | undefined} event
 * @param {Shown} shown
 * @param {() => Promise<unknown>} act
 * @returns {Promise<number>}
 */
export async function timeInPage(frame, event, { selector, words = '', count = 1 }, act) {
  const watched = { event, selector, words, count, patience: PATIENCE_MS };
  await frame.evaluate(`(${WATCH})(${JSON.stringify(watched)})`);
  await act();
  return Number(await frame.evaluate('globalThis.benchTime'));
}

/**
 * The frame that has such an element; the page's own if none has.
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @returns {Promise<Frame>}
 */
export async function frameWith(page, selector) {
  for (const frame of page.frames()) {
    const count = await frame
      .locator(selector)
      .count()
      .catch(() => 0);
    if (count > 0) return frame;
  }
  return page.mainFrame();
}

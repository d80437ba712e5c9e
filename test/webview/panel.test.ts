/**
 * The panel as users use it: keys and clicks on the real page, connected to the extension's real session.
 * @needs browser
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../../scripts/lib/browser.mjs';
import { descriptorSet } from '../support/descriptorSet.ts';
import { requireNeed } from '../support/needs.ts';
import {
  FakeServices,
  GO,
  LOCAL,
  schemaNamed,
  greets,
  hangs,
  ok,
  refused,
  streams,
} from '../extension/panel/fakeServices.ts';
import type { Hint } from '../../src/contract/calls.ts';
import { PanelStage, type PanelOptions, type StagedPanel } from './stage.ts';
import { THEMES } from './themes.ts';

requireNeed('browser');
const browserPath = await findBrowser();
if (browserPath === undefined) {
  const reason = 'The panel is not tested: no Chrome or Chromium was found. Install one, or name one in CHROME_PATH.';
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(reason);
}

const ORDERS = `
syntax = "proto3";
package shop.v1;
service Orders {
  rpc Create(Order) returns (Order);
  rpc Upload(stream Order) returns (Order);
}
enum Status { STATUS_UNSPECIFIED = 0; STATUS_OPEN = 1; STATUS_SHIPPED = 2; }
message Order {
  // What the shop calls it.
  string id = 1;
  Status status = 2;
  bool gift = 3;
}
`;

const STREAM = 'greeter.v1.Greeter/LotsOfReplies';
const TARGET = '[data-testid=target]';
const BODY = '[data-testid=body] .cm-content';
const REPLY = '[data-testid=reply] .cm-content';

/** Names what has the focus, if neither it nor what it is in has a ring; a field that is written in has its caret. */
const WITHOUT_RING = `(() => {
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const hasCaret = focused.isContentEditable && focused.closest('json-editor[readonly]') === null;
  if (focused === document.body || hasCaret) return [];
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--vscode-focusBorder)';
  const ring = getComputedStyle(probe).color;
  probe.remove();
  for (let element = focused; element !== null && element !== document.body; element = element.parentElement) {
    const { outlineStyle, outlineColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
    if (outlineStyle !== 'none' && outlineColor === ring) return [];
    if (borderTopWidth !== '0px' && borderTopColor === ring) return [];
  }
  const after = getComputedStyle(focused, '::after');
  if (after.outlineStyle !== 'none' && after.outlineColor === ring) return [];
  return [focused.outerHTML.slice(0, 120)];
})()`;

/** Reads the colours of a key, a string, a number and a word in the body `{"a": "b", "c": 1, "d": true}`. */
const JSON_COLOURS = `(() => {
  const tokens = [...document.querySelectorAll('#body .cm-line span')];
  const hex = (part) => Number(part).toString(16).padStart(2, '0');
  return ['"a"', '"b"', '1', 'true'].map((text) => {
    const token = tokens.find((each) => each.textContent === text);
    return '#' + getComputedStyle(token).color.match(/\\d+/g).map(hex).join('');
  });
})()`;

/** Returns the contrast of two colours such as `#9cdcfe` (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(part: number): number {
  const share = part / 255;
  if (share <= 0.04045) return share / 12.92;
  return ((share + 0.055) / 1.055) ** 2.4;
}

/** Reads the part of the notice that is never cut; empty if some of it is out of sight. */
const SHORT_NOTICE = `(() => {
  const short = document.querySelector('[data-testid=schema-problem] .short');
  const isCut = short.scrollWidth > short.clientWidth || short.getBoundingClientRect().right > innerWidth;
  return isCut ? '' : short.innerText;
})()`;

/** Whether the first `height` pixels of an element can be seen, or all of it: nothing cuts or covers them. */
function isInSight(page: Page, selector: string, height = Infinity): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const end = Math.min(bottom, top + ${height === Infinity ? 'Infinity' : height});
    const points = [[left + 1, top + 1], [right - 1, top + 1], [left + 1, end - 1], [right - 1, end - 1]];
    return points.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
  })()`);
}

/** Whether a click in the middle of an element meets it, and no side of it is outside the page. */
function isReachable(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && right <= innerWidth && element.contains(met);
  })()`);
}

describe.skipIf(browserPath === undefined)('the panel', () => {
  let stage: PanelStage;
  const open: StagedPanel[] = [];

  beforeAll(async () => {
    stage = await PanelStage.open(await launchBrowser(browserPath ?? ''));
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    for (const panel of open.splice(0)) {
      // Chromium's own editing tries to keep the look of text that is typed over with an inline style. It is blocked,
      // and the editor draws the text again anyway.
      expect((await panel.violations()).filter((violation) => violation.trim() !== 'style-src-attr inline')).toEqual(
        [],
      );
      expect(panel.warnings).toEqual([]);
      await panel.close();
    }
  });

  async function start(options: PanelOptions = {}): Promise<StagedPanel> {
    const panel = await stage.panel(options);
    open.push(panel);
    await panel.page.waitForSelector(`${BODY} .cm-line`);
    return panel;
  }

  function orders(): FakeServices {
    const services = new FakeServices();
    services.schema = schemaNamed('orders', descriptorSet({ 'orders.proto': ORDERS }, ['--include_source_info']));
    return services;
  }

  function answering(answer: FakeServices['answer']): FakeServices {
    const services = new FakeServices();
    services.answer = answer;
    return services;
  }

  const text = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();
  const send = (page: Page): Promise<void> => page.keyboard.press('Control+Enter');

  async function writeBody(page: Page, body: string): Promise<void> {
    await page.focus(BODY);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(body);
  }

  describe('a first call', () => {
    test('a first call needs only a name and Ctrl+Enter, and starts the local server', async () => {
      const { page, services } = await start();
      expect(await page.inputValue(TARGET)).toBe('Start local server');
      await page.keyboard.type('Ada');
      await send(page);
      await page.waitForSelector(REPLY);
      expect(await text(page, REPLY)).toContain('"message": "Hello Ada"');
      expect(services.starts).toEqual(['greeter.v1.Greeter/SayHello']);
      expect(services.calls[0]).toMatchObject({
        target: { address: '127.0.0.1:50051', security: 'plaintext' },
        metadata: [],
      });
      expect(await page.inputValue(TARGET)).toBe('127.0.0.1:50051');
    });

    test('a first call shows the status as a word and a number, the time, size, headers, trailers and a history entry', async () => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector(REPLY);
      expect(await text(page, '[data-testid=status]')).toMatch(/OK\s*0/);
      expect(await text(page, '[data-testid=time]')).toBe('3.1 ms');
      expect(await text(page, '[data-testid=size]')).toBe('13 B');
      expect(await page.locator('[data-testid=headers]').textContent()).toContain('application/grpc+proto');
      expect(await page.locator('[data-testid=trailers]').textContent()).toContain('x-served-by');
      expect(await text(page, '[data-testid=history]')).toContain('OK');
      expect(await page.locator('[data-testid=announcement]').textContent()).toBe('OK after 3.1 ms, 13 B.');
    });

    test('a first call can also be sent with the button', async () => {
      const { page, services } = await start();
      await page.click('[data-testid=send]');
      await page.waitForSelector(REPLY);
      expect(services.calls).toHaveLength(1);
    });
  });

  describe('text that the user types before the panel is ready', () => {
    /** Makes services whose schema arrives when the test sends it. */
    function late(): { services: FakeServices; release: () => void } {
      const services = new FakeServices();
      let release = (): void => undefined;
      const ready = new Promise<void>((resolve) => (release = resolve));
      services.methodSchema = () => ready.then(() => services.schema);
      return { services, release };
    }

    test('text that is typed early appears in the body and is sent, even if the schema arrives later', async () => {
      const { services, release } = late();
      const { page } = await start({ services });
      await page.keyboard.type('Adaa');
      await page.keyboard.press('Backspace');
      await send(page);
      expect(services.calls).toEqual([]);
      release();
      await expect.poll(() => services.calls.length).toBe(1);
      expect(JSON.parse(services.calls[0]?.messages[0] ?? '')).toEqual({ name: 'Ada' });
    });

    test.each(['a new', 'a restored'])(
      'a request is sent, even if the key comes before %s page has anything to show',
      async (which) => {
        const storage = new Map<string, unknown>();
        if (which === 'a restored') {
          const before = await start({ storage });
          await writeBody(before.page, '{ "name": "" }');
          await before.hideAndShow();
        }
        let release = (): void => undefined;
        const hears = new Promise<void>((resolve) => (release = resolve));
        const panel = await stage.panel({ storage, hears });
        open.push(panel);
        await panel.page.keyboard.type('Ada');
        await send(panel.page);
        release();
        await expect.poll(() => panel.services.calls.length).toBe(1);
        expect(JSON.parse(panel.services.calls[0]?.messages[0] ?? '')).toEqual({ name: 'Ada' });
      },
    );

    test('text that is typed early stays in the field that the user has chosen in the meantime', async () => {
      const { services, release } = late();
      const { page } = await start({ services });
      await page.focus(TARGET);
      release();
      await page.waitForSelector(`${BODY} >> text=world`);
      await page.keyboard.type('localhost:7');
      expect(await page.inputValue(TARGET)).toBe('localhost:7');
      expect(await text(page, BODY)).toContain('"world"');
    });

    test('text that is typed early continues after the first value in a panel that is shown again', async () => {
      const panel = await start();
      await writeBody(panel.page, '{ "name": "Ada" }');
      await panel.hideAndShow();
      await panel.page.waitForSelector(`${BODY} >> text=Ada`);
      await panel.page.keyboard.type(' L');
      expect(await text(panel.page, BODY)).toBe('{ "name": "Ada L" }');
    });

    test('text that is typed early appears in the body when the panel is opened again', async () => {
      const panel = await start();
      const { page } = panel;
      await page.click('vscode-tab-header >> text=Options');
      await page.focus('[data-testid=deadline] input');
      panel.openAgain();
      await expect.poll(() => page.evaluate(`document.activeElement.closest('#body') !== null`)).toBe(true);
      expect(await page.isVisible(BODY)).toBe(true);
    });
  });

  describe('a request that cannot be sent', () => {
    const broken = {
      kind: 'missing',
      message: 'greeter.proto:5:3: Expected ";".',
      place: {
        uri: 'file:///greeter.proto',
        range: { startLine: 4, startCharacter: 2, endLine: 4, endCharacter: 3 },
      },
    } as const;

    test('a request is not sent if its file has an error, and the panel leads to the error', async () => {
      const services = new FakeServices();
      services.schema = broken;
      const { page } = await start({ services });
      await page.waitForSelector('[data-testid=schema-problem]');
      await page.click('[data-testid=send]');
      expect(await text(page, '[data-testid=status]')).toBe('Not sent');
      expect(await text(page, '[data-testid=problem] .cause')).toContain('Expected ";".');
      await page.click('[data-testid=mend]');
      await expect.poll(() => services.errorsShown).toEqual([broken.place]);
    });

    test('a panel without a schema still shows the kind of its method, if the text of the file says it', async () => {
      const services = new FakeServices();
      services.schema = { ...broken, methodKind: 'serverStreaming' };
      const { page } = await start({ services });
      await page.waitForSelector('[data-testid=schema-problem]');
      expect(await text(page, '[data-testid=kind]')).toContain('server streaming');
      services.changeSchema(broken);
      await expect.poll(() => page.locator('[data-testid=kind]').count()).toBe(0);
    });

    test('a request is not sent if the running local server leaves out its service, and the panel leads to the error', async () => {
      const services = new FakeServices();
      services.servers = [{ ...LOCAL, label: 'shop', lacksService: true }];
      services.started = { ...broken, kind: 'failed' };
      const { page } = await start({ services });
      expect(await page.inputValue(TARGET)).toBe('127.0.0.1:50051');
      expect(await text(page, '.picker-detail')).toBe('shop · service has errors');
      await send(page);
      await page.click('[data-testid=go-to-call-error]');
      await expect.poll(() => services.errorsShown).toEqual([broken.place]);
    });

    test('the card says why the body cannot be sent, even if the line below the body says so too', async () => {
      const services = answering(() => Promise.resolve({ kind: 'invalid', message, index: 0, start: 2, end: 8 }));
      let message = '';
      const { page } = await start({ services });
      await writeBody(page, '{ "nane": "x" }');
      message = await text(page, '.problem-text');
      await send(page);
      await page.waitForSelector('[data-testid=show-in-body]');
      expect(await text(page, '[data-testid=problem] .cause')).toBe(message);
    });

    test('a problem with the target is shown at the field and in the card, and nothing moves', async () => {
      const { page } = await start();
      const top = async (): Promise<number | undefined> => (await page.locator('.halves').boundingBox())?.y;
      const before = await top();
      await page.fill(TARGET, '127.0.0.1:99999');
      await send(page);
      await page.waitForSelector('[data-testid=mend]');
      expect(await text(page, '#target-problem')).toContain('99999 is not a port');
      expect(await text(page, '[data-testid=problem] .cause')).toContain('99999 is not a port');
      expect(await top()).toBe(before);
    });

    test.each([
      ['5', 'The deadline needs a unit: type 5 ms, 5 s or 5 m.'],
      ['0.001', 'The deadline needs a unit: type 1 ms, 1 s or 1 m.'],
      ['soon', 'The deadline "soon" cannot be read. Type a number and a unit, such as 500ms, 10s or 2m.'],
    ])('a problem with the deadline %j is shown at the field and in the card', async (deadline, words) => {
      const { page, services } = await start();
      await page.click('vscode-tab-header >> text=Options');
      await page.fill('[data-testid=deadline] input', deadline);
      await page.click('vscode-tab-header >> text=Body');
      await send(page);
      expect(await text(page, '[data-testid=deadline-note]')).toBe(words);
      expect(await text(page, '[data-testid=problem] .cause')).toBe(words);
      await expect.poll(() => page.evaluate(`document.activeElement.dataset.testid`)).toBe('deadline');
      expect(await page.locator('[data-testid=announcement]').textContent()).toBe(`Not sent. ${words}`);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('5s');
      await expect.poll(() => page.locator('[data-testid=problem]').count()).toBe(0);
      expect(services.calls).toEqual([]);
    });
  });

  describe('keys that a field or an editor handles', () => {
    test.each([
      ['the body', BODY],
      ['the target', TARGET],
    ])('keys do not leave %s, because VS Code would handle them a second time', async (_, field) => {
      const { page } = await start();
      // The code is a string, because this program is checked without the DOM's types.
      await page.evaluate(`window.heard = []; addEventListener('keydown', ({ key }) => heard.push(key));`);
      await page.focus(field);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('x');
      expect(await page.evaluate('heard.filter((key) => key !== "Control")')).toEqual(['x']);
    });
  });

  describe('the reply to an earlier request', () => {
    test.each([
      ['body', (page: Page) => writeBody(page, '{ "name": "other" }')],
      ['target', (page: Page) => page.fill(TARGET, '127.0.0.1:50999')],
    ])('an earlier reply is dimmed and labelled as soon as the %s changes', async (_, change) => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector(REPLY);
      expect(await page.locator('[data-testid=outdated]').count()).toBe(0);
      await change(page);
      await page.waitForSelector('[data-testid=outdated]');
      expect(await text(page, '[data-testid=outdated] >> nth=0')).toBe('for an earlier request');
      const opacity = `Number(getComputedStyle(document.querySelector('[data-testid=reply]')).opacity)`;
      await expect.poll(() => page.evaluate(opacity)).toBeLessThan(1);
    });

    test('an earlier reply is dimmed if a request is not sent, but the reason is not dimmed', async () => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector(REPLY);
      await page.fill(TARGET, '127.0.0.1:99999');
      await send(page);
      await page.waitForSelector('[data-testid=mend]');
      const opacityOf = (selector: string): Promise<unknown> =>
        page.evaluate(`Number(getComputedStyle(document.querySelector('${selector}')).opacity)`);
      await expect.poll(() => opacityOf('[data-testid=reply]')).toBeLessThan(1);
      expect(await opacityOf('[data-testid=problem]')).toBe(1);
      expect(await opacityOf('.reply-panel [data-testid=status]')).toBe(1);
    });

    test('an earlier reply is normal again once the request is the same again', async () => {
      const { page } = await start();
      await writeBody(page, '{ "name": "Ada" }');
      await send(page);
      await page.waitForSelector(REPLY);
      await writeBody(page, '{ "name": "Eve" }');
      await page.waitForSelector('[data-testid=outdated]');
      await writeBody(page, '{ "name": "Ada" }');
      await expect.poll(() => page.locator('[data-testid=outdated]').count()).toBe(0);
    });
  });

  describe('a failure', () => {
    test('a failure offers the running local server if nothing answers at the target, and calls it', async () => {
      const services = answering((call, ...rest) =>
        call.target.address === LOCAL.address ? greets(call, ...rest) : refused(call, ...rest),
      );
      services.servers = [LOCAL];
      const { page } = await start({ services });
      await page.fill(TARGET, '127.0.0.1:50999');
      await send(page);
      await page.click('[data-testid=use-local-server]');
      // A call that is running is not drawn at once.
      await expect.poll(() => page.inputValue(TARGET)).toBe('127.0.0.1:50051');
      await page.waitForSelector(REPLY);
      expect(services.calls.map(({ target }) => target.address)).toEqual(['127.0.0.1:50999', LOCAL.address]);
      await expect.poll(() => page.evaluate(`document.activeElement.className`)).toBe('send');
    });

    test('a failure has its buttons in one row if there is room', async () => {
      const services = answering(async (...call) => ({
        ...(await refused(...call)),
        hint: { cause: 'There is no host with this name.', fix: 'Check the spelling.', change: 'target' },
      }));
      services.servers = [LOCAL];
      const { page } = await start({ services });
      await page.fill(TARGET, 'no.such.host:443');
      await send(page);
      const top = async (button: string): Promise<number | undefined> =>
        (await page.locator(`[data-testid=${button}]`).boundingBox())?.y;
      expect(await top('use-local-server')).toBe(await top('change-target'));
    });

    test('a failure keeps its button and the words of the server in sight beside a full history', async () => {
      const services = answering(async (...call) => ({
        ...(await refused(...call)),
        details: 'Name resolution failed for target dns:no.such.host:443, after several attempts.',
        hint: {
          cause: 'There is no host with the name no.such.host in the network of this machine.',
          fix: 'Check the spelling of the name, and whether this machine is in the right network.',
          change: 'target',
        },
      }));
      const { page } = await start({ services, width: 700, height: 470 });
      await page.fill(TARGET, 'no.such.host:443');
      for (let count = 1; count <= 6; count++) {
        await send(page);
        await page.waitForSelector(`[data-testid=history-entry] >> nth=${count - 1}`);
      }
      expect(await isInSight(page, '[data-testid=change-target]')).toBe(true);
      expect(await isInSight(page, '[data-testid=details]')).toBe(true);
    });

    test('a failure offers the kind of security that the server needs', async () => {
      const services = answering(async (...call) => ({
        ...(await refused(...call)),
        hint: { cause: 'It speaks TLS.', fix: 'Choose TLS for this target.', security: 'tls' },
      }));
      const { page } = await start({ services });
      await page.fill(TARGET, 'staging.example.com:8443');
      await send(page);
      await page.click('[data-testid=switch-security]');
      await send(page);
      await expect.poll(() => services.calls.at(-1)?.target.security).toBe('tls');
    });
  });

  describe('a failure that the user can fix', () => {
    const failing = (code: number, hint: Hint): FakeServices =>
      answering(() =>
        Promise.resolve({ kind: 'status', code, name: 'FAILED', details: '', trailers: [], time: 5, hint }),
      );

    test('a failure that a longer deadline fixes leads to the field of the deadline', async () => {
      const hint = {
        cause: 'The call was not finished within 1 ms.',
        fix: 'Give it more.',
        change: 'deadline',
      } as const;
      const { page } = await start({ services: failing(4, hint) });
      await send(page);
      await page.click('[data-testid=change-deadline]');
      await expect.poll(() => page.evaluate(`document.activeElement.dataset.testid`)).toBe('deadline');
    });

    test('a failure that another address fixes leads to the field of the target, and offers the running server', async () => {
      const hint = { cause: 'There is no host with this name.', fix: 'Check the spelling.', change: 'target' } as const;
      const services = failing(14, hint);
      services.servers = [LOCAL];
      const { page } = await start({ services });
      await page.fill(TARGET, 'no.such.host:443');
      await page.focus(BODY);
      await send(page);
      await page.waitForSelector('[data-testid=use-local-server]');
      await page.click('[data-testid=change-target]');
      await expect.poll(() => page.evaluate(`document.activeElement.dataset.testid`)).toBe('target');
    });

    test('a failure that a new build fixes restarts the running Go server', async () => {
      const hint = { cause: 'It does not serve SayHello.', fix: 'Check it.', change: 'build' } as const;
      const services = failing(12, hint);
      services.servers = [GO];
      const { page } = await start({ services });
      await send(page);
      await page.click('[data-testid=restart-go-server]');
      await expect.poll(() => services.restarted).toEqual([{ kind: 'go', id: GO.id, label: GO.label }]);
    });

    test('a failure in an unwritten method of a Go server leads to its code', async () => {
      const hint = { cause: 'It does not implement SayHello yet.', fix: 'Write the method.', change: 'code' } as const;
      const services = failing(12, hint);
      services.servers = [GO];
      const { page } = await start({ services });
      await send(page);
      await page.click('[data-testid=go-to-implementation]');
      await expect.poll(() => services.implementationsShown).toEqual(['greeter.v1.Greeter/SayHello']);
    });

    test('a failure that a new build fixes has no button for a server of another window', async () => {
      const hint = { cause: 'It does not serve SayHello.', fix: 'Check it.', change: 'build' } as const;
      const { page } = await start({ services: failing(12, hint) });
      await page.fill(TARGET, 'staging.example.com:443');
      await send(page);
      await page.waitForSelector('[data-testid=problem]');
      expect(await page.locator('[data-testid=problem] vscode-button').count()).toBe(0);
    });

    test('a failure in the code of a Go server that did not start leads to its terminal', async () => {
      const services = new FakeServices();
      services.servers = [GO];
      services.started = { kind: 'failed', message: 'It did not start (exit code 1).', hasTerminal: true };
      const { page } = await start({ services });
      await page.fill(TARGET, GO.address);
      await page.focus(BODY);
      services.changeServers([]);
      await page.waitForSelector('[data-testid=target-note]');
      await send(page);
      await page.click('[data-testid=show-terminal]');
      await expect.poll(() => services.terminalsShown).toEqual([{ kind: 'go', id: GO.id, label: GO.label }]);
    });

    test('a failure keeps its button, and the focus on it, after a click', async () => {
      const hint = { cause: 'It speaks TLS.', fix: 'Choose TLS.', security: 'tls' } as const;
      const services = failing(14, hint);
      services.servers = [LOCAL];
      const { page } = await start({ services });
      await page.fill(TARGET, 'staging.example.com:8443');
      await send(page);
      await page.click('[data-testid=switch-security]');
      await page.waitForSelector('[data-testid=outdated]');
      expect(await page.locator('[data-testid=problem] vscode-button').allInnerTexts()).toEqual(['Switch to TLS']);
      expect(await page.evaluate('document.activeElement.dataset.testid')).toBe('switch-security');
    });
  });

  test('the body can be folded, as the reply can', async () => {
    const { page } = await start();
    await page.click('#body .fold-marker >> visible=true >> nth=0');
    expect(await page.locator('#body .cm-foldPlaceholder').count()).toBe(1);
  });

  describe('the target', () => {
    test('a target that the user types is called with the chosen security, and remembered once it has answered', async () => {
      const { page, services } = await start();
      await page.fill(TARGET, 'staging.example.com:8443');
      await page.click('[data-testid=security]');
      await page.click('[data-testid=security] >> text=TLS >> nth=-1');
      await send(page);
      await page.waitForSelector(REPLY);
      expect(services.calls[0]?.target).toEqual({ address: 'staging.example.com:8443', security: 'tls' });
      expect(services.starts).toEqual([]);
      await page.fill(TARGET, '');
      await page.waitForSelector('text=staging.example.com:8443');
    });

    test('a target without a port is not called, and the user reads what to add', async () => {
      const { page, services } = await start();
      await page.fill(TARGET, 'staging.example.com');
      await send(page);
      expect(await text(page, '[role=alert]')).toBe('Add a port, as in staging.example.com:50051.');
      expect(services.calls).toEqual([]);
    });

    test('the list of targets offers running servers, which arrow keys select', async () => {
      const services = new FakeServices();
      services.servers = [LOCAL, { ...LOCAL, id: '/other', label: 'other', address: '127.0.0.1:50060' }];
      const { page } = await start({ services });
      await page.focus(TARGET);
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
      expect(await page.inputValue(TARGET)).toBe('127.0.0.1:50060');
    });

    test('the list of targets closes when Ctrl+Enter sends', async () => {
      const services = new FakeServices();
      services.servers = [LOCAL];
      const { page } = await start({ services });
      await page.click(TARGET);
      await page.waitForSelector('.picker-option');
      expect(await page.isVisible('.picker-option')).toBe(true);
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector(REPLY);
      expect(await page.isVisible('.picker-option')).toBe(false);
      expect(services.calls).toHaveLength(1);
    });

    test('the target changes to "Start local server" if the running server is gone and the user chose no target', async () => {
      const services = new FakeServices();
      services.servers = [LOCAL];
      const { page } = await start({ services });
      expect(await page.inputValue(TARGET)).toBe('127.0.0.1:50051');
      services.changeServers([]);
      await expect.poll(() => page.inputValue(TARGET)).toBe('Start local server');
    });
  });

  describe('a chosen server that stops', () => {
    const NOTE = '[data-testid=target-note]';

    async function choose(panel: StagedPanel, address: string): Promise<void> {
      await panel.page.fill(TARGET, address);
      await panel.page.focus(BODY);
    }

    test.each([
      ['Go server', GO, LOCAL, 'Your Go server "greeter/server" has stopped.'],
      ['local server', LOCAL, GO, 'The local server "greeter" has stopped.'],
    ])(
      'a chosen server that stops stays the target, says so, and is started by its button: %s',
      async (_, chosen, other, words) => {
        const services = new FakeServices();
        services.servers = [GO, LOCAL];
        services.started = { kind: 'started', address: '127.0.0.1:50070' };
        const panel = await start({ services });
        const { page } = panel;
        await choose(panel, chosen.address);
        services.changeServers([other]);
        await page.waitForSelector(NOTE);
        expect(await page.inputValue(TARGET)).toBe(chosen.label);
        expect(await text(page, NOTE)).toContain(words);
        await page.click('[data-testid=start-server]');
        await expect.poll(() => page.inputValue(TARGET)).toBe('127.0.0.1:50070');
        expect(services.startedAgain).toEqual([{ kind: chosen.kind, id: chosen.id, label: chosen.label }]);
        await expect.poll(() => page.locator(NOTE).count()).toBe(0);
      },
    );

    test.each([
      ['Go server', GO, 'Your Go server was started again.'],
      ['local server', LOCAL, 'The local server was started again.'],
    ])('a chosen server that has stopped is started by a request, which says so: %s', async (_, chosen, words) => {
      const services = new FakeServices();
      services.servers = [chosen];
      const panel = await start({ services });
      await choose(panel, chosen.address);
      await send(panel.page);
      await panel.page.waitForSelector(REPLY);
      expect(await panel.page.locator('[data-testid=started-again]').count()).toBe(0);
      services.changeServers([]);
      await panel.page.waitForSelector(NOTE);
      await panel.page.focus(BODY);
      await send(panel.page);
      expect(await text(panel.page, '[data-testid=started-again] >> nth=0')).toBe(words);
      await panel.page.waitForSelector(REPLY);
    });

    test('the message that the chosen server has stopped moves nothing else', async () => {
      const services = new FakeServices();
      services.servers = [GO];
      const panel = await start({ services });
      const top = async (): Promise<number | undefined> => (await panel.page.locator('.halves').boundingBox())?.y;
      await choose(panel, GO.address);
      const before = await top();
      services.changeServers([]);
      await panel.page.waitForSelector(NOTE);
      expect(await top()).toBe(before);
    });

    test('Send starts a chosen server that has stopped, and sends it the request', async () => {
      const services = new FakeServices();
      services.servers = [GO, LOCAL];
      services.started = { kind: 'started', address: '127.0.0.1:50070' };
      const panel = await start({ services });
      await choose(panel, GO.address);
      services.changeServers([LOCAL]);
      await panel.page.waitForSelector(NOTE);
      await send(panel.page);
      await panel.page.waitForSelector(REPLY);
      expect(services.calls.map(({ target }) => target.address)).toEqual(['127.0.0.1:50070']);
    });

    test('a server is the chosen one after a request went to it, although the user picked no target', async () => {
      const services = new FakeServices();
      services.servers = [GO, LOCAL];
      const { page } = await start({ services });
      await send(page);
      await page.waitForSelector(REPLY);
      services.changeServers([LOCAL]);
      await page.waitForSelector(NOTE);
      expect(await page.inputValue(TARGET)).toBe('greeter/server');
      expect(await text(page, '.history-target')).toBe(GO.address);
    });

    test('a chosen server says why it did not start', async () => {
      const services = new FakeServices();
      services.servers = [GO];
      services.started = { kind: 'failed', message: 'The Go server "greeter/server" did not start (exit code 1).' };
      const panel = await start({ services });
      await choose(panel, GO.address);
      services.changeServers([]);
      await panel.page.click('[data-testid=start-server]');
      await panel.page.waitForSelector(`${NOTE} >> text=did not start (exit code 1)`);
      services.changeServers([GO]);
      await expect.poll(() => panel.page.inputValue(TARGET)).toBe(GO.address);
      services.changeServers([]);
      await panel.page.waitForSelector(`${NOTE} >> text=has stopped`);
    });

    test('a chosen server says that it is starting until it has started', async () => {
      const services = new FakeServices();
      services.servers = [GO];
      let release = (): void => undefined;
      services.startServer = () => new Promise((resolve) => (release = () => resolve({ kind: 'stopped' })));
      const panel = await start({ services });
      await choose(panel, GO.address);
      services.changeServers([]);
      await panel.page.click('[data-testid=start-server]');
      await panel.page.waitForSelector(`${NOTE} >> text=Starting greeter/server…`);
      release();
      await panel.page.waitForSelector(`${NOTE} >> text=has stopped`);
    });

    test('a chosen server that has stopped is still chosen after a reload of the window', async () => {
      const services = new FakeServices();
      services.servers = [GO, LOCAL];
      const panel = await start({ services });
      await choose(panel, GO.address);
      services.servers = [LOCAL];
      await panel.reloadWindow();
      await panel.page.waitForSelector(NOTE);
      expect(await panel.page.inputValue(TARGET)).toBe('greeter/server');
    });

    test('a chosen server that has stopped stays in the list, before the running servers', async () => {
      const services = new FakeServices();
      services.servers = [GO, LOCAL];
      const panel = await start({ services });
      await choose(panel, GO.address);
      services.changeServers([LOCAL]);
      await panel.page.waitForSelector(NOTE);
      await panel.page.focus(TARGET);
      await panel.page.keyboard.press('ArrowDown');
      expect(await panel.page.locator('.picker-label').allInnerTexts()).toEqual(['greeter/server', LOCAL.address]);
      expect(await text(panel.page, '.picker-option .picker-detail')).toBe('stopped · your Go server');
    });

    test('a chosen local server is not replaced by a Go server if the user chose to start a local server', async () => {
      const services = new FakeServices();
      services.servers = [GO];
      const { page } = await start({ services });
      expect(await page.inputValue(TARGET)).toBe(GO.address);
      await page.focus(TARGET);
      await page.keyboard.press('ArrowDown');
      await page.click('.picker-label >> text=Start local server');
      await send(page);
      await page.waitForSelector(REPLY);
      expect(services.calls[0]?.target.address).toBe(LOCAL.address);
      services.changeServers([GO, LOCAL]);
      await expect.poll(() => page.inputValue(TARGET)).toBe(LOCAL.address);
    });
  });

  describe('the list of targets', () => {
    test('the list shows the whole address if there is little room, and cuts the description', async () => {
      const services = new FakeServices();
      services.servers = [{ ...GO, label: 'a/long/path/to/the/server/of/the/greeter' }, LOCAL];
      const { page } = await start({ services, width: 400 });
      await page.focus(TARGET);
      await page.keyboard.press('ArrowDown');
      const isCut = (selector: string): Promise<unknown> =>
        page.evaluate(
          `(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('${selector}'))`,
        );
      expect(await isCut('.picker-option .picker-label')).toBe(false);
      expect(await isCut('.picker-option .picker-detail')).toBe(true);
    });

    async function afterCalls(...addresses: readonly string[]): Promise<StagedPanel> {
      const panel = await start({ services: answering(refused) });
      for (const address of addresses) {
        await panel.page.fill(TARGET, address);
        await send(panel.page);
        await panel.page.waitForSelector(`[data-testid=details] >> text=${address}`);
      }
      await panel.page.fill(TARGET, '');
      return panel;
    }

    test('the list has targets that the user typed before, even if nothing answered there', async () => {
      const { page } = await afterCalls('localhost:7001', 'localhost:7002');
      await expect
        .poll(() => page.locator('.picker-label').allInnerTexts())
        .toEqual(['Start local server', 'localhost:7002', 'localhost:7001']);
    });

    test.each(['mouse', 'keyboard'])('the %s drops one address from the list', async (how) => {
      const { page } = await afterCalls('localhost:7001', 'localhost:7002');
      await page.waitForSelector('.picker-label >> text=localhost:7001');
      if (how === 'mouse') {
        await page.hover('.picker-option >> nth=1');
        await page.click('[data-testid=forget-target] >> nth=0');
      } else {
        for (const key of ['ArrowDown', 'ArrowDown', 'Delete']) await page.keyboard.press(key);
      }
      await expect
        .poll(() => page.locator('.picker-label').allInnerTexts())
        .toEqual(['Start local server', 'localhost:7001']);
    });
  });

  describe('the body', () => {
    test('Enter after a bracket starts a new line in the body, and shows no suggestions there', async () => {
      const { page } = await start({ method: 'shop.v1.Orders/Create', services: orders() });
      await writeBody(page, '');
      await page.keyboard.type('{');
      await page.keyboard.press('Enter');
      await page.keyboard.type('"id": "7"');
      expect(JSON.parse(await text(page, BODY))).toEqual({ id: '7' });
      expect(await text(page, BODY)).toMatch(/^\{\n\s+"id": "7"\n\}$/);
    });

    test('the body completes fields and enum values from the schema', async () => {
      const { page, services } = await start({ method: 'shop.v1.Orders/Create', services: orders() });
      await writeBody(page, '{}');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type('"st');
      await page.waitForSelector('.cm-tooltip-autocomplete >> text=status');
      await page.click('.cm-tooltip-autocomplete >> text=status');
      await page.click('.cm-tooltip-autocomplete >> text=STATUS_OPEN');
      expect(await text(page, BODY)).toBe('{"status": "STATUS_OPEN"}');
      await send(page);
      await expect.poll(() => services.calls.length).toBe(1);
      expect(JSON.parse(services.calls[0]?.messages[0] ?? '')).toEqual({ status: 'STATUS_OPEN' });
    });

    test('the body marks a field that the message does not have, and explains it', async () => {
      const { page } = await start();
      await writeBody(page, '{ "nane": "x" }');
      await page.waitForSelector('.cm-lintRange-error');
      expect(await text(page, '.cm-lintRange-error')).toBe('"nane"');
      expect(await text(page, '[data-testid=body-problem]')).toContain('"nane"');
    });

    test('the body is unchanged when the schema changes, with removed fields marked', async () => {
      const { page, services } = await start();
      await writeBody(page, '{ "name": "Ada" }');
      const renamed = `syntax = "proto3"; package greeter.v1; service Greeter { rpc SayHello(R) returns (R); } message R { string person = 1; }`;
      services.changeSchema(schemaNamed('renamed', descriptorSet({ 'greeter.proto': renamed })));
      await page.waitForSelector('.cm-lintRange-error');
      expect(await text(page, BODY)).toBe('{ "name": "Ada" }');
    });

    test.each([
      ['dark', 'Dark Modern', ['#9cdcfe', '#ce9178', '#b5cea8', '#569cd6']],
      ['light', 'Light Modern', ['#0451a5', '#a31515', '#098658', '#0000ff']],
      ['hcDark', 'Default High Contrast', ['#d4d4d4', '#ce9178', '#b5cea8', '#569cd6']],
      ['hcLight', 'Default High Contrast Light', ['#0451a5', '#0f4a85', '#096d48', '#0f4a85']],
      ['dark', 'Dark 2026', ['#7ee787', '#a5d6ff', '#b5cea8', '#569cd6']],
      ['light', 'Light 2026', ['#116329', '#0a3069', '#098658', '#0000ff']],
    ] as const)(
      'the body has the JSON colours of the editor, which are easy to read (%s): %s',
      async (theme, id, colours) => {
        const { page } = await start({ theme });
        await page.evaluate(`document.body.dataset.vscodeThemeId = '${id}'`);
        await writeBody(page, '{"a": "b", "c": 1, "d": true}');
        expect(await page.evaluate(JSON_COLOURS)).toEqual(colours);
        const contrasts = colours.map((colour) => contrast(colour, THEMES[theme]['editor-background'] ?? ''));
        expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
      },
    );

    test('the body has the JSON colours of another theme of VS Code', async () => {
      const { page } = await start();
      await page.evaluate(`document.body.dataset.vscodeThemeId = 'Monokai'`);
      await writeBody(page, '{"a": "b", "c": 1, "d": true}');
      expect(await page.evaluate(JSON_COLOURS)).toEqual(['#66d9ef', '#cfcfc2', '#ae81ff', '#ae81ff']);
    });

    test('the body stays usable with the last good schema while the proto has an error', async () => {
      const { page, services } = await start();
      services.changeSchema({ kind: 'missing', message: 'greeter.proto:12:3: Expected ";".' });
      await page.waitForSelector('[data-testid=schema-problem]');
      expect(await text(page, '[data-testid=schema-problem]')).toMatch(/Expected ";"\.\s*greeter\.proto:12:3/);
      await send(page);
      await page.waitForSelector(REPLY);
    });

    test('the body of a client-streaming method is several messages, sent in order', async () => {
      const { page, services } = await start({ method: 'shop.v1.Orders/Upload', services: orders() });
      await writeBody(page, '{ "id": "a" }');
      await page.click('[data-testid=add-message]');
      await writeBody(page, '{ "id": "b" }');
      await page.click('[data-testid=send]');
      await expect.poll(() => services.calls.length).toBe(1);
      expect(services.calls[0]?.messages.map((message) => JSON.parse(message) as unknown)).toEqual([
        { id: 'a' },
        { id: 'b' },
      ]);
    });
  });

  describe('metadata and deadline', () => {
    test('metadata and a deadline are sent with the call', async () => {
      const { page, services } = await start();
      await page.click('vscode-tab-header >> text=Metadata');
      await page.fill('[data-testid=metadata-key] input', 'Authorization');
      await page.fill('[data-testid=metadata-value] input', 'Bearer abc');
      await page.click('vscode-tab-header >> text=Options');
      await page.fill('[data-testid=deadline] input', '1.5s');
      await send(page);
      await page.waitForSelector(REPLY);
      expect(services.calls[0]).toMatchObject({ metadata: [['authorization', 'Bearer abc']], deadline: 1_500 });
    });

    test('invalid metadata and an invalid deadline stop the call and scroll into view', async () => {
      const { page, services } = await start();
      await page.click('vscode-tab-header >> text=Options');
      await page.fill('[data-testid=deadline] input', '10');
      await page.click('vscode-tab-header >> text=Body');
      await send(page);
      await page.waitForSelector('text=The deadline needs a unit');
      expect(services.calls).toEqual([]);
    });
  });

  describe('a quick call', () => {
    /** Notes each button in the place of Send. */
    const WATCH_BUTTON = `(() => {
      window.buttons = new Set();
      const note = () => buttons.add(document.querySelector('.send').dataset.testid);
      new MutationObserver(note).observe(document.querySelector('.send'), { attributes: true });
    })()`;

    test('is drawn once, with its reply', async () => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector('[data-testid=history-entry]');
      // The pause before the page is drawn would end by its clock.
      await page.clock.install();
      await page.clock.pauseAt(Date.now() + 60_000);
      await page.evaluate(WATCH_BUTTON);
      await send(page);
      await page.waitForSelector('[data-testid=history-entry] >> nth=1');
      expect(await page.evaluate('[...buttons]')).not.toContain('cancel');
    });

    test('is announced in a new element, so that a screen reader says the same sentence again', async () => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector(REPLY);
      const announced = page.locator('[data-testid=announcement]');
      const words = await announced.textContent();
      await page.evaluate("window.former = document.querySelector('[data-testid=announcement] > *')");
      await send(page);
      await page.waitForSelector('[data-testid=history-entry] >> nth=1');
      expect(await announced.textContent()).toBe(words);
      expect(await page.evaluate('former.isConnected')).toBe(false);
    });
  });

  describe('a running call', () => {
    test.each(['by a key', 'by the button'])('a running call is cancelled %s', async (how) => {
      const { page } = await start({ services: answering(hangs) });
      await send(page);
      await page.waitForSelector('[data-testid=cancel]');
      await (how === 'by a key' ? page.keyboard.press('Escape') : page.click('[data-testid=cancel]'));
      await page.waitForSelector('[data-testid=send]');
      expect(await text(page, '[data-testid=status]')).toContain('CANCELLED');
    });

    test('a running call is not sent twice if the key is pressed again', async () => {
      const { page, services } = await start({ services: answering(hangs) });
      await send(page);
      await send(page);
      await page.keyboard.press('Escape');
      await page.waitForSelector('[data-testid=send]');
      expect(services.calls).toHaveLength(1);
    });

    test('a running call continues while the panel is hidden, and its reply is there afterwards', async () => {
      let finish = (): void => undefined;
      const { services, page, ...panel } = await startHidden((release) => (finish = release));
      await panel.hide();
      finish();
      await page.waitForSelector(REPLY);
      expect(await text(page, REPLY)).toContain('late');
      expect(await page.locator('[data-testid=history-entry]').count()).toBe(1);
      expect(services.calls).toHaveLength(1);
    });

    async function startHidden(
      onCall: (release: () => void) => void,
    ): Promise<{ services: FakeServices; page: Page; hide: () => Promise<void> }> {
      const services = answering(async (_call, onEvent) => {
        await new Promise<void>((resolve) => onCall(resolve));
        onEvent({ kind: 'received', index: 0, json: '{ "message": "late" }', size: 6, time: 900 });
        return ok(901);
      });
      const panel = await start({ services });
      await send(panel.page);
      await panel.page.waitForSelector('[data-testid=cancel]');
      return { services, page: panel.page, hide: () => panel.hideAndShow() };
    }
  });

  describe('an error', () => {
    test('an error shows the cause and the fix above the original text', async () => {
      const { page } = await start({ services: answering(refused) });
      await page.fill(TARGET, 'localhost:9999');
      await send(page);
      await page.waitForSelector('[data-testid=problem]');
      const shown = await text(page, '[data-testid=problem]');
      expect(await text(page, '[data-testid=status]')).toMatch(/UNAVAILABLE\s*14/);
      expect(shown.indexOf('Nothing listens')).toBeLessThan(shown.indexOf('Start the server'));
      expect(shown.indexOf('Start the server')).toBeLessThan(shown.indexOf('ECONNREFUSED'));
      expect(await page.locator('[data-testid=announcement]').textContent()).toContain(
        'Nothing listens on localhost:9999.',
      );
    });

    test('an error in the body leads to its place', async () => {
      const { page } = await start({
        services: answering(() =>
          Promise.resolve({ kind: 'invalid', message: 'name must be a string.', index: 0, start: 10, end: 11 }),
        ),
      });
      await writeBody(page, '{ "name": 1 }');
      await send(page);
      await page.click('text=Show in Body');
      await page.keyboard.insertText('"Ada"');
      expect(await text(page, BODY)).toBe('{ "name": "Ada" }');
    });

    test('an error of the local server appears in place of the reply', async () => {
      const services = new FakeServices();
      services.started = { kind: 'failed', message: 'Port 50051 is taken by another program.' };
      const { page } = await start({ services });
      await send(page);
      await page.waitForSelector('text=Port 50051 is taken by another program.');
      expect(await text(page, '[data-testid=status]')).toBe('Not sent');
      expect(services.calls).toEqual([]);
    });
  });

  describe('a stream', () => {
    test('a stream is a numbered log that opens a message on demand', async () => {
      const { page } = await start({ method: STREAM, services: answering(streams(3)) });
      await send(page);
      await page.waitForSelector('[data-testid=send]');
      await expect.poll(() => page.locator('[data-testid=message]').count()).toBe(4);
      await page.focus('[role=listbox][aria-label=Messages]');
      await page.keyboard.press('End');
      await page.waitForSelector(REPLY);
      expect(await text(page, REPLY)).toContain('greeting 3 of 3');
      await page.keyboard.press('Escape');
      await page.waitForSelector(REPLY, { state: 'detached' });
    });

    test('a stream of 10,000 messages keeps the page fast and small', async () => {
      const { page } = await start({ method: STREAM, services: answering(streams(10_000)) });
      await page.evaluate(`
        window.longest = 0;
        let last = performance.now();
        (function tick() { const now = performance.now(); longest = Math.max(longest, now - last); last = now; requestAnimationFrame(tick); })();
      `);
      await send(page);
      await page.waitForSelector('text=10,000 messages');
      await page.waitForSelector('[data-testid=status] >> text=OK');
      expect(await page.locator('[data-testid=message]').count()).toBeLessThan(100);
      expect(await page.locator('[data-testid=message]').last().innerText()).toContain('10000');
      // This limit is far below a freeze that a user would notice, and far above the time of a busy machine.
      expect(await page.evaluate<number>('longest')).toBeLessThan(2_000);
    });

    test('a stream follows the newest message until the user scrolls away', async () => {
      let release = (): void => undefined;
      const services = answering(async (call, onEvent, signal) => {
        const first = await streams(200)(call, onEvent, signal);
        await new Promise<void>((resolve) => (release = resolve));
        for (let index = 200; index < 300; index++)
          onEvent({ kind: 'received', index, json: `{ "message": "${index}" }`, size: 5, time: index });
        return first;
      });
      const { page } = await start({ method: STREAM, services });
      await send(page);
      await page.waitForSelector('text=200 messages');
      await page.hover('.log-scroller');
      await page.mouse.wheel(0, -2_000);
      await page.waitForSelector('.log-follow:not([hidden])');
      const scrollTop = `document.querySelector('.log-scroller').scrollTop`;
      const top = await page.evaluate<number>(scrollTop);
      expect(top).toBeGreaterThan(0);
      release();
      await page.waitForSelector('text=300 messages');
      expect(await page.evaluate(scrollTop)).toBe(top);
      await page.click('.log-follow');
      await page.waitForSelector('[data-testid=message] >> text="300"');
    });

    test('a stream is copied and saved as one JSON list', async () => {
      const panel = await start({ method: STREAM, services: answering(streams(2)) });
      await send(panel.page);
      await panel.page.click('[data-testid=copy]');
      await panel.page.click('[data-testid=save]');
      await expect.poll(() => panel.saved.length).toBe(1);
      expect(JSON.parse(panel.copied[0] ?? '')).toHaveLength(2);
      expect(panel.saved[0]?.name).toBe('LotsOfReplies.json');
      expect(panel.saved[0]?.text).toBe(`${panel.copied[0] ?? ''}\n`);
    });
  });

  describe('a written request', () => {
    test.each(['hidden and shown', 'reloaded with the window', 'opened again in the same workspace'])(
      'a written request is kept after the panel was %s',
      async (how) => {
        const storage = new Map<string, unknown>();
        const panel = await start({ storage });
        await writeBody(panel.page, '{ "name": "Grace" }');
        await panel.page.fill(TARGET, 'localhost:7777');
        await panel.page.click('vscode-tab-header >> text=Metadata');
        await panel.page.fill('[data-testid=metadata-key] input', 'x-trace');
        await panel.page.click('vscode-tab-header >> text=Options');
        await panel.page.fill('[data-testid=deadline] input', '3s');
        await send(panel.page);
        await panel.page.waitForSelector('[data-testid=history-entry]');
        await expect.poll(() => JSON.stringify([...storage.values()])).toContain('"status":"OK"');
        if (how === 'hidden and shown') await panel.hideAndShow();
        if (how === 'reloaded with the window') await panel.reloadWindow();
        const { page } = how.startsWith('opened') ? await start({ storage }) : panel;
        await page.waitForSelector(`${BODY} >> text=Grace`);
        expect(await page.inputValue(TARGET)).toBe('localhost:7777');
        expect(await page.locator('[data-testid=metadata-key] input').first().inputValue()).toBe('x-trace');
        expect(await page.locator('[data-testid=deadline] input').inputValue()).toBe('3s');
        expect(await page.locator('[data-testid=history-entry]').count()).toBe(1);
      },
    );

    test('a request comes back from the history', async () => {
      const { page } = await start();
      await writeBody(page, '{ "name": "first" }');
      await send(page);
      await page.waitForSelector('[data-testid=history-entry]');
      await writeBody(page, '{ "name": "second" }');
      await page.click('[data-testid=history-entry]');
      await page.waitForSelector(`${BODY} >> text=first`);
    });

    test('a request comes back with its reply, which is marked as old', async () => {
      const storage = new Map<string, unknown>();
      const panel = await start({ storage });
      const { page } = panel;
      for (const name of ['first', 'second']) {
        await writeBody(page, `{ "name": "${name}" }`);
        await send(page);
        await page.waitForSelector(`${REPLY} >> text=Hello ${name}`);
      }
      await page.click('[data-testid=history-entry] >> nth=1');
      await page.waitForSelector(`${REPLY} >> text=Hello first`);
      expect(await text(page, '[data-testid=earlier]')).toMatch(/^from \d+:\d+/);
      expect(await page.locator('[data-testid=headers]').textContent()).toContain('does not keep headers');
      await panel.reloadWindow();
      await page.click('[data-testid=history-entry] >> nth=0');
      await page.waitForSelector(`${REPLY} >> text=Hello second`);
      await send(page);
      await expect.poll(() => page.locator('[data-testid=earlier]').count()).toBe(0);
    });

    test('a request comes back with the explanation of its failure, and with the button that still makes sense', async () => {
      const services = answering(async (...call) => ({
        ...(await refused(...call)),
        hint: { cause: 'It speaks TLS.', fix: 'Choose TLS for this target.', security: 'tls' },
      }));
      const panel = await start({ services });
      const { page } = panel;
      await page.fill(TARGET, 'staging.example.com:8443');
      await send(page);
      await page.waitForSelector('[data-testid=problem]');
      await page.click('[data-testid=history-entry]');
      const words = (await text(page, '[data-testid=problem]')).split(/\s*\n\s*/);
      expect(words[0]).toBe('It speaks TLS.');
      await expect.poll(() => JSON.stringify([...panel.storage.values()])).toContain('UNAVAILABLE');
      await panel.reloadWindow();
      await page.click('[data-testid=history-entry]');
      expect(await text(page, '[data-testid=problem]')).toContain('It speaks TLS.');
      await page.click('[data-testid=switch-security]');
      await page.waitForSelector('[data-testid=outdated]');
      services.answer = (...call) => greets(...call);
      await send(page);
      await expect.poll(() => services.calls.at(-1)?.target.security).toBe('tls');
    });

    test('a request comes back with the server that it went to', async () => {
      const services = new FakeServices();
      services.servers = [LOCAL];
      const { page } = await start({ services });
      await send(page);
      await page.waitForSelector(REPLY);
      services.changeServers([GO, LOCAL]);
      await expect.poll(() => page.inputValue(TARGET)).toBe(GO.address);
      await page.click('[data-testid=history-entry]');
      await expect.poll(() => page.inputValue(TARGET)).toBe(LOCAL.address);
    });

    test('requests in the history differ by time, target, status, duration and first field', async () => {
      const { page } = await start();
      await writeBody(page, '{ "name": "Ada" }');
      await send(page);
      const row = await page.locator('[data-testid=history-entry]').innerText();
      expect(row.split(/\s*\n\s*/)).toEqual([
        expect.stringMatching(/^\d+:\d+/) as unknown,
        '127.0.0.1:50051',
        'OK',
        '3.1 ms',
        'name: "Ada"',
      ]);
    });
  });

  describe('a low panel, as above an open terminal', () => {
    const problem =
      'greeter.proto:5:3: Expected ";" after the field, but found "string". Did you forget to end the line?';
    const place = {
      uri: 'file:///greeter.proto',
      range: { startLine: 4, startCharacter: 2, endLine: 4, endCharacter: 3 },
    };

    function unreachable(): FakeServices {
      const services = answering((call) =>
        Promise.resolve({
          kind: 'status',
          code: 14,
          name: 'UNAVAILABLE',
          details: `No connection established. Last error: Error: connect ECONNREFUSED ${call.target.address}. ${'Long. '.repeat(40)}`,
          trailers: [],
          time: 6.4,
          hint: {
            cause: `The server's certificate is not trusted (unable to verify the first certificate).`,
            fix: `Add the authority's certificate to the system's (or name it in NODE_EXTRA_CA_CERTS), and call the server by the name in its certificate.`,
          },
        }),
      );
      services.servers = [LOCAL];
      return services;
    }

    function leavingOut(): FakeServices {
      const services = new FakeServices();
      services.started = {
        kind: 'failed',
        place,
        message: `The local server does not serve greeter.v1.Greeter, because its schema has an error: ${problem}`,
      };
      return services;
    }

    const failures = [
      {
        of: 'a target that cannot be reached',
        make: unreachable,
        target: 'localhost:9999',
        button: '[data-testid=use-local-server]',
      },
      { of: 'a server that is not started', make: leavingOut, target: '', button: '[data-testid=go-to-call-error]' },
    ] as const;
    const sizes = [
      [480, 280],
      [640, 280],
      [1_000, 280],
      [480, 250],
    ] as const;

    async function fail(services: FakeServices, target: string, width: number, height: number): Promise<Page> {
      const { page } = await start({ services, width, height });
      if (target !== '') await page.fill(TARGET, target);
      await page.focus(BODY);
      await send(page);
      await page.waitForSelector('[data-testid=problem]');
      return page;
    }

    const cases = failures.flatMap((failure) => sizes.map(([width, height]) => ({ ...failure, width, height })));

    test.each(cases)(
      'a low panel shows the cause and the button of $of without scrolling, at $width × $height',
      async (each) => {
        const page = await fail(each.make(), each.target, each.width, each.height);
        expect(await isInSight(page, '[data-testid=problem] .cause', 16)).toBe(true);
        expect(await isInSight(page, each.button)).toBe(true);
      },
    );

    test.each(failures)(
      'a low panel lets the user scroll to the cause and the button of $of at 200% zoom',
      async (each) => {
        const page = await fail(each.make(), each.target, 240, 140);
        for (const selector of [each.button, '[data-testid=problem] .cause']) {
          await page.evaluate(`document.querySelector('${selector}').scrollIntoView()`);
          expect(await isInSight(page, selector, 16), selector).toBe(true);
        }
      },
    );

    test('a low panel shows the cause and the button of a failed call from the history without scrolling', async () => {
      const page = await fail(unreachable(), 'localhost:9999', 480, 280);
      await page.locator('[data-testid=history-entry]').scrollIntoViewIfNeeded();
      await page.click('[data-testid=history-entry]');
      await page.waitForSelector('[data-testid=earlier]');
      expect(await isInSight(page, '[data-testid=problem] .cause', 16)).toBe(true);
      expect(await isInSight(page, '[data-testid=use-local-server]')).toBe(true);
    });

    test('a low panel shows why a request is not sent, and the button, without scrolling', async () => {
      const services = new FakeServices();
      services.schema = { kind: 'missing', message: problem, place };
      const { page } = await start({ services, width: 480, height: 280 });
      await page.waitForSelector('[data-testid=schema-problem]');
      await page.click('[data-testid=send]');
      await page.waitForSelector('[data-testid=mend]');
      expect(await isInSight(page, '[data-testid=problem] .cause', 16)).toBe(true);
      expect(await isInSight(page, '[data-testid=mend]')).toBe(true);
    });

    test('a low panel shows that the chosen server has stopped, and the button, without scrolling', async () => {
      const services = new FakeServices();
      services.servers = [GO];
      const { page } = await start({ services, width: 480, height: 280 });
      await page.fill(TARGET, GO.address);
      await page.focus(BODY);
      services.changeServers([]);
      await page.waitForSelector('[data-testid=start-server]');
      expect(await isInSight(page, '[data-testid=target-note]')).toBe(true);
      expect(await isInSight(page, '[data-testid=start-server]')).toBe(true);
    });

    test.each([
      [480, 280],
      [320, 280],
      [240, 140],
    ])(
      'a low panel says first that the last good schema stays in use, and where the error is, at %i × %i',
      async (width, height) => {
        const services = new FakeServices();
        const { page } = await start({ services, width, height });
        await page.waitForSelector(`${BODY} >> text=world`);
        services.changeSchema({ kind: 'missing', message: problem, place });
        await page.waitForSelector('[data-testid=schema-problem]', { state: 'visible' });
        await page.evaluate(`document.querySelector('header').scrollIntoView()`);
        expect(await page.evaluate(SHORT_NOTICE)).toBe('Last good schema in use.');
        expect(await isInSight(page, '[data-testid=go-to-error]')).toBe(true);
        expect(await page.getAttribute('[data-testid=schema-problem]', 'title')).toContain(problem);
      },
    );
  });

  describe('the layout', () => {
    const boxes = async (
      page: Page,
    ): Promise<{ request: { x: number; y: number }; response: { x: number; y: number } }> => {
      const [request, response] = await Promise.all([
        page.locator('.request').boundingBox(),
        page.locator('.response').boundingBox(),
      ]);
      if (request === null || response === null) throw new Error('A half is missing.');
      return { request, response };
    };

    test('the halves are side by side if there is room, and otherwise one above the other', async () => {
      const { page } = await start({ width: 1_000 });
      const wide = await boxes(page);
      expect(wide.request.y).toBe(wide.response.y);
      await page.setViewportSize({ width: 420, height: 700 });
      const narrow = await boxes(page);
      expect(narrow.request.x).toBe(narrow.response.x);
      expect(narrow.response.y).toBeGreaterThan(narrow.request.y);
    });

    test.each([
      [1_000, 700],
      [320, 500],
    ])('the layout has nothing outside the page at %i × %i', async (width, height) => {
      const { page } = await start({ width, height });
      await send(page);
      await page.waitForSelector(REPLY);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    });

    test('the reply scrolls into view if there is little room, as at 200% zoom', async () => {
      const { page } = await start({ width: 500, height: 350 });
      await send(page);
      await page.waitForSelector(REPLY);
      const [reply, history] = await Promise.all([
        page.locator(REPLY).boundingBox(),
        page.locator('.history').boundingBox(),
      ]);
      expect((reply?.y ?? Infinity) + 20).toBeLessThan(history?.y ?? 0);
    });

    test('the name of the service is shortened before the name of the method', async () => {
      const method = 'a.long.package.of.a.company.v1.ServiceWithALongName/LotsOfReplies';
      const { page } = await start({ method, width: 320, height: 500 });
      const isCut = (selector: string): Promise<boolean> =>
        page.evaluate(
          `((element) => element.scrollWidth > element.clientWidth)(document.querySelector('${selector}'))`,
        );
      expect(await isCut('.service')).toBe(true);
      expect(await isCut('.method')).toBe(false);
    });

    test('the layout scrolls as a page at 200% zoom in high contrast, down to the history', async () => {
      const { page } = await start({ width: 500, height: 350, zoom: 2, theme: 'hcDark' });
      await send(page);
      await page.waitForSelector(REPLY);
      await page.locator('[data-testid=history-entry]').scrollIntoViewIfNeeded();
      const entry = await page.locator('[data-testid=history-entry]').boundingBox();
      expect((entry?.y ?? Infinity) + (entry?.height ?? 0)).toBeLessThanOrEqual(350);
      await page.locator('header.header').scrollIntoViewIfNeeded();
      expect((await page.locator('header.header').boundingBox())?.y).toBeGreaterThanOrEqual(0);
      const { request, response } = await boxes(page);
      expect(response.y - request.y).toBeGreaterThanOrEqual(104);
    });

    test('each press of Tab shows the focus', async () => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector(REPLY);
      // The mouse must not hide the focus ring.
      await page.hover('[data-testid=history-entry]');
      await page.focus('.header vscode-toolbar-button button');
      const unseen: string[] = [];
      for (let press = 0; press < 15; press++) {
        await page.keyboard.press('Tab');
        unseen.push(...(await page.evaluate<readonly string[]>(WITHOUT_RING)));
      }
      expect(unseen).toEqual([]);
    });

    test('a long notice that is cut has its full text in a tooltip', async () => {
      const services = new FakeServices();
      const { page } = await start({ services, width: 500 });
      await page.waitForSelector(`${BODY} >> text=world`);
      const message = `greeter.proto:12:3: ${'A long sentence. '.repeat(10)}`;
      services.changeSchema({ kind: 'missing', message });
      await page.waitForSelector('[data-testid=schema-problem]');
      expect(await page.getAttribute('[data-testid=schema-problem]', 'title')).toContain(message);
      expect((await page.locator('.notice-line').boundingBox())?.height).toBeLessThan(25);
    });

    const RESPONSE_TABS = ['Reply', 'Headers', 'Trailers', 'Time'];
    const openTab = (page: Page, name: string): Promise<void> =>
      page.locator('#response-tabs vscode-tab-header', { hasText: name }).click();

    test('the status line is at the same place in each tab of the response', async () => {
      const { page } = await start();
      await send(page);
      await page.waitForSelector(REPLY);
      const places: unknown[] = [];
      for (const name of RESPONSE_TABS) {
        await openTab(page, name);
        const { x, y } = (await page.locator('#response-tabs .status:visible').boundingBox()) ?? {};
        places.push({ x, y });
      }
      expect(new Set(places.map((place) => JSON.stringify(place)))).toHaveLength(1);
    });

    test('all tabs and buttons stay in sight at 210 pixels, and no time breaks', async () => {
      const { page } = await start({ width: 210, height: 700, zoom: 2 });
      await send(page);
      await page.waitForSelector(REPLY);
      await openTab(page, 'Time');
      const parts = ['[data-testid=copy]', '[data-testid=save]', '#request-tabs vscode-toolbar-button'];
      for (const half of ['request', 'response'])
        for (const nth of [1, 2, 3]) parts.push(`#${half}-tabs vscode-tab-header:nth-of-type(${nth})`);
      parts.push('#response-tabs vscode-tab-header:nth-of-type(4)');
      const outside: string[] = [];
      for (const part of parts) if (!(await isReachable(page, part))) outside.push(part);
      expect(outside).toEqual([]);
      const lines = await page.evaluate<readonly number[]>(`[...document.querySelectorAll('.times td')].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size;
      })`);
      expect(new Set(lines)).toEqual(new Set([1]));
    });

    test.each([330, 350, 357])(
      'the description of a target is not cut while there is a gap beside it, at %i pixels',
      async (width) => {
        const services = new FakeServices();
        services.servers = [GO];
        const { page } = await start({ services, width: width + 24 });
        const { gap, isCut, isWhole } = await page.evaluate<{ gap: number; isCut: boolean; isWhole: boolean }>(`(() => {
        const input = document.querySelector('${TARGET}');
        const detail = document.querySelector('.picker > .picker-detail');
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.font = getComputedStyle(input).font;
        const text = canvas.measureText(input.value).width;
        return {
          gap: input.clientWidth - text,
          isCut: detail.scrollWidth > detail.clientWidth,
          isWhole: input.scrollWidth <= input.clientWidth,
        };
      })()`);
        expect(isWhole).toBe(true);
        if (isCut) expect(gap).toBeLessThan(16);
      },
    );

    test("the halves are divided by height if they are stacked, and the border's label says so", async () => {
      const { page } = await start({ width: 420, height: 800 });
      const sash = page.getByRole('separator', { name: 'Height of the request area' });
      await sash.focus();
      expect(await sash.getAttribute('aria-orientation')).toBe('horizontal');
      const before = await boxes(page);
      await page.keyboard.press('ArrowUp');
      await expect.poll(async () => (await boxes(page)).response.y).toBeLessThan(before.response.y);
      await page.setViewportSize({ width: 1_000, height: 700 });
      await page.getByRole('separator', { name: 'Width of the request area' }).waitFor();
    });

    test('the keyboard can move the border between the halves', async () => {
      const { page } = await start();
      const before = await boxes(page);
      await page.focus('panel-sash');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(async () => (await boxes(page)).response.x).toBeLessThan(before.response.x);
    });

    test('the tab stops are in reading order', async () => {
      const { page } = await start();
      await page.focus('.header vscode-toolbar-button button');
      const seen: string[] = [];
      for (let press = 0; press < 9; press++) {
        await page.keyboard.press('Tab');
        seen.push(
          await page.evaluate<string>(`(() => {
          const element = document.activeElement;
          const named = element.closest('[data-testid]');
          return named?.dataset.testid ?? element.tagName.toLowerCase();
        })()`),
        );
      }
      const order = ['target', 'send', 'body'].map((name) => seen.indexOf(name));
      expect(order).not.toContain(-1);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    });
  });
});

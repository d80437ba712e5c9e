/** How the page's model changes when the extension speaks. */
import { describe, expect, test } from 'vitest';
import { panelStrings } from '../../src/extension/panel/panelStrings.ts';
import { KEPT_MESSAGES, KEPT_SLACK, type ToPanel } from '../../src/contract/panel/messages.ts';
import { applyMessage, isRunning, startCall, startPanel, stateOf, type PanelModel } from '../../src/webview/model.ts';

const strings = panelStrings({ t: (message: unknown) => String(message) });

function init(change: Partial<Extract<ToPanel, { kind: 'init' }>> = {}): Extract<ToPanel, { kind: 'init' }> {
  return {
    kind: 'init',
    method: 'a.B/C',
    strings,
    defaultTarget: { kind: 'local' },
    servers: [],
    targets: [],
    ...change,
  };
}

const received = (index: number) => ({ kind: 'received', index, json: String(index), size: 1, time: index }) as const;
const ended = { kind: 'status', code: 0, name: 'OK', details: '', trailers: [], time: 5 } as const;

function withCall(): PanelModel {
  return startCall(startPanel(init(), undefined), 'call', 1_000);
}

describe('the model', () => {
  test("prefers the panel's own state to the stored one, and both to a blank one", () => {
    const stored = { ...stateOf(startPanel(init(), undefined)), view: { split: 0.3, historyOpen: false } };
    const own = { ...stored, view: { split: 0.7, historyOpen: true } };
    expect(startPanel(init({ state: stored }), own).view.split).toBe(0.7);
    expect(startPanel(init({ state: stored }), undefined).view.split).toBe(0.3);
    expect(startPanel(init({ state: stored }), { ...own, method: 'other.B/C' }).view.split).toBe(0.3);
    expect(startPanel(init(), undefined).view.split).toBe(0.5);
  });

  test('keeps the last good schema when the schema is gone', () => {
    const set = new Uint8Array();
    const ready = applyMessage(startPanel(init(), undefined), { kind: 'schema', hash: 'h', set });
    const gone = applyMessage(ready, { kind: 'schemaMissing', message: 'broken' });
    expect(gone.schema).toMatchObject({ kind: 'ready', hash: 'h', problem: { message: 'broken', hasPlace: false } });
    expect(applyMessage(gone, { kind: 'schema', hash: 'h', set }).schema).not.toHaveProperty('problem');
    expect(applyMessage(startPanel(init(), undefined), { kind: 'schemaMissing', message: 'broken' }).schema).toEqual({
      kind: 'missing',
      problem: { message: 'broken', hasPlace: false },
    });
  });

  test('ignores messages about a call that has ended or is not the current one', () => {
    const model = withCall();
    expect(applyMessage(model, { kind: 'callEnd', call: 'other', events: [], outcome: ended })).toBe(model);
    const done = applyMessage(model, { kind: 'callEnd', call: 'call', events: [], outcome: ended });
    expect(isRunning(done)).toBe(false);
    expect(applyMessage(done, { kind: 'callEvents', call: 'call', events: [received(0)] })).toBe(done);
  });

  test('takes the last replies and the outcome together', () => {
    const done = applyMessage(withCall(), { kind: 'callEnd', call: 'call', events: [received(0)], outcome: ended });
    expect(done.call?.messages.lastReceived()?.json).toBe('0');
    expect(done.history).toMatchObject([{ call: 'call', received: 1, reply: '0' }]);
  });

  test('writes a call into the history once, even if its end is reported twice', () => {
    const done = applyMessage(withCall(), { kind: 'callEnd', call: 'call', events: [], outcome: ended });
    expect(done.history).toMatchObject([{ call: 'call', status: 'OK', duration: 5 }]);
    const request = done.draft;
    const back = startPanel(
      init({ call: { call: 'call', request, started: 1_000, phase: 'calling', events: [], outcome: ended } }),
      stateOf(done),
    );
    expect(back.history).toHaveLength(1);
  });

  test('adds a call to the history that ended while the panel was hidden', () => {
    const model = withCall();
    const call = {
      call: 'call',
      request: model.draft,
      started: 1_000,
      phase: 'calling',
      events: [received(0)],
      outcome: ended,
    } as const;
    const back = startPanel(init({ call }), stateOf(model));
    expect(back.history).toHaveLength(1);
    expect(back.call?.messages.received).toBe(1);
  });

  test('keeps the newest messages, and counts those that it dropped', () => {
    const count = KEPT_MESSAGES * KEPT_SLACK + 1;
    const events = Array.from({ length: count }, (_, index) => received(index));
    const messages = applyMessage(withCall(), { kind: 'callEvents', call: 'call', events }).call?.messages;
    expect(messages?.messages).toHaveLength(KEPT_MESSAGES);
    expect(messages?.dropped).toBe(count - KEPT_MESSAGES);
    expect(messages?.received).toBe(count);
    expect(messages?.lastReceived()?.index).toBe(count - 1);
  });

  test('counts messages that never reached the page as dropped', () => {
    const messages = applyMessage(withCall(), { kind: 'callEvents', call: 'call', events: [received(0), received(7)] })
      .call?.messages;
    expect(messages?.dropped).toBe(6);
    expect(messages?.received).toBe(8);
  });
});

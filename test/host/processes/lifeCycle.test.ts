/** The life cycle by itself, with events in any order, and with children that break the rules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LifeCycle,
  nextState,
  type ChildWords,
  type Launch,
  type LifeEvent,
  type LifeState,
} from '../../../src/host/processes/lifeCycle.ts';

const words: ChildWords = {
  stopped: 'It was stopped.',
  died: (how) => `It died: ${how}.`,
};
function neverStarted(): LifeState<string> {
  return { kind: 'stopped', generation: 0, reason: { kind: 'neverStarted' } };
}

/** Makes a life cycle whose launches end when the test ends them. */
function byHand(options: { readonly now?: () => number } = {}) {
  const launches: Launch[] = [];
  const settle: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const kinds: string[] = [];
  const life = new LifeCycle<string>({
    launch: (launch) => {
      launches.push(launch);
      return new Promise((resolve, reject) => settle.push({ resolve, reject }));
    },
    words,
    log: () => undefined,
    onChange: ({ kind }) => kinds.push(kind),
    crashLimit: { most: 2, within: 1000, words: (crashes) => crashes.map(({ kind }) => kind).join() },
    ...options,
  });
  return { life, launches, settle, kinds };
}

/** Waits until all settled promises have had their effects. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the state of a child', () => {
  const generation = fc.integer({ min: 0, max: 4 });
  const event: fc.Arbitrary<LifeEvent<string>> = fc.oneof(
    fc.constant({ kind: 'start' } as const),
    fc.record({ kind: fc.constant('started' as const), generation, running: fc.string() }),
    fc.record({ kind: fc.constant('ending' as const), generation, reason: fc.constant({ kind: 'asked' } as const) }),
    fc.record({ kind: fc.constant('gone' as const), generation }),
  );

  test('late events of an earlier child, and events of a child that was not started, are ignored', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let state = neverStarted();
        for (const one of events) {
          const before = state;
          state = nextState(before, one);
          if (one.kind !== 'start' && one.generation !== before.generation) expect(state).toBe(before);
          expect(state.generation).toBeGreaterThanOrEqual(before.generation);
        }
      }),
    );
  });

  test('the state goes through starting to running, and through stopping to stopped', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let state = neverStarted();
        for (const one of events) {
          const { kind } = state;
          state = nextState(state, one);
          if (state.kind === 'running') expect(['starting', 'running']).toContain(kind);
          if (state.kind === 'stopped') expect(['stopping', 'stopped']).toContain(kind);
        }
      }),
    );
  });
});

describe('a life cycle', () => {
  test('ends a child that arrives after its start was cancelled', async () => {
    const { life, launches } = byHand();
    const started = life.start().catch((error: unknown) => error);
    await turn();
    await life.stop();
    expect(await started).toMatchObject({ reason: 'stopped', message: 'It was stopped.' });
    let ended = 0;
    launches[0]?.own({ connected: true, dispose: () => Promise.resolve(ended++).then(() => undefined) });
    expect(ended).toBe(1);
    expect(life.state).toMatchObject({ kind: 'stopped', generation: 1 });
  });

  test('does not start a child before the previous child has ended', async () => {
    const { life, launches, settle, kinds } = byHand();
    const first = life.start();
    await turn();
    let leave: () => void = () => undefined;
    launches[0]?.own({ connected: true, dispose: () => new Promise((resolve) => (leave = resolve)) });
    settle[0]?.resolve('first');
    await first;
    const stop = life.stop();
    const second = life.start();
    await turn();
    expect(launches).toHaveLength(1);
    leave();
    await stop;
    await turn();
    settle[1]?.resolve('second');
    expect(await second).toBe('second');
    // The end of the first child comes late, and must not count as the end of the second one.
    expect(kinds).toEqual(['starting', 'running', 'stopping', 'starting', 'running']);
    launches[0]?.died('late');
    expect(life.state).toEqual({ kind: 'running', generation: 2, running: 'second' });
  });

  test('waits for the end of a child whose connection is closed, and reports how it ended', async () => {
    const { life, launches, settle } = byHand();
    const started = life.start();
    await turn();
    launches[0]?.own({ connected: false, dispose: () => Promise.resolve() });
    settle[0]?.resolve('first');
    await started;
    const used = life.use(() => Promise.reject(new Error('Connection is closed.')));
    await turn();
    launches[0]?.died('exit code 7');
    await expect(used).rejects.toMatchObject({ reason: 'died', message: 'It died: exit code 7.' });
  });

  test('stops restarting a child that keeps ending, until some time has passed or the user restarts it', async () => {
    let time = 0;
    const { life, launches, settle } = byHand({ now: () => time });
    const crash = async (): Promise<void> => {
      const started = life.start();
      await turn();
      launches.at(-1)?.died('exit code 1');
      await expect(started).rejects.toMatchObject({ reason: 'died' });
    };
    await crash();
    await crash();
    await expect(life.start()).rejects.toMatchObject({ reason: 'crashLoop', message: 'died,died' });
    expect(launches).toHaveLength(2);
    time = 1000;
    await crash();
    await crash();
    await expect(life.start()).rejects.toMatchObject({ reason: 'crashLoop' });
    const restarted = life.restart();
    await turn();
    settle.at(-1)?.resolve('up');
    expect(await restarted).toBe('up');
  });

  test('starts no child after it was disposed of', async () => {
    const { life, launches } = byHand();
    await life.dispose();
    await expect(life.start()).rejects.toMatchObject({ reason: 'stopped' });
    await turn();
    expect(launches).toEqual([]);
  });
});

/** Every rule is broken and kept once at least; what protoc says of it we say too, in the same words at the same places. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkMutants, checkOwnCases, type OwnCasesReport } from '../support/ownCases.ts';
import { DIFFERENCES } from './cases/differences.ts';

/** Two thousand compilations by protoc's program: 5 s alone, and minutes where other programs have the processor. */
const ALL_CASES_MS = 300_000;

describe('the cases of every rule', { timeout: ALL_CASES_MS }, () => {
  let report: OwnCasesReport;
  beforeAll(async () => {
    report = await checkOwnCases(() => undefined);
  }, ALL_CASES_MS);

  it('are judged as by protoc', () => {
    expect(report.differences.filter(({ what }) => what === 'verdict')).toEqual([]);
    expect(report.verdict).toBe(report.cases);
  });

  it('are kept and broken as they say', () => {
    expect(report.differences.filter(({ what }) => what === 'misfiled')).toEqual([]);
  });

  it('begin with what protoc says first', () => {
    expect(report.differences.filter(({ what }) => what === 'position' || what === 'message')).toEqual([]);
    expect(report.message).toBe(report.spoken);
  });

  it('read line by line as from protoc, but for the listed differences', () => {
    const unlisted = report.differences.filter(({ name, what }) => what === 'whole' && DIFFERENCES[name] === undefined);
    expect(unlisted).toEqual([]);
  });

  it('list no difference that is none', () => {
    const found = new Set(report.differences.map(({ name }) => name));
    expect(Object.keys(DIFFERENCES).filter((name) => !found.has(name))).toEqual([]);
  });

  it('are judged as by protoc after small changes too', async () => {
    expect(await checkMutants(200, 36)).toEqual([]);
  });
});

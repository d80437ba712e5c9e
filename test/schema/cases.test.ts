/**
 * Each rule is broken and kept once at least; what protoc says of it we say too, in the same words at the same places.
 * One section alone: `npx vitest run test/schema/cases.test.ts -t 'cases of proto3'`.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkMutants, checkOwnCases, type OwnCasesReport } from '../support/ownCases.ts';
import { sections } from './cases/all.ts';
import { DIFFERENCES } from './cases/differences.ts';
import type { SectionName } from './cases/rules.ts';

/** Two thousand compilations by protoc's program: 5 s alone, and minutes where other programs have the processor. */
const ALL_CASES_MS = 300_000;

describe.each(Object.keys(sections) as SectionName[])('the cases of %s', { timeout: ALL_CASES_MS }, (section) => {
  let report: OwnCasesReport;
  beforeAll(async () => {
    report = await checkOwnCases(() => undefined, [section]);
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
    const listed = Object.keys(DIFFERENCES).filter((name) => name.startsWith(`${section}: `));
    expect(listed.filter((name) => !found.has(name))).toEqual([]);
  });
});

it('cases are judged as by protoc after small changes too', { timeout: ALL_CASES_MS }, async () => {
  expect(await checkMutants(200, 36)).toEqual([]);
});

it('each listed difference names a section', () => {
  const named = Object.keys(DIFFERENCES).map((name) => name.split(': ')[0] ?? '');
  expect(named.filter((section) => !(section in sections))).toEqual([]);
});

/**
 * Every rule has cases that break it and cases that keep it. Our diagnostics must equal protoc's, in the same words at
 * the same places. To run one section: `npx vitest run test/schema/cases.test.ts -t 'cases of proto3'`.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkMutants, checkOwnCases, type OwnCasesReport } from '../support/ownCases.ts';
import { sections } from './cases/all.ts';
import { DIFFERENCES } from './cases/differences.ts';
import type { SectionName } from './cases/rules.ts';

/** Two thousand compilations with protoc. They take 5 s alone, and minutes if other programs use the processor. */
const ALL_CASES_MS = 300_000;

describe.each(Object.keys(sections) as SectionName[])('the cases of %s', { timeout: ALL_CASES_MS }, (section) => {
  let report: OwnCasesReport;
  beforeAll(async () => {
    report = await checkOwnCases(() => undefined, [section]);
  }, ALL_CASES_MS);

  it("the cases get protoc's verdict", () => {
    expect(report.differences.filter(({ what }) => what === 'verdict')).toEqual([]);
    expect(report.verdict).toBe(report.cases);
  });

  it('the cases keep or break their rule as their list says', () => {
    expect(report.differences.filter(({ what }) => what === 'misfiled')).toEqual([]);
  });

  it("the cases start with protoc's first diagnostic", () => {
    expect(report.differences.filter(({ what }) => what === 'position' || what === 'message')).toEqual([]);
    expect(report.message).toBe(report.spoken);
  });

  it("the cases give protoc's diagnostics line by line, except for the listed differences", () => {
    const unlisted = report.differences.filter(({ name, what }) => what === 'whole' && DIFFERENCES[name] === undefined);
    expect(unlisted).toEqual([]);
  });

  it('the cases still show each listed difference', () => {
    const found = new Set(report.differences.map(({ name }) => name));
    const listed = Object.keys(DIFFERENCES).filter((name) => name.startsWith(`${section}: `));
    expect(listed.filter((name) => !found.has(name))).toEqual([]);
  });
});

it("cases get protoc's verdict after small changes too", { timeout: ALL_CASES_MS }, async () => {
  expect(await checkMutants(200, 36)).toEqual([]);
});

it('each listed difference names a section', () => {
  const named = Object.keys(DIFFERENCES).map((name) => name.split(': ')[0] ?? '');
  expect(named.filter((section) => !(section in sections))).toEqual([]);
});

/**
 * Texts that are designed to take long. The test bounds CPU time, so that other programs do not matter. A backtracking
 * expression takes minutes for these texts; the bounds are far above the time of one pass.
 */
import { expect, it } from 'vitest';
import { managedPackage } from '../../src/codegen/targets/go/module/managedPackage.ts';
import { parseBazelBuild } from '../../src/project/bazelBuild.ts';
import { parseBufGen } from '../../src/project/buf/gen.ts';
import { parseBufLock } from '../../src/project/buf/lock.ts';
import { parseBufYaml } from '../../src/project/buf/workspace.ts';
import { parseGoMod } from '../../src/project/goMod.ts';
import { parseGoWork } from '../../src/project/goWork.ts';
import { editorConfigOf } from '../../src/project/editorConfig.ts';
import { LONGEST_EDITOR_CONFIG, LONGEST_GO, LONGEST_YAML } from '../../src/project/limit.ts';

const MILLISECONDS = 2_000;

/** The longest text that we read at all, minus some room for the text around it. */
const filledGo = (piece: string): string => piece.repeat(Math.floor((LONGEST_GO - 100) / piece.length));
const filled = (piece: string): string => piece.repeat(Math.floor((LONGEST_YAML - 100) / piece.length));

const GO: readonly (readonly [string, string])[] = [
  ['unclosed quotes', `require x ${filledGo('" ')}`],
  ['quotes of both kinds', `require x ${filledGo('"`')}`],
  ['spaces', `module a${filledGo(' ')}b`],
  ['slashes', `module a${filledGo('/ ')}b`],
  ['parentheses', filledGo('(')],
  ['blocks', filledGo('require (\n')],
  ['arrows', `replace a ${filledGo('=> ')}`],
  ['300,000 lines, more than we read', 'require a v1\n'.repeat(300_000)],
];

const YAML: readonly (readonly [string, string])[] = [
  ['colons in a dependency', `deps: ["a${filled(':')}\\n"]`],
  ['300,000 colons', `deps: ["a${':'.repeat(300_000)}\\n"]`],
  ['many keys', Array.from({ length: 6_000 }, (_, i) => `k${i}: 1`).join('\n')],
  ['60,000 keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')],
  ['many equal keys', filled('k: 1\n')],
  ['nested lists', filled('[')],
  ['nested mappings', filled('{a: ')],
  ['nested entries', filled('- ')],
  ['errors on one line', `a: [${filled('}')}`],
  ['errors on many lines', filled('%\n')],
  ['tabs', filled('\t\n')],
  ['quotes', filled('"\n')],
  ['anchors', filled('- &a\n')],
  ['question marks', filled('? ')],
  ['comments', filled('#\n')],
  ['comments after a key', `a:${filled('\n#')}`],
  ['empty lines', `a: |\n${filled('\n')}b`],
  ['spaces', `a: ${filled(' ')}b`],
  ['at signs in a program', `plugins: [{local: "${filled('@')}/\\n"}]`],
  ['slashes in a program', `plugins: [{local: "${filled('/')}\\n"}]`],
  ['colons in a plugin', `plugins: [{remote: "a/b/${filled(':')}\\n"}]`],
  ['dots in the name of a module', `deps: [{name: "${filled('.')}/a/b!", commit: a}]`],
];

function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

it.each(GO)('go.mod and go.work with %s are read quickly', (_, text) => {
  expect(cpuOf(() => parseGoMod(text)) + cpuOf(() => parseGoWork(text))).toBeLessThan(MILLISECONDS);
});

it.each(YAML)('files of buf with %s are read quickly', (_, text) => {
  for (const parse of [parseBufGen, parseBufLock, parseBufYaml])
    expect(cpuOf(() => parse(text))).toBeLessThan(MILLISECONDS);
});

it.each([
  ['unclosed quotes', filledGo('"\\"')],
  ['escapes', filledGo('\\')],
  ['three quotes', filledGo('""" ')],
  ['unclosed rules', filledGo('proto_library(import_prefix = [')],
  ['rules', filledGo('proto_library(import_prefix="a")')],
  ['closing brackets', `proto_library(${filledGo(')]')}`],
  ['a hundred million letters', 'a'.repeat(100_000_000)],
])('BUILD files of Bazel with %s are read quickly', (_, text) => {
  expect(cpuOf(() => parseBazelBuild(text))).toBeLessThan(MILLISECONDS);
});

it.each([
  ['a prefix', { value: `a${filled('/')}b` }],
  ['a path', { value: 'a', path: `a${filled('/')}b` }],
])('managed mode with slashes in %s is applied quickly', (_, rule) => {
  const rules = [{ kind: 'override' as const, option: 'go_package_prefix' as const, ...rule }];
  const file = { path: 'a.proto', protoPackage: filled('a.v1'), module: undefined };
  expect(cpuOf(() => managedPackage(rules, file))).toBeLessThan(MILLISECONDS);
});

const filledConfig = (piece: string): string => piece.repeat(Math.floor((LONGEST_EDITOR_CONFIG - 100) / piece.length));

it.each([
  ['stars', `[${filledConfig('*')}b]`],
  ['double stars', `[${filledConfig('**/')}b]`],
  ['many patterns', filledConfig('[**a**b**c**d]\n')],
  ['braces', `[${filledConfig('{a,b}')}]`],
  ['numbers', `[${filledConfig('{1..999999999}')}]`],
  ['brackets', `[${filledConfig('[')}]`],
  ['sets', `[${filledConfig('[a-z')}]`],
  ['lines', filledConfig('\n')],
  ['a hundred million letters', 'a'.repeat(100_000_000)],
])('an .editorconfig of %s is read quickly', (_, text) => {
  const path = `/p/${'a/'.repeat(2000)}a.proto`;
  const read = (config: string): string | undefined => (config.startsWith('/p/a/a/a/') ? text : undefined);
  expect(cpuOf(() => editorConfigOf(path, read))).toBeLessThan(2 * MILLISECONDS);
});

/** Reads buf.lock (v1beta1, v1, v2): the commit of each module for a project. */
import { list, parseYaml, record, text, type YamlRecord } from '../yaml.ts';

/** A module at the commit in the lock. */
export interface BufLockedModule {
  /** `buf.build/owner/module`. */
  readonly name: string;
  /** Without dashes. */
  readonly commit: string;
  /** `b5` or `shake256`: part of the path in buf's cache. */
  readonly digestType: string;
}

/** Keeps only modules whose name and commit can be parts of a path, because they become folders of buf's cache. */
export function parseBufLock(yaml: string): readonly BufLockedModule[] {
  return list(parseYaml(yaml)['deps'])
    .map((dep) => lockedModule(record(dep)))
    .filter(({ name, commit }) => isModuleName(name) && isWord(commit));
}

function lockedModule(dep: YamlRecord): BufLockedModule {
  const parts = [dep['remote'], dep['owner'], dep['repository']].map((part) => text(part) ?? '');
  return {
    name: text(dep['name']) ?? parts.join('/'),
    commit: text(dep['commit']) ?? '',
    digestType: digestType(text(dep['digest']) ?? ''),
  };
}

/** v1beta1 writes digests without a type. */
function digestType(digest: string): string {
  const [type = ''] = digest.split(':', 1);
  if (isWord(type)) return type;
  return 'b5';
}

/** A host, an owner and a repository. No part may lead out of the cache. */
function isModuleName(name: string): boolean {
  const parts = name.split('/');
  return /^[\w.-]+(?::\d+)?\/[\w.-]+\/[\w.-]+$/.test(name) && !parts.includes('..') && !parts.includes('.');
}

function isWord(part: string): boolean {
  return /^[0-9A-Za-z]+$/.test(part);
}

/** Reads the commit of each locked module from buf.lock (v1beta1, v1, v2). */
import { list, parseYaml, record, text, type YamlRecord } from '../yaml.ts';

/** A module, with the commit that buf.lock sets for it. */
export interface BufLockedModule {
  /** The full name of the module, such as `buf.build/owner/module`. */
  readonly name: string;
  /** The id of the commit, without dashes. */
  readonly commit: string;
  /** The type of the digest, `b5` or `shake256`. It is a part of the path in buf's cache. */
  readonly digestType: string;
}

/**
 * Reads a buf.lock. It skips a module whose name or commit is not safe in a path, because both name folders in buf's
 * cache.
 */
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

/** The type of a digest. v1beta1 writes digests without a type; `b5` stands for those. */
function digestType(digest: string): string {
  const [type = ''] = digest.split(':', 1);
  if (isWord(type)) return type;
  return 'b5';
}

/** Whether a name consists of a host, an owner and a repository. A `..` in it could lead out of buf's cache. */
function isModuleName(name: string): boolean {
  const parts = name.split('/');
  return /^[\w.-]+(?::\d+)?\/[\w.-]+\/[\w.-]+$/.test(name) && !parts.includes('..') && !parts.includes('.');
}

function isWord(part: string): boolean {
  return /^[0-9A-Za-z]+$/.test(part);
}

/** What a module needs to build generated code, and the commands that are still to be run for it. */
import type { FilePath } from '../../base/path.ts';
import type { FollowUp, PlannedFile } from '../model.ts';
import { compareVersions, moduleOf, type GoModFile } from './goMod.ts';

const PROTOBUF = 'google.golang.org/protobuf';
const GRPC = 'google.golang.org/grpc';
const GENPROTO = 'google.golang.org/genproto/googleapis/';

/** The oldest runtimes that generated code takes: its own header says it. */
function neededVersions(outputs: readonly PlannedFile[]): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const need = (module: string, version: string | undefined): void => {
    if (version === undefined) return;
    const known = needed.get(module);
    if (known === undefined || compareVersions(known, version) < 0) needed.set(module, version);
  };
  for (const { content } of outputs) {
    const head = content.slice(0, 4_000);
    // A runtime must be at least as new as the generator (protobuf.dev/support/cross-version-runtime-guarantee).
    need(PROTOBUF, /^\/\/ \tprotoc-gen-go (v\S+)$/m.exec(head)?.[1]);
    need(GRPC, /^\/\/ Requires gRPC-Go (v\S+) or later\.$/m.exec(head)?.[1]);
  }
  return needed;
}

/** `go get` of what go.mod lacks, exact where the version is known. `template` is what new modules get. */
export function followUps(mod: GoModFile, template: GoModFile, outputs: readonly PlannedFile[], packages: readonly string[], cwd: FilePath): readonly FollowUp[] {
  const wanted: string[] = [];
  for (const [module, version] of neededVersions(outputs)) {
    if (mod.module === module || mod.replaced.has(module)) continue;
    const has = mod.requires.get(module);
    const offered = template.requires.get(module) ?? version;
    if (has === undefined) wanted.push(`${module}@${compareVersions(offered, version) < 0 ? version : offered}`);
    else if (compareVersions(has, version) < 0) wanted.push(`${module}@${version}`);
  }
  for (const path of packages) {
    if (path.startsWith(`${PROTOBUF}/`) || path.startsWith(`${mod.module}/`) || moduleOf(mod, path) !== undefined) continue;
    const argument = moduleArgument(path, template);
    if (!wanted.includes(argument)) wanted.push(argument);
  }
  return wanted.length === 0 ? [] : [{ cwd, args: ['go', 'get', ...wanted] }];
}

/** The modules of genproto are one repository: what grpc asks of one is a version of the others too. */
function moduleArgument(path: string, template: GoModFile): string {
  const [part] = path.startsWith(GENPROTO) ? path.slice(GENPROTO.length).split('/') : [];
  const version = template.requires.get(`${GENPROTO}rpc`);
  return (part === 'api' || part === 'rpc') && version !== undefined ? `${GENPROTO}${part}@${version}` : path;
}

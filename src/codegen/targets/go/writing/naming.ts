/** Chooses names for the file and the type of a new server. They do not collide with existing names. */
import { goCamelCase, NameScope, packageNameOf, snakeCase } from '../packages/names.ts';
import type { GoService } from './services.ts';

/**
 * Endings of file names with which Go does not build a file on every system (go help buildconstraint, go help test).
 */
const BUILD_SUFFIXES = new Set(
  `test aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows
  zos 386 amd64 arm arm64 armbe arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le
  riscv riscv64 s390 s390x sparc sparc64 wasm`.split(/\s+/),
);

/** Matches names that Windows reserves for devices. A file cannot have such a name, with any extension. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The names of a new server's type and of its file. */
export interface ServerName {
  readonly type: string;
  readonly file: string;
}

/** Chooses names for the servers of the services. `files` exist in the folder, and its package declares `names`. */
export function serverNames(
  services: readonly GoService[],
  files: Iterable<string>,
  names: Iterable<string>,
): ReadonlyMap<GoService, ServerName> {
  const fileScope = new NameScope(['main', ...[...files].map((file) => file.toLowerCase().replace(/\.go$/, ''))]);
  const typeScope = new NameScope(names);
  const wanted = services.map(({ goName }) => snakeCase(goName));
  return new Map(
    services.map((service, i) => {
      const snake = wanted[i] ?? '';
      const shared = wanted.indexOf(snake) !== wanted.lastIndexOf(snake);
      return [
        service,
        { type: typeName(service, shared, typeScope), file: fileName(service, snake, shared, fileScope) },
      ];
    }),
  );
}

function typeName(service: GoService, shared: boolean, scope: NameScope): string {
  const qualified = `${goCamelCase(qualifier(service))}${service.goName}`;
  if (shared) return scope.take(qualified);
  return scope.take(service.goName, qualified);
}

function fileName(service: GoService, snake: string, shared: boolean, scope: NameScope): string {
  const qualified = `${snakeCase(qualifier(service))}_${snake}`.replace(/^_/, '');
  const plain = shared ? qualified : snake;
  const candidates = [plain, `${plain}_service`, `${qualified}_service`].filter((name) => isBuilt(name));
  const [first = 'service', ...others] = candidates;
  return `${scope.take(first, ...others)}.go`;
}

/**
 * Returns the end of the proto package, which distinguishes `user.v1.Users` from `user.v2.Users`. This is the last
 * part, and the part before it if the last part is a version.
 */
function qualifier({ protoPackage }: GoService): string {
  const parts = protoPackage.split('.');
  const versioned = packageNameOf(parts.slice(-1)) !== packageNameOf(parts);
  return parts.slice(versioned ? -2 : -1).join('_');
}

/**
 * Returns the only system or processor for which Go builds a file; undefined if Go builds it for all. `name` has no
 * extension.
 */
export function systemOf(name: string): string | undefined {
  const [, ...endings] = name.replace(/_test$/, '').split('_');
  const last = endings.at(-1) ?? '';
  if (last !== 'test' && BUILD_SUFFIXES.has(last)) return last;
  return undefined;
}

/**
 * Renames a plugin's file so that Go builds it on every system: `gen/a_linux.pb.go` becomes `gen/a_linux_.pb.go`. Go
 * reads the name only up to the first dot.
 */
export function builtEverywhere(path: string): string {
  const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
  if (dot < 0 || !path.endsWith('.go')) return path;
  const name = path.slice(path.lastIndexOf('/') + 1, dot);
  if (systemOf(name) === undefined) return path;
  return `${path.slice(0, dot)}_${path.slice(dot)}`;
}

/** Whether Go builds a file with this name on every system. `name` has no extension. */
export function isBuilt(name: string): boolean {
  return name !== '' && !DEVICES.test(name) && !BUILD_SUFFIXES.has(name.slice(name.lastIndexOf('_') + 1));
}

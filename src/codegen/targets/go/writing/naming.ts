/** Chooses names for a new server's file and type that do not collide with existing names. */
import { goCamelCase, NameScope, packageNameOf, snakeCase } from '../packages/names.ts';
import type { GoService } from './services.ts';

/** Name endings that exclude a file from a build (go help buildconstraint, go help test). */
const BUILD_SUFFIXES = new Set(
  `test aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows
  zos 386 amd64 arm arm64 armbe arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le
  riscv riscv64 s390 s390x sparc sparc64 wasm`.split(/\s+/),
);

/** Windows reserves these names for devices, with any extension. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The names of a new server's type and file. */
export interface ServerName {
  readonly type: string;
  readonly file: string;
}

/** `files` and `names` already exist in the folder and its package. */
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

/** The package's last part, with its version. It tells `user.v1.Users` from `user.v2.Users`. */
function qualifier({ protoPackage }: GoService): string {
  const parts = protoPackage.split('.');
  const versioned = packageNameOf(parts.slice(-1)) !== packageNameOf(parts);
  return parts.slice(versioned ? -2 : -1).join('_');
}

/** The only system or processor that Go builds a file for, judged by its name without extension. */
export function systemOf(name: string): string | undefined {
  const [, ...endings] = name.replace(/_test$/, '').split('_');
  const last = endings.at(-1) ?? '';
  if (last !== 'test' && BUILD_SUFFIXES.has(last)) return last;
  return undefined;
}

/**
 * Renames a plugin's file so that Go builds it everywhere: `gen/a_linux.pb.go` becomes `gen/a_linux_.pb.go`. Go looks
 * at the name only up to the first dot.
 */
export function builtEverywhere(path: string): string {
  const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
  if (dot < 0 || !path.endsWith('.go')) return path;
  const name = path.slice(path.lastIndexOf('/') + 1, dot);
  if (systemOf(name) === undefined) return path;
  return `${path.slice(0, dot)}_${path.slice(dot)}`;
}

/** Whether Go builds a file with this name, without its extension, on every system. */
export function isBuilt(name: string): boolean {
  return name !== '' && !DEVICES.test(name) && !BUILD_SUFFIXES.has(name.slice(name.lastIndexOf('_') + 1));
}

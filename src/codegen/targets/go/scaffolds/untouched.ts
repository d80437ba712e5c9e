/**
 * Decides whether the user has edited a file that we wrote. The first line of such a file contains a digest of the
 * rest. So we need no separate record, and our templates may change.
 */
import { Digest } from '../../../../base/digest.ts';
import type { GoService } from '../writing/services.ts';

const MARK = /^\/\/ gRPC Workbench wrote this file and renews it until you edit it \((?<digest>[0-9a-f]{16})\)\.\n\n/;

/** Adds a first line with the digest of the text. */
export function withMark(text: string): string {
  return `// gRPC Workbench wrote this file and renews it until you edit it (${digestOf(text)}).\n\n${text}`;
}

/** Whether a file is unchanged since some version of this program wrote it. Git may have changed its line ends. */
export function isUntouched(text: string): boolean {
  const written = text.replaceAll('\r\n', '\n');
  const mark = MARK.exec(written);
  return mark !== null && mark.groups?.['digest'] === digestOf(written.slice(mark[0].length));
}

function digestOf(text: string): string {
  const digest = new Digest();
  digest.text(text);
  return digest.finish();
}

/** A service, and the type that main.go registers as its server. */
interface Registered {
  readonly service: Pick<GoService, 'goName' | 'package'>;
  readonly type: string;
}

/**
 * Digests of the server's main.go from versions that wrote no mark. They leave out the imports and registrations of
 * services.
 */
const SERVER_MAINS_WITHOUT_MARK: ReadonlySet<string> = new Set(['51ee48fd334aed6f']);

/**
 * Whether a server's main.go is unchanged since a version without a mark wrote it. `known` are the services that it may
 * register.
 */
export function isUntouchedServerMain(text: string, known: readonly Registered[]): boolean {
  return SERVER_MAINS_WITHOUT_MARK.has(digestOf(withoutServices(text, known)));
}

/**
 * Removes the lines of known services from a main.go. The remaining lines are the same for any services. The line of an
 * unknown service remains too, so the digest differs.
 */
function withoutServices(text: string, known: readonly Registered[]): string {
  const packages = new Set(known.map(({ service }) => service.package.importPath));
  const registrations = new Set(
    known.map(({ service, type }) => `Register${service.goName}Server(server, &${type}{})`),
  );
  const isOfService = (line: string): boolean => {
    const importPath = /^\t(?:\w+ )?"([^"]+)"$/.exec(line)?.[1];
    const call = /^\t(?:\w+\.)?(Register\w+\(server, &\w+\{\}\))$/.exec(line)?.[1];
    return packages.has(importPath ?? '') || registrations.has(call ?? '');
  };
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const importsEnd = lines.indexOf(')');
  // Remove the blank lines between groups of imports too, because the groups depend on the services.
  return lines.filter((line, i) => !isOfService(line) && (line !== '' || i > importsEnd)).join('\n');
}

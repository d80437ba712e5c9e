/**
 * Decides which of our files the user has not edited. Each file has a digest of itself in its first line, so the file
 * alone gives the answer. Our templates may change, and there is no separate record to lose.
 */
import { Digest } from '../../../../base/digest.ts';
import type { GoService } from '../writing/services.ts';

const MARK = /^\/\/ gRPC Workbench wrote this file and renews it until you edit it \((?<digest>[0-9a-f]{16})\)\.\n\n/;

/** The text, with its digest in the first line. */
export function withMark(text: string): string {
  return `// gRPC Workbench wrote this file and renews it until you edit it (${digestOf(text)}).\n\n${text}`;
}

/** Whether a file is as one of our versions wrote it. Git may have changed its line ends. */
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

/** A service, and the type that main.go registers for it. */
interface Registered {
  readonly service: Pick<GoService, 'goName' | 'package'>;
  readonly type: string;
}

/** Digest of the server's main.go from before it had a mark, without imports and registrations of services. */
const SERVER_MAINS_WITHOUT_MARK: ReadonlySet<string> = new Set(['51ee48fd334aed6f']);

/** Whether a server's main.go is as we wrote it before our files had a mark, for services in `known`. */
export function isUntouchedServerMain(text: string, known: readonly Registered[]): boolean {
  return SERVER_MAINS_WITHOUT_MARK.has(digestOf(withoutServices(text, known)));
}

/**
 * Removes the lines that belong to known services. The rest is the same for all services; a line of another service
 * stays.
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
  // The groups of imports depend on the services.
  return lines.filter((line, i) => !isOfService(line) && (line !== '' || i > importsEnd)).join('\n');
}

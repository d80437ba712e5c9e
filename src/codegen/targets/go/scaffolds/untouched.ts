/**
 * Which of the files that we wrote nobody has edited since. Each carries a digest of itself in its first line, so the
 * answer depends on the file alone: our templates may change, and there is no record beside it that could be lost.
 */
import { Digest } from '../../../../base/digest.ts';
import type { GoService } from '../writing/services.ts';

const MARK = /^\/\/ gRPC Workbench wrote this file and renews it until you edit it \((?<digest>[0-9a-f]{16})\)\.\n\n/;

/** The text with its digest in the first line. */
export function withMark(text: string): string {
  return `// gRPC Workbench wrote this file and renews it until you edit it (${digestOf(text)}).\n\n${text}`;
}

/** Whether a file is as we wrote it, whichever version of us that was. Git may have changed the ends of its lines. */
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

/** A service, and the type that a main.go registers for it. */
interface Registered {
  readonly service: Pick<GoService, 'goName' | 'package'>;
  readonly type: string;
}

/** The server's main.go before it had a mark, without imports and registrations of services. */
const SERVER_MAINS_WITHOUT_MARK: ReadonlySet<string> = new Set(['51ee48fd334aed6f']);

/** Whether a server's main.go is as we wrote it when our files had no mark, for services that are among `known`. */
export function isUntouchedServerMain(text: string, known: readonly Registered[]): boolean {
  return SERVER_MAINS_WITHOUT_MARK.has(digestOf(withoutServices(text, known)));
}

/** What remains is the same for all services; a line that belongs to none of them remains, too. */
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
  // Which groups of imports there are depends on the services.
  return lines.filter((line, i) => !isOfService(line) && (line !== '' || i > importsEnd)).join('\n');
}

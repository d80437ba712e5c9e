/**
 * The messages about services and files with errors, which we leave out. The rest of the schema is served or generated.
 */
import type { l10n } from 'vscode';
import type { LeftOutService } from '../../contract/languageServer.ts';

type Localize = Pick<typeof l10n, 't'>;

/** The message about services that are left out; undefined if there are none. */
export function leftOutServices(l10n: Localize, services: readonly LeftOutService[]): string | undefined {
  const [file, ...others] = new Set(services.map(({ brokenFile }) => brokenFile));
  if (file === undefined) return undefined;
  if (others.length > 0)
    return l10n.t(
      '{0} services are left out because of errors in {1} (and {2} more).',
      services.length,
      file,
      others.length,
    );
  if (services.length === 1) return l10n.t('1 service is left out because {0} has errors.', file);
  return l10n.t('{0} services are left out because {1} has errors.', services.length, file);
}

/** The message about files that are left out. `file` is the import path of the first file with errors. */
export function leftOutFiles(l10n: Localize, count: number, file: string): string {
  if (count === 1) return l10n.t('1 .proto file is left out because {0} has errors.', file);
  return l10n.t('{0} .proto files are left out because {1} has errors.', count, file);
}

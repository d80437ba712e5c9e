/** What is said where a part of a schema is left out because of errors; the rest of it is served or generated. */
import type { l10n } from 'vscode';

type Localize = Pick<typeof l10n, 't'>;

/** `file` is the first one with errors, by its import path. */
export function leftOutServices(l10n: Localize, count: number, file: string): string {
  if (count === 1) return l10n.t('1 service is left out because {0} has errors.', file);
  return l10n.t('{0} services are left out because {1} has errors.', count, file);
}

/** `file` is the first one with errors, by its import path. */
export function leftOutFiles(l10n: Localize, count: number, file: string): string {
  if (count === 1) return l10n.t('1 .proto file is left out because {0} has errors.', file);
  return l10n.t('{0} .proto files are left out because {1} has errors.', count, file);
}

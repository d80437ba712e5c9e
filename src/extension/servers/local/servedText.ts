/**
 * The message after the start of a local server. It says where the server is, or that errors hide the service that the
 * user wanted.
 */
import type { l10n } from 'vscode';
import type { LocalServer } from './localServer.ts';

/** The export of strings looks for an import of `l10n`, so this file imports that name. */
type Localize = Pick<typeof l10n, 't'>;

/**
 * Returns the message. `subject` is the name that the user started the server for. If errors hide that service, the
 * message says so.
 */
export function servedText(
  l10n: Localize,
  { label, services }: Pick<LocalServer, 'label' | 'services'>,
  address: string,
  subject: string | undefined,
): string {
  const service = subject?.split('/', 1)[0];
  if (service === undefined || services.includes(service)) return l10n.t('"{0}" is served on {1}.', label, address);
  return l10n.t('{0} is not served, because its file has errors. The other services are on {1}.', service, address);
}

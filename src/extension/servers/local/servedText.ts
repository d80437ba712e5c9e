/** The message once a local server runs: it serves what it was started for, or errors prevent that. */
import type { l10n } from 'vscode';
import type { LocalServer } from './localServer.ts';

/** The export of strings looks for an import of `l10n`. */
type Localize = Pick<typeof l10n, 't'>;

/** `subject` is the name that the server was started for. If it is a service, the message is about that service. */
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

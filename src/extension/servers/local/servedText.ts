/** What is said once a local server runs: that it serves what it was started for, or that errors keep that out. */
import type { Localize } from '../../shared/childWords.ts';
import type { LocalServer } from './localServer.ts';

/** `subject` is the subject of the start. If it names a service, the message is about that service. */
export function servedText(
  l10n: Localize,
  { label, services }: Pick<LocalServer, 'label' | 'services'>,
  address: string,
  subject: unknown,
): string {
  const service = typeof subject === 'string' ? subject.split('/', 1)[0] : undefined;
  if (service === undefined || services.includes(service)) return l10n.t('{0} is served on {1}.', label, address);
  return l10n.t('{0} is not served, because its file has errors. The other services are on {1}.', service, address);
}

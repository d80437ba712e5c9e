/** A server that has started does not claim to serve a service that errors keep out. */
import { expect, test } from 'vitest';
import { servedText } from '../../src/extension/servers/local/servedText.ts';
import { l10n } from './subjects.ts';

const server = { label: 'shop', services: ['shop.v1.Orders'] };
const say = (subject: string | undefined): string => servedText(l10n, server, '127.0.0.1:50051', subject);

test.each([undefined, 'shop.v1.Orders', 'shop.v1.Orders/Get'])(
  'a server that was started for %s reports its address',
  (subject) => {
    expect(say(subject)).toBe('"shop" is served on 127.0.0.1:50051.');
  },
);

test('a server that was started for a service with errors says that it does not serve this service', () => {
  expect(say('shop.v1.Broken')).toBe(
    'shop.v1.Broken is not served, because its file has errors. The other services are on 127.0.0.1:50051.',
  );
});

/** How targets, deadlines and metadata are read. */
import { describe, expect, test } from 'vitest';
import { addressProblem, readAddress } from '../../src/webview/input/address.ts';
import { deadlineProblem, readDeadline } from '../../src/webview/input/deadline.ts';
import { metadataProblem, metadataToSend } from '../../src/webview/input/metadata.ts';
import type { LocalServer, NamedServer } from '../../src/contract/panel/messages.ts';
import { choiceOf, choiceToSend, resolveTarget } from '../../src/panel/target.ts';
import { GO, LOCAL } from '../extension/panel/fakeServices.ts';

describe('an address', () => {
  test.each([
    ['localhost:50051', 'localhost:50051', 'plaintext'],
    ['  localhost:50051 ', 'localhost:50051', 'plaintext'],
    ['https://api.example.com', 'api.example.com:443', 'tls'],
    ['https://api.example.com:8443/', 'api.example.com:8443', 'tls'],
    ['http://localhost:8080', 'localhost:8080', 'plaintext'],
    ['api.example.com:443', 'api.example.com:443', 'tls'],
    ['api.example.com:4430', 'api.example.com:4430', 'plaintext'],
    ['[::1]:50051', '[::1]:50051', 'plaintext'],
    ['https://[::1]', '[::1]:443', 'tls'],
  ])('the address %s is %s over %s', (text, address, security) => {
    expect(readAddress(text, 'plaintext')).toEqual({ kind: 'remote', address, security });
  });

  test.each([
    ['', 'targetMissing'],
    ['localhost', 'targetNeedsPort'],
    ['::1', 'targetNeedsPort'],
    ['[::1]', 'targetNeedsPort'],
    ['localhost:0', 'targetBadPort'],
    ['localhost:65536', 'targetBadPort'],
    ['localhost:http', 'targetBadPort'],
    ['localhost:80/path', 'targetHasSpace'],
    ['local host:80', 'targetHasSpace'],
    ['localhost:1', undefined],
    ['localhost:65535', undefined],
    ['[::1]:50051', undefined],
    ['unix:/tmp/socket', undefined],
    ['dns:///example.com:443', undefined],
  ])('the address %j has the problem %s', (address, problem) => {
    expect(addressProblem(address)).toBe(problem);
  });
});

test.each([
  ['', undefined],
  ['500ms', 500],
  ['10s', 10_000],
  ['1.5 s', 1_500],
  ['2m', 120_000],
  ['1 min', 60_000],
  ['1h', 3_600_000],
])('the deadline %j is %s', (text, expected) => {
  expect(readDeadline(text)).toBe(expected);
  expect(deadlineProblem(text)).toBeUndefined();
});

test.each([
  ['10', 'deadlineNoUnit'],
  ['0s', 'deadlineTooShort'],
  ['-1s', 'deadlineBad'],
  ['25h', 'deadlineTooLong'],
  ['soon', 'deadlineBad'],
])('the deadline %j is refused: %s', (text, problem) => {
  expect(deadlineProblem(text)).toBe(problem);
  expect(readDeadline(text)).toBeUndefined();
});

describe('the local target', () => {
  const lacking = { ...LOCAL, address: '127.0.0.1:1', lacksService: true };

  test('the local target is a running server that leaves out the service, if no other server serves it', () => {
    expect(resolveTarget({ kind: 'local' }, [lacking])).toEqual({ kind: 'lacking', server: lacking });
  });

  test('the local target is a server that serves the method rather than one that leaves it out', () => {
    const serving = { ...LOCAL, address: '127.0.0.1:2' };
    const choice = { kind: 'local', address: lacking.address } as const;
    expect(resolveTarget(choice, [serving, lacking])).toMatchObject({ target: { address: '127.0.0.1:2' } });
  });
});

describe('metadata', () => {
  test.each([
    ['authorization', 'Bearer abc', undefined],
    ['x-data-bin', 'AAEC', undefined],
    ['', '', undefined],
    ['', 'value', 'metadataNoKey'],
    ['X-Upper', '', 'metadataBadKey'],
    ['x y', '', 'metadataBadKey'],
    ['grpc-timeout', '1S', 'metadataReserved'],
    ['x-data-bin', 'not base64!', 'metadataBadBinary'],
    ['x-name', 'Žofie', 'metadataBadValue'],
  ])('the metadata %j: %j has the problem %s', (key, value, problem) => {
    expect(metadataProblem({ key, value, enabled: true })).toBe(problem);
  });

  test('metadata that is switched off causes no problem and is not sent', () => {
    const row = { key: 'X Y', value: 'ž', enabled: false };
    expect(metadataProblem(row)).toBeUndefined();
    expect(metadataToSend([row, { key: 'a', value: 'b', enabled: true }])).toEqual([['a', 'b']]);
  });
});

describe('a target that an earlier version stored', () => {
  const servers = [LOCAL, { ...LOCAL, id: '/other', address: '127.0.0.1:2' }];

  test('the target is the server with that address, otherwise the first server, otherwise a server to start', () => {
    expect(resolveTarget({ kind: 'local', address: '127.0.0.1:2' }, servers)).toMatchObject({
      target: { address: '127.0.0.1:2' },
    });
    expect(resolveTarget({ kind: 'local', address: '127.0.0.1:3' }, servers)).toMatchObject({
      target: { address: LOCAL.address },
    });
    expect(resolveTarget({ kind: 'local' }, [])).toEqual({ kind: 'start' });
  });
});

describe('a chosen server', () => {
  const nameOf = ({ kind, id, label }: LocalServer): NamedServer => ({ kind, id, label });

  test.each([
    ['Go server', GO, [LOCAL]],
    ['local server', LOCAL, [GO, { ...LOCAL, id: '/other' }]],
  ])('a chosen server is never replaced by another one: a %s that has stopped stays chosen', (_, chosen, others) => {
    expect(resolveTarget(choiceOf(chosen), others)).toEqual({ kind: 'stopped', server: nameOf(chosen) });
  });

  test('a chosen server is found again on another port', () => {
    const moved = { ...GO, address: '127.0.0.1:7' };
    expect(resolveTarget(choiceOf(GO), [LOCAL, moved])).toMatchObject({ target: { address: '127.0.0.1:7' } });
  });

  test('a chosen server says that it leaves out the service, although another server serves it', () => {
    const lacking = { ...LOCAL, lacksService: true };
    expect(resolveTarget(choiceOf(LOCAL), [GO, lacking])).toEqual({ kind: 'lacking', server: lacking });
  });

  test('a local server is chosen, not the preferred Go server, if the user chose to start a local server', () => {
    const choice = { kind: 'local', isChosen: true } as const;
    expect(resolveTarget(choice, [GO, LOCAL])).toMatchObject({ server: LOCAL });
    expect(resolveTarget(choice, [GO])).toEqual({ kind: 'start' });
  });

  test('the chosen server is the Go server that the last request went to', () => {
    expect(choiceToSend({ kind: 'local' }, [GO, LOCAL])).toEqual(choiceOf(GO));
    expect(choiceToSend({ kind: 'local' }, [LOCAL])).toEqual({ kind: 'local' });
  });
});

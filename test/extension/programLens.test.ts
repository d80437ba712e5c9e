/** The lenses above a service that a Go program of the user serves, and above its `func main`. */
import { expect, test } from 'vitest';
import { programLenses, type GoServerOfLens } from '../../src/extension/servers/go/programLens.ts';
import { l10n } from './subjects.ts';

const FOLDER = '/shop/server';
const server = {
  label: 'shop/server',
  state: 'running',
  address: '127.0.0.1:50051',
  services: ['shop.v1.Carts'],
} as const;

const titles = (found: GoServerOfLens | undefined, folders: readonly string[] = [FOLDER]): readonly string[] =>
  programLenses(l10n, folders, (folder) => (folder === FOLDER ? found : undefined)).map(({ title }) => title);

test('the lens runs a stopped program, and the user picks one if there are several', () => {
  const run = { title: '$(play) Run Go server', command: 'grpcWorkbench.runGoServer' };
  expect(programLenses(l10n, [FOLDER], () => undefined)).toEqual([{ ...run, arguments: [{ programs: [FOLDER] }] }]);
  const several = [FOLDER, '/shop/other'];
  expect(programLenses(l10n, several, () => undefined)).toEqual([{ ...run, arguments: [{ programs: several }] }]);
  expect(titles({ ...server, state: 'stopped' })).toEqual(['$(play) Run Go server']);
});

test('a service without a program that serves it has no lens', () => {
  expect(titles(undefined, [])).toEqual([]);
});

test('the lens of a running program shows its address, if known, and how to stop the program', () => {
  expect(titles(server)).toEqual(['● Go :50051', '$(debug-stop) Stop']);
  expect(titles({ ...server, address: undefined })).toEqual(['● Go server is running', '$(debug-stop) Stop']);
  expect(titles({ ...server, state: 'starting' })[0]).toContain('starting');
});

test('the short titles of a running program have tooltips that name it', () => {
  const tooltips = (found: GoServerOfLens): unknown =>
    programLenses(l10n, [FOLDER], () => found).map(({ tooltip }) => tooltip);
  expect(tooltips(server)).toEqual([
    'The Go server "shop/server" is running on 127.0.0.1:50051.',
    'Stop the Go server "shop/server"',
  ]);
  expect(tooltips({ ...server, address: undefined })).toEqual([undefined, 'Stop the Go server "shop/server"']);
});

test('the lens restarts a program that got the service after its start, and does not say that the program serves it', () => {
  const above = (service: string) => programLenses(l10n, [FOLDER], () => server, service);
  expect(above('shop.v1.Carts').map(({ title }) => title)).toEqual(titles(server));
  expect(above('shop.v1.Orders')).toEqual([
    {
      title: '$(debug-restart) Restart Go server to serve Orders',
      tooltip: 'The Go server "shop/server" was started before it had Orders.',
      command: 'grpcWorkbench.restartServer',
      arguments: [server],
    },
  ]);
});

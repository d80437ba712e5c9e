/** The extension's own processes in this window, and their sudden end. */
import { until } from '../../driver/until.ts';
import { skip } from './suite.ts';
import { window } from './window.ts';

/** Kills the process of a bundle of `dist/`, as the system does when memory runs out. */
export async function killProcess(bundle: 'languageServer' | 'runner' | 'localServer'): Promise<void> {
  if (!(await window.processes())) skip('this system does not say whose child a process is');
  const path = new RegExp(`dist[\\\\/]${bundle}\\.js`);
  const { pid } = await until(`the process of ${bundle}`, async () =>
    (await window.processes())?.find(({ command }) => path.test(command)),
  );
  process.kill(pid, 'SIGKILL');
}

// The integration suites in desktop VS Code: the one that VSCODE_EXECUTABLE names, or one that is downloaded.
import { join } from 'node:path';
import { desktopStage } from './lib/desktop.mjs';
import { root } from './lib/setup.mjs';
import { finish, prepare, runIntegration } from './test-host.mjs';

// Another run tests the package, installed into a clean VS Code; here the repository is the extension.
const { vsix: _, ...what } = await prepare();
finish(await runIntegration(() => desktopStage(join(root, 'artifacts', 'logs')), what));

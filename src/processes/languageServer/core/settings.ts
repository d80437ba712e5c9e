/**
 * The settings of each folder, as the client has them: asked for when folders are read. A client that cannot be asked
 * gives them once, when it starts the server.
 */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import type { ServerOptions } from '../../../contract/languageServer.ts';
import { defaultOf, settingIn, type SettingName, type SettingValue } from '../../../contract/settings.ts';
import { pathToUri } from './uris.ts';

const SECTION = 'grpcWorkbench';
const HIDDEN_FILES = 'files.exclude';
/** Sections that the server wants to be told of. */
export const SECTIONS: readonly string[] = [SECTION, HIDDEN_FILES];

/** Sections as the client has them, looked at when they are read. */
interface FolderSections {
  readonly own: unknown;
  readonly hiddenFiles: unknown;
}

/** What the client has set, read by `contract/settings.ts`. A value that makes no sense counts as missing. */
export class Settings {
  readonly #connection: Connection;
  readonly #ofFolder = new Map<FilePath, FolderSections>();
  #ofWindow: unknown;
  #given: unknown;
  #canAsk = false;

  #trusted = true;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Without a folder, what the window has. */
  read<Name extends SettingName>(name: Name, folder?: FilePath): SettingValue<Name> {
    const own = folder === undefined ? this.#ofWindow : this.#ofFolder.get(folder)?.own;
    return settingIn(own, name) ?? settingIn(this.#given, name) ?? defaultOf(name);
  }

  /** Globs relative to the folder. */
  excluded(folder: FilePath): readonly string[] {
    const hidden = globsIn(this.#ofFolder.get(folder)?.hiddenFiles);
    return [...hidden, ...this.read('exclude', folder)];
  }

  initialize({ capabilities, initializationOptions }: InitializeParams): void {
    const options = initializationOptions as Partial<ServerOptions> | null | undefined;
    this.#canAsk = capabilities.workspace?.configuration === true;
    this.#given = options?.settings;
    this.#trusted = options?.trusted !== false;
  }

  /** Whether files of a folder may name import roots outside of it. */
  get trusted(): boolean {
    return this.#trusted;
  }

  /** From now on, they may. */
  trust(): void {
    this.#trusted = true;
  }

  async refresh(folders: readonly FilePath[]): Promise<void> {
    this.#ofFolder.clear();
    if (!this.#canAsk) return;
    const scoped = folders.map(pathToUri).flatMap((scopeUri) => SECTIONS.map((section) => ({ scopeUri, section })));
    const [window, ...found] = (await this.#connection.workspace.getConfiguration([
      { section: SECTION },
      ...scoped,
    ])) as unknown[];
    this.#ofWindow = window;
    for (const [at, folder] of folders.entries())
      this.#ofFolder.set(folder, { own: found[2 * at], hiddenFiles: found[2 * at + 1] });
  }
}

/** Those that are switched on. */
function globsIn(hiddenFiles: unknown): readonly string[] {
  if (typeof hiddenFiles !== 'object' || hiddenFiles === null) return [];
  return Object.entries(hiddenFiles).flatMap(([glob, value]) => (value === true ? [glob] : []));
}

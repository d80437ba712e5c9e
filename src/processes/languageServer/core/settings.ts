/**
 * The settings of each folder, as the client has them. The server requests them when it reads folders. A client without
 * such requests sends them once, when it starts the server.
 */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import type { ServerOptions } from '../../../contract/languageServer.ts';
import { defaultOf, settingIn, type SettingName, type SettingValue } from '../../../contract/settings.ts';
import { pathToUri } from './uris.ts';

const SECTION = 'grpcWorkbench';
const HIDDEN_FILES = 'files.exclude';
/** The sections whose changes the server wants to know. */
export const SECTIONS: readonly string[] = [SECTION, HIDDEN_FILES];

/** Sections as the client has them, validated when they are read. */
interface FolderSections {
  readonly own: unknown;
  readonly hiddenFiles: unknown;
}

/** The client's settings, read by `contract/settings.ts`. An invalid value counts as missing. */
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

  /** The setting of a folder; without a folder, the setting of the window. */
  read<Name extends SettingName>(name: Name, folder?: FilePath): SettingValue<Name> {
    return settingIn(this.#sectionOf(folder), name) ?? settingIn(this.#given, name) ?? defaultOf(name);
  }

  #sectionOf(folder: FilePath | undefined): unknown {
    if (folder === undefined) return this.#ofWindow;
    return this.#ofFolder.get(folder)?.own;
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

  /** Whether the files of a folder may name import roots outside of it. */
  get trusted(): boolean {
    return this.#trusted;
  }

  /** From now on, files may name import roots outside of their folder. */
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

/** The globs that are switched on. */
function globsIn(hiddenFiles: unknown): readonly string[] {
  if (typeof hiddenFiles !== 'object' || hiddenFiles === null) return [];
  return Object.entries(hiddenFiles)
    .filter(([, value]) => value === true)
    .map(([glob]) => glob);
}

/**
 * The settings of each folder, as the client has them. The server requests them when it reads folders. A client without
 * such requests sends them once, when it starts the server.
 */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { FilePath } from '../../../base/path.ts';
import type { ServerOptions } from '../../../contract/languageServer.ts';
import {
  OTHER_SECTIONS,
  otherSettings,
  type FromSetting,
  type OtherSettings,
} from '../../../contract/otherSettings.ts';
import { defaultOf, settingIn, type SettingName, type SettingValue } from '../../../contract/settings.ts';
import { pathToUri } from './uris.ts';

const SECTION = 'grpcWorkbench';
const HIDDEN_FILES = 'files.exclude';
/** The sections whose changes the server wants to know. */
export const SECTIONS: readonly string[] = [SECTION, HIDDEN_FILES, ...OTHER_SECTIONS];

/** Sections as the client has them, by their names; validated when they are read. */
type FolderSections = Readonly<Record<string, unknown>>;

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
    return this.#ofFolder.get(folder)?.[SECTION];
  }

  /** Globs relative to the folder. */
  excluded(folder: FilePath): readonly string[] {
    const hidden = globsIn(this.#ofFolder.get(folder)?.[HIDDEN_FILES]);
    const own = this.read('exclude', folder);
    if (own.length > 0) return [...hidden, ...own];
    return [...hidden, ...this.#others(folder).exclude.map(({ value }) => value)];
  }

  /** Folders, as the user wrote them. Another extension's count if ours are not set. */
  importRoots(folder: FilePath): readonly FromSetting[] {
    const own = this.read('importRoots', folder);
    if (own.length > 0) return own.map((value) => ({ value, setting: `${SECTION}.importRoots` }));
    return this.#others(folder).importRoots;
  }

  /** VS Code does not know that these settings need trust, as our own do. */
  #others(folder: FilePath): OtherSettings {
    return otherSettings(this.#trusted ? (this.#ofFolder.get(folder) ?? {}) : {});
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
    for (const [at, folder] of folders.entries()) {
      const values = found.slice(at * SECTIONS.length);
      this.#ofFolder.set(folder, Object.fromEntries(SECTIONS.map((section, index) => [section, values[index]])));
    }
  }
}

/** The globs that are switched on. */
function globsIn(hiddenFiles: unknown): readonly string[] {
  if (typeof hiddenFiles !== 'object' || hiddenFiles === null) return [];
  return Object.entries(hiddenFiles)
    .filter(([, value]) => value === true)
    .map(([glob]) => glob);
}

/**
 * Reads the settings of each folder from the client. The server requests them when it reads the folders. A client
 * without such requests sends its settings once, when it starts the server.
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
/** The sections of settings whose changes the client reports to the server. */
export const SECTIONS: readonly string[] = [SECTION, HIDDEN_FILES, ...OTHER_SECTIONS];

/**
 * The values of sections as the client sent them, by the names of the sections. We validate a value when we read it.
 */
type FolderSections = Readonly<Record<string, unknown>>;

/**
 * The client's settings. `contract/settings.ts` validates their values, and an invalid value is the same as a missing
 * one.
 */
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

  /** Returns a setting of a folder. Without a folder, returns the setting of the window. */
  read<Name extends SettingName>(name: Name, folder?: FilePath): SettingValue<Name> {
    return settingIn(this.#sectionOf(folder), name) ?? settingIn(this.#given, name) ?? defaultOf(name);
  }

  #sectionOf(folder: FilePath | undefined): unknown {
    if (folder === undefined) return this.#ofWindow;
    return this.#ofFolder.get(folder)?.[SECTION];
  }

  /** Returns the globs of files to leave out, relative to the folder. */
  excluded(folder: FilePath): readonly string[] {
    const hidden = globsIn(this.#ofFolder.get(folder)?.[HIDDEN_FILES]);
    const own = this.read('exclude', folder);
    if (own.length > 0) return [...hidden, ...own];
    return [...hidden, ...this.#others(folder).exclude.map(({ value }) => value)];
  }

  /**
   * Returns the import roots as the user wrote them. If our own setting is empty, we use the settings of another
   * extension.
   */
  importRoots(folder: FilePath): readonly FromSetting[] {
    const own = this.read('importRoots', folder);
    if (own.length > 0) return own.map((value) => ({ value, setting: `${SECTION}.importRoots` }));
    return this.#others(folder).importRoots;
  }

  /**
   * Returns the settings of other extensions. VS Code does not protect them in an untrusted workspace as it protects
   * ours, so we ignore them there.
   */
  #others(folder: FilePath): OtherSettings {
    return otherSettings(this.#trusted ? (this.#ofFolder.get(folder) ?? {}) : {});
  }

  initialize({ capabilities, initializationOptions }: InitializeParams): void {
    const options = initializationOptions as Partial<ServerOptions> | null | undefined;
    this.#canAsk = capabilities.workspace?.configuration === true;
    this.#given = options?.settings;
    this.#trusted = options?.trusted !== false;
  }

  /** Whether the files of a folder may name import roots outside the folder. */
  get trusted(): boolean {
    return this.#trusted;
  }

  /** Allows files to name import roots outside their folder, from now on. */
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

/** Returns the globs whose value is true. */
function globsIn(hiddenFiles: unknown): readonly string[] {
  if (typeof hiddenFiles !== 'object' || hiddenFiles === null) return [];
  return Object.entries(hiddenFiles)
    .filter(([, value]) => value === true)
    .map(([glob]) => glob);
}

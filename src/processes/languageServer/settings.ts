/**
 * The settings of each folder, as the client has them: asked for when folders are read. A client that cannot be asked
 * gives them once, when it starts the server.
 */
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import type { FilePath } from '../../base/path.ts';
import type { ServerSettings } from '../../contract/languageServer.ts';
import { pathToUri } from './uris.ts';

export interface FolderSettings {
  /** Absolute, or relative to the folder. */
  readonly importRoots: readonly string[];
  /** Globs relative to the folder. */
  readonly exclude: readonly string[];
}

const SECTION = 'grpcWorkbench';
const HIDDEN_FILES = 'files.exclude';
/** Sections that the server wants to be told of. */
export const SECTIONS: readonly string[] = [SECTION, HIDDEN_FILES];

const DEFAULTS: ServerSettings = { importRoots: [], exclude: [], codeLens: true };

export class Settings {
  readonly #connection: Connection;
  readonly #ofFolder = new Map<FilePath, FolderSettings>();
  #given = DEFAULTS;
  #canAsk = false;
  #codeLens = true;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get codeLens(): boolean {
    return this.#codeLens;
  }

  ofFolder(folder: FilePath): FolderSettings {
    return this.#ofFolder.get(folder) ?? this.#given;
  }

  initialize({ capabilities, initializationOptions }: InitializeParams): void {
    this.#canAsk = capabilities.workspace?.configuration === true;
    const { settings } = fields(initializationOptions);
    this.#given = { ...DEFAULTS, ...(settings as Partial<ServerSettings> | undefined) };
    this.#codeLens = this.#given.codeLens;
  }

  async refresh(folders: readonly FilePath[]): Promise<void> {
    this.#ofFolder.clear();
    if (!this.#canAsk) return;
    const scoped = folders.map(pathToUri).flatMap((scopeUri) => SECTIONS.map((section) => ({ scopeUri, section })));
    const [window, ...found] = (await this.#connection.workspace.getConfiguration([
      { section: SECTION },
      ...scoped,
    ])) as unknown[];
    this.#codeLens = lensIn(window) ?? this.#given.codeLens;
    for (const [at, folder] of folders.entries())
      this.#ofFolder.set(folder, folderSettings(found[2 * at], found[2 * at + 1], this.#given));
  }
}

function folderSettings(own: unknown, hiddenFiles: unknown, given: FolderSettings): FolderSettings {
  const { importRoots, exclude } = fields(own);
  const hidden = Object.entries(fields(hiddenFiles)).flatMap(([glob, value]) => (value === true ? [glob] : []));
  return {
    importRoots: strings(importRoots) ?? given.importRoots,
    exclude: [...hidden, ...(strings(exclude) ?? given.exclude)],
  };
}

function lensIn(own: unknown): boolean | undefined {
  const { enabled } = fields(fields(own)['codeLens']);
  return typeof enabled === 'boolean' ? enabled : undefined;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

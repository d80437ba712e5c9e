/**
 * Import roots and exclusions from the settings of other extensions for .proto files, so that people who come from them
 * need not set anything again. Our own settings come first: see where each is read.
 */

/** The sections of other extensions: vscode-proto3's, and Protobuf VSC's. */
export const OTHER_SECTIONS = ['protoc', 'protobuf'] as const;

/** The values of these sections, nested as VS Code nests them. They are checked here. */
export type OtherSections = Readonly<Partial<Record<(typeof OTHER_SECTIONS)[number], unknown>>>;

/** A value with the name of the setting that has it. */
export interface FromSetting {
  readonly value: string;
  readonly setting: string;
}

/** What the user told other extensions, in the form of our settings `importRoots` and `exclude`. */
export interface OtherSettings {
  readonly importRoots: readonly FromSetting[];
  readonly exclude: readonly FromSetting[];
}

/** More than anyone writes by hand. */
const MOST = 100;

/** Reads the sections of one workspace folder. What is not valid counts as missing. */
export function otherSettings({ protoc, protobuf }: OtherSections): OtherSettings {
  return {
    importRoots: [
      ...named('protoc.options', protoPaths(listAt(protoc, 'options'))),
      ...named('protobuf.includes', listAt(protobuf, 'includes')),
      ...named('protobuf.protoSrcsDir', [valueAt(protobuf, 'protoSrcsDir')].filter(isText)),
      ...named('protobuf.protoc.options', protoPaths(listAt(valueAt(protobuf, 'protoc'), 'options'))),
    ].flatMap(relativeToFolder),
    exclude: named(
      'protobuf.workspace.ignorePatterns',
      listAt(valueAt(protobuf, 'workspace'), 'ignorePatterns').map(asGlob),
    ),
  };
}

function named(setting: string, values: readonly string[]): readonly FromSetting[] {
  return values.map((value) => ({ value, setting }));
}

/** The folders of protoc's flags `--proto_path=a`, `--proto_path a`, `-Ia` and `-I a`. */
function protoPaths(flags: readonly string[]): readonly string[] {
  return flags.flatMap((flag, at) => {
    const [, attached] = /^(?:--proto[_-]path[= ]|-I[= ]?)(.+)$/.exec(flag) ?? [];
    if (attached !== undefined) return [attached.trim()];
    const next = flags[at + 1];
    const isNext = /^(?:--proto[_-]path|-I)$/.test(flag) && next !== undefined;
    return isNext ? [next] : [];
  });
}

/** Only the variables of the folder itself are known here. A path with another one is left out. */
function relativeToFolder({ value, setting }: FromSetting): readonly FromSetting[] {
  const path = value.replace(/^\$\{workspace(?:Folder|Root)\}[/\\]?/, '') || '.';
  if (path.includes('${')) return [];
  return [{ value: path, setting }];
}

/** A name, or a part of a path, means each folder with it. */
function asGlob(pattern: string): string {
  if (/[*?[{]/.test(pattern)) return pattern;
  return `**/${pattern}`;
}

function valueAt(section: unknown, name: string): unknown {
  if (typeof section !== 'object' || section === null || !Object.hasOwn(section, name)) return undefined;
  return (section as Readonly<Record<string, unknown>>)[name];
}

function listAt(section: unknown, name: string): readonly string[] {
  const list = valueAt(section, name);
  return Array.isArray(list) ? list.slice(0, MOST).filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

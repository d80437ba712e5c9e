/**
 * Reads import roots and exclusions from the settings of other extensions for .proto files. Users who come from these
 * extensions need not set them again. Our own settings take precedence, where the caller reads both.
 */

/**
 * The names of the other extensions' sections in VS Code's settings: vscode-proto3 has `protoc`, Protobuf VSC has
 * `protobuf`.
 */
export const OTHER_SECTIONS = ['protoc', 'protobuf'] as const;

/** The values of these sections, nested as in VS Code. `otherSettings` checks them. */
export type OtherSections = Readonly<Partial<Record<(typeof OTHER_SECTIONS)[number], unknown>>>;

/** A value, with the name of the setting that it comes from. */
export interface FromSetting {
  readonly value: string;
  readonly setting: string;
}

/** The user's settings for other extensions, in the form of our settings `importRoots` and `exclude`. */
export interface OtherSettings {
  readonly importRoots: readonly FromSetting[];
  readonly exclude: readonly FromSetting[];
}

/** We read at most this many elements of a list. Users write fewer by hand. */
const MOST = 100;

/** Reads the sections for one workspace folder. It ignores values that are not valid. */
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

/** Returns the folders in protoc's flags `--proto_path=a`, `--proto_path a`, `-Ia` and `-I a`. */
function protoPaths(flags: readonly string[]): readonly string[] {
  return flags.flatMap((flag, at) => {
    const [, attached] = /^(?:--proto[_-]path[= ]|-I[= ]?)(.+)$/.exec(flag) ?? [];
    if (attached !== undefined) return [attached.trim()];
    const next = flags[at + 1];
    const isNext = /^(?:--proto[_-]path|-I)$/.test(flag) && next !== undefined;
    return isNext ? [next] : [];
  });
}

/** Makes a path relative to the workspace folder. It drops a path with a variable that is not the workspace folder. */
function relativeToFolder({ value, setting }: FromSetting): readonly FromSetting[] {
  const path = value.replace(/^\$\{workspace(?:Folder|Root)\}[/\\]?/, '') || '.';
  if (path.includes('${')) return [];
  return [{ value: path, setting }];
}

/** Turns a name, or a part of a path, into a glob that matches it in every folder. */
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

/** Reads which plugins a project uses, and how: from the `tool` lines in its go.mod, and from its buf.gen.yaml. */
import { defined } from '../../../../base/defined.ts';
import { ancestors, isWithin, join, resolve, type FilePath } from '../../../../base/path.ts';
import { parseBufGen, type BufGen } from '../../../../project/buf/gen.ts';
import { parseBufYaml } from '../../../../project/buf/workspace.ts';
import { parseGoMod } from '../../../../project/goMod.ts';
import { managedPackage, type GivePackage } from '../module/managedPackage.ts';
import { OFFICIAL_PLUGINS } from '../goTarget.ts';

/** The settings of a project for one plugin. */
export interface Pin {
  readonly name: string;
  /** The command that starts the plugin, which runs in `cwd`; undefined if the project sets only options. */
  readonly command?: readonly string[];
  readonly cwd: FilePath;
  /** The file with these settings. */
  readonly file: FilePath;
  readonly options: readonly string[];
  readonly out?: FilePath;
}

/** The settings of a project for all its plugins. */
export interface Pins {
  /** The settings for the two official plugins. */
  readonly plugins: readonly Pin[];
  /** The settings for the other plugins in a buf.gen.yaml. */
  readonly others: readonly Pin[];
  readonly givePackage?: GivePackage;
}

type ReadText = (path: FilePath) => Promise<string | undefined>;

/** Reads the settings of a project. buf.gen.yaml wins over go.mod, because it also has options. */
export async function readPins(outputRoot: FilePath, readText: ReadText): Promise<Pins> {
  const goMod = await nearest(outputRoot, 'go.mod', readText);
  const tools = (goMod && toolsIn(goMod)) ?? [];
  const bufGen = await nearest(outputRoot, 'buf.gen.yaml', readText);
  // A buf.gen.yaml in a folder above the module belongs to another project.
  const isOurs = bufGen !== undefined && isWithin(goMod?.folder ?? outputRoot, bufGen.folder);
  const buf = isOurs ? parseBufGen(bufGen.text) : undefined;
  if (buf === undefined || bufGen === undefined) return { plugins: tools, others: [] };
  const chosen = choicesIn(buf, bufGen);
  const plugins = OFFICIAL_PLUGINS.flatMap((name) =>
    merged(
      chosen.find((pin) => pin.name === name),
      tools.find((pin) => pin.name === name),
    ),
  );
  const others = chosen.filter(({ name }) => !OFFICIAL_PLUGINS.some((official) => official === name));
  const module = onlyModuleName((await readText(join(bufGen.folder, 'buf.yaml'))) ?? '');
  return {
    plugins,
    others,
    givePackage: (path, protoPackage) => managedPackage(buf.managed, { path, protoPackage, module }),
  };
}

/** Returns the name of the module in a buf.yaml; undefined if the file has several modules with different names. */
function onlyModuleName(bufYaml: string): string | undefined {
  const names = new Set(parseBufYaml(bufYaml).modules.map(({ name }) => name));
  const [name] = names;
  if (names.size === 1) return name;
  return undefined;
}

interface Found {
  readonly folder: FilePath;
  readonly path: FilePath;
  readonly text: string;
}

async function nearest(outputRoot: FilePath, name: string, readText: ReadText): Promise<Found | undefined> {
  for (const folder of ancestors(join(outputRoot, name))) {
    const path = join(folder, name);
    const text = await readText(path);
    if (text !== undefined) return { folder, path, text };
  }
  return undefined;
}

function toolsIn({ folder, path, text }: Found): readonly Pin[] {
  const tools = parseGoMod(text).tools;
  return OFFICIAL_PLUGINS.filter((name) => tools.some((tool) => tool.endsWith(`/cmd/${name}`))).map((name) => ({
    name,
    command: ['go', 'tool', name],
    cwd: folder,
    file: path,
    options: [],
  }));
}

function choicesIn({ plugins }: BufGen, { folder, path }: Found): readonly Pin[] {
  return plugins.map(({ name, command, options, out }) =>
    defined({ name, command, cwd: folder, file: path, options, out: resolve(folder, out) }),
  );
}

/**
 * Merges the settings from buf.gen.yaml and go.mod. A plugin of buf's registry is not on this machine, so we take its
 * options from buf.gen.yaml and its program from go.mod.
 */
function merged(chosen: Pin | undefined, tool: Pin | undefined): readonly Pin[] {
  if (chosen === undefined) {
    if (tool === undefined) return [];
    return [tool];
  }
  if (chosen.command !== undefined || tool?.command === undefined) return [chosen];
  return [{ ...chosen, command: tool.command, cwd: tool.cwd }];
}

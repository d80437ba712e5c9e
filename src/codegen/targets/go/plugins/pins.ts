/** Reads what a project chooses for itself: the `tool` lines of its go.mod, and its buf.gen.yaml. */
import { defined } from '../../../../base/defined.ts';
import { ancestors, isWithin, join, resolve, type FilePath } from '../../../../base/path.ts';
import { parseBufGen, type BufGen } from '../../../../project/buf/gen.ts';
import { parseBufYaml } from '../../../../project/buf/workspace.ts';
import { parseGoMod } from '../../../../project/goMod.ts';
import { managedPackage, type GivePackage } from '../module/managedPackage.ts';
import { OFFICIAL_PLUGINS } from '../goTarget.ts';

/** What a project says about one plugin. */
export interface Pin {
  readonly name: string;
  /** The command that starts it, and its folder; undefined if the project sets only options. */
  readonly command?: readonly string[];
  readonly cwd: FilePath;
  /** The file that pins it. */
  readonly file: FilePath;
  readonly options: readonly string[];
  readonly out?: FilePath;
}

/** What a project says about all its plugins. */
export interface Pins {
  /** The two official plugins. */
  readonly plugins: readonly Pin[];
  /** The other plugins in a buf.gen.yaml. */
  readonly others: readonly Pin[];
  readonly givePackage?: GivePackage;
}

type ReadText = (path: FilePath) => Promise<string | undefined>;

/** buf.gen.yaml comes first, because it says more than go.mod. */
export async function readPins(outputRoot: FilePath, readText: ReadText): Promise<Pins> {
  const goMod = await nearest(outputRoot, 'go.mod', readText);
  const tools = (goMod && toolsIn(goMod)) ?? [];
  const bufGen = await nearest(outputRoot, 'buf.gen.yaml', readText);
  // A buf.gen.yaml above the module belongs to another project.
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

/** The module name in a buf.yaml, if it has exactly one. */
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

/** A plugin of buf's registry is not on this machine. Its options count, and go.mod may have the program. */
function merged(chosen: Pin | undefined, tool: Pin | undefined): readonly Pin[] {
  if (chosen === undefined) {
    if (tool === undefined) return [];
    return [tool];
  }
  if (chosen.command !== undefined || tool?.command === undefined) return [chosen];
  return [{ ...chosen, command: tool.command, cwd: tool.cwd }];
}

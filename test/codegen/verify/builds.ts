/** Generates with the command line, including server, client and tests, and checks everything with Go's own tools. */
import { join } from 'node:path';
import { groupBy } from '../../../src/codegen/groupBy.ts';
import { googleRoot, wellKnownRoot } from '../../support/corpus.ts';
import { AWKWARD } from '../support/awkward.ts';
import { CONFLICTING, type ConflictingSchema } from '../support/conflicting.ts';
import { GoModule, type Case } from './goModule.ts';
import { googleServices, importsOf, readGoogle, servicesIn } from './protos.ts';
import { counted, type Row } from './row.ts';

export interface BuildOptions {
  readonly dist: string;
  readonly staticcheck: string;
  /** The folder with the official plugins as native programs. */
  readonly native: string;
  /** The number of files from google-proto-files to take. */
  readonly files: number;
}

interface ServiceCase extends Case {
  /** Services, by proto and name, that must have a server; missing if we do not know the services. */
  readonly services: readonly { readonly file: string; readonly name: string }[];
}

interface Outcome {
  readonly method: readonly string[];
  /** Files that gofmt would change, and that the official plugins write in the same form. */
  readonly official: readonly string[];
  readonly failures: readonly string[];
  readonly good: number;
  readonly of: number;
}

export async function checkBuilds({ dist, staticcheck, native, files }: BuildOptions): Promise<Row> {
  const tools = { cli: join(dist, 'cli.js'), staticcheck, native };
  const google = await googleBuilds(tools, files);
  const awkward = await awkwardBuilds(tools);
  const refused = await refusals(tools);
  return {
    what: `every service of ${files} files of google-proto-files and ${AWKWARD.length + CONFLICTING.length} awkward schemas`,
    bar: 'gofmt -l empty; go build, go vet, staticcheck clean: 100 %',
    figure: `${counted(google.good, google.of, 'services')}, ${counted(awkward.good + refused.good, awkward.of + refused.of, 'schemas')}`,
    method: [...google.method, ...awkward.method, ...refused.method],
    lists: [
      { title: 'Awkward schemas that become Go', items: AWKWARD.map(({ name }) => name) },
      {
        title: 'Files that gofmt would change (lists in comments), byte for byte as the native plugins write them',
        items: [...google.official, ...awkward.official],
      },
      { title: 'Refused, and why', items: CONFLICTING.map(({ name, problem }) => `${name}: ${problem.message ?? ''}`) },
    ],
    failures: [...google.failures, ...awkward.failures, ...refused.failures],
  };
}

interface Tools {
  readonly cli: string;
  readonly staticcheck: string;
  readonly native: string;
}

async function googleBuilds(tools: Tools, files: number): Promise<Outcome> {
  const cases = googleCases(files);
  const module = await GoModule.create('corpus', tools.cli);
  try {
    cases.forEach((one) => module.setApart(one));
    const failures = await generateAll(module, cases);
    const unserved = failures.length > 0 ? [] : cases.flatMap((one) => missingServers(module, one));
    const { unformatted, official } = await formatComplaints(module, tools, cases);
    module.unite();
    const wanted = await module.fetchWanted();
    const all = [...failures, ...unserved, ...unformatted, ...(await complaints(module, tools))];
    const services = (some: readonly ServiceCase[]): number =>
      some.reduce((sum, { services: list }) => sum + list.length, 0);
    return {
      method: [
        `google-proto-files: ${files} random files with services, in ${cases.length} runs of the command: files of one API (such as google/cloud/kms) together, with everything that they import except google/protobuf, google/api, google/rpc, google/type and google/longrunning. Each run generates its own module. The folders are then built as one module, so that shared code is built once. Go does not compile again what its cache already has.`,
        ...(wanted.length === 0 ? [] : [`Fetched with the commands from the report: ${wanted.join('; ')}.`]),
      ],
      official,
      failures: all,
      good: services(cases.filter((one) => clean(one, all))),
      of: services(cases),
    };
  } finally {
    module.dispose();
  }
}

function googleCases(files: number): readonly ServiceCase[] {
  const byApi = groupBy(googleServices(files), (path) => path.split('/').slice(0, -1).slice(0, 3).join('/'));
  return [...byApi].map(([api, paths]) => ({
    folder: api,
    roots: [wellKnownRoot, googleRoot],
    files: ownFiles(paths),
    services: paths.flatMap((file) => servicesIn(readGoogle(file)).map((name) => ({ file, name }))),
  }));
}

/** The contents of Google's Go modules. Everything else has to be generated with its importers. */
const PUBLISHED = /^google\/(?:protobuf\/|rpc\/|longrunning\/|(?:api|type)\/[^/]+$)/;

function ownFiles(paths: readonly string[]): readonly string[] {
  const own = new Set<string>();
  const visit = (path: string): void => {
    if (own.has(path)) return;
    own.add(path);
    importsOf(readGoogle(path))
      .filter((imported) => !PUBLISHED.test(imported))
      .forEach(visit);
  };
  paths.forEach(visit);
  return [...own].sort();
}

async function awkwardBuilds(tools: Tools): Promise<Outcome> {
  const module = await GoModule.create('greeter', tools.cli);
  try {
    const cases = AWKWARD.map(({ files }, i) => ({
      folder: `schema${i}`,
      roots: [module.writeProtos(`schema${i}`, files)],
      files: Object.keys(files),
    }));
    const generated = await generateAll(module, cases);
    const { unformatted, official } = await formatComplaints(module, tools, cases);
    const wanted = (await module.fetchWanted()).map((command) => `needs ${command}`);
    const failures = [...generated, ...unformatted, ...wanted, ...(await complaints(module, tools))];
    return {
      method: [`${cases.length} awkward schemas, each in its own folder of one module.`],
      official,
      failures: failures.map((text) =>
        text.replace(/^schema(\d+)/, (folder, i) => `${AWKWARD[Number(i)]?.name ?? ''}: ${folder}`),
      ),
      good: cases.filter((one) => clean(one, failures)).length,
      of: cases.length,
    };
  } finally {
    module.dispose();
  }
}

/** Schemas for which the plugins write no Go that builds. We must write nothing, and report where and why. */
async function refusals(tools: Tools): Promise<Outcome> {
  const module = await GoModule.create('greeter', tools.cli);
  try {
    const checked = await Promise.all(CONFLICTING.map((schema, i) => refusal(module, schema, `schema${i}`)));
    const failures = checked.flat();
    return {
      method: [
        `${CONFLICTING.length} schemas for which the official plugins generate Go that does not build. Each must get an error, at the right place, that says what to change.`,
      ],
      official: [],
      failures,
      good: CONFLICTING.length - failures.length,
      of: CONFLICTING.length,
    };
  } finally {
    module.dispose();
  }
}

async function refusal(
  module: GoModule,
  { name, files, problem }: ConflictingSchema,
  folder: string,
): Promise<readonly string[]> {
  const { status, stderr } = await module.generate({
    folder,
    roots: [module.writeProtos(folder, files)],
    files: Object.keys(files),
  });
  const { file = '', line = 0, column = 0, message = '' } = problem;
  const expected = `${file}:${line + 1}:${column + 1}: ${message}`;
  return status === 1 && stderr.includes(expected)
    ? []
    : [`${name}: ended with ${String(status)} and said ${stderr.trim()}, not ${expected}`];
}

/** Runs one process per case, two at a time. Returns the output of those that failed. */
async function generateAll(module: GoModule, cases: readonly Case[]): Promise<readonly string[]> {
  const failures: string[] = [];
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { status, stderr } = await module.generate(next);
      if (status !== 0) failures.push(`${next.folder}/: generate ended with ${String(status)}: ${stderr}`);
    }
  };
  await Promise.all([work(), work()]);
  return failures;
}

function missingServers(module: GoModule, { folder, services }: ServiceCase): readonly string[] {
  const main = module.read(`${folder}/server/main.go`);
  return services
    .filter(({ name }) => !main.includes(`.Register${name}Server(`))
    .map(({ file, name }) => `${folder}/server/main.go: ${name} of ${file} is not served`);
}

async function complaints(module: GoModule, { staticcheck }: Tools): Promise<readonly string[]> {
  const found: string[] = [];
  for (const args of [
    ['go', 'build', './...'],
    ['go', 'vet', './...'],
    [staticcheck, './...'],
  ] as const) {
    const [program, ...rest] = args;
    const name = program === 'go' ? `go ${rest[0]}` : 'staticcheck';
    found.push(...(await module.complaints(program, ...rest)).map((line) => `${line.replace(/^vet: /, '')} (${name})`));
  }
  return found;
}

/** Complains about files that gofmt would change. Official files must stay as they are. */
async function formatComplaints(
  module: GoModule,
  { native }: Tools,
  cases: readonly Case[],
): Promise<{ readonly unformatted: readonly string[]; readonly official: readonly string[] }> {
  const paths = await module.complaints('gofmt', '-l', '.');
  const official = await officialFiles(module, native, cases, paths);
  return { unformatted: paths.filter((path) => !official.includes(path)).map((path) => `${path}: gofmt`), official };
}

/** The paths that the native plugins write in the same form. */
async function officialFiles(
  module: GoModule,
  native: string,
  cases: readonly Case[],
  paths: readonly string[],
): Promise<readonly string[]> {
  const official: string[] = [];
  for (const one of cases) {
    const own = paths.filter((path) => path.startsWith(`${one.folder}/`) && path.endsWith('.pb.go'));
    if (own.length > 0 && (await module.isWrittenBy(native, one))) official.push(...own);
  }
  return official;
}

function clean({ folder }: Case, failures: readonly string[]): boolean {
  return !failures.some((text) => text.startsWith(`${folder}/`));
}

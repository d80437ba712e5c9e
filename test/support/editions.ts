/**
 * What a conversion to an edition must keep, checked on real files. Our linker compares the meanings, and protoc
 * compiles the files before and after. Its two descriptor sets are compared here without any part of the product: as
 * they are, and with the features that another library resolves.
 */
import {
  clearField,
  createFileRegistry,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  fromBinary,
  type Message,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type EnumDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FieldDescriptorProto,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  file_google_protobuf_descriptor,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  FileOptionsSchema,
} from '@bufbuild/protobuf/wkt';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { convertFile, FEATURE_FILES } from '../../src/language/editions/convert.ts';
import { firstDifference, meaningOf } from '../../src/language/editions/meaning.ts';
import type { TargetEdition } from '../../src/language/editions/plan.ts';
import { compile } from '../../src/schema/compile.ts';
import type { FileInterface, LinkedFile } from '../../src/schema/descriptors/model.ts';
import { sourceText } from '../../src/text/source.ts';
import { googlePaths, googleRoot, protoPaths, sample, wellKnownRoot } from './corpus.ts';
import { runProtoc } from './protoc.ts';
import type { Part } from './report.ts';

/** Files below a root. Imports that are not there are protobuf's own. */
export interface EditionCorpus {
  readonly title: string;
  readonly root: string;
  readonly paths: readonly string[];
}

/** The files of google-proto-files. */
export function googleCorpus(): EditionCorpus {
  return { title: 'google-proto-files', root: googleRoot, paths: googlePaths() };
}

/** protobuf's own files, which every version of protoc brings along. */
export function wellKnownCorpus(): EditionCorpus {
  return { title: "protobuf's own files", root: wellKnownRoot, paths: protoPaths(wellKnownRoot) };
}

/** The files of a folder that protoc accepts together: two files may declare the same names. */
export function folderCorpus(root: string): EditionCorpus {
  const paths: string[] = [];
  for (const path of protoPaths(root)) {
    // Only unreleased versions of protobuf use this edition.
    if (textOf([root], path)?.includes('edition = "UNSTABLE"') === true) continue;
    if (runProtoc({ roots: [root], files: [...paths, path] }).ok) paths.push(path);
  }
  return { title: root, root, paths };
}

export { EDITION_TARGETS } from '../../src/language/editions/convert.ts';

type Read = (path: string) => string | undefined;

function readerOf({ root }: EditionCorpus): Read {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, textOf([root, wellKnownRoot], path));
    return texts.get(path);
  };
}

function textOf(roots: readonly string[], path: string): string | undefined {
  for (const root of roots) {
    try {
      return sourceText(readFileSync(join(root, ...path.split('/'))));
    } catch {
      // The next root may have the file.
    }
  }
  return undefined;
}

/** Compiles files one after the other, each with its imports. `done` gets each requested file. */
function compileEach(paths: readonly string[], read: Read, done: (file: LinkedFile, find: Find) => void): string[] {
  const wanted = new Set(paths);
  const features = new Map<string, FileInterface>();
  const source = {
    read: (path: string) => {
      const text = read(path);
      return text === undefined ? undefined : { text };
    },
  };
  const { diagnostics } = compile([...FEATURE_FILES, ...paths], source, (file) => {
    if (FEATURE_FILES.includes(file.path)) features.set(file.path, file.interface);
    if (wanted.has(file.path)) done(file, (path) => features.get(path));
  });
  const errors = diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error');
  return errors.map(({ file, diagnostic }) => `${file}: ${diagnostic.message}`);
}

type Find = (path: string) => FileInterface | undefined;

/** Converts all files of a corpus, and has protoc judge them. */
export function checkEditions(corpus: EditionCorpus, target: TargetEdition, singles: number): Part {
  const read = readerOf(corpus);
  const converted = new Map<string, string>();
  const refused: string[] = [];
  const importers = new Map<string, string[]>();
  let candidates = 0;
  const errors = compileEach(corpus.paths, read, (file, find) => {
    for (const { path } of file.imports) importers.set(path, [...(importers.get(path) ?? []), file.path]);
    if (file.tree.syntax === 'editions') return;
    candidates++;
    const result = convertFile(file, target, find);
    if (result.kind === 'converted') converted.set(file.path, result.text);
    else refused.push(`${file.path}: ${result.reason}`);
  });
  const meant = compareMeanings(corpus.paths, read, converted);
  const judged = compareByProtoc(corpus, converted);
  const single = checkSingles(corpus, converted, importers, singles);
  return {
    title: `${corpus.title} to edition ${target}`,
    checks: [
      { what: 'converted', good: converted.size, of: candidates, bar: 0 },
      {
        what: 'meaning equal by our linker',
        good: corpus.paths.length - meant.length,
        of: corpus.paths.length,
        bar: 1,
      },
      { what: 'accepted by protoc, all at once', good: judged.accepted, of: converted.size, bar: 1 },
      { what: "equal in protoc's descriptors", good: judged.equal, of: converted.size, bar: 1 },
      { what: 'equal in resolved features', good: judged.sameFeatures, of: converted.size, bar: 1 },
      { what: 'accepted alone, with old importers', good: single.good, of: single.of, bar: 1 },
    ],
    differences: [...errors, ...refused, ...meant, ...judged.differences, ...single.differences],
  };
}

/** Returns the files whose meaning has changed after all files are converted. */
function compareMeanings(paths: readonly string[], read: Read, converted: ReadonlyMap<string, string>): string[] {
  const before = new Map<string, ReturnType<typeof meaningOf>>();
  const wrong = compileEach(paths, read, (file) => before.set(file.path, meaningOf(file.descriptor)));
  const seen = new Set<string>();
  const errors = compileEach(
    paths,
    (path) => converted.get(path) ?? read(path),
    (file) => {
      seen.add(file.path);
      const different = firstDifference(before.get(file.path) ?? [], meaningOf(file.descriptor));
      if (different !== undefined) wrong.push(`${file.path}: ${different} means something else`);
    },
  );
  const lost = paths.filter((path) => !seen.has(path)).map((path) => `${path}: not linked`);
  return [...wrong, ...errors, ...lost];
}

function compareByProtoc(
  corpus: EditionCorpus,
  converted: ReadonlyMap<string, string>,
): {
  readonly accepted: number;
  readonly equal: number;
  readonly sameFeatures: number;
  readonly differences: readonly string[];
} {
  return inFolder(converted, (folder) => {
    const flags = ['--include_imports'];
    const before = runProtoc({ roots: [corpus.root], files: corpus.paths, flags });
    const after = runProtoc({ roots: [folder, corpus.root], files: corpus.paths, flags });
    if (!before.ok || !after.ok) {
      const differences = [`protoc: ${before.stderr}`, `protoc: ${after.stderr}`].map((text) => text.slice(0, 5000));
      return { accepted: 0, equal: 0, sameFeatures: 0, differences };
    }
    const plain = differing(converted, normalized(before.output), normalized(after.output));
    const features = differing(converted, resolved(before.output), resolved(after.output));
    return {
      accepted: converted.size,
      equal: converted.size - plain.length,
      sameFeatures: converted.size - features.length,
      differences: [...plain, ...features],
    };
  });
}

function inFolder<T>(texts: ReadonlyMap<string, string>, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'verify-editions-'));
  try {
    for (const [path, text] of texts) {
      const file = join(folder, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function differing(
  converted: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...converted.keys()].flatMap((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    if (a !== undefined && a === b) return [];
    return [`${path}: ${firstLineOf(a ?? '', b ?? '')}`];
  });
}

function firstLineOf(before: string, after: string): string {
  const lines = before.split('\n');
  const others = after.split('\n');
  const at = lines.findIndex((line, index) => line !== others[index]);
  return `${lines[at]?.slice(0, 300) ?? ''} is ${others[at]?.slice(0, 300) ?? ''}`;
}

/** Converts single files whose importers keep their syntax. */
function checkSingles(
  { root }: EditionCorpus,
  converted: ReadonlyMap<string, string>,
  importers: ReadonlyMap<string, readonly string[]>,
  count: number,
): { readonly good: number; readonly of: number; readonly differences: readonly string[] } {
  const imported = [...converted.keys()].filter((path) => importers.has(path));
  const chosen = sample(imported, count, 1);
  const differences = chosen.flatMap((path) => {
    const text = new Map([[path, converted.get(path) ?? '']]);
    const files = [path, ...(importers.get(path) ?? []).slice(0, MOST_IMPORTERS)];
    const { ok, stderr } = inFolder(text, (folder) => runProtoc({ roots: [folder, root], files: [...new Set(files)] }));
    return ok ? [] : [`${path} alone: ${stderr.slice(0, 500)}`];
  });
  return { good: chosen.length - differences.length, of: chosen.length, differences };
}

const MOST_IMPORTERS = 30;

/** Returns protoc's descriptors without the parts that a conversion may change, as text by file. */
function normalized(set: Uint8Array): ReadonlyMap<string, string> {
  const { file: files } = fromBinary(FileDescriptorSetSchema, set);
  return new Map(
    files.map((file) => {
      normalizeFile(file);
      return [file.name, Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('latin1')];
    }),
  );
}

function normalizeFile(file: FileDescriptorProto): void {
  clearField(file, FileDescriptorProtoSchema.field.syntax);
  clearField(file, FileDescriptorProtoSchema.field.edition);
  file.dependency = file.dependency.filter((path) => !FEATURE_FILES.includes(path));
  file.optionDependency = file.optionDependency.filter((path) => !FEATURE_FILES.includes(path));
  if (file.options !== undefined) {
    const { javaMultipleFiles, javaStringCheckUtf8, javaOuterClassname } = FileOptionsSchema.field;
    for (const field of [javaMultipleFiles, javaStringCheckUtf8, javaOuterClassname]) clearField(file.options, field);
  }
  dropFeatures(file);
  for (const field of file.extension) normalizeField(field);
  for (const message of file.messageType) normalizeMessage(message);
  for (const type of file.enumType) normalizeEnum(type);
  for (const service of file.service) {
    dropFeatures(service);
    for (const method of service.method) dropFeatures(method);
  }
}

/** Removes features. Options that are then empty are left out on both sides. */
function dropFeatures(one: { options?: Message | undefined }): void {
  const { options } = one;
  const schema = options && OPTIONS.get(options.$typeName);
  if (options === undefined || schema === undefined) return;
  const features = schema.field['features'];
  if (features !== undefined) clearField(options, features);
  if (toBinary(schema, options).length === 0) delete one.options;
}

const OPTIONS: ReadonlyMap<string, DescMessage> = new Map(
  file_google_protobuf_descriptor.messages.map((message) => [message.typeName, message]),
);

function normalizeMessage(message: DescriptorProto): void {
  dropFeatures(message);
  clearField(message, DescriptorProtoSchema.field.visibility);
  const synthetic = new Set(message.field.filter((one) => one.proto3Optional).map((one) => one.oneofIndex));
  for (const field of message.field) {
    if (field.proto3Optional) clearField(field, FieldDescriptorProtoSchema.field.oneofIndex);
    normalizeField(field);
  }
  message.oneofDecl = message.oneofDecl.filter((_, index) => !synthetic.has(index));
  for (const oneof of message.oneofDecl) dropFeatures(oneof);
  for (const field of message.extension) normalizeField(field);
  for (const range of message.extensionRange) dropFeatures(range);
  for (const nested of message.nestedType) normalizeMessage(nested);
  for (const type of message.enumType) normalizeEnum(type);
}

function normalizeField(field: FieldDescriptorProto): void {
  clearField(field, FieldDescriptorProtoSchema.field.proto3Optional);
  if (field.label === FieldDescriptorProto_Label.REQUIRED) field.label = FieldDescriptorProto_Label.OPTIONAL;
  if (field.type === FieldDescriptorProto_Type.GROUP) field.type = FieldDescriptorProto_Type.MESSAGE;
  if (field.options !== undefined) {
    clearField(field.options, FieldOptionsSchema.field.packed);
    clearField(field.options, FieldOptionsSchema.field.ctype);
  }
  dropFeatures(field);
}

function normalizeEnum(type: EnumDescriptorProto): void {
  dropFeatures(type);
  for (const value of type.value) dropFeatures(value);
}

/** Returns the features as another library resolves them, as lines by file. */
function resolved(set: Uint8Array): ReadonlyMap<string, string> {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, set));
  const texts = new Map<string, string>();
  for (const file of registry.files) {
    const lines = [
      ...file.enums.map(enumLine),
      ...file.messages.flatMap(messageLines),
      ...file.extensions.map(fieldLine),
    ];
    texts.set(`${file.name}.proto`, lines.join('\n'));
  }
  return texts;
}

function messageLines(message: DescMessage): string[] {
  return [
    message.typeName,
    ...message.fields.map(fieldLine),
    ...message.nestedExtensions.map(fieldLine),
    ...message.nestedEnums.map(enumLine),
    ...message.nestedMessages.flatMap(messageLines),
  ];
}

function enumLine({ typeName, open }: DescEnum): string {
  return JSON.stringify([typeName, open]);
}

function fieldLine(field: DescField | DescExtension): string {
  const { fieldKind, number, jsonName, presence } = field;
  const isRepeated = fieldKind === 'list' || fieldKind === 'map';
  return JSON.stringify([
    field.toString(),
    number,
    jsonName,
    fieldKind,
    isRepeated ? '' : presence,
    'packed' in field ? field.packed : '',
    'delimitedEncoding' in field ? field.delimitedEncoding : '',
    hasString(field) ? field.utf8Validation : '',
    field.enum?.open ?? '',
    field.oneof?.name ?? '',
  ]);
}

function hasString(field: DescField | DescExtension): boolean {
  return field.scalar === ScalarType.STRING || (field.fieldKind === 'map' && field.mapKey === ScalarType.STRING);
}

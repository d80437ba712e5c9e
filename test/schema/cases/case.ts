/** The shape of a case, and helpers to write cases. */
import type { RULES, SectionName } from './rules.ts';

/** Files by import path, as text or as bytes. The first file is compiled. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface RuleCases {
  /** protoc accepts these files without any diagnostic. */
  readonly valid: readonly [Files, ...Files[]];
  /** protoc refuses these files, or warns about them. */
  readonly invalid: readonly [Files, ...Files[]];
}

/** Cases for every rule of a section. */
export type Section<Name extends SectionName> = Readonly<Record<(typeof RULES)[Name][number], RuleCases>>;

type Others = Readonly<Record<string, string>>;

export const ENTRY = 'a.proto';

export const raw = (text: string | Uint8Array, others: Others = {}): Files => ({ [ENTRY]: text, ...others });
export const proto2 = (body: string, others?: Others): Files => raw(proto2Text(body), others);
export const proto3 = (body: string, others?: Others): Files => raw(proto3Text(body), others);
export const edition2023 = (body: string, others?: Others): Files => raw(editionText('2023', body), others);
export const edition2024 = (body: string, others?: Others): Files => raw(editionText('2024', body), others);
export const edition2026 = (body: string, others?: Others): Files => raw(editionText('2026', body), others);

export const proto2Text = (body: string): string => `syntax = "proto2";\npackage p;\n${body}\n`;
export const proto3Text = (body: string): string => `syntax = "proto3";\npackage p;\n${body}\n`;
export const editionText = (edition: string, body: string): string => `edition = "${edition}";\npackage p;\n${body}\n`;

/** A proto2 file with a custom file option. `declarations` may declare the option's type. */
export const customOption = (type: string, use: string, declarations = ''): Files =>
  proto2(
    `import "google/protobuf/descriptor.proto";\n${declarations}\nextend google.protobuf.FileOptions { ${type} o = 50000; }\n${use}`,
  );

/** Writes a list of declarations, each made from its index. */
export const many = (count: number, declaration: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => declaration(i)).join('\n');

/** The cases of all sections. It does not compile if a section misses a rule. */
import type { Section } from './case.ts';
import { bounds } from './bounds.testdata.ts';
import { edition2024Rules as edition2024 } from './edition2024.testdata.ts';
import { edition2026Rules as edition2026 } from './edition2026.testdata.ts';
import { editions } from './editions.testdata.ts';
import { enums } from './enums.testdata.ts';
import { extensions } from './extensions.testdata.ts';
import { featureSets } from './featureSets.testdata.ts';
import { featureSupport } from './featureSupport.testdata.ts';
import { fields } from './fields.testdata.ts';
import { imports } from './imports.testdata.ts';
import { jsonName } from './jsonName.testdata.ts';
import { lexer } from './lexer.testdata.ts';
import { messageset } from './messageset.testdata.ts';
import { names } from './names.testdata.ts';
import { numbers } from './numbers.testdata.ts';
import { options } from './options.testdata.ts';
import { order } from './order.testdata.ts';
import { ownDescriptor } from './ownDescriptor.testdata.ts';
import { parser } from './parser.testdata.ts';
import { proto3Rules as proto3 } from './proto3.testdata.ts';
import type { SectionName } from './rules.ts';
import { services } from './services.testdata.ts';
import { textFormat } from './textFormat.testdata.ts';

export const sections = {
  bounds,
  edition2024,
  edition2026,
  editions,
  enums,
  extensions,
  featureSets,
  featureSupport,
  fields,
  imports,
  jsonName,
  lexer,
  messageset,
  names,
  numbers,
  options,
  order,
  ownDescriptor,
  parser,
  proto3,
  services,
  textFormat,
} as const satisfies { readonly [Name in SectionName]: Section<Name> };

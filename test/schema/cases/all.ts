/** The cases of all sections. */
import { enums } from './enums.testdata.ts';
import { fields } from './fields.testdata.ts';
import { imports } from './imports.testdata.ts';
import { jsonName } from './jsonName.testdata.ts';
import { lexer } from './lexer.testdata.ts';
import { messageset } from './messageset.testdata.ts';
import { names } from './names.testdata.ts';
import { numbers } from './numbers.testdata.ts';
import { parser } from './parser.testdata.ts';
import { proto3Rules as proto3 } from './proto3.testdata.ts';

export const sections = { enums, fields, imports, jsonName, lexer, messageset, names, numbers, parser, proto3 } as const;

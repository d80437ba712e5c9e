/** The cases of all sections. */
import { lexer } from './lexer.testdata.ts';
import { names } from './names.testdata.ts';
import { parser } from './parser.testdata.ts';

export const sections = { lexer, parser, names } as const;

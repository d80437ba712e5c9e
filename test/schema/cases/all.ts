/** The cases of all sections. */
import { lexer } from './lexer.testdata.ts';

export const sections = { lexer } as const;

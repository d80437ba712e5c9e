/** The cases in which we differ from protoc on purpose, and why. The first lines are equal even here. */

const CONTINUATION = 'protoc complains of each byte of a character, we of the character';
const RECOVERY = 'less is skipped after an error, so that the declarations behind it survive while someone types';

export const DIFFERENCES: Readonly<Record<string, string>> = {
  'lexer: a byte-order mark begins the file or nothing does: invalid 6': CONTINUATION,
  'lexer: a byte-order mark begins the file or nothing does: invalid 8': CONTINUATION,
  'lexer: only strings and comments leave ASCII: invalid 1': CONTINUATION,
  'lexer: only strings and comments leave ASCII: invalid 2': CONTINUATION,
  'lexer: only strings and comments leave ASCII: invalid 3': CONTINUATION,
  'lexer: only strings and comments leave ASCII: invalid 4': CONTINUATION,
  'lexer: strings end on their line: invalid 2': RECOVERY,
  'parser: messages nest 31 deep at most: invalid 2': RECOVERY,
};

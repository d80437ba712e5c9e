/** Checks the arguments of lenses, because other extensions and keybindings may pass any value to a command. */
import { isObjectOf, isString } from '../../base/check.ts';
import type { NameInFile } from '../../contract/languageServer.ts';

/** Whether a value is a name together with the file of its lens. */
export const isNameInFile = isObjectOf<NameInFile>({ name: isString, file: isString });

/**
 * Checks the required parameters of requests. If a parameter is missing, the request fails with JSON-RPC's error code
 * for invalid parameters.
 */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import {
  isAnyOf,
  isArrayOf,
  isBoolean,
  isMissingOr,
  isNumber,
  isObjectOf,
  isOneOf,
  isString,
} from '../../../base/check.ts';

/** A required parameter, with the name that the error shows. */
interface Needed {
  readonly name: string;
  readonly isThere: (params: unknown) => boolean;
}

/** Whether a value is an identifier. We check this because the value becomes part of a text. */
function isIdentifier(value: unknown): value is string {
  return isString(value) && /^[A-Za-z_]\w*$/.test(value);
}

const isPosition = isObjectOf({ line: isNumber, character: isNumber });

export const DOCUMENT: Needed = {
  name: 'textDocument.uri',
  isThere: isObjectOf({ textDocument: isObjectOf({ uri: isString }) }),
};

export const POSITION: Needed = { name: 'position', isThere: isObjectOf({ position: isPosition }) };

export const POSITIONS: Needed = { name: 'positions', isThere: isObjectOf({ positions: isArrayOf(isPosition) }) };

/** The id of the last reply, for a request for the changes of semantic tokens. */
export const PREVIOUS_RESULT: Needed = {
  name: 'previousResultId',
  isThere: isObjectOf({ previousResultId: isString }),
};

export const RANGE: Needed = {
  name: 'range',
  isThere: isObjectOf({ range: isObjectOf({ start: isPosition, end: isPosition }) }),
};

/** A selection in a document. */
const isSelection = { uri: isString, range: isObjectOf({ start: isPosition, end: isPosition }) };

export const URI_AND_RANGE: Needed = { name: 'uri and range', isThere: isObjectOf(isSelection) };

export const URI_RANGE_AND_TARGET: Needed = {
  name: 'uri, range and target',
  isThere: isObjectOf({ ...isSelection, target: isString }),
};

/** The data of a code action whose edit the editor requests. The server has sent this data with the action. */
export const ACTION_DATA: Needed = {
  name: 'data of a code action',
  isThere: isObjectOf({ title: isString, data: isObjectOf({ ...isSelection, title: isString }) }),
};

export const RENAMED_FILES: Needed = {
  name: 'files with oldUri and newUri',
  isThere: isObjectOf({ files: isArrayOf(isObjectOf({ oldUri: isString, newUri: isString })) }),
};

/** The character that the user typed, for formatting while you type. */
export const CHARACTER: Needed = { name: 'ch', isThere: isObjectOf({ ch: isString }) };

export const NEW_NAME: Needed = { name: 'newName', isThere: isObjectOf({ newName: isString }) };

const isLensData = isObjectOf({ uri: isString, kind: isOneOf('message', 'enum', 'service'), fullName: isString });

/** The data of a lens whose count the editor requests. */
export const LENS_DATA: Needed = { name: 'data of a lens', isThere: isObjectOf({ data: isLensData }) };

/** The context of a request for code actions. It says why the editor sends the request. */
export const CONTEXT: Needed = { name: 'context', isThere: isObjectOf({ context: isObjectOf({}) }) };

export const URI: Needed = { name: 'uri', isThere: isObjectOf({ uri: isString }) };

export const URI_AND_PLACE: Needed = {
  name: 'uri, line and character',
  isThere: isObjectOf({ uri: isString, line: isNumber, character: isNumber }),
};

export const NEW_SERVICE: Needed = {
  name: 'name and near and, if any, folder',
  isThere: isObjectOf({ name: isIdentifier, near: isString, folder: isMissingOr(isString) }),
};

/** The id of a row of the schema tree. */
export const ROW: Needed = { name: 'id', isThere: isObjectOf({ id: isString }) };

export const PLACES: Needed = {
  name: 'files with uri and positions',
  isThere: isObjectOf({ files: isArrayOf(isObjectOf({ uri: isString, positions: isArrayOf(isPosition) })) }),
};

export const ROWS_AND_FILES: Needed = {
  name: 'rows and uris',
  isThere: isObjectOf({ rows: isArrayOf(isString), uris: isArrayOf(isString) }),
};

export const PARENT_IF_ANY: Needed = {
  name: 'parent, if any, as a text',
  isThere: isObjectOf({ parent: isMissingOr(isString) }),
};

export const DECLARATION: Needed = {
  name: 'kind and fullName',
  isThere: isObjectOf({ kind: isOneOf('service', 'method', 'message', 'enum'), fullName: isString }),
};

export const SEARCH: Needed = {
  name: 'query, limit and, if any, kinds',
  isThere: isObjectOf({ query: isString, limit: isNumber, kinds: isMissingOr(isArrayOf(isString)) }),
};

/** The item of a hierarchy that the server sent before. */
export const ITEM: Needed = {
  name: 'item.data',
  isThere: isObjectOf({
    item: isObjectOf({
      data: isObjectOf({
        path: isString,
        kind: isOneOf('service', 'method', 'message', 'enum', 'extension'),
        fullName: isString,
      }),
    }),
  }),
};

/** The text to search for, in a search for symbols. */
export const QUERY: Needed = { name: 'query', isThere: isObjectOf({ query: isString }) };

export const IMPORT_PATH: Needed = { name: 'importPath', isThere: isObjectOf({ importPath: isString }) };

const isScope = isAnyOf(
  isObjectOf({ kind: isOneOf('service', 'moduleOfService'), service: isString, file: isMissingOr(isString) }),
  isObjectOf({ kind: isOneOf('moduleOfFile'), uri: isString }),
  isObjectOf({ kind: isOneOf('module'), folder: isString }),
);

export const SCOPE: Needed = { name: 'scope', isThere: isObjectOf({ scope: isScope }) };

export const SET_PARTS: Needed = {
  name: 'sourceInfo and, if any, knownHash',
  isThere: isObjectOf({
    sourceInfo: isAnyOf(isBoolean, isOneOf('comments')),
    knownHash: isMissingOr(isString),
  }),
};

export const OPTIONS: Needed = {
  name: 'options',
  isThere: isObjectOf({ options: isArrayOf(isObjectOf({ file: isString, name: isString, value: isString })) }),
};

/** Returns a handler that is called only if all required parameters are valid. */
export function needing<P, Rest extends readonly unknown[], R>(
  needed: readonly Needed[],
  handler: (params: P, ...rest: Rest) => R,
): (params: P, ...rest: Rest) => R {
  return (params, ...rest) => {
    const missing = needed.find(({ isThere }) => !isThere(params));
    if (missing !== undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, `The request needs ${missing.name} in its parameters.`);
    return handler(params, ...rest);
  };
}

/** What a request has to bring along. A request without it is answered with the code that JSON-RPC has for that. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { isNumber, isObjectOf, isString } from '../../../base/check.ts';

/** A part of the parameters, and how the answer calls it. */
interface Needed {
  readonly name: string;
  readonly isThere: (params: unknown) => boolean;
}

const isPosition = isObjectOf({ line: isNumber, character: isNumber });

export const DOCUMENT: Needed = {
  name: 'textDocument.uri',
  isThere: isObjectOf({ textDocument: isObjectOf({ uri: isString }) }),
};

export const POSITION: Needed = { name: 'position', isThere: isObjectOf({ position: isPosition }) };

export const RANGE: Needed = {
  name: 'range',
  isThere: isObjectOf({ range: isObjectOf({ start: isPosition, end: isPosition }) }),
};

/** Of code actions: why they are asked for. */
export const CONTEXT: Needed = { name: 'context', isThere: isObjectOf({ context: isObjectOf({}) }) };

export const URI_AND_PLACE: Needed = {
  name: 'uri, line and character',
  isThere: isObjectOf({ uri: isString, line: isNumber, character: isNumber }),
};

/** The handler, called only with parameters that have what it needs. */
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

/** Completion: the texts that you may write at an offset of a file, even if the file has errors. */
import type { FilePath } from '../../base/path.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { httpRuleItems } from './httpRules.ts';
import { importItems } from './imports.ts';
import type { CompletionItem, CompletionList } from './item.ts';
import { plainWords, statementKeywords } from './keywords.ts';
import { OptionCompletion } from './options.ts';
import { positionOf, type Position, type TypePlace } from './position.ts';
import { CompletionRequest } from './request.ts';
import type { BlockKind } from './surroundings.ts';
import { snippetItems } from './snippets.ts';
import { typeItems } from './types.ts';
import { enumValueItems, fieldNameItems, numberItems, packageItems, rangeItems, syntaxItems } from './values.ts';

const NOTHING: CompletionList = { items: [], incomplete: false };

/**
 * The entries at an offset. `afterBlank` says that a typed blank or brace opened the list. In this case, the list has
 * entries only where the user must choose now.
 */
export function completion(workspace: Workspace, path: FilePath, offset: number, afterBlank = false): CompletionList {
  const file = workspace.linked(path);
  if (file === undefined) return NOTHING;
  const request = new CompletionRequest(workspace, path, file, offset);
  const position = positionOf(request.around);
  if (afterBlank && !isDue(request, position)) return NOTHING;
  return itemsAt(request, position);
}

/** Whether the user must choose now. We check this after the user has typed a space or a brace. */
function isDue(request: CompletionRequest, position: Position): boolean {
  const before = request.tree.tokens.text(request.around.to - 1);
  switch (position.kind) {
    case 'number':
    case 'optionValue':
    case 'syntax':
    case 'package':
      return true;
    case 'optionString':
      return request.tree.text.charAt(request.offset - 1) === '{';
    case 'type':
      return (
        position.label !== undefined ||
        position.of === 'extendee' ||
        position.of === 'mapValue' ||
        position.of === 'rpcAfterStream'
      );
    case 'optionName':
      return before === 'option' || before === ',' || before === '[';
    default:
      return false;
  }
}

function itemsAt(request: CompletionRequest, position: Position): CompletionList {
  switch (position.kind) {
    case 'nothing':
      return NOTHING;
    case 'statement':
      return statementItems(request, position.block, position.alsoReturns);
    case 'words':
      return list(plainWords(request, position.words));
    case 'type':
      return typeItems(request, position.of, position.label);
    case 'fieldName':
      return list(fieldNameItems(request, position.type, position.repeated));
    case 'number':
      return list(numberItems(request, position.of));
    case 'range':
      return list(rangeItems(request, position.of));
    case 'optionName':
      return { items: new OptionCompletion(request, position.option).names(position.parenthesis), incomplete: true };
    case 'optionValue':
      return list(new OptionCompletion(request, position.option).values());
    case 'optionString':
      return list(httpRuleItems(request, position.option));
    case 'aggregateField':
      return list(new OptionCompletion(request, position.option).fields(position.bracket));
    case 'importPath':
      return importItems(request);
    case 'syntax':
      return list(syntaxItems(request, position.keyword));
    case 'package':
      return list(packageItems(request));
  }
}

function list(items: readonly CompletionItem[]): CompletionList {
  return { items, incomplete: false };
}

function statementItems(request: CompletionRequest, block: BlockKind | 'file', alsoReturns: boolean): CompletionList {
  const keywords = [...statementKeywords(request, block, alsoReturns), ...snippetItems(request, block)];
  switch (block) {
    case 'enum':
      return list([...enumValueItems(request), ...keywords]);
    case 'oneof':
      return withTypes(request, 'oneofField', keywords);
    case 'message':
    case 'extend':
      // A field of proto2 begins with its label, unless it is in a oneof.
      if (request.syntax === 'proto2') return list(keywords);
      return withTypes(request, 'field', keywords);
    default:
      return list(keywords);
  }
}

function withTypes(request: CompletionRequest, of: TypePlace, keywords: readonly CompletionItem[]): CompletionList {
  const { items, incomplete } = typeItems(request, of, undefined);
  return { items: [...keywords, ...items], incomplete };
}

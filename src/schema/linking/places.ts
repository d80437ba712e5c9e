/**
 * Finds the place of a diagnostic about a descriptor. If protoc reports no place or another one, it also finds the
 * place for the editor.
 */
import type { FieldNode, Node, OptionNode, ValueNode } from '../../syntax/tree/nodes.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import type { Span } from '../../text/span.ts';
import { pseudoOption } from '../descriptors/build.ts';
import type {
  EnumDescriptor,
  Entity,
  ExtensionRange,
  FieldDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  Optioned,
  ReservedRange,
} from '../descriptors/descriptor.ts';
import { editorOnly, type Linking, type Place } from './scope.ts';

/** The place of a declaration's name, or of the package statement for a file. */
export function namePlace(link: Linking, what: Optioned): Place | undefined {
  switch (what.kind) {
    case 'file':
      return link.span(link.tree.root.items.findLast((item) => item.kind === 'package'));
    case 'extensionRange':
      return editorOnly(link.span(link.node(what)));
    case 'oneof':
      return editorOnly(nameSpan(link, what));
    case 'message':
      return ofMapEntry(what.mapEntry, nameSpan(link, what));
    case 'field':
      return ofMapEntry(isOfMapEntry(what), nameSpan(link, what));
    default:
      return nameSpan(link, what);
  }
}

/** The place of a declaration's name, for diagnostics that protoc reports without a place. */
export function nameInEditor(link: Linking, what: Entity): Place {
  return editorOnly(nameSpan(link, what));
}

function nameSpan(link: Linking, what: Entity): Span | undefined {
  return link.span(link.node(what).name);
}

/**
 * The place of a name or number. If it belongs to a map entry, protoc has no place for it, and the editor shows the map
 * field.
 */
function ofMapEntry(isMadeUp: boolean, place: Span | undefined): Place | undefined {
  if (isMadeUp) return editorOnly(place);
  return place;
}

/** The place of a field's number, or of a whole range. */
export function numberPlace(link: Linking, what: FieldDescriptor | ExtensionRange | ReservedRange): Place | undefined {
  if (what.kind !== 'field') return link.span(link.node(what));
  return ofMapEntry(isOfMapEntry(what), link.span(link.node(what).number));
}

/** The place of a field's number, or of a whole range, for diagnostics that protoc reports without a place. */
export function numberInEditor(link: Linking, what: FieldDescriptor | ExtensionRange): Place {
  return editorOnly(link.span(what.kind === 'field' ? link.node(what).number : link.node(what)));
}

/** The place of a field's type, or of the keyword `group`. */
export function typePlace(link: Linking, field: FieldDescriptor): Place | undefined {
  const node = link.node(field);
  if (isOfMapEntry(field)) return editorOnly(link.span(mapTypePart(node, field)));
  return link.span(node.type) ?? groupKeyword(link, node);
}

/** The node of the key or the value in the type of a map field. */
function mapTypePart({ type }: FieldNode, field: FieldDescriptor): Node | undefined {
  if (type?.kind !== 'mapType') return type;
  return (field.number === 1 ? type.key : type.value) ?? type;
}

function groupKeyword(link: Linking, node: FieldNode): Span {
  const token = node.label === undefined ? node.first : node.first + 1;
  return { start: link.tree.tokens.start(token), end: link.tree.tokens.end(token) };
}

/** The place of the extendee in an `extend` block. protoc has this place only for the first extension in the block. */
export function extendeePlace(link: Linking, field: FieldDescriptor): Place | undefined {
  const extendee = link.span(link.built.extendOf.get(field)?.extendee);
  if (link.built.firstOfExtend.has(field)) return extendee;
  return editorOnly(extendee);
}

/** The place of the value in the option `default`. */
export function defaultPlace(link: Linking, field: FieldDescriptor): Span | undefined {
  return link.span(defaultNode(link, field));
}

export function defaultNode(link: Linking, field: FieldDescriptor): ValueNode | undefined {
  return pseudoOption(link.node(field), 'default')?.value;
}

/** The place of the name in the option `json_name`. */
export function jsonNamePlace(link: Linking, field: FieldDescriptor): Span | undefined {
  return link.span(pseudoOption(link.node(field), 'json_name')?.name);
}

/** The place of the request type of an rpc. */
export function inputPlace(link: Linking, method: MethodDescriptor): Span | undefined {
  return link.span(link.node(method).input?.type);
}

/** The place of the response type of an rpc. */
export function outputPlace(link: Linking, method: MethodDescriptor): Span | undefined {
  return link.span(link.node(method).output?.type);
}

/** The place of the last `import` statement with this path. */
export function importPlace(link: Linking, path: string): Span | undefined {
  return link.span(link.importNodes.get(path));
}

/** The place of the last `import` statement with this path. In the editor, it is the path alone. */
export function importPathPlace(link: Linking, path: string): Place {
  const node = link.importNodes.get(path);
  return { protoc: link.span(node), editor: link.span(node?.path) };
}

/** The place of the `syntax` or `edition` statement. */
export function editionPlace(link: Linking): Span | undefined {
  return link.span(link.tree.root.items.find((item) => item.kind === 'syntax'));
}

/** The place of the keyword `export` or `local` before a type. */
export function visibilityInEditor(link: Linking, type: MessageDescriptor | EnumDescriptor): Place {
  const { first } = link.node(type);
  return editorOnly({ start: link.tree.tokens.start(first), end: link.tree.tokens.end(first) });
}

/** Whether a diagnostic is about an option with this declaration in its name or value. */
export type IsMeant = (target: Entity) => boolean;

/** The place where a declaration sets an option, for diagnostics that protoc reports without a place. */
export function optionInEditor(link: Linking, on: Optioned, isMeant: IsMeant): Place {
  return editorOnly(optionSpan(link, on, isMeant));
}

/**
 * The place of a diagnostic about an option. protoc uses `place`, by default the declaration's name; the editor uses
 * the option itself.
 */
export function optionPlace(link: Linking, on: Optioned, isMeant: IsMeant, place = namePlace(link, on)): Place {
  const protoc = place !== undefined && 'editor' in place ? place.protoc : place;
  return { protoc, editor: optionSpan(link, on, isMeant) };
}

/**
 * The span of the first matching name in an option or in its value. If there is no match, it is the declaration's own
 * name.
 */
function optionSpan(link: Linking, on: Optioned, isMeant: IsMeant): Span | undefined {
  const { tokens } = link.tree;
  for (const { first, last } of optionNodes(link, on)) {
    const found = link.references.firstWithin(first, last, isMeant);
    if (found !== undefined) return { start: tokens.start(found.first), end: tokens.end(found.last) };
  }
  if (on.kind === 'file') return editionPlace(link);
  if (on.kind === 'extensionRange') return link.span(link.node(on));
  return nameSpan(link, on);
}

/** The option statements of a declaration, and the entries of its option list. */
function optionNodes(link: Linking, on: Optioned): readonly OptionNode[] {
  if (on.kind === 'file') return link.tree.root.items.filter((item) => item.kind === 'option');
  if (on.kind === 'extensionRange') return rangeOptions(link, on);
  const node = link.node(on);
  if (node.kind === 'field') return [...node.options, ...optionsAmong(node.group)];
  if (node.kind === 'enumValue') return node.options;
  return optionsAmong(node.items);
}

function rangeOptions(link: Linking, range: ExtensionRange): readonly OptionNode[] {
  const start = link.tree.tokens.start(link.node(range).first);
  const statement = nodePathAt(link.tree, start).find((node) => node.kind === 'extensions');
  return statement?.kind === 'extensions' ? statement.options : [];
}

function optionsAmong(items: readonly Node[] | undefined): readonly OptionNode[] {
  return (items ?? []).filter((item) => item.kind === 'option');
}

/** Whether the compiler generated the field for a map. */
export function isOfMapEntry(field: FieldDescriptor): boolean {
  return field.parent?.mapEntry === true;
}

/** Where protoc puts a complaint about a descriptor; it knows no place for some, and then neither do we. */
import type { FieldNode } from '../../syntax/tree/nodes.ts';
import type { Span } from '../../text/span.ts';
import { pseudoOption } from '../descriptors/build.ts';
import type {
  ExtensionRange,
  FieldDescriptor,
  MethodDescriptor,
  Optioned,
  ReservedRange,
} from '../descriptors/descriptor.ts';
import type { Linking } from './scope.ts';

/** The name of a declaration; the package statement for a file. */
export function namePlace(link: Linking, what: Optioned): Span | undefined {
  switch (what.kind) {
    case 'file':
      return link.span(link.tree.root.items.findLast((item) => item.kind === 'package'));
    case 'message':
      if (what.mapEntry) return undefined;
      return link.span(link.node(what).name);
    case 'field':
      if (isOfMapEntry(what)) return undefined;
      return link.span(link.node(what).name);
    case 'oneof':
    case 'extensionRange':
      return undefined;
    default:
      return link.span(link.node(what).name);
  }
}

/** The number of a field, or the whole range. */
export function numberPlace(link: Linking, what: FieldDescriptor | ExtensionRange | ReservedRange): Span | undefined {
  if (what.kind !== 'field') return link.span(link.node(what));
  if (isOfMapEntry(what)) return undefined;
  return link.span(link.node(what).number);
}

/** The type of a field, or the keyword of a group. */
export function typePlace(link: Linking, field: FieldDescriptor): Span | undefined {
  if (isOfMapEntry(field)) return undefined;
  const node = link.node(field);
  return link.span(node.type) ?? groupKeyword(link, node);
}

function groupKeyword(link: Linking, node: FieldNode): Span {
  const token = node.label === undefined ? node.first : node.first + 1;
  return { start: link.tree.tokens.start(token), end: link.tree.tokens.end(token) };
}

/** Only the first extension of an `extend` block has one. */
export function extendeePlace(link: Linking, field: FieldDescriptor): Span | undefined {
  return link.span(link.built.firstOfExtend.get(field)?.extendee);
}

/** The value of the `default` option. */
export function defaultPlace(link: Linking, field: FieldDescriptor): Span | undefined {
  return link.span(pseudoOption(link.node(field), 'default')?.value);
}

/** The name of the `json_name` option. */
export function jsonNamePlace(link: Linking, field: FieldDescriptor): Span | undefined {
  return link.span(pseudoOption(link.node(field), 'json_name')?.name);
}

/** The request type of an rpc. */
export function inputPlace(link: Linking, method: MethodDescriptor): Span | undefined {
  return link.span(link.node(method).input?.type);
}

/** The response type of an rpc. */
export function outputPlace(link: Linking, method: MethodDescriptor): Span | undefined {
  return link.span(link.node(method).output?.type);
}

/** The last `import` statement that names a file. */
export function importPlace(link: Linking, path: string): Span | undefined {
  return link.span(link.importNodes.get(path));
}

/** The `syntax` or `edition` statement. */
export function editionPlace(link: Linking): Span | undefined {
  return link.span(link.tree.root.items.find((item) => item.kind === 'syntax'));
}

/** Whether the compiler made the field up for a map. */
export function isOfMapEntry(field: FieldDescriptor): boolean {
  return field.parent?.mapEntry === true;
}

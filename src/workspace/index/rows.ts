/**
 * Lists the top-level declarations of a file as rows of the schema tree, and the methods of its services. We keep the
 * rows of each file, so that a level of the tree needs no parsing. Messages and enums have too many members to keep, so
 * we read the members again at the row's offsets.
 */
import type {
  EnumItem,
  FileItem,
  MessageItem,
  MessageNode,
  MethodNode,
  ServiceItem,
  ServiceNode,
} from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { rowStep } from './rowIds.ts';
import { isDeprecated } from '../files/deprecated.ts';
import { fieldDetail, methodDetail } from './details.ts';

/** The row of one top-level declaration. Offsets are in UTF-16 code units. */
export interface KeptRow {
  readonly kind: 'message' | 'enum' | 'service' | 'extend';
  readonly name: string;
  /** The short text after the name. It is empty if there is none. */
  readonly detail: string;
  readonly deprecated: boolean;
  readonly hasChildren: boolean;
  /** The methods of a service. Other declarations have none. */
  readonly methods: readonly KeptMethod[];
  /**
   * Whether errors hide the declaration now. It was in the last text without syntax errors, and the offsets belong to
   * that text.
   */
  readonly lost?: true;
  /** The offset after the previous declaration. The comment above this declaration is after that offset. */
  readonly start: number;
  /** The offset after the declaration. */
  readonly end: number;
}

/** One method of a service. */
export interface KeptMethod {
  readonly name: string;
  readonly detail: string;
  readonly inputStream: boolean;
  readonly outputStream: boolean;
  readonly deprecated: boolean;
}

type RowNode = Extract<FileItem, { readonly kind: KeptRow['kind'] }>;

const NO_METHODS: readonly KeptMethod[] = [];

/** If a file has more code units than this, we do not search it for declarations that its errors hide. */
const MOST_SEARCHED = 1_000_000;

/** Returns the rows that errors in a text hide. The text still has their names, but not as declarations. */
export function lostRows(good: readonly KeptRow[], now: readonly KeptRow[], text: string): readonly KeptRow[] {
  if (text.length > MOST_SEARCHED) return [];
  const there = new Set(now.map(rowStep));
  const gone = good.filter((row) => !there.has(rowStep(row)));
  if (gone.length === 0) return [];
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  return gone
    .filter(({ name }) => words.has(name.slice(name.lastIndexOf('.') + 1)))
    .map((row) => ({ ...row, lost: true, hasChildren: row.methods.length > 0 }));
}

/** Returns the rows of a tree, in the order of the text. It leaves out declarations without a name. */
export function rowsOf(tree: SyntaxTree): readonly KeptRow[] {
  const rows: KeptRow[] = [];
  let start = 0;
  for (const item of tree.root.items) {
    const end = item.last < item.first ? start : tree.tokens.end(item.last);
    if (isRowNode(item)) {
      const row = rowOf(item, start, end);
      if (row !== undefined) rows.push(row);
    }
    start = end;
  }
  return rows;
}

function isRowNode(item: FileItem): item is RowNode {
  return item.kind === 'message' || item.kind === 'enum' || item.kind === 'service' || item.kind === 'extend';
}

function rowOf(item: RowNode, start: number, end: number): KeptRow | undefined {
  const name = item.kind === 'extend' ? item.extendee?.text : item.name?.text;
  if (name === undefined || name === '') return undefined;
  return {
    kind: item.kind,
    name,
    detail: item.kind === 'message' ? messageSketch(item) : '',
    deprecated: isDeprecated(item),
    hasChildren: (item.items ?? []).some(isShown),
    methods: item.kind === 'service' ? methodsOf(item) : NO_METHODS,
    start,
    end,
  };
}

/**
 * Returns the field of a message that has only one field. The row shows this field, so users see what a small request
 * contains.
 */
export function messageSketch({ items = [] }: MessageNode): string {
  const fields = items.filter((item) => item.kind === 'field' && isShown(item));
  const [first] = fields;
  if (fields.length !== 1 || first?.kind !== 'field') return '';
  return `${first.name?.text ?? ''}: ${fieldDetail(first)}`;
}

/** Whether the tree shows a row for an item. */
function isShown(item: MessageItem | EnumItem | ServiceItem): boolean {
  switch (item.kind) {
    case 'extend':
      return item.extendee !== undefined;
    case 'message':
    case 'enum':
    case 'oneof':
    case 'field':
    case 'enumValue':
    case 'method':
      return item.name !== undefined && item.name.text !== '';
    default:
      return false;
  }
}

function methodsOf(service: ServiceNode): readonly KeptMethod[] {
  const methods: KeptMethod[] = [];
  for (const item of service.items ?? []) if (item.kind === 'method' && isShown(item)) methods.push(methodOf(item));
  return methods;
}

function methodOf(method: MethodNode): KeptMethod {
  return {
    name: method.name?.text ?? '',
    detail: methodDetail(method),
    inputStream: method.input?.stream === true,
    outputStream: method.output?.stream === true,
    deprecated: isDeprecated(method),
  };
}

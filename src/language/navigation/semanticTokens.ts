/**
 * The colours that an editor's grammar cannot decide: what a name declares or leads to, and whether it is deprecated.
 * We leave out keywords, scalar types, numbers, strings and comments, because the grammar colours them correctly.
 */
import type { Entity } from '../../schema/descriptors/descriptor.ts';
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import { SCALAR_TYPES } from '../../schema/descriptors/build.ts';
import { isMarkedDeprecated } from '../../schema/options/value.ts';
import { resolvedNames, type AllNames, type EditedNames } from '../../schema/relink.ts';
import type {
  FieldNode,
  FileItem,
  IdentifierNode,
  MapTypeNode,
  Node,
  OptionNode,
  RpcTypeNode,
  TypeNameNode,
} from '../../syntax/tree/nodes.ts';
import type { SyntaxTree } from '../../syntax/tree/tree.ts';
import { children } from '../../syntax/tree/walk.ts';
import { isDeprecated } from '../../workspace/files/deprecated.ts';

/**
 * The token types of LSP that we use. A name that leads nowhere is a `variable`, so that it does not look like a type.
 */
export const TOKEN_TYPES = [
  'namespace',
  'struct',
  'enum',
  'enumMember',
  'interface',
  'method',
  'property',
  'variable',
] as const;

/** The token modifiers of LSP that we use. `defaultLibrary` marks names that protobuf itself declares. */
export const TOKEN_MODIFIERS = ['declaration', 'deprecated', 'defaultLibrary'] as const;

type TokenType = (typeof TOKEN_TYPES)[number];

/**
 * The style of each token of a text, by the token's index: 0 for no style, otherwise a value of `styleOf`. The array
 * never changes once it is complete.
 */
export type TokenStyles = Uint16Array;

const DECLARATION = 1;
const DEPRECATED = 2;
const DEFAULT_LIBRARY = 4;
const MODIFIER_BITS = TOKEN_MODIFIERS.length;

/** The index of the style's type in TOKEN_TYPES. */
export function typeOfStyle(style: number): number {
  return (style >> MODIFIER_BITS) - 1;
}

/** The style's modifiers: one bit for each of TOKEN_MODIFIERS. */
export function modifiersOfStyle(style: number): number {
  return style & ((1 << MODIFIER_BITS) - 1);
}

/** Whether a token with this style leads to a deprecated declaration without declaring it. */
export function namesDeprecated(style: number): boolean {
  return (style & (DECLARATION | DEPRECATED)) === DEPRECATED;
}

function styleOf(type: TokenType, modifiers = 0): number {
  return ((TOKEN_TYPES.indexOf(type) + 1) << MODIFIER_BITS) | modifiers;
}

/**
 * The styles of each linked file, which never changes. After an edit, we copy the styles of unchanged declarations from
 * here.
 */
const known = new WeakMap<LinkedFile, TokenStyles>();

/** The styles of a file's tokens. After an edit of one declaration, we compute only the styles of this declaration. */
export function tokenStyles(file: LinkedFile): TokenStyles {
  const found = known.get(file);
  if (found !== undefined) return found;
  const styles = stylesOf(file);
  known.set(file, styles);
  return styles;
}

function stylesOf(file: LinkedFile): TokenStyles {
  const names = resolvedNames(file);
  if (names.kind === 'all') return allStyles(file.tree, names);
  if (isSameForOthers(names)) return editedStyles(file.tree, names);
  return allStyles(file.tree, names.all());
}

function allStyles(tree: SyntaxTree, { each }: AllNames): TokenStyles {
  const styles = new Uint16Array(tree.tokens.count);
  const painter = new Painter(tree, styles);
  painter.declarations(tree.root);
  each((first, last, target) => painter.reference(first, last, target));
  return styles;
}

function editedStyles(tree: SyntaxTree, { base, before, after, each }: EditedNames): TokenStyles {
  const styles = new Uint16Array(tree.tokens.count);
  const old = tokenStyles(base);
  styles.set(old.subarray(0, before.first));
  styles.set(old.subarray(before.last + 1), after.last + 1);
  const painter = new Painter(tree, styles);
  painter.declarations(after);
  each((first, last, target) => {
    if (first >= after.first && last <= after.last) painter.reference(first, last, target);
  });
  return styles;
}

/** Whether the edit leaves the styles of other declarations as they were: the same declarations are deprecated. */
function isSameForOthers({ before, after }: EditedNames): boolean {
  return deprecatedIn(before) === deprecatedIn(after);
}

function deprecatedIn(item: FileItem): string {
  const found: string[] = [];
  const waiting: { readonly node: Node; readonly scope: string }[] = [{ node: item, scope: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, scope } = next;
    const name = `${scope}.${declaredName(node)}`;
    if (isDeprecated(node)) found.push(name);
    for (const child of children(node)) waiting.push({ node: child, scope: name });
  }
  return found.sort().join(' ');
}

function declaredName(node: Node): string {
  const name = 'name' in node ? node.name : undefined;
  if (name === undefined || !('text' in name)) return '';
  return name.text;
}

const TYPE_OF: Readonly<Record<Entity['kind'], TokenType>> = {
  message: 'struct',
  enum: 'enum',
  enumValue: 'enumMember',
  field: 'property',
  oneof: 'property',
  service: 'interface',
  method: 'method',
};

const NAMESPACE = styleOf('namespace');
const UNKNOWN = styleOf('variable');
const PROPERTY = styleOf('property');

/** The package of descriptor.proto and of the well-known types, which every file may use. */
const OWN_PACKAGE = 'google.protobuf';

/** Sets the styles of names. We set the styles of references last, because only they know the resolved declarations. */
class Painter {
  readonly #tree: SyntaxTree;
  readonly #styles: TokenStyles;
  readonly #known = new Map<Entity, number>();

  constructor(tree: SyntaxTree, styles: TokenStyles) {
    this.#tree = tree;
    this.#styles = styles;
  }

  /** Sets the styles of the names that a node and its children declare. Names of types get a provisional style. */
  declarations(root: Node): void {
    const waiting: Node[] = [root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      this.#node(node);
      for (const child of children(node)) waiting.push(child);
    }
  }

  /**
   * Sets the styles of a dotted name. Its last part is the target; the parts before it are the scopes that contain the
   * target.
   */
  reference(first: number, last: number, target: Entity): void {
    const { tokens } = this.#tree;
    let named: Entity | undefined = target;
    for (let at = last; at >= first; at--) {
      if (tokens.kind(at) !== 'identifier') continue;
      this.#styles[at] = named === undefined ? NAMESPACE : this.#styleOf(named);
      named = named && messageAround(named);
    }
  }

  #styleOf(entity: Entity): number {
    const found = this.#known.get(entity);
    if (found !== undefined) return found;
    const deprecated = isMarkedDeprecated(entity) ? DEPRECATED : 0;
    const library = entity.file.package === OWN_PACKAGE ? DEFAULT_LIBRARY : 0;
    const style = styleOf(TYPE_OF[entity.kind], deprecated | library);
    this.#known.set(entity, style);
    return style;
  }

  #node(node: Node): void {
    switch (node.kind) {
      case 'message':
      case 'enum':
      case 'enumValue':
      case 'service':
      case 'method':
      case 'oneof':
        this.#declares(node.name, TYPE_OF[node.kind], node);
        break;
      case 'field':
        this.#field(node);
        break;
      case 'package':
        this.#dotted(node.name, NAMESPACE | DECLARATION);
        break;
      case 'extend':
        this.#dotted(node.extendee, UNKNOWN);
        break;
      case 'rpcType':
        this.#type(node.type);
        break;
      case 'reserved':
        for (const name of node.names) if (name.kind === 'identifier') this.#set(name.first, PROPERTY);
        break;
      default:
        break;
    }
  }

  #field(node: FieldNode): void {
    this.#declares(node.name, node.group === undefined ? 'property' : 'struct', node);
    // If the field has no name yet, the user may still be typing the type. It may not resolve yet, but that is not a
    // mistake.
    if (node.name !== undefined) this.#fieldType(node.type);
    for (const option of node.options) this.#pseudoOption(option);
  }

  #fieldType(type: TypeNameNode | MapTypeNode | undefined): void {
    const types = type?.kind === 'mapType' ? [type.key, type.value] : [type];
    for (const one of types) this.#type(one);
  }

  #type(type: RpcTypeNode['type']): void {
    if (type !== undefined && !SCALAR_TYPES.has(type.text)) this.#dotted(type, UNKNOWN);
  }

  /** Sets the style of `default` and `json_name`. They look like options of a field, but no file declares them. */
  #pseudoOption({ name }: OptionNode): void {
    const [part, ...more] = name?.parts ?? [];
    if (part?.name === undefined || more.length > 0 || part.extension) return;
    if (part.name.text === 'default' || part.name.text === 'json_name') this.#set(part.first, PROPERTY);
  }

  #declares(name: IdentifierNode | undefined, type: TokenType, node: Node): void {
    if (name === undefined || name.last < name.first) return;
    this.#set(name.first, styleOf(type, DECLARATION | (isDeprecated(node) ? DEPRECATED : 0)));
  }

  #dotted(name: TypeNameNode | undefined, style: number): void {
    if (name === undefined) return;
    for (let at = name.first; at <= name.last; at++)
      if (this.#tree.tokens.kind(at) === 'identifier') this.#set(at, style);
  }

  #set(token: number, style: number): void {
    this.#styles[token] = style;
  }
}

function messageAround(entity: Entity): Entity | undefined {
  switch (entity.kind) {
    case 'message':
    case 'enum':
    case 'field':
    case 'oneof':
      return entity.parent;
    case 'enumValue':
      return entity.parent.parent;
    case 'method':
      return entity.parent;
    case 'service':
      return undefined;
  }
}

/** Moves a nested message or enum to the top level, or moves a top-level one into the only message that uses it. */
import type { LinkedFile } from '../../schema/descriptors/model.ts';
import type { EnumNode, MessageNode, Node } from '../../syntax/tree/nodes.ts';
import { nodePathAt } from '../../syntax/tree/walk.ts';
import { references } from '../navigation/references.ts';
import { declared } from '../navigation/subject.ts';
import { behind, intoBlock } from './insertion.ts';
import { inScope, isMeant, namesIn } from './movable.ts';
import { Refused, refusing, type Offer, type Selection, type Work } from './refactoring.ts';
import { relocated, type Relocation } from './relocation.ts';

type Nestable = MessageNode | EnumNode;

/** The declaration at the cursor, and the declarations that contain it, outermost first. */
interface AtCursor {
  readonly node: Nestable;
  readonly around: readonly Node[];
}

export function nestOffers(selection: Selection): readonly Offer[] {
  const at = atCursor(selection);
  if (at?.node.name === undefined) return [];
  const name = at.node.name.text;
  if (at.around.length > 0)
    return [{ kind: 'extract', title: `Move ${name} to the top level`, work: () => lifted(selection, at) }];
  const user = onlyUser(selection.file, at.node);
  if (user === undefined) return [];
  const title = `Move ${name} into ${user.at(-1)?.name?.text ?? ''}`;
  return [{ kind: 'inline', title, work: () => nested(selection, at.node, user) }];
}

function atCursor({ file, span }: Selection): AtCursor | undefined {
  if (span.start !== span.end) return undefined;
  const around = nodePathAt(file.tree, span.start).filter(
    (node) => node.kind === 'message' || node.kind === 'enum' || (node.kind === 'field' && node.group !== undefined),
  );
  const node = around.at(-1);
  if (node?.kind !== 'message' && node?.kind !== 'enum') return undefined;
  if (!isMeant(file.tree, node, span)) return undefined;
  return { node, around: around.slice(0, -1) };
}

function lifted(selection: Selection, { node, around: [outermost] }: AtCursor): Work {
  return refusing(function* () {
    if (outermost === undefined) throw new Refused('It is at the top level already.');
    const { file } = selection;
    const put: Put = (tree, pieces) => behind(tree, outermost, pieces);
    return yield* relocated(planOf(selection, node, file.interface.package, put));
  });
}

type Put = Extract<Relocation['target'], { readonly kind: 'here' }>['put'];

function planOf({ workspace, path, file }: Selection, node: Nestable, scope: string, put: Put): Relocation {
  const names = namesIn(file, [node], scope);
  const [before = ''] = names.moved;
  return {
    workspace,
    source: path,
    nodes: [node],
    target: { kind: 'here', put },
    ...names,
    warning: `The full name changes from ${before} to ${names.names.after(before)}. Generated code and the types of google.protobuf.Any values change with it.`,
  };
}

/** The messages that contain all uses of a declaration, outermost first; undefined if there are none. */
function onlyUser(file: LinkedFile, node: Nestable): readonly MessageNode[] | undefined {
  const fullName = inScope(file.interface.package, node.name?.text ?? '');
  let common: readonly MessageNode[] | undefined;
  for (const { span, target } of file.references) {
    if (target.fullName !== fullName && !target.fullName.startsWith(`${fullName}.`)) continue;
    const path = nodePathAt(file.tree, span.start);
    if (path.includes(node)) continue;
    const messages = messagesAround(path);
    common = common === undefined ? messages : common.filter((one, at) => messages[at] === one);
  }
  if (common === undefined || common.length === 0) return undefined;
  return common;
}

/** The messages on a path to a node. We stop at a group, because a declaration should not move into a group. */
function messagesAround(path: readonly Node[]): readonly MessageNode[] {
  const group = path.findIndex((node) => node.kind === 'field' && node.group !== undefined);
  const outside = group < 0 ? path : path.slice(0, group);
  return outside.filter((node) => node.kind === 'message');
}

function nested(selection: Selection, node: Nestable, user: readonly MessageNode[]): Work {
  return refusing(function* () {
    const { file } = selection;
    const block = user.at(-1);
    if (block === undefined) throw new Refused('No message uses it.');
    yield* refuseOtherUsers(selection, node);
    const scope = user.reduce((so, { name }) => inScope(so, name?.text ?? ''), file.interface.package);
    return yield* relocated(planOf(selection, node, scope, (tree, pieces) => intoBlock(tree, block, pieces)));
  });
}

function* refuseOtherUsers({ workspace, path, file }: Selection, node: Nestable): Generator<undefined, void> {
  const start = file.tree.tokens.start(node.name?.first ?? node.first);
  const symbol = file.symbols.find(({ nameSpan }) => nameSpan.start === start);
  const subject = symbol && declared(path, file, symbol);
  if (subject === undefined) throw new Refused('Nothing here has a name.');
  const users = yield* references(workspace, subject, ({ path: user }) => [user]);
  const other = users.find((user) => user !== path);
  if (other !== undefined) throw new Refused(`${workspace.nameOf(other)} uses ${subject.name} too.`);
}

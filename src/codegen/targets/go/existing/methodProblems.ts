/**
 * Finds methods that no longer match their rpc. Each method becomes a problem with a fix, at the place of the method.
 */
import type { Fix, Problem } from '../../../../contract/generation.ts';
import { LineIndex } from '../../../../text/lines.ts';
import type { TextEdit } from '../../../../text/edit.ts';
import type { ScaffoldContext } from '../writing/context.ts';
import type { GoParameter } from '../reading/goSource.ts';
import { embedded, isBase, type DeclaredMethod, type GoPackageView, type Implementation } from './implementations.ts';
import { GRPC, signatureOf } from './signatures.ts';
import { endOfLine, importEdits, withLineEnds } from './insert.ts';
import { signature, type ParameterNames } from '../writing/serverFile.ts';
import { namesIn } from '../reading/serverFolder.ts';
import type { GoMethod, GoService } from '../writing/services.ts';
import { GoFile } from '../writing/writer.ts';

/** What we need to compare a method with its rpc. */
export interface MethodRules extends Pick<ScaffoldContext, 'services' | 'packages' | 'module'> {
  readonly view: GoPackageView;
}

/** Returns one problem for each method whose rpc has another signature or no longer exists. */
export function methodProblems(rules: MethodRules, implementation: Implementation): Problem[] {
  const { service, methods } = implementation;
  return methods.flatMap((declared) => {
    const rpc = service.methods.find(({ goName }) => goName === declared.method.name);
    if (rpc !== undefined) {
      if (differs(rules, declared, service, rpc)) return [changed(rules, declared, service, rpc)];
      return [];
    }
    if (isRemoved(rules, implementation, declared)) return [removed(declared, service)];
    return [];
  });
}

/**
 * Whether the signature of a method certainly differs from its rpc. A type that we cannot resolve may be the right one.
 */
function differs(
  { view, packages }: MethodRules,
  { source, method }: DeclaredMethod,
  service: GoService,
  rpc: GoMethod,
): boolean {
  const wanted = signatureOf(service, rpc);
  const declaring = new Set([
    'context',
    GRPC,
    ...packages.filter(({ reexports }) => !reexports).map(({ importPath }) => importPath),
  ]);
  const mayBeAlias = (name: string): boolean => importPathsIn(name).some((path) => !declaring.has(path));
  const differ = (declared: readonly GoParameter[], names: readonly (readonly string[])[]): boolean =>
    declared.length !== names.length ||
    declared.some(({ type }, i) => {
      const name = view.names.fullName(source, type);
      return name !== undefined && names[i]?.includes(name) !== true && !mayBeAlias(name);
    });
  return differ(method.parameters, wanted.parameters) || differ(method.results, wanted.results);
}

/** Returns the import paths in the full name of a type: `a/b` and `c` for `map[a/b.Key]*c.Value`. */
function importPathsIn(type: string): readonly string[] {
  return type.split(/[*[\],]/).flatMap((name) => {
    const dot = name.lastIndexOf('.');
    if (dot < 1 || !/^\w/.test(name.slice(dot + 1))) return [];
    return [name.slice(0, dot)];
  });
}

function changed(rules: MethodRules, declared: DeclaredMethod, service: GoService, rpc: GoMethod): Problem {
  const { source, method, path } = declared;
  const file = new GoFile(rules.view.names.imports(source), namesIn(rules.view.folder));
  const text = signature(file, rpc, parameterNames(rules, declared));
  const edits = [{ span: method.signature, newText: text }, ...importEdits(source, file, rules.module)];
  const lines = new LineIndex(source.text);
  return {
    severity: 'warning',
    message: `${rpc.goName} does not have the signature of ${service.fullName}/${rpc.name}: ${rpc.goName}${text}`,
    place: { path, range: rangeOf(lines, { start: method.nameSpan.start, end: method.signature.end }) },
    fixes: [fixOf(lines, `Change the signature to that of ${service.fullName}/${rpc.name}`, edits)],
  };
}

/** Returns the names for the parameters. We keep the existing names, because the body of the method uses them. */
function parameterNames({ view }: MethodRules, { source, method }: DeclaredMethod): ParameterNames {
  const named = method.parameters
    .filter(({ name }) => name !== '')
    .map(({ name, type }) => ({ name, type: view.names.fullName(source, type) ?? '' }));
  const stream = named.find(({ type }) => STREAM.test(type))?.name;
  const ctx = named.find(({ type }) => type === 'context.Context')?.name;
  const req = named.find(({ type }) => type.startsWith('*'))?.name;
  const names = { ctx: ctx ?? 'ctx', req: req ?? 'req', stream: stream ?? 'stream' };
  if (new Set(Object.values(names)).size === 3 || Object.values(names).every((name) => name === '_')) return names;
  return { ctx: 'ctx', req: 'req', stream: 'stream' };
}

const STREAM = /^google\.golang\.org\/grpc\.(?:Server|Client|Bidi)Streaming(?:Server)\[|\.[A-Z][^\W_]*_\w+Server$/;

/**
 * Whether the rpc of a method seems to be removed. The method has the signature of an rpc with generated types, and its
 * package does not call it. A helper method would be called in its package.
 */
function isRemoved(
  { view, services, packages }: MethodRules,
  { type }: Implementation,
  { source, method }: DeclaredMethod,
): boolean {
  if (!/^\p{Lu}/u.test(method.name)) return false;
  const bases = embedded(view, type).filter((name) => BASE.test(name));
  const implemented = services.filter((service) => bases.some((name) => isBase(name, service)));
  // The type also serves a service outside this run, whose methods we do not know.
  if (bases.some((name) => !implemented.some((service) => isBase(name, service)))) return false;
  if (implemented.some((service) => service.methods.some(({ goName }) => goName === method.name))) return false;
  if ([...view.folder.sources.values()].some(({ selected }) => selected.has(method.name))) return false;
  const names = (declared: readonly GoParameter[]): string =>
    declared.map((parameter) => view.names.fullName(source, parameter.type) ?? '').join(' ');
  return isRpcShaped(`${names(method.parameters)} : ${names(method.results)}`, method.name, [
    ...packages.map(({ importPath }) => importPath),
    WELL_KNOWN,
  ]);
}

const BASE = /\.(?:Unimplemented|Unsafe)\w+Server$/;

const WELL_KNOWN = 'google.golang.org/protobuf/types/known';

function isRpcShaped(types: string, method: string, packages: readonly string[]): boolean {
  const message = String.raw`\*(\S+)\.\w+`;
  const generic = String.raw`google\.golang\.org/grpc\.(?:Server|Client|Bidi)StreamingServer\[([^\s,]+)\.\w+(?:,\S+)?\]`;
  const old = String.raw`(\S+)\.\w+_${method}Server`;
  const [, ...found] =
    new RegExp(
      `^(?:context\\.Context ${message} : ${message} error|(?:${message} )?(?:${generic}|${old}) : error)$`,
    ).exec(types) ?? [];
  const paths = (found as readonly (string | undefined)[]).filter((path) => path !== undefined);
  return (
    paths.length > 0 &&
    paths.every((path) =>
      packages.some((known) => path === known || (known === WELL_KNOWN && path.startsWith(`${known}/`))),
    )
  );
}

function removed({ path, source, method }: DeclaredMethod, service: GoService): Problem {
  const lines = new LineIndex(source.text);
  const before = source.text.slice(0, method.span.start).trimEnd().length;
  const edit = { span: { start: before, end: endOfLine(source.text, method.span.end) }, newText: '' };
  return {
    severity: 'warning',
    message: `${service.fullName} has no rpc ${method.name} any more, and nothing here calls this method`,
    place: { path, range: rangeOf(lines, method.nameSpan) },
    fixes: [fixOf(lines, `Remove ${method.name}`, [edit])],
  };
}

/** Returns a fix with lines and columns instead of offsets. */
export function fixOf(lines: LineIndex, title: string, edits: readonly TextEdit[]): Fix {
  return {
    title,
    edits: withLineEnds(lines.text, edits).map(({ span, newText }) => ({ range: rangeOf(lines, span), newText })),
  };
}

/** Returns the lines and columns of a span, counted from zero. */
export function rangeOf(
  lines: LineIndex,
  { start, end }: TextEdit['span'],
): { readonly start: ReturnType<LineIndex['positionAt']>; readonly end: ReturnType<LineIndex['positionAt']> } {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

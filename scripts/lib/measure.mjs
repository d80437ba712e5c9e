// Measures one TypeScript source by its syntax tree: sizes, complexity, and what slows a reader down.
import ts from 'typescript';

/**
 * @typedef {{ readonly name: string, readonly lines: number, readonly complexity: number }} MeasuredFunction
 * @typedef {object} Measured
 * @property {number} lines
 * @property {readonly number[]} widths Of each line, in columns.
 * @property {readonly MeasuredFunction[]} functions Functions with a name: an anonymous function is a part of the one around it.
 * @property {number} anys
 * @property {number} nonNulls
 * @property {number} conditionals
 * @property {number} nestedConditionals Those that are a branch of another one.
 * @property {number} exported Declarations with `export` before them.
 * @property {number} documented
 * @property {readonly string[]} undocumented The names of the exported declarations without a doc comment of their own.
 */

/** @returns {Measured} */
export function measure(/** @type {string} */ path, /** @type {string} */ text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const nodes = [...descendants(file)];
  const conditionals = nodes.filter(ts.isConditionalExpression);
  const exported = file.statements.filter(isExported);
  const undocumented = exported.filter((statement) => !isDocumented(file, statement));
  return {
    lines: lines.length,
    widths: lines.map((line) => line.length),
    functions: nodes.flatMap((node) => measuredFunction(file, node)),
    anys: nodes.filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword).length,
    nonNulls: nodes.filter(ts.isNonNullExpression).length,
    conditionals: conditionals.length,
    nestedConditionals: conditionals.filter(isNested).length,
    exported: exported.length,
    documented: exported.length - undocumented.length,
    undocumented: undocumented.flatMap(declaredNames),
  };
}

/** @returns {Generator<ts.Node>} */
function* descendants(/** @type {ts.Node} */ node) {
  for (const child of childrenOf(node)) {
    yield child;
    yield* descendants(child);
  }
}

function childrenOf(/** @type {ts.Node} */ node) {
  /** @type {ts.Node[]} */
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

function isExported(/** @type {ts.Statement} */ statement) {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/**
 * The doc comment at the start of a file belongs to the file if a blank line separates it from the first declaration.
 */
function isDocumented(/** @type {ts.SourceFile} */ file, /** @type {ts.Statement} */ statement) {
  const comment = ts.getJSDocCommentsAndTags(statement).at(-1);
  if (comment === undefined) return false;
  const opensTheFile = file.text.slice(0, comment.pos).trim() === '';
  return !opensTheFile || !/\n\s*\n/.test(file.text.slice(comment.end, statement.getStart(file)));
}

/** @returns {readonly string[]} */
function declaredNames(/** @type {ts.Statement} */ statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const name = ts.getNameOfDeclaration(/** @type {ts.DeclarationStatement} */ (statement));
  return [name?.getText() ?? 'default'];
}

function isNested(/** @type {ts.ConditionalExpression} */ conditional) {
  /** @type {ts.Node} */
  let node = conditional;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  return ts.isConditionalExpression(parent) && parent.condition !== node;
}

/** @returns {readonly MeasuredFunction[]} The measured function in a list, or an empty list. */
function measuredFunction(/** @type {ts.SourceFile} */ file, /** @type {ts.Node} */ node) {
  if (!isFunctionWithBody(node)) return [];
  const name = nameOf(node);
  if (name === undefined) return [];
  const first = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
  const last = file.getLineAndCharacterOfPosition(node.end).line;
  return [{ name, lines: last - first + 1, complexity: complexityOf(node.body, 0) }];
}

/** @returns {node is ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody }} */
function isFunctionWithBody(/** @type {ts.Node} */ node) {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** The name of a function, or of the variable or property that has it as its value. */
function nameOf(/** @type {ts.FunctionLikeDeclaration} */ node) {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  const isValue =
    ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isValue ? parent.name.getText() : undefined;
}

/**
 * Cognitive complexity as SonarSource defines it: each break in the flow counts one, and one more for each level that
 * it is nested in. A named function inside another one counts separately, and recursion does not count.
 * @param {ts.Node} node
 * @param {number} nesting
 * @returns {number}
 */
function complexityOf(node, nesting) {
  if (ts.isIfStatement(node)) return 1 + nesting + ofIf(node, nesting);
  if (isFunctionWithBody(node)) return nameOf(node) === undefined ? ofChildren(node, nesting + 1) : 0;
  if (breaksTheFlow(node)) return 1 + nesting + ofNested(node, nesting);
  return jumps(node) + ofChildren(node, nesting);
}

function ofChildren(/** @type {ts.Node} */ node, /** @type {number} */ nesting) {
  return childrenOf(node).reduce((sum, child) => sum + complexityOf(child, nesting), 0);
}

/** An `else` counts one at any nesting, and an `else if` is not nested in the `if` before it. */
function ofIf(/** @type {ts.IfStatement} */ node, /** @type {number} */ nesting) {
  const { expression, thenStatement, elseStatement } = node;
  const own = complexityOf(expression, nesting) + complexityOf(thenStatement, nesting + 1);
  if (elseStatement === undefined) return own;
  /** @type {number} */
  const rest = ts.isIfStatement(elseStatement)
    ? ofIf(elseStatement, nesting)
    : complexityOf(elseStatement, nesting + 1);
  return own + 1 + rest;
}

function breaksTheFlow(/** @type {ts.Node} */ node) {
  return (
    ts.isConditionalExpression(node) ||
    ts.isSwitchStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isIterationStatement(node, false)
  );
}

/** The condition before a break in the flow is not nested in it. */
function ofNested(/** @type {ts.Node} */ node, /** @type {number} */ nesting) {
  return childrenOf(node).reduce((sum, child) => {
    const isHead = 'expression' in node ? child === node.expression : 'condition' in node && child === node.condition;
    return sum + complexityOf(child, isHead ? nesting : nesting + 1);
  }, 0);
}

/** Jumps to labels, and the first of a row of the same logical operators. */
function jumps(/** @type {ts.Node} */ node) {
  if (ts.isBreakOrContinueStatement(node)) return node.label === undefined ? 0 : 1;
  const operator = logicalOperator(node);
  if (operator === undefined) return 0;
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
  return logicalOperator(parent) === operator ? 0 : 1;
}

function logicalOperator(/** @type {ts.Node} */ node) {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const isLogical = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
  return isLogical ? kind : undefined;
}

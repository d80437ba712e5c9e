/** The label, the icon and the text for screen readers of each row, in the schema tree and in lists. */
import * as vscode from 'vscode';
import { moduleName } from '../shared/moduleName.ts';
import type { MethodKind, SchemaNode, SchemaNodeKind } from '../../contract/schemaNode.ts';

const ICONS: Readonly<Record<Exclude<SchemaNodeKind, 'method'>, string>> = {
  services: 'symbol-interface',
  packages: 'symbol-namespace',
  dependencies: 'library',
  types: 'symbol-structure',
  file: 'error',
  package: 'symbol-namespace',
  service: 'symbol-interface',
  message: 'symbol-structure',
  field: 'symbol-field',
  oneof: 'symbol-object',
  enum: 'symbol-enum',
  enumValue: 'symbol-enum-member',
  extend: 'symbol-event',
};

const METHOD_ICONS: Readonly<Record<MethodKind, string>> = {
  unary: 'method-unary',
  serverStreaming: 'method-server-streaming',
  clientStreaming: 'method-client-streaming',
  bidiStreaming: 'method-bidi-streaming',
};

/** Whether a row only contains other rows and does not stand for a declaration. */
export function isGroup({ kind }: SchemaNode): boolean {
  return kind === 'services' || kind === 'packages' || kind === 'dependencies' || kind === 'types';
}

/** Returns the icon of a row. The extension has its own icons for methods. */
export function rowIcon(extensionUri: vscode.Uri, node: SchemaNode): vscode.IconPath {
  if (node.kind === 'file') return new vscode.ThemeIcon(ICONS.file, new vscode.ThemeColor('list.errorForeground'));
  // VS Code cannot colour the extension's own icons, so a grey row has an icon of VS Code.
  if (isGrey(node)) return new vscode.ThemeIcon(greyIcon(node), new vscode.ThemeColor('disabledForeground'));
  if (node.kind !== 'method') return new vscode.ThemeIcon(ICONS[node.kind]);
  const name = METHOD_ICONS[node.methodKind ?? 'unary'];
  return {
    light: vscode.Uri.joinPath(extensionUri, 'media', `${name}-light.svg`),
    dark: vscode.Uri.joinPath(extensionUri, 'media', `${name}-dark.svg`),
  };
}

/**
 * Whether a row is grey: errors in its file hide the declaration, or the declaration is deprecated. A deprecated method
 * keeps its icon, which
 * shows its kind.
 */
function isGrey({ kind, brokenFile, deprecated }: SchemaNode): boolean {
  return brokenFile !== undefined || (deprecated === true && kind !== 'method');
}

function greyIcon({ kind }: SchemaNode): string {
  if (kind === 'method') return 'symbol-method';
  return ICONS[kind];
}

/** Returns the grey text after the label, or undefined without such a text. */
export function rowDescription(node: SchemaNode): string | undefined {
  if (node.kind === 'file') return vscode.l10n.t('has errors');
  if (node.brokenFile !== undefined) return withModule(node, vscode.l10n.t('hidden by errors'));
  const description = withModule(node, node.description);
  if (node.deprecated !== true) return description;
  // VS Code cannot strike through a label, and screen readers would read combining characters aloud.
  const deprecated = vscode.l10n.t('deprecated');
  return description === undefined ? deprecated : `${deprecated} · ${description}`;
}

/** Adds the name of the row's module before a text if another module declares the same name. */
export function withModule<Text extends string | undefined>({ module }: SchemaNode, text: Text): Text | string {
  if (module === undefined) return text;
  if (text === undefined || text === '') return moduleName(module);
  return `${moduleName(module)} · ${text}`;
}

/** Returns the label of a row: its name, or the title of a group. */
export function rowLabel(node: SchemaNode): string {
  switch (node.kind) {
    case 'services':
      return vscode.l10n.t('Services ({0})', node.count ?? 0);
    case 'packages':
      return vscode.l10n.t('Packages');
    case 'dependencies':
      return vscode.l10n.t('Dependencies');
    case 'types':
      return vscode.l10n.t('Messages ({0})', node.count ?? 0);
    default:
      return node.label;
  }
}

/**
 * Returns the text for screen readers. For a package, it is the full name, even if the tree shows only a part of the
 * name.
 */
export function accessibleLabel(node: SchemaNode): string {
  if (isGroup(node)) return rowLabel(node);
  if (node.kind === 'package') return `${kindWord(node)} ${node.fullName === '' ? node.label : node.fullName}`;
  return [kindWord(node), node.label, rowDescription(node) ?? ''].join(' ').trim();
}

function kindWord({ kind, methodKind }: SchemaNode): string {
  switch (kind) {
    case 'package':
      return vscode.l10n.t('package');
    case 'service':
      return vscode.l10n.t('service');
    case 'method':
      return methodWord(methodKind ?? 'unary');
    case 'message':
      return vscode.l10n.t('message');
    case 'field':
      return vscode.l10n.t('field');
    case 'oneof':
      return vscode.l10n.t('oneof');
    case 'enum':
      return vscode.l10n.t('enum');
    case 'enumValue':
      return vscode.l10n.t('enum value');
    case 'extend':
      return vscode.l10n.t('extension of');
    case 'file':
      return vscode.l10n.t('file');
    default:
      return '';
  }
}

function methodWord(kind: MethodKind): string {
  switch (kind) {
    case 'unary':
      return vscode.l10n.t('unary method');
    case 'serverStreaming':
      return vscode.l10n.t('server streaming method');
    case 'clientStreaming':
      return vscode.l10n.t('client streaming method');
    case 'bidiStreaming':
      return vscode.l10n.t('bidirectional method');
  }
}

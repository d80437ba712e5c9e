/** The settings, read where they are used and never kept. */
import * as vscode from 'vscode';

const SECTION = 'grpcWorkbench';

export interface GoSettings {
  readonly outputRoot: string;
  readonly module: string;
  /** Whether generated files are shown before they are written, too. */
  readonly preview: boolean;
  readonly plugins: 'auto' | 'bundled' | 'path';
  readonly options: { readonly go: readonly string[]; readonly goGrpc: readonly string[] };
  readonly additionalPlugins: readonly AdditionalPluginSetting[];
}

/** As somebody wrote it: what is no list or text counts as missing. */
export interface AdditionalPluginSetting {
  readonly plugin: string;
  readonly options: readonly string[];
  readonly out: string;
  readonly goPackages: boolean;
}

export function goSettings(scope: vscode.Uri): GoSettings {
  const settings = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    outputRoot: settings.get<string>('go.outputRoot', '').trim(),
    module: settings.get<string>('go.module', '').trim(),
    preview: settings.get<boolean>('go.preview', false),
    plugins: settings.get<'auto' | 'bundled' | 'path'>('go.plugins', 'auto'),
    options: { go: texts(settings.get('go.options')), goGrpc: texts(settings.get('go.grpcOptions')) },
    additionalPlugins: additionalPlugins(settings.get('go.additionalPlugins')),
  };
}

function additionalPlugins(setting: unknown): readonly AdditionalPluginSetting[] {
  const entries = Array.isArray(setting) ? (setting as readonly unknown[]) : [];
  return entries.filter(isRecord).flatMap(({ plugin, options, out, goPackages }) =>
    typeof plugin !== 'string' || plugin.trim() === ''
      ? []
      : [
          {
            plugin: plugin.trim(),
            options: texts(options),
            out: typeof out === 'string' ? out.trim() : '',
            goPackages: goPackages !== false,
          },
        ],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

export function serverPort(scope: vscode.Uri): number {
  return vscode.workspace.getConfiguration(SECTION, scope).get<number>('server.port', 0);
}

/** Lenses of ours that are not the language server's. */
export type LensSetting = 'goInProto' | 'protoInGo';

/** Whether a kind of lens is wanted; `codeLens.enabled` is about all of them in protos. */
export function showsLens(setting: LensSetting): boolean {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const inProto = settings.get<boolean>('codeLens.enabled', true);
  return settings.get<boolean>(`codeLens.${setting}`, true) && (inProto || setting !== 'goInProto');
}

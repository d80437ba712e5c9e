/** "Why is this import resolved here": the answer in Markdown. */
import type { ImportResolution } from '../workspace/imports.ts';
import type { RootCandidate } from '../workspace/roots.ts';

const REASONS: Readonly<Record<RootCandidate['reason'], string>> = {
  setting: 'an import root from the setting `grpcWorkbench.importRoots`',
  'buf.yaml': 'the folder of a `buf.yaml`',
  imports: 'an import root, since other imports of this folder start from it',
  habit: 'a folder that protos are kept in by habit',
  folder: 'the folder of the project',
  wellKnown: 'the well-known types that come with gRPC Workbench',
};

/** `show` writes a path the way people know it. */
export function explainImport(resolution: ImportResolution, show: (path: string) => string): string {
  const { importPath, path, root, tried, others } = resolution;
  const lines: string[] = [];
  if (path === undefined) {
    lines.push(`No file was found for \`${importPath}\`.`);
  } else if (root) {
    lines.push(`\`${importPath}\` is \`${show(path)}\``, '', `It lies below \`${show(root.path)}\`, ${REASONS[root.reason]}.`);
  } else {
    lines.push(`\`${importPath}\` is \`${show(path)}\``, '', 'No import root holds it; it is the nearest file of the workspace whose path ends so.');
  }
  if (tried.length > 0) lines.push('', 'Looked at before:', ...tried.map((place) => `- \`${show(place)}\``));
  if (others.length > 0) lines.push('', 'Other files whose path ends so:', ...others.map((place) => `- \`${show(place)}\``));
  if (path === undefined) lines.push('', 'Add the folder that it is meant to start from to `grpcWorkbench.importRoots`.');
  return lines.join('\n');
}

/** The rows of `npm run verify:generate` that are computed here. scripts/verify-generate.mjs provides the input. */
export { checkBuilds } from './builds.ts';
export { compareBytes } from './bytes.ts';
export { checkEdits } from './edits.ts';
export { googleFolders, moduleProtos } from './protos.ts';
export { checkSpeed } from './speed.ts';
export { counted, rowsTable, rowText, type NamedRow, type Row } from './row.ts';

/**
 * Moves selected fields of a message into a new message, and adds one field of the new type. The new message is inside
 * the old one, so that the names of types keep their meaning; the user can move it to the top level afterwards. We
 * reserve the old numbers and names.
 */
import { signedNumber } from '../../syntax/lexing/numbers.ts';
import type { TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { indentInside, indentOf, replace } from '../fixes/fix.ts';
import { reserving } from '../fixes/reserve.ts';
import { nextFieldNumber } from '../names/freeNumbers.ts';
import { snakeCase } from '../names/snakeCase.ts';
import { symbolOf } from './atCursor.ts';
import { reindented } from './cut.ts';
import type { Fact, Facts } from './facts.ts';
import { selectedFields, type FieldRun } from './fieldRun.ts';
import { freeNameIn } from './freeNameIn.ts';
import { Refused, type Offer, type Selection } from './refactoring.ts';
import { rewriting } from './rewriting.ts';

const WARNING =
  'This changes the wire format: what was written with the old fields is not read into the new message. Their numbers and names are reserved.';

export function extractOffers(selection: Selection): readonly Offer[] {
  const run = selectedFields(selection);
  if (run === undefined || run.fields.some(({ name, number }) => name === undefined || number === undefined)) return [];
  const name = freeNameIn(selection.file, run.message, 'Details', '');
  const count = run.fields.length === 1 ? 'the field' : `${run.fields.length} fields`;
  return [
    {
      kind: 'extract',
      title: `Extract ${count} to a new message`,
      work: () => {
        const owner = symbolOf(selection, run.message)?.fullName ?? '';
        const names = new Set(run.fields.map((field) => `${owner}.${field.name?.text ?? ''}`));
        return rewriting(selection, () => extraction(selection, run, name, owner), {
          warning: WARNING,
          mentions: run.fields.flatMap((field) => field.name?.text ?? []),
          nameOf: (fullName) => movedName(fullName, names, owner, name),
          intend: (expected, found) => intendExtraction(expected, found, owner, name, run),
        });
      },
    },
  ];
}

/** The full name of a declaration after the refactoring. Names of extracted fields change. */
function movedName(fullName: string, names: ReadonlySet<string>, owner: string, name: string): string {
  if (!fullName.startsWith(`${owner}.`)) return fullName;
  if (names.has(fullName)) return `${owner}.${name}${fullName.slice(owner.length)}`;
  return fullName;
}

function extraction(
  { file }: Selection,
  { message, fields, content, indent }: FieldRun,
  name: string,
  owner: string,
): readonly TextEdit[] {
  const { tree } = file;
  if (fields.some(({ type }) => type?.kind === 'mapType'))
    throw new Refused('A map has a message of its own, which would get another name. Extract the other fields.');
  const descriptor = file.interface.scope.get(owner);
  const number = descriptor?.kind === 'message' ? nextFieldNumber(descriptor) : undefined;
  if (number === undefined) throw new Refused('The message has no free number.');
  const eol = lineBreakOf(tree.text);
  const unit = indentInside(tree, message).slice(indentOf(tree, tree.tokens.start(message.first)).length);
  const inner = reindented(tree.text.slice(content.start, content.end), indent, indent + unit);
  const label = tree.syntax === 'proto2' ? 'optional ' : '';
  const field = `${label}${name} ${snakeCase(name)} = ${number};`;
  const text = `message ${name} {${eol}${indent}${unit}${inner}${eol}${indent}}${eol}${eol}${indent}${field}`;
  const retired = fields.flatMap(({ name: one, number: old }) =>
    one === undefined || old === undefined ? [] : [{ name: one.text, number: signedNumber(old) }],
  );
  const reserved = reserving(tree, message, retired);
  if (reserved === undefined) throw new Refused('The old numbers cannot be reserved.');
  return [replace(content, text), ...reserved];
}

function intendExtraction(expected: Facts, found: Facts, owner: string, name: string, { fields }: FieldRun): void {
  const [before, after] = [expected.get(`message ${owner}`), found.get(`message ${owner}`)];
  const [message, field] = [found.get(`message ${owner}.${name}`), found.get(`field ${owner}.${snakeCase(name)}`)];
  if (before === undefined || after === undefined || message === undefined || field === undefined)
    throw new Refused('The new message cannot be read.');
  const names = fields.map((one) => one.name?.text ?? '');
  const at = listIn(before, 'fields').indexOf(names[0]);
  const rest = listIn(before, 'fields').filter((one) => !names.includes(String(one)));
  before['fields'] = [...rest.slice(0, at), snakeCase(name), ...rest.slice(at)];
  // We accept the additional reservations, because the linker already checks that no field uses them.
  before['reserved'] = after['reserved'];
  before['reservedNames'] = after['reservedNames'];
  expected.set(`message ${owner}.${name}`, { ...message, fields: names });
  expected.set(`field ${owner}.${snakeCase(name)}`, { ...field, typeName: `.${owner}.${name}` });
}

function listIn(fact: Fact, part: string): readonly unknown[] {
  const list = fact[part];
  return Array.isArray(list) ? list : [];
}

/** Checks the naming style and the limits of editions 2024 and 2026. */
import type { FieldDescriptor, OneofDescriptor, Optioned } from '../descriptors/descriptor.ts';
import { EDITION } from '../descriptors/features.ts';
import type { Linking } from '../linking/scope.ts';
import { namePlace } from '../linking/places.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

const OPT_OUT = ' (features.enforce_naming_style = STYLE_LEGACY can be used to opt out of this check)';
const COLLISION_OPT_OUT = ' (features.enforce_naming_style = STYLE2024 can be used to opt out of this check)';
const LIMITS_OPT_OUT =
  ' (features.enforce_proto_limits = LEGACY_NO_EXPLICIT_LIMITS can be used to opt out of this check)';

/** Checks the names of a file if `features.enforce_naming_style` asks for it. */
export function checkNamingStyle(link: Linking): void {
  if (link.file.edition < EDITION.e2023) return;
  eachDescriptor(link.file, (one) => {
    if (one.features.enforce_naming_style === 'STYLE_LEGACY') return;
    const style = STYLES[one.kind];
    const name = styledName(one);
    if (style === undefined || name === '') return;
    const wrong = style.check(name);
    if (wrong !== undefined)
      link.error('naming-style', `${style.what} name ${name} ${wrong}${OPT_OUT}`, namePlace(link, one));
    if ((one.kind === 'field' || one.kind === 'oneof') && one.features.enforce_naming_style === 'STYLE2026')
      checkCollisions(link, one, style.what);
  });
}

/** Whether the name of a declaration, or the package of a file, is not in the style of edition 2024. */
export function violatesStyle2024(one: Optioned): boolean {
  const name = styledName(one);
  return name !== '' && STYLES[one.kind]?.check(name) !== undefined;
}

/** Returns the name to check. It is empty if the declaration has no such name. */
function styledName(one: Optioned): string {
  if (one.kind === 'extensionRange') return '';
  if (one.kind === 'file') return one.package;
  return one.name;
}

interface Style {
  readonly what: string;
  /** Returns what is wrong with a name; undefined if the name is right. */
  readonly check: (name: string) => string | undefined;
}

const STYLES: Readonly<Partial<Record<Optioned['kind'], Style>>> = {
  file: { what: 'Package', check: lowerSnakeCase },
  message: { what: 'Message', check: titleCase },
  oneof: { what: 'Oneof', check: lowerSnakeCase },
  field: { what: 'Field', check: lowerSnakeCase },
  enum: { what: 'Enum', check: titleCase },
  enumValue: { what: 'Enum value', check: upperSnakeCase },
  service: { what: 'Service', check: titleCase },
  method: { what: 'Method', check: titleCase },
};

function titleCase(name: string): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(name)) return 'should be TitleCase';
  if (/^[A-Z]/.test(name)) return undefined;
  return 'should begin with a capital letter';
}

function lowerSnakeCase(name: string): string | undefined {
  if (!/^[a-z0-9_.]+$/.test(name)) return 'should be lower_snake_case';
  if (!/^[a-z]/.test(name)) return 'should begin with a lower case letter';
  if (hasBadUnderscores(name)) return 'contains style violating underscores';
  return undefined;
}

function upperSnakeCase(name: string): string | undefined {
  if (!/^[A-Z0-9_]+$/.test(name)) return 'should be UPPER_SNAKE_CASE';
  if (!/^[A-Z]/.test(name)) return 'should begin with an upper case letter';
  if (hasBadUnderscores(name)) return 'contains style violating underscores';
  return undefined;
}

function hasBadUnderscores(name: string): boolean {
  return /^_|_$|_[^A-Za-z]/.test(name);
}

/**
 * Reports a name that can collide with an accessor. Generated code derives the names of accessors from the names of
 * fields.
 */
function checkCollisions(link: Linking, one: FieldDescriptor | OneofDescriptor, what: string): void {
  const collision = collisionOf(one);
  if (collision !== undefined) {
    link.error(
      'naming-style',
      `${what} name ${one.name} ${collision} This can cause collisions in generated code.${COLLISION_OPT_OUT}`,
      namePlace(link, one),
    );
  }
}

function collisionOf(one: FieldDescriptor | OneofDescriptor): string | undefined {
  const message = one.kind === 'oneof' ? one.parent : one.container;
  const exists = (name: string): boolean =>
    message !== undefined && [...message.fields, ...message.oneofs].some((other) => other.name === name);
  for (const prefix of ['has_', 'get_', 'set_', 'clear_']) {
    const rest = one.name.slice(prefix.length);
    if (one.name.startsWith(prefix) && exists(rest))
      return `should not begin with ${prefix} if a field named ${rest} exists.`;
  }
  const rest = one.name.slice(0, -'_value'.length);
  if (one.name.endsWith('_value') && exists(rest)) return `should not end with _value if a field named ${rest} exists.`;
  if (one.name === 'descriptor') return 'should not be named descriptor.';
  return undefined;
}

const LIMITS = { fields: 1500, oneofs: 1000, fieldsOfOneof: 1200, values: 1700 };

/** Checks the sizes of declarations if `features.enforce_proto_limits` asks for it. */
export function checkLimits(link: Linking): void {
  if (link.file.edition < EDITION.e2023) return;
  eachDescriptor(link.file, (one) => {
    if (one.features.enforce_proto_limits === 'LEGACY_NO_EXPLICIT_LIMITS') return;
    const complain = (what: string, name: string, limit: string): void =>
      link.error(
        'proto-limits',
        `${what} name ${name} should not contain more than ${limit}${LIMITS_OPT_OUT}`,
        namePlace(link, one),
      );
    if (one.kind === 'message') {
      if (one.fields.length > LIMITS.fields) complain('Message', one.name, `${LIMITS.fields} fields`);
      if (one.oneofs.filter(({ synthetic }) => !synthetic).length > LIMITS.oneofs)
        complain('Message', one.name, `${LIMITS.oneofs} oneofs`);
    } else if (one.kind === 'oneof') {
      if (one.fields.length > LIMITS.fieldsOfOneof) complain('Oneof', one.name, `${LIMITS.fieldsOfOneof} fields`);
    } else if (one.kind === 'enum' && one.values.length > LIMITS.values)
      complain('Enum', one.name, `${LIMITS.values} values`);
  });
}

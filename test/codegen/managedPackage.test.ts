/** The go_package that managed mode in buf.gen.yaml gives to a file. */
import { describe, expect, it } from 'vitest';
import { managedPackage } from '../../src/codegen/targets/go/module/managedPackage.ts';
import { parseBufGen } from '../../src/project/buf/gen.ts';

const V1 = 'version: v1\nmanaged:\n  enabled: true\n';
const V2 = 'version: v2\nmanaged:\n  enabled: true\n';
const PREFIX = '  override:\n    - file_option: go_package_prefix\n      value: example.com/gen/\n';

/** The go_package of each file by its import path. The module of all files is `buf.build/acme/shop`. */
function givenBy(text: string): Readonly<Record<string, string | undefined>> {
  const rules = parseBufGen(text).managed;
  const files = { 'acme/cart/v1/cart.proto': 'acme.cart.v1', 'acme/users/users.proto': 'acme.users', 'root.proto': '' };
  return Object.fromEntries(
    Object.entries(files).map(([path, protoPackage]) => [
      path,
      managedPackage(rules, { path, protoPackage, module: 'buf.build/acme/shop' }),
    ]),
  );
}

const ALL = {
  'acme/cart/v1/cart.proto': 'example.com/gen/acme/cart/v1;cartv1',
  'acme/users/users.proto': 'example.com/gen/acme/users',
  'root.proto': 'example.com/gen',
};
const NONE = { 'acme/cart/v1/cart.proto': undefined, 'acme/users/users.proto': undefined, 'root.proto': undefined };
const CART = 'acme/cart/v1/cart.proto';

describe('go_package of managed mode', () => {
  it.each([
    { name: 'the prefix of v2', text: V2 + PREFIX, given: ALL },
    { name: 'the prefix of v1', text: `${V1}  go_package_prefix:\n    default: example.com/gen\n`, given: ALL },
    { name: 'empty if managed mode is off', text: (V2 + PREFIX).replace('true', 'false'), given: NONE },
    {
      name: 'empty if managed mode does not mention Go',
      text: `${V2}  override:\n    - file_option: java_package_prefix\n      value: com\n`,
      given: NONE,
    },
    {
      name: 'a prefix for one folder',
      text: `${V2}${PREFIX}    - file_option: go_package_prefix\n      path: acme/cart\n      value: example.com/cart\n`,
      given: { ...ALL, [CART]: 'example.com/cart/acme/cart/v1;cartv1' },
    },
    {
      name: 'a value for one file',
      text: `${V2}${PREFIX}    - file_option: go_package\n      path: ${CART}\n      value: example.com/x;x\n`,
      given: { ...ALL, [CART]: 'example.com/x;x' },
    },
    {
      name: 'the value of the last rule that matches',
      text: `${V2}  override:\n    - file_option: go_package\n      path: ${CART}\n      value: example.com/x;x\n${PREFIX.slice(PREFIX.indexOf('    -'))}`,
      given: ALL,
    },
    {
      name: 'a value for one file in v1',
      text: `${V1}  go_package_prefix:\n    default: example.com/gen\n  override:\n    GO_PACKAGE:\n      ${CART}: example.com/x;x\n`,
      given: { ...ALL, [CART]: 'example.com/x;x' },
    },
    {
      name: 'empty in an excluded folder',
      text: `${V2}  disable:\n    - path: acme/cart\n${PREFIX}`,
      given: { ...ALL, [CART]: undefined },
    },
    {
      name: 'empty if the option is disabled',
      text: `${V2}  disable:\n    - file_option: go_package\n${PREFIX}`,
      given: NONE,
    },
    {
      name: 'the same if another option is disabled',
      text: `${V2}  disable:\n    - file_option: java_package\n    - field_option: jstype\n${PREFIX}`,
      given: ALL,
    },
    {
      name: 'empty in an excluded module',
      text: `${V2}  disable:\n    - module: buf.build/acme/shop\n${PREFIX}`,
      given: NONE,
    },
    {
      name: 'the same if another module is excluded',
      text: `${V1}  go_package_prefix:\n    default: example.com/gen\n    except: [buf.build/googleapis/googleapis]\n`,
      given: ALL,
    },
    {
      name: 'a prefix for one module in v1',
      text: `${V1}  go_package_prefix:\n    default: example.com/other\n    override:\n      buf.build/acme/shop: example.com/gen\n`,
      given: ALL,
    },
    {
      name: 'a value but no prefix if prefixes are disabled',
      text: `${V2}  disable:\n    - file_option: go_package_prefix\n${PREFIX}    - file_option: go_package\n      path: root.proto\n      value: example.com/x\n`,
      given: { ...NONE, 'root.proto': 'example.com/x' },
    },
  ])('go_package is $name', ({ text, given }) => expect(givenBy(text)).toEqual(given));

  it('a rule does not apply to a folder whose name only starts with the name in the rule', () => {
    const { managed } = parseBufGen(
      `${V2}  override:\n    - file_option: go_package_prefix\n      path: acme/ca\n      value: example.com\n`,
    );
    expect(managedPackage(managed, { path: CART, protoPackage: '', module: undefined })).toBeUndefined();
  });
});

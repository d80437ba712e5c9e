/** Which packages we treat as copies of third-party packages. In doubt, a package is the user's own. */
import { describe, expect, test } from 'vitest';
import { vendoredPackages } from '../../../src/workspace/imports/vendored.ts';

/** Returns the vendored packages for lines such as `acme.v1: proto/acme/v1/a.proto proto/acme/v1/b.proto`. */
function vendored(...lines: readonly string[]): readonly string[] {
  const packages = lines.map((line) => {
    const [name = '', paths = ''] = line.split(': ');
    return { name, files: paths.split(' ').map((path) => `/${path}`) };
  });
  return [...vendoredPackages(packages)].sort();
}

const OWN = 'acme.v1: proto/acme/v1/acme.proto';

describe('a package is vendored', () => {
  test.each([
    ['google.cloud.common', 'third_party/google/cloud/common.proto'],
    ['opencensus.proto.trace.v1', 'vendor/opencensus/trace.proto'],
    ['google.cloud.common', 'proto/googleapis/google/cloud/common.proto'],
    ['google.protobuf', 'google/protobuf/any.proto'],
    ['google.protobuf.compiler', 'proto/google/protobuf/compiler/plugin.proto'],
    ['google.api', 'google/api/annotations.proto google/api/http.proto'],
    ['validate', 'proto/validate/validate.proto'],
    ['buf.validate', 'proto/buf/validate/validate.proto'],
  ])('the package %s is vendored in %s', (name, files) => {
    expect(vendored(OWN, `${name}: ${files}`)).toEqual([name]);
  });
});

describe('a package is the user’s own', () => {
  test.each([
    ['if the folder does not show who wrote it', [OWN, 'other.v1: external/other.proto']],
    ['if its own name is the usual one for vendored folders', [OWN, 'acme.vendor.v1: acme/vendor/v1/vendor.proto']],
    ['if one of its files is the user’s', [OWN, 'other.v1: third_party/other.proto proto/other.proto']],
    [
      'if it belongs to the family that the user works on',
      ['google.pubsub.v1: google/pubsub/v1/a.proto', 'google.api: google/api/b.proto'],
    ],
    ['if it has a well-known name, but the user wrote its file', [OWN, 'validate: proto/rules.proto']],
    ['if it contains another package of the user’s', ['lib: vendor/lib.proto', 'lib.mine: proto/mine.proto']],
    ['if there is no other package', ['google.api: google/api/a.proto', 'google.rpc: google/rpc/b.proto']],
    ['if its name only starts like a well-known one', [OWN, 'google.apigee.v1: proto/google/apigee.proto']],
  ])('a package is the user’s own %s', (_, packages) => {
    expect(vendored(...packages)).toEqual([]);
  });

  test('a package of another family that the user’s package uses is vendored', () => {
    expect(vendored('google.pubsub.v1: google/pubsub/v1/a.proto', 'buf.validate: buf/validate/validate.proto')).toEqual(
      ['buf.validate'],
    );
  });
});

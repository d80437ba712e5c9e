import { edition2024, editionText, proto2, proto3, proto3Text, type Section } from './case.ts';

export const services: Section<'services'> = {
  'inputs are messages': {
    valid: [proto3('message A {}\nservice S { rpc R(A) returns (A); rpc T(stream A) returns (stream A); }')],
    invalid: [
      proto3(
        'enum C { D = 0; }\nmessage M {}\nservice A { rpc B(C) returns (M); rpc X(D) returns (M); rpc Y(A) returns (M); rpc Z(p) returns (M); }',
      ),
      proto3('message M { int32 a = 1; }\nservice A { rpc B(M.a) returns (M); rpc C(B) returns (M); }'),
    ],
  },
  'outputs are messages': {
    valid: [
      proto3('import "b.proto";\nservice S { rpc R(B) returns (B); }', { 'b.proto': proto3Text('message B {}') }),
    ],
    invalid: [
      proto3('enum C { D = 0; }\nservice A { rpc B(C) returns (C); }'),
      proto3('message M {}\nservice A { rpc B(M) returns (A); rpc C(M) returns (A.B); }'),
    ],
  },
  'inputs are defined': {
    valid: [proto3('message M { message N {} }\nservice A { rpc B(M.N) returns (.p.M.N); }')],
    invalid: [
      proto3('message M {}\nservice A { rpc B(C) returns (M); rpc D(M.N) returns (M); rpc E(.M) returns (M); }'),
      edition2024('import "b.proto";\nmessage M {}\nservice S { rpc R(B) returns (M); rpc Q(M) returns (B.C); }', {
        'b.proto': editionText('2024', 'local message B { local message C {} }'),
      }),
    ],
  },
  'outputs are defined': {
    valid: [proto3('message M {}\nservice A { rpc B(M) returns (M); }')],
    invalid: [
      proto3('message M {}\nservice A { rpc B(M) returns (C); rpc D(C) returns (C); }'),
      proto3('service A { rpc B(q.C) returns (.q.C); }'),
    ],
  },
  'lite files need services without generics': {
    valid: [proto3('option optimize_for = LITE_RUNTIME;\nmessage M {}\nservice S { rpc R(M) returns (M); }')],
    invalid: [
      proto3(
        'option optimize_for = LITE_RUNTIME;\noption cc_generic_services = true;\nmessage M {}\nservice S { rpc R(M) returns (M); }',
      ),
      proto2('option optimize_for = LITE_RUNTIME;\noption java_generic_services = true;\nservice S {}\nservice T {}'),
      proto3('option optimize_for = LITE_RUNTIME;\noption py_generic_services = true;\nservice S {}'),
    ],
  },
  'methods differ': {
    valid: [
      proto3(
        'message M {}\nservice A { rpc B(M) returns (M); rpc b(M) returns (M); }\nservice C { rpc B(M) returns (M); }',
      ),
    ],
    invalid: [proto3('message M {}\nservice A { rpc B(M) returns (M); rpc B(M) returns (M); }')],
  },
};

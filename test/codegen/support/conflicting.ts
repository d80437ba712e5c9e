/** Small valid schemas for which the plugins write Go that does not compile, and the report for each. */
import type { Problem } from '../../../src/contract/generation.ts';
import type { ProtoFiles } from './protoc.ts';

export interface ConflictingSchema {
  readonly name: string;
  readonly files: ProtoFiles;
  readonly problem: Partial<Problem>;
}

const proto = (text: string): string => `syntax = "proto3";\npackage pkg;\nmessage M {}\n${text}`;

const conflict = (name: string, text: string, message: string, line: number, column: number): ConflictingSchema => ({
  name,
  files: { 'pkg.proto': proto(text) },
  problem: { file: 'pkg.proto', message, line, column },
});

/** A package that another one uses, whose generated code has a variable with the package's name. */
const hidden = (path: string, text: string): ProtoFiles => ({
  'far.proto': `syntax = "proto3";\npackage far;\noption go_package = "greeter/${path}";\nmessage Far {}\nenum E { NONE = 0; }`,
  'near.proto': `syntax = "proto3"; package near; import "far.proto"; ${text}`,
});

const hiddenProblem = (path: string, name: string, what: string): Partial<Problem> => ({
  file: 'far.proto',
  line: 2,
  column: 0,
  message: `in the Go code of near.proto, ${name} is ${what}, so it cannot be the package greeter/${path}; choose another ending for go_package of far.proto, such as greeter/${path.toLowerCase()}pb`,
});

export const CONFLICTING: readonly ConflictingSchema[] = [
  conflict(
    'two rpcs that differ only in case',
    'service S {\n  rpc SayHello(M) returns (M);\n  rpc say_hello(M) returns (M);\n}',
    'in Go, rpc pkg.S.say_hello and rpc pkg.S.SayHello both declare S_SayHello_FullMethodName; rename one of them',
    5,
    6,
  ),
  conflict(
    'two messages that differ only in case',
    'message my_message {}\nmessage MyMessage {}',
    'in Go, message pkg.MyMessage and message pkg.my_message both declare MyMessage; rename one of them',
    4,
    8,
  ),
  conflict(
    'a message and an enum that differ only in case',
    'message one_two {}\nenum OneTwo { NONE = 0; }',
    'in Go, enum pkg.OneTwo and message pkg.one_two both declare OneTwo; rename one of them',
    4,
    5,
  ),
  conflict(
    'a nested message, and a message whose name joins the names of both',
    'message A_B {}\nmessage A { message B {} }',
    'in Go, message pkg.A.B and message pkg.A_B both declare A_B; rename one of them',
    4,
    20,
  ),
  conflict(
    'an enum value and a message',
    'enum E { X = 0; }\nmessage E_X {}',
    'in Go, enum value pkg.X and message pkg.E_X both declare E_X; rename one of them',
    3,
    9,
  ),
  conflict(
    'a message named like the generated client of a service',
    'message GreeterClient {}\nservice Greeter {\n  rpc Do(M) returns (M);\n}',
    'in Go, service pkg.Greeter and message pkg.GreeterClient both declare GreeterClient; rename one of them',
    4,
    8,
  ),
  conflict(
    'two services that differ only in case',
    'service users {}\nservice Users {}',
    'in Go, service pkg.Users and service pkg.users both declare UsersClient; rename one of them',
    4,
    8,
  ),
  conflict(
    'an rpc named like the embedded type of servers',
    'service S { rpc UnimplementedSServer(M) returns (M); }',
    'in Go, rpc UnimplementedSServer has the same name as the type that servers embed; rename it',
    3,
    16,
  ),
  conflict(
    'a oneof whose getter is named like a field that another getter has forced to another name',
    'message N {\n  string message = 1;\n  string get_message = 2;\n  oneof Message_ {\n    string a = 3;\n  }\n}',
    'in Go, oneof pkg.N.Message_ and field pkg.N.get_message both declare N.GetMessage_; rename one of them',
    6,
    8,
  ),
  conflict(
    'a oneof whose getter has the same name as a field',
    'message N {\n  string get_kind = 1;\n  oneof kind { string a = 2; }\n}',
    'in Go, oneof pkg.N.kind and field pkg.N.get_kind both declare N.GetKind; rename one of them',
    5,
    8,
  ),
  conflict(
    'a field of a oneof, and a message whose name joins the names of field and parent',
    'message N_OneTwo {}\nmessage N {\n  oneof kind { string one_two = 1; }\n}',
    'in Go, field pkg.N.one_two and message pkg.N_OneTwo both declare N_OneTwo; rename one of them',
    5,
    22,
  ),
  conflict(
    'a field named like a method of every message',
    'message N { string proto_reflect = 1; }',
    'in Go, field pkg.N.proto_reflect has the same name as the method ProtoReflect of every message; rename it',
    3,
    19,
  ),
  {
    name: 'messages with the same name in two files of one Go package',
    files: {
      'a.proto': 'syntax = "proto3"; package a; option go_package = "greeter/pb"; message Id {}',
      'b.proto': 'syntax = "proto3";\npackage b;\noption go_package = "greeter/pb";\nmessage Id {}',
    },
    problem: {
      file: 'b.proto',
      line: 3,
      column: 8,
      message: 'in Go, message b.Id and message a.Id of a.proto both declare Id; rename one of them',
    },
  },
  {
    name: 'a public import of a name that exists already',
    files: {
      'a/a.proto': 'syntax = "proto3"; package a; message Id {}',
      'b/b.proto': 'syntax = "proto3";\npackage b;\nimport public "a/a.proto";\nmessage Id {}',
    },
    problem: {
      file: 'b/b.proto',
      line: 2,
      column: 0,
      message: 'in Go, message a.Id, by import public, and message b.Id both declare Id; rename one of them',
    },
  },
  {
    name: 'a package named like a parameter of generated clients',
    files: hidden('ctx', 'service S { rpc Do(far.Far) returns (far.Far); }'),
    problem: hiddenProblem('ctx', 'ctx', 'a variable'),
  },
  {
    name: 'a package named like the receiver of generated clients',
    files: hidden('deep/c', 'message M {} service S { rpc Do(stream M) returns (far.Far); }'),
    problem: hiddenProblem('deep/c', 'c', 'a variable'),
  },
  {
    name: 'a package named like the message in generated handlers',
    files: hidden('m', 'message M {} service S { rpc Do(far.Far) returns (stream M); }'),
    problem: hiddenProblem('m', 'm', 'a variable'),
  },
  {
    name: 'a package named like the receiver of generated getters',
    files: hidden('x', 'message M { far.E e = 1; }'),
    problem: hiddenProblem('x', 'x', 'a variable'),
  },
  {
    name: 'a package named like a message in the file that uses it',
    files: hidden('Common', 'message Common { far.Far far = 1; }'),
    problem: hiddenProblem('Common', 'Common', 'message near.Common'),
  },
  {
    name: 'a Go package named like a keyword',
    files: { 'a.proto': 'syntax = "proto3";\noption go_package = "./pb;type";\nmessage A {}' },
    problem: {
      file: 'a.proto',
      line: 1,
      column: 0,
      message:
        'a Go package cannot be named type; choose another ending for go_package, or add the package name after a ";"',
    },
  },
  {
    name: 'a Go package that would be a program',
    files: { 'a.proto': 'syntax = "proto3";\noption go_package = "./main";\nmessage A {}' },
    problem: {
      file: 'a.proto',
      line: 1,
      column: 0,
      message:
        'a Go package cannot be named main; choose another ending for go_package, or add the package name after a ";"',
    },
  },
];

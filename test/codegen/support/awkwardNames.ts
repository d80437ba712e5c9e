/** Names of services, rpcs, messages and fields that are awkward in Go. */
import { kinds, one, type AwkwardSchema } from './awkwardSchema.ts';

export const NAMES: readonly AwkwardSchema[] = [
  one(
    'services named like declarations of the scaffolds',
    `
    service config { ${kinds('M', 'M')} } service Test { rpc Greeter(M) returns (M); } service TestMain { rpc Run(M) returns (M); } service T { rpc T(M) returns (M); }
    service Client { ${kinds('M', 'M')} } service Server { ${kinds('M', 'M')} } service Dial { rpc Server(M) returns (M); } service credentials { rpc Config(M) returns (M); }`,
  ),
  one(
    'a service named like the generated server of another service',
    'service Greeter { rpc Do(M) returns (M); } service GreeterServer { rpc Do(M) returns (M); } service GreeterServerServer { rpc Do(stream M) returns (M); }',
  ),
  one(
    'services that differ only in case, and one whose file Go would build only on another system',
    'service HTTPServer { rpc Do(M) returns (M); } service HttpServer { rpc Do(M) returns (M); } service users_linux { rpc Do(M) returns (M); } service Users_test { rpc Do(M) returns (M); }',
  ),
  one(
    'rpcs named like methods of streams, contexts and errors',
    'service S { rpc Send(stream M) returns (stream M); rpc Recv(M) returns (stream M); rpc Context(M) returns (M); rpc CloseAndRecv(stream M) returns (M); rpc Error(M) returns (M); rpc String(M) returns (M); rpc S(M) returns (M); }',
  ),
  one(
    'rpcs with similar and lower-case names',
    'service S { rpc get(M) returns (M); rpc getAll(M) returns (stream M); rpc get_one(M) returns (M); rpc GET(stream M) returns (stream M); rpc get2(M) returns (M); rpc _get(M) returns (M); }',
  ),
  one(
    'messages named like types in Go or in generated code',
    `
    message Error {} message String {} message Context {} message ServiceDesc {} message ClientConn {} message Empty {} message T {} message any {}
    service S { rpc A(Error) returns (String); rpc B(.pkg.Context) returns (stream ServiceDesc); rpc C(stream ClientConn) returns (Empty); rpc D(stream T) returns (stream any); }`,
  ),
  one(
    'messages with underscores, digits and small letters',
    'message _a { message b_c { message D1e { } } } message m2_x {} service S { rpc A(_a) returns (_a.b_c); rpc B(_a.b_c.D1e) returns (stream m2_x); rpc C(stream m2_x) returns (_a.b_c.D1e); }',
  ),
  one(
    'nested messages with the same name',
    'message Get { message Request { string name = 1; } message Reply { string message = 1; } } message Put { message Request {} message Reply {} } service S { rpc HiGet(Get.Request) returns (Get.Reply); rpc HiPut(stream Put.Request) returns (stream Put.Reply); rpc Mix(Get.Request) returns (stream Put.Reply); }',
  ),
  one(
    'a service with names of a hundred letters',
    `service ${'Long'.repeat(25)} { rpc ${'Call'.repeat(25)}(${'Msg'.repeat(33)}) returns (stream ${'Msg'.repeat(33)}); } message ${'Msg'.repeat(33)} {}`,
  ),
  one(
    'two services with the same rpcs',
    `service A { ${kinds('M', 'N')} } service B { ${kinds('N', 'M')} } message N {}`,
  ),
  one('a service without rpcs next to one with rpcs', 'service None {} service Some { rpc Do(M) returns (M); }'),
  one(
    'everything deprecated',
    'message Old { option deprecated = true; string name = 1 [deprecated = true]; } message New { string message = 1 [deprecated = true]; } service A { option deprecated = true; rpc Hello(Old) returns (New); rpc Do(stream Old) returns (New) { option deprecated = true; } }',
  ),
  one(
    'rpcs with greeting names that are not unary',
    'service S { rpc SayHello(stream M) returns (M); rpc Say_Hello(M) returns (stream M); rpc Greet(M) returns (stream M); rpc HI(stream M) returns (stream M); }',
  ),
];

/** A greeting whose fields are not plain strings, or only look like strings. */
export const GREETINGS: readonly AwkwardSchema[] = [
  one(
    'a greeting whose fields track presence',
    'message A { optional string name = 1; } message B { optional string message = 1; } service S { rpc Hello(A) returns (B); }',
  ),
  one(
    'a greeting with a name in a oneof',
    'message A { oneof who { string name = 1; int32 id = 2; } } message B { oneof what { string message = 1; bytes raw = 2; } } service S { rpc Hello(A) returns (B); }',
  ),
  one(
    'a greeting with bytes, lists and maps',
    'message A { repeated string name = 1; } message B { bytes message = 1; } message C { map<string, string> name = 1; } service S { rpc Hello(A) returns (B); rpc Hi(C) returns (C); }',
  ),
  one(
    'a greeting with fields that conflict with getters',
    'message A { string get_name = 1; string name = 2; string Name = 3 [json_name = "other"]; } message B { string message = 1; string get_message = 2; } service S { rpc Hello(A) returns (B); }',
  ),
  one(
    'a message that contains itself, as a field, in a map and in a list',
    'message Tree { string name = 1; string message = 2; Tree left = 3; map<string, Tree> more = 4; repeated Tree all = 5; oneof up { Tree parent = 6; } } service S { rpc Hello(Tree) returns (Tree); rpc Walk(stream Tree) returns (stream Tree); }',
  ),
  one(
    'enums with values of similar names',
    'enum E { E_NONE = 0; E_name = 1; } message Msg { enum Kind { NONE = 0; Some = 1; } Kind kind = 1; E e = 2; string name = 3; string message = 4; } service S { rpc Hello(Msg) returns (Msg); }',
  ),
];

/** Decides which methods greet. The local server and the Go stub reply to these methods with "Hello " and a name. */
import { ScalarType, type DescMessage, type DescMethod } from '@bufbuild/protobuf';

const GREETING = /^(say_?)?(hello|hi|greet)/i;

/**
 * Whether a method is Greeter-shaped: it is unary, has a greeting name, and has `string name` in its request and
 * `string message` in its reply.
 */
export function isGreeterShaped(method: DescMethod): boolean {
  return method.methodKind === 'unary' && GREETING.test(method.name) && greets(method);
}

/** Whether a method of any kind has `string name` in its request and `string message` in its reply. */
export function greets(method: DescMethod): boolean {
  return hasString(method.input, 'name') && hasString(method.output, 'message');
}

function hasString(type: DescMessage, name: string): boolean {
  return type.fields.some(
    (field) => field.name === name && field.fieldKind === 'scalar' && field.scalar === ScalarType.STRING,
  );
}

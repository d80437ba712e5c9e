/** Takes names of methods apart, such as `greeter.v1.Greeter/SayHello`. */

/** Returns the service of a method, such as `greeter.v1.Greeter`. */
export function serviceOf(method: string): string {
  return method.slice(0, method.indexOf('/'));
}

/** Returns the last part of a dotted name, such as `Greeter`. */
export function shortNameOf(service: string): string {
  return service.slice(service.lastIndexOf('.') + 1);
}

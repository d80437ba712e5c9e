/** Parts of a method's name, as in `greeter.v1.Greeter/SayHello`. */

/** `greeter.v1.Greeter` */
export function serviceOf(method: string): string {
  return method.slice(0, method.indexOf('/'));
}

/** The last part of a dotted name: `Greeter`. */
export function shortNameOf(service: string): string {
  return service.slice(service.lastIndexOf('.') + 1);
}

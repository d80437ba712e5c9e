/**
 * Turns `HTTPStatus` into `http_status`. We use this to name fields after their types, and enum values after their
 * enums.
 */
export function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2_').toLowerCase();
}

/**
 * Turns `HTTPStatus` into `http_status`: fields are named after their types in this way, and values after their enums.
 */
export function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2_').toLowerCase();
}

/** Fourth step of linking: rules that need options and features. */
import type { Linking } from './linking.ts';

export function validate(link: Linking): void {
  if (link.hasErrors) return;
}

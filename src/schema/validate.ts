/** Fourth step of linking: rules that need options and features. */
import type { Linking } from './linking.ts';

export function validate(_link: Linking): void {
  return;
}

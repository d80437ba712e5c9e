/** The name of the key that sends the request, on this machine's keyboard. */
import type { PanelStrings } from '../../contract/panel/strings.ts';

const isMac = navigator.userAgent.includes('Mac OS');

/** Returns the name of the key in the language of the page. */
export function sendKey(strings: PanelStrings): string {
  if (isMac) return strings.sendKeyMac;
  return strings.sendKey;
}

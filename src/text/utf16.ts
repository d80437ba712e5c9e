/**
 * Recognizes files that were written as UTF-16 but read as UTF-8. Windows PowerShell and old editors write UTF-16
 * files.
 */

/** The number of code units that we check for zeros. */
const WINDOW = 64;
const LONGER_WINDOW = 1000;

/** A UTF-16 byte-order mark becomes one of these texts if Node or `sourceText` reads it as UTF-8. */
const MARKS: readonly string[] = ['\ufffd\ufffd', '\udcff\udcfe', '\udcfe\udcff'];

/**
 * Whether most ASCII letters of the text have a zero next to them, or the text starts with UTF-16's mark and has a
 * zero.
 */
export function isUtf16ReadAsUtf8(text: string): boolean {
  if (MARKS.some((mark) => text.startsWith(mark))) return text.slice(0, LONGER_WINDOW).includes('\0');
  const head = text.slice(0, WINDOW);
  const zeros = head.split('\0').length - 1;
  return zeros >= 4 && zeros * 5 >= head.length * 2;
}

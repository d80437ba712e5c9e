/**
 * Recognizes files that were written as UTF-16 and read as UTF-8. Windows PowerShell and old editors write such files.
 */

/** How much of a text we look at. */
const WINDOW = 64;
const LONGER_WINDOW = 1000;

/** The text that the two bytes of UTF-16's mark become, when Node or `sourceText` reads them. */
const MARKS: readonly string[] = ['\ufffd\ufffd', '\udcff\udcfe', '\udcfe\udcff'];

/** Whether the text has a zero next to most of its ASCII letters, or starts with the mark and contains a zero. */
export function isUtf16ReadAsUtf8(text: string): boolean {
  if (MARKS.some((mark) => text.startsWith(mark))) return text.slice(0, LONGER_WINDOW).includes('\0');
  const head = text.slice(0, WINDOW);
  const zeros = head.split('\0').length - 1;
  return zeros >= 4 && zeros * 5 >= head.length * 2;
}

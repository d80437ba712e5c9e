/** Texts that were written as UTF-16 and read as UTF-8, as Windows PowerShell and old editors leave them. */

/** How much of a text is looked at. */
const WINDOW = 64;
const LONGER_WINDOW = 1000;

/** What the two bytes of UTF-16's mark become: as read by Node, and as `sourceText` reads them. */
const MARKS: readonly string[] = ['\ufffd\ufffd', '\udcff\udcfe', '\udcfe\udcff'];

/** Whether the text has a zero beside each of its ASCII letters, or begins with the mark and has some. */
export function isUtf16ReadAsUtf8(text: string): boolean {
  if (MARKS.some((mark) => text.startsWith(mark))) return text.slice(0, LONGER_WINDOW).includes('\0');
  const head = text.slice(0, WINDOW);
  const zeros = head.split('\0').length - 1;
  return zeros >= 4 && zeros * 5 >= head.length * 2;
}

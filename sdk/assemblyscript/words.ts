// How texts are compared.

function isSpace(c: i32): bool {
  return c == 32 || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
    c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/** Makes all runs of white space one space. */
export function fold(s: string): string {
  const words: string[] = [];
  for (let from = 0, i = 0; i <= s.length; i++) {
    if (i < s.length && !isSpace(s.charCodeAt(i))) continue;
    if (i > from) words.push(s.substring(from, i));
    from = i + 1;
  }
  return words.join(" ");
}

/** A text in lower case, letter by letter: as long as it was, and the same as in the Go SDK. A capital I with a dot would become two letters, and a sigma
 * depend on where it stands. */
export function lower(s: string): string {
  return s.replaceAll("\u0130", "i").replaceAll("\u03a3", "\u03c3").toLowerCase();
}

/** A text for comparing: folded, lower case, without the marks around labels. */
export function plain(s: string): string {
  const text = fold(s);
  let from = 0, end = text.length;
  while (from < end && isMark(text.charCodeAt(from))) from++;
  while (end > from && isMark(text.charCodeAt(end - 1))) end--;
  return lower(text.substring(from, end));
}

function isMark(c: i32): bool {
  return c == 32 || c == 42 || c == 58; // space * :
}

/** Splits a text at line ends and after marks that end a sentence. */
export function sentences(text: string): string[] {
  const all: string[] = [], lines = text.split("\n");
  for (let l = 0; l < lines.length; l++) {
    const line = fold(lines[l]);
    let from = 0;
    for (let i = 0; i + 1 < line.length; i++) {
      const c = line.charCodeAt(i);
      if ((c == 46 || c == 33 || c == 63) && line.charCodeAt(i + 1) == 32) { // . ! ?
        all.push(line.substring(from, i + 1));
        from = i + 2;
      }
    }
    all.push(line.substring(from));
  }
  return all;
}

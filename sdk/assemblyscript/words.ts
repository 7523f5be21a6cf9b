// How texts are compared.

import { base, isMark, isSpace, lowerLetter } from "./letters";

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

/** A text in lower case, letter by letter: as long as it was. */
export function lower(s: string): string {
  const size = <usize>s.length << 1, out = __new(size, idof<string>());
  for (let at: usize = 0; at < size; at += 2) store<u16>(out + at, <u16>lowerLetter(load<u16>(changetype<usize>(s) + at)));
  return changetype<string>(out);
}

/** A text for comparing: folded, lower case, without the marks around labels. */
export function plain(s: string): string {
  const text = fold(s);
  let from = 0, end = text.length;
  while (from < end && isLabelMark(text.charCodeAt(from))) from++;
  while (end > from && isLabelMark(text.charCodeAt(end - 1))) end--;
  return lower(text.substring(from, end));
}

function isLabelMark(c: i32): bool {
  return c == 32 || c == 42 || c == 58; // space * :
}

/** The words of a text in lower case and without accents. */
export function words(s: string): string[] {
  const all: string[] = [];
  let word = "";
  for (let i = 0; i <= s.length; i++) {
    const c = i < s.length ? s.charCodeAt(i) : 32;
    if (!isMark(c)) {
      word += base(lowerLetter(c));
    } else if (word != "") {
      all.push(word);
      word = "";
    }
  }
  return all;
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

// Letters as the Go SDK knows them, so that an adapter finds the same in both languages. They are UTF-16 units: what lies beyond counts as a letter that has
// neither case nor accent.

export function isSpace(c: i32): bool {
  return c == 32 || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
    c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/** Whether a character parts words: all but letters and digits. */
export function isMark(c: i32): bool {
  if (c < 0x80) return !(c >= 48 && c <= 57) && !(c >= 97 && c <= 122) && !(c >= 65 && c <= 90);
  return c <= 0xbf || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f);
}

/** The lower case of a letter of the Latin, Greek and Cyrillic scripts, as far as business and street names use them. */
export function lowerLetter(c: i32): i32 {
  if (c < 0x80) return c >= 65 && c <= 90 ? c + 0x20 : c;
  if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3ab && c != 0x3a2) || (c >= 0x410 && c <= 0x42f)) return c + 0x20;
  if (c >= 0x400 && c <= 0x40f) return c + 0x50;
  if (c == 0x130) return 105; // the Turkish I with its dot
  if (c == 0x178) return 0xff;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1); // pairs that begin odd
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) || (c >= 0x200 && c <= 0x21f) || (c >= 0x460 && c <= 0x481) ||
    (c >= 0x48a && c <= 0x4bf) || (c >= 0x1ea0 && c <= 0x1eff)) return c | 1;
  if (c == 0x386) return 0x3ac;
  if (c >= 0x388 && c <= 0x38a) return c + 0x25;
  if (c == 0x38c) return 0x3cc;
  if (c == 0x38e || c == 0x38f) return c + 0x3f;
  return c;
}

// Letters, each list behind what they are without their mark.
const ACCENTS = "aàáâãäåāăą cçćč dďđð eèéêëēėęě gğģ iìíîïīįı kķ lĺļľł nñńņň oòóôõöøō rŕř sśşšș tťțţ uùúûüūůűų yýÿ zźżž";

/** A lower-case letter without its mark. */
export function base(c: i32): string {
  if (c == 0xe6) return "ae"; // æ
  if (c == 0x153) return "oe"; // œ
  if (c == 0xdf) return "ss"; // ß
  let plain = c;
  if (c >= 0x80 && c < 0x250) {
    for (let i = 0, first = 0; i < ACCENTS.length; i++) {
      const one = ACCENTS.charCodeAt(i);
      if (one < 0x80) first = one;
      else if (one == c) plain = first;
    }
  }
  return String.fromCharCode(plain);
}

// How near words come to each other in meaning.

import { TRADES } from "./trade_gen";
import { words } from "./words";

/** The option that a business belongs under by its trade, -1 for none. Both are stems. */
export function tradeOption(offered: string[][], want: string[]): i32 {
  let found = -1, closest = i32.MAX_VALUE;
  for (let t = 0; t < TRADES.length; t++) {
    const line = TRADES[t].split(": ");
    if (!anyStem(line[0].split(" "), want)) continue;
    const under = line[1].split(" ");
    for (let place = 0; place < under.length && place < closest; place++) {
      const word = stem(under[place]);
      for (let i = 0; i < offered.length; i++) {
        if (!offered[i].includes(word)) continue;
        found = i;
        closest = place;
        break;
      }
    }
  }
  return found;
}

// Whether one of the words has one of the stems.
function anyStem(words: string[], stems: string[]): bool {
  for (let i = 0; i < words.length; i++) {
    if (stems.includes(stem(words[i]))) return true;
  }
  return false;
}

export function sameWords(option: string[], want: string[]): i32 {
  if (want.length == 0 || option.length != want.length) return 0;
  for (let i = 0; i < want.length; i++) {
    if (option[i] != want[i]) return 0;
  }
  return 1;
}

/** Whether one has all the words of the other, and how few more: "Plumbers & Heating" has those of "Plumber". */
export function allWords(option: string[], want: string[]): i32 {
  const n = shared(option, want);
  if (n == 0 || (n < option.length && n < want.length)) return 0;
  return max(1, 100 - option.length - want.length + 2 * n);
}

/** How much of both is shared. */
export function sharedWords(option: string[], want: string[]): i32 {
  const n = shared(option, want);
  return n == 0 ? 0 : 1 + 200 * n / (option.length + want.length);
}

function shared(a: string[], b: string[]): i32 {
  let n = 0;
  for (let i = 0; i < b.length; i++) {
    if (a.includes(b[i])) n++;
  }
  return n;
}

const COMMON = "and or the of in for a to with all other general service services shop store company business und et y e de la der die das".split(" ");

/** The words of a text that mean something, without their usual endings. */
export function stems(s: string): string[] {
  const all: string[] = [], said = words(s);
  for (let i = 0; i < said.length; i++) {
    if (!COMMON.includes(said[i])) all.push(stem(said[i]));
  }
  return all;
}

const ENDINGS = "ation ing ers er ors or ist ian ant al y e".split(" ");

// Cuts a word down so that "plumber", "plumbing" and "plumbers" meet. Lengths are bytes of UTF-8, as in Go.
function stem(word: string): string {
  const length = String.UTF8.byteLength(word);
  if (length > 4 && word.endsWith("ies")) word = word.substring(0, word.length - 3) + "y";
  else if (length > 3 && word.endsWith("s") && !word.endsWith("ss")) word = word.substring(0, word.length - 1);
  const left = String.UTF8.byteLength(word);
  for (let i = 0; i < ENDINGS.length; i++) {
    const end = ENDINGS[i];
    if (left - end.length >= 4 && word.endsWith(end)) return word.substring(0, word.length - end.length);
  }
  return word;
}

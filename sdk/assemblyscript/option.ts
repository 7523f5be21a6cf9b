import { Option } from "./contract_gen";
import { plain } from "./words";

/** The label of the option that fits one of wanted best; wanted is in order of preference: the business's categories. Empty where nothing fits,
 * rather than a guess. */
export function bestOption(options: Option[], wanted: string[]): string {
  for (let by = 0; by < 3; by++) {
    for (let w = 0; w < wanted.length; w++) {
      const want = plain(wanted[w]);
      for (let i = 0; i < options.length; i++) {
        const o = options[i], name = o.label != "" ? o.label : o.value;
        if (o.value == "" && plain(o.label).startsWith("select")) continue; // "Select a category"
        const option = plain(name);
        if (by == 0 ? option == want && want != "" : by == 1 ? containsAll(option, want) : shareWord(option, want)) return name;
      }
    }
  }
  return "";
}

// Whether one has all words of the other: "Plumbers & Heating" has those of "Plumber".
function containsAll(option: string, want: string): bool {
  const a = words(option), b = words(want);
  return a.length > 0 && b.length > 0 && (subset(a, b) || subset(b, a));
}

function shareWord(option: string, want: string): bool {
  const a = words(option), b = words(want);
  for (let i = 0; i < b.length; i++) {
    if (a.includes(b[i])) return true;
  }
  return false;
}

function subset(a: string[], b: string[]): bool {
  for (let i = 0; i < a.length; i++) {
    if (!b.includes(a[i])) return false;
  }
  return true;
}

const SEPARATORS = " /&,;-()";
const FILLERS: string[] = ["and", "or", "the", "of", "in", "for", "service", "services", "shop", "store", "other"];
const ENDINGS: string[] = ["ies", "ing", "ers", "er", "es", "s", "y"];

// The words of s that mean something, without their usual endings.
function words(s: string): string[] {
  const all: string[] = [];
  for (let from = 0, i = 0; i <= s.length; i++) {
    if (i < s.length && !SEPARATORS.includes(s.charAt(i))) continue;
    const word = s.substring(from, i);
    from = i + 1;
    if (word != "" && !FILLERS.includes(word)) all.push(stem(word));
  }
  return all;
}

function stem(word: string): string {
  for (let i = 0; i < ENDINGS.length; i++) {
    const end = word.length - ENDINGS[i].length;
    if (end > 3 && word.endsWith(ENDINGS[i])) return word.substring(0, end);
  }
  return word;
}

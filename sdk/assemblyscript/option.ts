import { Option } from "./contract_gen";
import { allWords, sameWords, sharedWords, stems, tradeOption } from "./trade";
import { words } from "./words";

/** The label of the option that comes nearest in meaning to one of wanted, which is in order of preference: the categories of the business. The same words
 * come first, then all the words of one in the other, a word in common ("Plumbing contractors" for "Plumber"), and last the trade that a directory files the
 * business under: "Home Services" for "Plumber". Endings, accents and case do not matter. Empty where nothing fits, rather than a guess; otherOption is
 * for that. */
export function bestOption(options: Option[], wanted: string[]): string {
  const offered: string[][] = [], wants: string[][] = [];
  for (let i = 0; i < options.length; i++) offered.push(isPrompt(options[i]) ? [] : stems(called(options[i])));
  for (let i = 0; i < wanted.length; i++) wants.push(stems(wanted[i]));
  const nearness: ((option: string[], want: string[]) => i32)[] = [sameWords, allWords, sharedWords];
  for (let by = 0; by < nearness.length; by++) {
    for (let w = 0; w < wants.length; w++) {
      let best = -1, top = 0;
      for (let i = 0; i < options.length; i++) {
        const n = nearness[by](offered[i], wants[w]);
        if (n <= top) continue;
        best = i;
        top = n;
      }
      if (best >= 0) return called(options[best]);
    }
  }
  for (let w = 0; w < wants.length; w++) {
    const i = tradeOption(offered, wants[w]);
    if (i >= 0) return called(options[i]);
  }
  return "";
}

/** bestOption where that finds one, else otherOption. */
export function bestOrOther(options: Option[], wanted: string[]): string {
  const best = bestOption(options, wanted);
  return best != "" ? best : otherOption(options);
}

const OTHERS = "other others misc miscellaneous sonstige sonstiges andere autre autres otro otra otros outro outros altro altri overig overige".split(" ");

/** The label of the option for what fits nowhere, "Other" in the languages that the package knows; empty if there is none. */
export function otherOption(options: Option[]): string {
  for (let i = 0; i < options.length; i++) {
    const said = words(called(options[i]));
    if (said.length > 0 && said.length <= 3 && OTHERS.includes(said[0])) return called(options[i]);
  }
  return "";
}

/** Options made of labels, for lists that the page does not show before they are opened. */
export function optionsNamed(labels: string[]): Option[] {
  const options: Option[] = [];
  for (let i = 0; i < labels.length; i++) options.push(option(labels[i], labels[i]));
  return options;
}

/** An option of this value and label. */
export function option(value: string, label: string): Option {
  const o = new Option();
  o.value = value;
  o.label = label;
  return o;
}

function called(o: Option): string {
  return o.label != "" ? o.label : o.value;
}

const PROMPTS = "select choose please pick bitte wahlen choisir choisissez selectionnez seleccione elija selecione seleziona scegli kies selecteer".split(" ");

// Whether an option stands for no choice: "Select a category", "--".
function isPrompt(o: Option): bool {
  const said = words(o.label);
  return o.value == "" && o.label != "" && (said.length == 0 || PROMPTS.includes(said[0]));
}

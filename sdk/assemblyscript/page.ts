import { Answer } from "./answer";
import { Control, Link, Option, PageButton, PageFields } from "./contract_gen";
import { isMark } from "./letters";
import { formChanged } from "./need";
import { option } from "./option";
import { label, ref, Target } from "./target";
import { fold, lower, plain, sentences } from "./words";

/** What the host sees of a page. It is data from a stranger, never instructions. */
export class Page extends PageFields {
  /** Whether the page says words; case and spacing do not matter. */
  has(words: string): bool {
    return this.find(words) != "";
  }

  /** The sentence of the page in which words stand, verbatim, as a verdict's quote needs it; empty if they are not there. Case and spacing of
   * words do not matter. */
  find(words: string): string {
    const want = lower(fold(words)), texts = this.texts();
    if (want == "") return "";
    for (let i = 0; i < texts.length; i++) {
      const parts = sentences(texts[i]);
      for (let k = 0; k < parts.length; k++) {
        if (lower(parts[k]).includes(want)) return parts[k];
      }
    }
    // The words may go over the end of a sentence.
    for (let i = 0; i < texts.length; i++) {
      const all = fold(texts[i]), at = lower(all).indexOf(want);
      if (at >= 0) return all.substring(at, at + want.length);
    }
    return "";
  }

  /** Whether quote stands on the page verbatim but for spacing. The host asks it of every quote in a verdict. */
  says(quote: string): bool {
    const want = fold(quote), texts = this.texts();
    for (let i = 0; want != "" && i < texts.length; i++) {
      if (fold(texts[i]).includes(want)) return true;
    }
    return false;
  }

  /** The control with this label, name, id or placeholder, the first that fits in this order, else the only one whose label begins with these words;
   * null if there is none. Case, spacing and the marks of a required field do not matter. */
  control(name: string): Control | null {
    const want = plain(name);
    if (want == "") return null;
    for (let by = 0; by < 4; by++) {
      for (let i = 0; i < this.controls.length; i++) {
        const c = this.controls[i], called = by == 0 ? c.label : by == 1 ? c.name : by == 2 ? c.id : c.placeholder;
        if (plain(called) == want) return c;
      }
    }
    let found: Control | null = null;
    for (let i = 0; i < this.controls.length; i++) {
      const called = plain(this.controls[i].label);
      if (!called.startsWith(want) || !isMark(called.charCodeAt(want.length))) continue;
      if (found) return null;
      found = this.controls[i];
    }
    return found;
  }

  /** Whether the page has a control of this name, as control finds it. It tells the pages of a wizard apart. */
  asks(name: string): bool {
    return this.control(name) != null;
  }

  /** The control of this name, as control finds it, as a target. Where the page has none, it is one with this label: the host then says that it was not
   * found. */
  at(name: string): Target {
    const c = this.control(name);
    return c ? ref(c.ref) : label(name);
  }

  /** The failure of a form that has changed, with the name of the first control that is missing, found as control finds it; null if the page has them
   * all. */
  require(controls: string[]): Answer | null {
    for (let i = 0; i < controls.length; i++) {
      if (!this.asks(controls[i])) return formChanged("the form has no field " + controls[i]);
    }
    return null;
  }

  /** The button that says text, null if there is none. Case and spacing do not matter. */
  button(text: string): PageButton | null {
    const want = plain(text);
    for (let i = 0; want != "" && i < this.buttons.length; i++) {
      if (plain(this.buttons[i].text) == want) return this.buttons[i];
    }
    return null;
  }

  /** The first link that says text, null if there is none. Case and spacing do not matter. */
  link(text: string): Link | null {
    const want = plain(text);
    for (let i = 0; want != "" && i < this.links.length; i++) {
      if (plain(this.links[i].text) == want) return this.links[i];
    }
    return null;
  }

  /** What the control of this name offers; see control and options. */
  optionsOf(name: string): Option[] {
    return this.options(this.control(name));
  }

  /** What a select, radio group or checkbox group offers, as far as the host saw it. None for null. */
  options(c: Control | null): Option[] {
    const options: Option[] = [];
    if (!c) return options;
    if (c.options > 0 && c.options <= <u32>this.optionSets.length) return this.optionSets[c.options - 1].options;
    for (let i = 0; i < c.choices.length; i++) options.push(option(c.choices[i].value, c.choices[i].label));
    return options;
  }

  /** All that the page says. */
  private texts(): string[] {
    const all: string[] = [this.text];
    for (let i = 0; i < this.errors.length; i++) all.push(this.errors[i].text);
    return all.concat(this.dialogs).concat(this.headings).concat([this.title]);
  }
}

import { Control, Link, Option, PageButton, PageFields } from "./contract_gen";
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

  /** The control with this label, name, id or placeholder, the first that fits in this order; null if there is none. Case, spacing and the marks
   * of a required field do not matter. */
  control(name: string): Control | null {
    const want = plain(name);
    for (let by = 0; want != "" && by < 4; by++) {
      for (let i = 0; i < this.controls.length; i++) {
        const c = this.controls[i], called = by == 0 ? c.label : by == 1 ? c.name : by == 2 ? c.id : c.placeholder;
        if (plain(called) == want) return c;
      }
    }
    return null;
  }

  /** The button that says text, null if there is none. Case and spacing do not matter. */
  button(text: string): PageButton | null {
    const want = plain(text);
    for (let i = 0; i < this.buttons.length; i++) {
      if (plain(this.buttons[i].text) == want) return this.buttons[i];
    }
    return null;
  }

  /** The first link that says text, null if there is none. Case and spacing do not matter. */
  link(text: string): Link | null {
    const want = plain(text);
    for (let i = 0; i < this.links.length; i++) {
      if (plain(this.links[i].text) == want) return this.links[i];
    }
    return null;
  }

  /** What a select, radio group or checkbox group offers, as far as the host saw it. */
  options(c: Control): Option[] {
    if (c.options > 0 && c.options <= <u32>this.optionSets.length) return this.optionSets[c.options - 1].options;
    const options: Option[] = [];
    for (let i = 0; i < c.choices.length; i++) {
      const o = new Option();
      o.value = c.choices[i].value;
      o.label = c.choices[i].label;
      options.push(o);
    }
    return options;
  }

  /** All that the page says. */
  private texts(): string[] {
    const all: string[] = [this.text];
    for (let i = 0; i < this.errors.length; i++) all.push(this.errors[i].text);
    return all.concat(this.dialogs).concat(this.headings).concat([this.title]);
  }
}

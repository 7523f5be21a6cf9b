import { File, OpenDay, Point, StepFields } from "./contract_gen";
import { Target } from "./target";

/** One thing to do on a page. */
export class Step extends StepFields {
  /** Notes the profile field the value comes from: "phone", "address.city". People read it beside what was sent. */
  for(field: string): this {
    this.field = field;
    return this;
  }

  /** Notes why this target was chosen, for people. */
  because(why: string): this {
    this.why = why;
    return this;
  }

  /** Has the host pass over the step if its target is not on the page. */
  ifPresent(): this {
    this.optional = true;
    return this;
  }

  /** Leaves the step out unless the condition holds: fill(label("Fax"), b.fax.national).onlyIf(b.fax.e164 != ""). */
  onlyIf(condition: bool): this {
    if (!condition) this.kind = "";
    return this;
  }

  /** Leaves a step that enters something out if there is nothing to enter: fill(label("Website"), b.website).ifKnown(). */
  ifKnown(): this {
    return this.onlyIf(this.value != "" || this.values.length + this.files.length + this.hours.length > 0 || this.point != null || this.secret != "");
  }
}

function step(kind: string, t: Target | null, value: string = ""): Step {
  const s = new Step();
  s.kind = kind;
  s.target = t;
  s.value = value;
  return s;
}

/** Opens an address on one of the directory's hosts. */
export function goto(url: string): Step { return step("goto", null, url); }

/** Sets a text control to value. */
export function fill(t: Target, value: string): Step { return step("fill", t, value); }

/** Sets a text control to a secret that only the host knows: "account.password". The turn's secrets are the names of those that exist. */
export function fillSecret(t: Target, name: string): Step {
  const s = step("fill", t);
  s.secret = name;
  return s;
}

/** Picks an option, by label or value, in a select, a radio group or a select widget. */
export function choose(t: Target, option: string): Step { return step("choose", t, option); }

/** Picks several options, where several can be picked. */
export function chooseAll(t: Target, options: string[]): Step {
  const s = step("choose", t);
  s.values = options;
  return s;
}

/** Ticks a checkbox. */
export function check(t: Target): Step { return step("check", t); }

/** Clears a checkbox. */
export function uncheck(t: Target): Step { return step("uncheck", t); }

/** Hands files of the business to a file control. */
export function upload(t: Target, files: File[]): Step {
  const s = step("upload", t);
  for (let i = 0; i < files.length; i++) s.files.push(files[i].handle);
  return s;
}

/** Presses the keys of value one by one, for controls that listen to keys: an address with suggestions. */
export function type(t: Target, value: string): Step { return step("type", t, value); }

/** Clicks something that sends nothing for good: a tab, "Next". */
export function click(t: Target): Step { return step("click", t); }

/** Presses the button that sends the submission. It is the last step of a plan, and the host presses it once. */
export function submit(t: Target): Step { return step("submit", t); }

/** Presses a key in the element: "Enter", "ArrowDown". */
export function press(t: Target, key: string): Step { return step("press", t, key); }

/** Waits until the element is visible. */
export function waitFor(t: Target): Step { return step("wait", t); }

/** Ends the list of steps if the element is not there or does not hold value. With an empty value it only has to be there. */
export function expect(t: Target, value: string = ""): Step { return step("expect", t, value); }

/** Hands the element's text back in the turn's results, or its attribute: "href". Empty for the text. */
export function extract(t: Target, attribute: string = ""): Step { return step("extract", t, attribute); }

/** Takes a picture for the evidence. The host takes one before and after each press by itself. */
export function screenshot(): Step { return step("screenshot", null); }

/** Sets a rich text editor; blank lines part paragraphs. */
export function richText(t: Target, text: string): Step { return step("rich_text", t, text); }

/** Adds tags to a tag input. */
export function tags(t: Target, tags: string[]): Step {
  const s = step("tags", t);
  s.values = tags;
  return s;
}

/** Fills an editor of opening hours. */
export function hours(t: Target, days: OpenDay[]): Step {
  const s = step("hours", t);
  s.hours = days;
  return s;
}

/** Puts the pin of a map at a place. */
export function pin(t: Target, at: Point): Step {
  const s = step("pin", t);
  s.point = at;
  return s;
}

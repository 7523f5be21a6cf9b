import { TargetFields } from "./contract_gen";

/** Says which element is meant. */
export class Target extends TargetFields {
  /** Narrows the target to one form, by its ref, id or name. */
  in(form: string): this {
    this.within = form;
    return this;
  }
}

function by(how: string, value: string, role: string = ""): Target {
  const t = new Target();
  t.by = how;
  t.value = value;
  t.role = role;
  return t;
}

/** The element observed under this name: a control's, button's or link's ref. It is good for the page it was observed on. */
export function ref(ref: string): Target { return by("ref", ref); }

/** The control with this label or accessible name. */
export function label(text: string): Target { return by("label", text); }

/** The element with this ARIA role and accessible name. */
export function role(role: string, name: string): Target { return by("role", name, role); }

/** The button that says text. */
export function button(text: string): Target { return role("button", text); }

/** The control with this placeholder. */
export function placeholder(text: string): Target { return by("placeholder", text); }

/** The control with this name attribute. */
export function name(name: string): Target { return by("name", name); }

/** The element with this visible text. */
export function text(text: string): Target { return by("text", text); }

/** The element that the selector finds. It is the first to break when a site changes: use it last. */
export function css(selector: string): Target { return by("css", selector); }

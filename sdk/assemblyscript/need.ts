import { Answer, reject } from "./answer";
import { fail } from "./adapter";

/** A profile field without which a directory takes nobody, made by needs. */
export class Need {
  constructor(readonly field: string, readonly value: string, readonly message: string) {}
}

/** Says that a directory needs a profile field. Value is what the business has for it; the message is for the customer. */
export function needs(field: string, value: string, message: string): Need {
  return new Need(field, value, message);
}

/** The rejection for the first need that the business does not meet; null where it meets them all:
 *
 *     const lacks = sdk.lacking([sdk.needs("phone", b.phone.e164, "Hello lists only businesses with a phone number.")]);
 *     if (lacks) return lacks;
 */
export function lacking(needs: Need[]): Answer | null {
  for (let i = 0; i < needs.length; i++) {
    if (needs[i].value == "") return reject(needs[i].field, needs[i].message);
  }
  return null;
}

/** The failure of a page that is not the one the adapter knows. The text says what the adapter saw and what it expected. */
export function formChanged(text: string): Answer {
  return fail("form_changed", text);
}

import { TurnFields } from "./contract_gen";
import { Page } from "./page";

/** What an adapter is told in one call. */
export class Turn extends TurnFields {
  /** The page the host sees, or an empty one before the first is opened: so that what is asked of it has an answer. */
  seen(): Page {
    const p = this.page;
    return p ? p : new Page();
  }

  /** The address of the listing that the page links to, or else of the page itself where that is one: an address with part in it that is not the page
   * where a submission starts. Empty where there is none. */
  listingUrl(part: string): string {
    const p = this.seen(), start = this.directory.start;
    if (part == "") return "";
    for (let i = 0; i < p.links.length; i++) {
      if (p.links[i].url.includes(part) && p.links[i].url != start) return p.links[i].url;
    }
    return p.url.includes(part) && p.url != start ? p.url : "";
  }
}

/** The state of a turn as text, as toBytes made it. */
export function toText(state: Uint8Array): string {
  return String.UTF8.decodeUnsafe(state.dataStart, state.length);
}

/** A text as state. */
export function toBytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text));
}

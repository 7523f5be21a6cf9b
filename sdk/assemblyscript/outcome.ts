import { absent, alreadyListed, Answer, do as doSteps, live, rejected, underReview, unknown } from "./answer";
import { click, fill, goto, press } from "./step";
import { Target } from "./target";
import { Turn } from "./turn";

/** Says by which words a directory tells what became of a submission, for judge. Words that a directory does not have stay empty. Case and spacing do not
 * matter. */
export class Outcome {
  /** The business was listed before. */
  alreadyListed: string = "";
  /** The directory's people will look at it. */
  underReview: string = "";
  /** The listing is public; needs link or listing as well. */
  live: string = "";
  /** The directory did not take it. */
  rejected: string = "";
  /** What the link to the new listing says: "View your listing". */
  link: string = "";
  /** Part of the address of every listing and of nothing else on the site: "/listing/". */
  listing: string = "";
}

/** The verdict on the turn's page, with the sentence that convinced it. It judges most answer pages:
 *
 *     function verify(t: sdk.Turn): sdk.Answer {
 *       return sdk.judge(t, { alreadyListed: "already listed", live: "is now live", listing: "/listing/", rejected: "Nothing has been saved" });
 *     }
 *
 * What is neither said nor proven is unknown: a listing is live only where the page is it or links to it. */
export function judge(t: Turn, o: Outcome): Answer {
  const p = t.seen();
  let quote = p.find(o.alreadyListed);
  if (quote != "") return alreadyListed("", quote);
  quote = p.find(o.live);
  if (quote != "") {
    const link = p.link(o.link), url = link ? link.url : t.listingUrl(o.listing);
    return link != null || url != "" ? live(url, quote) : unknown();
  }
  quote = p.find(o.underReview);
  if (quote != "") return underReview(quote);
  quote = p.find(o.rejected);
  return quote != "" ? rejected(quote) : unknown();
}

/** Says how a directory is searched for a business, for look: the page to open, the box to fill, and the words that say that nothing was found. */
export class Search {
  /** Of the page with the search: "/search". */
  path: string = "";
  /** What the words are filled into. */
  box: Target = new Target();
  /** What is clicked then; where there is none, Enter is pressed. */
  button: Target | null = null;
  /** What is searched for; the telephone number where the directory finds it, for it tells the business from its namesakes. */
  for: string = "";
  /** Words that say that nothing was found. */
  none: string = "";
  /** Whether the search finds every entry, also those that wait for review, so that finding none proves that there is none. */
  complete: bool = false;
}

/** Searches in the first turn and judges the results in the next: live where a link has the business's name, absent where the search is complete and the
 * page says that it found none for what was searched, else unknown. Without anything to search for it is unknown.
 *
 *     function lookup(t: sdk.Turn): sdk.Answer {
 *       return sdk.look(t, {
 *         path: "/search", box: sdk.label("Search by name or phone"), for: t.business.phone.national,
 *         none: "No listings found", complete: true,
 *       });
 *     }
 */
export function look(t: Turn, s: Search): Answer {
  if (s.for == "") return unknown();
  if (t.number == 1) {
    const button = s.button;
    return doSteps([goto(t.directory.url(s.path)), fill(s.box, s.for), button ? click(button) : press(s.box, "Enter")]);
  }
  const p = t.seen(), link = p.link(t.business.name);
  if (link) return live(link.url, p.find(t.business.name));
  const quote = p.find(s.none);
  return quote != "" && s.complete && p.says(s.for) ? absent(quote) : unknown();
}

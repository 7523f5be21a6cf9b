import { AnswerFields, Move, Parking, Rejection, Verdict } from "./contract_gen";
import { Step } from "./step";

/** What a function of an adapter returns: a move, made by do, park, reject or a verdict; or its own failure, made by fail. */
export class Answer extends AnswerFields {
  /** Has the host hand state back in the next turn of this submission. */
  with(state: Uint8Array): this {
    const m = this.move;
    if (!m) throw new Error("with: a failure carries no state");
    m.state = state;
    return this;
  }

  /** Adds the directory's own number for the submission to a verdict. */
  numbered(reference: string): this {
    const m = this.move, v = m ? m.verdict : null;
    if (!v) throw new Error("numbered: only a verdict carries a number");
    v.reference = reference;
    return this;
  }
}

function moving(kind: string): Move {
  const m = new Move();
  m.kind = kind;
  return m;
}

function answering(m: Move): Answer {
  const a = new Answer();
  a.move = m;
  return a;
}

/** Has the host carry out the steps in order. A step that fails ends the list. Steps that onlyIf or ifKnown left out are passed over. */
function doSteps(steps: Step[]): Answer {
  const m = moving("do");
  for (let i = 0; i < steps.length; i++) {
    if (steps[i].kind != "") m.steps.push(steps[i]);
  }
  return answering(m);
}
export { doSteps as do };

/** Hands the submission to a person. The reason is "captcha", "mail_code", "phone_code", "login", "payment" or "other"; the message says what
 * the person has to do. */
export function park(reason: string, message: string): Answer {
  const m = moving("park"), p = new Parking();
  p.reason = reason;
  p.message = message;
  m.park = p;
  return answering(m);
}

/** Hands the submission back to the customer: the profile field is missing or not what this directory takes. The message is for the customer. */
export function reject(field: string, message: string): Answer {
  const m = moving("reject"), r = new Rejection();
  r.field = field;
  r.message = message;
  m.reject = r;
  return answering(m);
}

/** The business is listed at url. The host opens it and looks for the business's name. */
export function live(url: string, quote: string): Answer {
  return verdict("yes", "live", url, quote);
}

/** The directory has the submission and will look at it. The quote must say so: "pending review". */
export function underReview(quote: string): Answer {
  return verdict("yes", "under_review", "", quote);
}

/** The directory turned the submission down because the business is already there. The url may be empty. */
export function alreadyListed(url: string, quote: string): Answer {
  return verdict("yes", "duplicate", url, quote);
}

/** The directory refused the submission, in the quoted words. */
export function rejected(quote: string): Answer {
  return verdict("no", "rejected", "", quote);
}

/** Lookup's proof that the business is not in the directory, and not waiting to be reviewed there either: "0 results". A directory that shows
 * entries only after review cannot prove that; answer unknown there. */
export function absent(quote: string): Answer {
  return verdict("no", "", "", quote);
}

/** The page proves nothing either way. It is never wrong. */
export function unknown(): Answer {
  return verdict("unknown", "", "", "");
}

function verdict(answer: string, listing: string, url: string, quote: string): Answer {
  const m = moving("verdict"), v = new Verdict();
  v.answer = answer;
  v.listing = listing;
  v.listingUrl = url;
  v.quote = quote;
  m.verdict = v;
  return answering(m);
}

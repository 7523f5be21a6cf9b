import { Answer } from "./answer";
import { AdapterError, FieldLimit, Manifest, Politeness } from "./contract_gen";
import { Turn } from "./turn";

/** The version of the contract that this package speaks. */
export const CONTRACT_VERSION: u32 = 1;

// Functions of an adapter. The numbers are part of the contract.
const DESCRIBE: u32 = 0;
const PLAN: u32 = 1;
const VERIFY: u32 = 2;
const LOOKUP: u32 = 3;

/** One function of an adapter. */
export type Function = (t: Turn) => Answer;

/** One adapter: what it says of itself, and its functions. name, version and plan are required. */
export class Adapter {
  /** Short name: "hello". */
  name: string = "";
  /** "1.0.0" */
  version: string = "";
  /** One sentence. */
  summary: string = "";
  author: string = "";
  /** SPDX identifier. */
  licence: string = "";

  /** Host names it works on; empty for an adapter that is configured per directory. */
  hosts: string[] = [];
  /** Page where a submission starts. */
  start: string = "";
  /** Further hosts the pages load from. */
  assetHosts: string[] = [];

  /** Profile fields without which it rejects: "phone". */
  requires: string[] = [];
  /** Lengths the directory takes. */
  limits: FieldLimit[] = [];
  politeness: Politeness = new Politeness();
  /** JSON schema of the per-directory configuration; empty if it takes none. */
  configSchema: string = "";

  /** Fills the form and ends with submit. */
  plan: Function | null = null;
  /** Judges what the directory answered to a press of submit. Without it the outcome is unknown and a person looks. */
  verify: Function | null = null;
  /** Tells whether the business is already listed. Without it a lost answer can only be settled by a person. */
  lookup: Function | null = null;
}

let registered: Adapter | null = null;

/** Makes a the adapter of this module. Call it once, outside of all functions. */
export function register(a: Adapter): void {
  if (registered) throw new Error("register: called twice; a module is one adapter");
  if (a.name == "" || a.version == "") throw new Error("register: the adapter needs a name and a version");
  if (!a.plan) throw new Error("register: the adapter needs a plan");
  registered = a;
}

/** The adapter's own failure: it is shown to the author and to staff, never to the customer. The code is for grouping, in lower case:
 * "form_changed"; the text says what the adapter saw and what it expected. Leave the customer's data out of both. */
export function fail(code: string, text: string): Answer {
  const a = new Answer(), e = new AdapterError();
  e.code = code;
  e.text = text;
  a.error = e;
  return a;
}

/** Does one call of the host. */
export function call(op: u32, t: Turn): Answer {
  const a = registered;
  if (!a) throw new Error("bolt_call: no adapter; call register outside of all functions");
  if (op == DESCRIBE) {
    const answer = new Answer();
    answer.manifest = describe(a);
    return answer;
  }
  const f = op == PLAN ? a.plan : op == VERIFY ? a.verify : op == LOOKUP ? a.lookup : null;
  if (f) return f(t);
  return fail("no_function", "the adapter has no " + (op == PLAN ? "plan" : op == VERIFY ? "verify" : op == LOOKUP ? "lookup" : "unknown"));
}

function describe(a: Adapter): Manifest {
  const m = new Manifest();
  m.name = a.name;
  m.version = a.version;
  m.contract = CONTRACT_VERSION;
  m.hosts = a.hosts;
  m.start = a.start;
  m.assetHosts = a.assetHosts;
  if (a.plan) m.functions.push("plan");
  if (a.verify) m.functions.push("verify");
  if (a.lookup) m.functions.push("lookup");
  m.requires = a.requires;
  m.limits = a.limits;
  m.politeness = a.politeness;
  m.author = a.author;
  m.licence = a.licence;
  m.summary = a.summary;
  m.configSchema = a.configSchema;
  return m;
}

// The conformance adapter in AssemblyScript: it does what sdk/conform/README.md says. It proves the AssemblyScript SDK.

import * as sdk from "@directorybolt/sdk";
import { Writer } from "@directorybolt/sdk/wire";
import { fields } from "./fields";
import { helper } from "./helpers";
import { steps } from "./steps";
export { bolt_alloc, bolt_call } from "@directorybolt/sdk/abi";

const limit = new sdk.FieldLimit();
limit.field = "description";
limit.maxLength = 500;

const politeness = new sdk.Politeness();
politeness.intervalSeconds = 60;
politeness.perDay = 100;

// What an adapter would have to keep to remember the customer before.
let calls = 0;

sdk.register({
  name: "conform", version: "1.0.0", summary: "Shows that an SDK keeps the contract.",
  author: "DirectoryBolt contributors", licence: "MIT",
  hosts: ["conform.example"], start: "https://conform.example/add", assetHosts: ["cdn.conform.example"],
  requires: ["name"], limits: [limit], politeness,
  configSchema: '{"type": "string"}',
  plan: act, verify: act,
});

/** Does what the configuration of the directory names. */
function act(t: sdk.Turn): sdk.Answer {
  const config = t.directory.config;
  if (config == '"echo"') return screenshot().with(again(t));
  if (config == '"reverse"') return screenshot().with(t.state.slice(0).reverse());
  if (config == '"fields"') return fields(t);
  if (config == '"steps"') return steps(t);
  if (config == '"park"') return sdk.park(sdk.toText(t.state), "A person is needed.");
  if (config == '"reject"') return sdk.reject("phone", "This directory lists only businesses with a phone number.");
  if (config == '"verdict"') return verdict(t);
  if (config == '"fail"') return sdk.fail("form_changed", "expected the field »Straße«, saw 道路 🙂");
  if (config == '"trap"') throw new Error("conform: trapped on purpose");
  if (config == '"log"') return logged();
  if (config == '"flood"') return flood();
  if (config == '"remember"') return sdk.fail("calls", (++calls).toString());
  if (config == '"helper"') return helper(t);
  return sdk.fail("unknown_command", config);
}

function screenshot(): sdk.Answer {
  return sdk.do([sdk.screenshot()]);
}

function again(t: sdk.Turn): Uint8Array {
  const w = new Writer();
  t.encode(w);
  const out = new Uint8Array(<i32>w.length);
  memory.copy(out.dataStart, w.start, w.length);
  return out;
}

function verdict(t: sdk.Turn): sdk.Answer {
  const p = t.seen(), which = sdk.toText(t.state);
  if (which == "live") return sdk.live(p.url, p.title);
  if (which == "under_review") return sdk.underReview(p.title).numbered("A-17");
  if (which == "duplicate") return sdk.alreadyListed(p.url, p.title);
  if (which == "rejected") return sdk.rejected(p.title);
  if (which == "absent") return sdk.absent(p.title);
  return sdk.unknown();
}

/** Prints 4,000 lines of 64 bytes. */
function logged(): sdk.Answer {
  for (let i = 0; i < 4000; i++) sdk.log("conform: a line of sixty-four bytes, line feed and all, no more");
  return sdk.unknown();
}

/** More than the host takes: 400 steps of 4,000 bytes. */
function flood(): sdk.Answer {
  const value = "x".repeat(4000), steps: sdk.Step[] = [];
  for (let i = 0; i < 400; i++) steps.push(sdk.fill(sdk.label("Description"), value));
  return sdk.do(steps);
}

// Hello is the smallest adapter: one form, one check. Copy it to start yours.

import * as sdk from "@directorybolt/sdk";
export { bolt_alloc, bolt_call } from "@directorybolt/sdk/abi";

sdk.register({
  name: "hello", version: "1.0.0", summary: "Hello, a directory with one plain form.",
  author: "DirectoryBolt contributors", licence: "MIT",
  hosts: ["hello.example"],
  start: "https://hello.example/add",
  requires: ["phone", "address", "description"],
  plan, verify, lookup,
});

/** Fills the form and ends with the press that sends it. */
function plan(t: sdk.Turn): sdk.Answer {
  const b = t.business, p = t.seen();
  const address = "Hello lists only businesses with a street address in the United States.";
  const lacks = sdk.lacking([
    sdk.needs("phone", b.phone.e164, "Hello lists only businesses with a phone number."),
    sdk.needs("address", b.address.street, address),
    sdk.needs("address", b.address.region, address),
    sdk.needs("address", b.address.postalCode, address),
    sdk.needs("description", b.description, "Hello asks for two or three sentences about the business."),
  ]);
  if (lacks) return lacks;
  const changed = p.require(["Category"]);
  if (changed) return changed;
  return sdk.do([
    sdk.fill(sdk.label("Business name"), b.name).for("name"),
    sdk.choose(p.at("Category"), sdk.bestOrOther(p.optionsOf("Category"), b.categories)).for("categories"),
    sdk.fill(sdk.label("Phone"), b.phone.national).for("phone"),
    sdk.fill(sdk.label("Email"), b.email).for("email").ifKnown(),
    sdk.fill(sdk.label("Website"), b.website).for("website").ifKnown(),
    sdk.fill(sdk.label("Street address"), b.address.street).for("address.street"),
    sdk.fill(sdk.label("City"), b.address.city).for("address.city"),
    sdk.choose(sdk.label("State"), b.address.region).for("address.region"),
    sdk.fill(sdk.label("ZIP code"), b.address.postalCode).for("address.postal_code"),
    sdk.fill(sdk.label("Description"), b.description).for("description"),
    sdk.submit(sdk.button("Add my business")),
  ]);
}

/** Reads the page that came after the press. Hello publishes at once and links to the listing. */
function verify(t: sdk.Turn): sdk.Answer {
  return sdk.judge(t, {
    alreadyListed: "already listed",
    live: "listing is now live", link: "View your listing", listing: "/listing/",
    rejected: "Nothing has been saved",
  });
}

/** Searches for the phone number. Hello shows every entry at once, so an empty result proves that there is none. */
function lookup(t: sdk.Turn): sdk.Answer {
  return sdk.look(t, {
    path: "/search", box: sdk.label("Search by name or phone"), button: sdk.button("Search"),
    for: t.business.phone.national,
    none: "No listings found", complete: true,
  });
}

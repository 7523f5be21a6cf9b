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
  const b = t.business;
  if (b.phone.e164 == "") return sdk.reject("phone", "Hello lists only businesses with a phone number.");
  if (b.address.street == "" || b.address.region == "" || b.address.postalCode == "") {
    return sdk.reject("address", "Hello lists only businesses with a street address in the United States.");
  }
  if (b.description == "") return sdk.reject("description", "Hello asks for two or three sentences about the business.");

  const category = t.seen().control("Category");
  if (!category) return sdk.fail("form_changed", "the form has no field Category");
  return sdk.do([
    sdk.fill(sdk.label("Business name"), b.name).for("name"),
    sdk.choose(sdk.ref(category.ref), bestCategory(t, category)).for("categories"),
    sdk.fill(sdk.label("Phone"), b.phone.national).for("phone"),
    sdk.fill(sdk.label("Email"), b.email).for("email").onlyIf(b.email != ""),
    sdk.fill(sdk.label("Website"), b.website).for("website").onlyIf(b.website != ""),
    sdk.fill(sdk.label("Street address"), b.address.street).for("address.street"),
    sdk.fill(sdk.label("City"), b.address.city).for("address.city"),
    sdk.choose(sdk.label("State"), b.address.region).for("address.region"),
    sdk.fill(sdk.label("ZIP code"), b.address.postalCode).for("address.postal_code"),
    sdk.fill(sdk.label("Description"), b.description).for("description"),
    sdk.submit(sdk.button("Add my business")),
  ]);
}

/** The category of the form that comes nearest to the business's own. */
function bestCategory(t: sdk.Turn, category: sdk.Control): string {
  const best = sdk.bestOption(t.seen().options(category), t.business.categories);
  return best != "" ? best : "Other";
}

/** Reads the page that came after the press. Hello publishes at once and links to the listing. */
function verify(t: sdk.Turn): sdk.Answer {
  const p = t.seen();
  if (p.has("already listed")) return sdk.alreadyListed("", p.find("already listed"));
  if (p.has("listing is now live")) {
    const link = p.link("View your listing");
    if (link) return sdk.live(link.url, p.find("listing is now live"));
    if (p.url.includes("/listing/")) return sdk.live(p.url, p.find("listing is now live"));
  } else if (p.has("Nothing has been saved")) {
    return sdk.rejected(p.find("Nothing has been saved"));
  }
  return sdk.unknown();
}

/** Searches for the phone number. Hello shows every entry at once, so an empty result proves that there is none. */
function lookup(t: sdk.Turn): sdk.Answer {
  const b = t.business, p = t.seen();
  if (t.number == 1) {
    return sdk.do([
      sdk.goto(t.directory.url("/search")),
      sdk.fill(sdk.label("Search by name or phone"), b.phone.national),
      sdk.click(sdk.button("Search")),
    ]);
  }
  const link = p.link(b.name);
  if (link) return sdk.live(link.url, p.find(b.name));
  if (p.has("No listings found") && p.says(b.phone.national)) return sdk.absent(p.find("No listings found"));
  return sdk.unknown();
}

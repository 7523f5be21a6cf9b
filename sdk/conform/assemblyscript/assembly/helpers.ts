import * as sdk from "@directorybolt/sdk";

/** Answers with what a helper of the SDK says of the page; the state names it, and on the next lines has what it is asked. Not part of
 * conformance: the test in host/e2e holds it against the helper of the same name in Go. */
export function helper(t: sdk.Turn): sdk.Answer {
  const asked = sdk.toText(t.state).split("\n"), name = asked[0], about = asked[1], p = t.seen();
  if (name == "find") return sdk.fail(name, p.find(about));
  if (name == "says") return sdk.fail(name, p.says(about).toString());
  if (name == "url") return sdk.fail(name, t.directory.url(about));
  if (name == "listingUrl") return sdk.fail(name, t.listingUrl(about));
  if (name == "control") {
    const c = p.control(about);
    return sdk.fail(name, c ? c.ref : "none");
  }
  if (name == "button") {
    const b = p.button(about);
    return sdk.fail(name, b ? b.ref : "none");
  }
  if (name == "link") {
    const l = p.link(about);
    return sdk.fail(name, l ? l.ref : "none");
  }
  if (name == "at") {
    const at = p.at(about);
    return sdk.fail(name, at.by + " " + at.value);
  }
  if (name == "require") {
    const changed = p.require(["Category", about]);
    return changed ? changed : sdk.unknown();
  }
  if (name == "lacking") {
    const lacks = sdk.lacking([sdk.needs("name", "Bayside", "No name."), sdk.needs("phone", about, "No number."), sdk.needs("email", "", "No e-mail.")]);
    return lacks ? lacks : sdk.unknown();
  }
  if (name == "ifKnown") return known(t, about);
  if (name == "bestOption") return sdk.fail(name, sdk.bestOption(p.optionsOf("Category"), asked.slice(1)));
  if (name == "bestOrOther") return sdk.fail(name, sdk.bestOrOther(p.optionsOf("Category"), asked.slice(1)));
  if (name == "otherOption") return sdk.fail(name, sdk.otherOption(sdk.optionsNamed(asked.slice(1))));
  if (name == "judge") return sdk.judge(t, { alreadyListed: "already here", underReview: about, live: "is live", rejected: "nothing saved", link: "Your page", listing: "/biz/" });
  if (name == "look") return sdk.look(t, { path: "/search", box: sdk.label("Words"), for: about, none: "Nothing found", complete: true });
  if (name == "lookAnywhere") return sdk.look(t, { path: "", box: sdk.label("Words"), button: sdk.button("Go"), for: about, none: "Nothing found" });
  return sdk.fail("no_helper", name);
}

/** Every sort of step that enters something, with something to enter or without. */
function known(t: sdk.Turn, about: string): sdk.Answer {
  const at = sdk.label("Field"), some = about != "", b = t.business;
  const enter = [
    sdk.fill(at, about), sdk.fillSecret(at, about), sdk.choose(at, about), sdk.chooseAll(at, some ? [about, ""] : []), sdk.upload(at, some ? b.photos : []),
    sdk.tags(at, some ? [about] : []), sdk.hours(at, some ? b.hours : []), sdk.pin(at, b.location!),
  ];
  for (let i = 0; i < enter.length; i++) enter[i].ifKnown();
  return sdk.do(enter);
}

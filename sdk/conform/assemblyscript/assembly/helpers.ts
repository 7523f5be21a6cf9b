import * as sdk from "@directorybolt/sdk";

/** Answers with what a helper of the SDK says of the page; the state names it, and on the next lines has what it is asked. Not part of
 * conformance: the test in host/e2e holds it against the helper of the same name in Go. */
export function helper(t: sdk.Turn): sdk.Answer {
  const asked = sdk.toText(t.state).split("\n"), name = asked[0], about = asked[1], p = t.seen();
  if (name == "find") return sdk.fail("find", p.find(about));
  if (name == "says") return sdk.fail("says", p.says(about).toString());
  if (name == "url") return sdk.fail("url", t.directory.url(about));
  if (name == "control") {
    const c = p.control(about);
    return sdk.fail("control", c ? c.ref : "none");
  }
  if (name == "button") {
    const b = p.button(about);
    return sdk.fail("button", b ? b.ref : "none");
  }
  if (name == "link") {
    const l = p.link(about);
    return sdk.fail("link", l ? l.ref : "none");
  }
  if (name == "bestOption") {
    const c = p.control("Category");
    return sdk.fail("bestOption", c ? sdk.bestOption(p.options(c), asked.slice(1)) : "none");
  }
  return sdk.fail("no_helper", name);
}

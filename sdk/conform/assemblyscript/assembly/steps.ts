import * as sdk from "@directorybolt/sdk";

/** Every kind of step, every way to name a target, and every note a step can carry. */
export function steps(t: sdk.Turn): sdk.Answer {
  const b = t.business;
  return sdk.do([
    sdk.goto("https://conform.example/add?step=1&lang=de"),
    sdk.fill(sdk.label("Name *"), b.name).for("name").because("its label says so"),
    sdk.fill(sdk.ref("c2"), ""),
    sdk.fillSecret(sdk.name("password").in("f1"), "account.password"),
    sdk.choose(sdk.placeholder("Category"), "Klempner & Söhne"),
    sdk.chooseAll(sdk.label("Payment"), ["Cash", "", "Visa"]),
    sdk.check(sdk.label("I accept the terms")),
    sdk.uncheck(sdk.label("Newsletter")).ifPresent(),
    sdk.upload(sdk.name("photos"), b.photos),
    sdk.type(sdk.css("#address > input"), b.address.full).for("address.full"),
    sdk.click(sdk.role("tab", "Hours")),
    sdk.press(sdk.label("City"), "Enter"),
    sdk.waitFor(sdk.text("Almost done")),
    sdk.expect(sdk.label("City"), b.address.city),
    sdk.extract(sdk.css("a.listing"), "href"),
    sdk.screenshot(),
    sdk.richText(sdk.label("Description"), b.description),
    sdk.tags(sdk.label("Tags"), b.tags),
    sdk.hours(sdk.label("Opening hours"), b.hours),
    sdk.pin(sdk.label("Map"), b.location!),
    sdk.submit(sdk.button("Send")),
    sdk.fill(sdk.label("Fax"), b.fax.national).onlyIf(false),
  ]).with(state());
}

function state(): Uint8Array {
  const bytes: u8[] = [0, 1, 127, 128, 255];
  const out = new Uint8Array(bytes.length);
  out.set(bytes);
  return out;
}

package main

import "github.com/directorybolt/directorybolt/sdk"

// steps has every kind of step, every way to name a target, and every note a step can carry.
func steps(t sdk.Turn) sdk.Move {
	b := t.Business
	return sdk.Do(
		sdk.Goto("https://conform.example/add?step=1&lang=de"),
		sdk.Fill(sdk.Label("Name *"), b.Name).For("name").Because("its label says so"),
		sdk.Fill(sdk.Ref("c2"), ""),
		sdk.FillSecret(sdk.Name("password").In("f1"), "account.password"),
		sdk.Choose(sdk.Placeholder("Category"), "Klempner & Söhne"),
		sdk.Choose(sdk.Label("Payment"), "Cash", "", "Visa"),
		sdk.Check(sdk.Label("I accept the terms")),
		sdk.Uncheck(sdk.Label("Newsletter")).IfPresent(),
		sdk.Upload(sdk.Name("photos"), b.Photos...),
		sdk.Type(sdk.CSS("#address > input"), b.Address.Full).For("address.full"),
		sdk.Click(sdk.Role("tab", "Hours")),
		sdk.Press(sdk.Label("City"), "Enter"),
		sdk.WaitFor(sdk.Text("Almost done")),
		sdk.Expect(sdk.Label("City"), b.Address.City),
		sdk.Extract(sdk.CSS("a.listing"), "href"),
		sdk.Screenshot(),
		sdk.RichText(sdk.Label("Description"), b.Description),
		sdk.Tags(sdk.Label("Tags"), b.Tags...),
		sdk.Hours(sdk.Label("Opening hours"), b.Hours),
		sdk.Pin(sdk.Label("Map"), *b.Location),
		sdk.Submit(sdk.Button("Send")),
	).With([]byte{0, 1, 127, 128, 255})
}

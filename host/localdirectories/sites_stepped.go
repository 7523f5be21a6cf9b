package localdirectories

// steppedSites ask in several steps, or in a place of their own.
var steppedSites = []Site{
	{
		Slug: "threesteps", Name: "Three Steps", Tagline: "Listed in three easy steps", Kind: "wizard", Lang: "en", Look: cards("#1971c2", "#0b3257", "#f3f8fd"),
		Add: "/start", Listing: "/listing/", Titled: true, Answer: "link", Categories: broad, Button: "Submit listing",
		Fields: []Field{
			need("name", "name", "Business name").page(1), need("category", "category", "Category").of(broad...).page(1), need("premises", "premises", "Do customers visit you at your address?").as("radio").of("Yes", "No").page(1),
			need("street", "street", "Street address").page(2).when("premises=Yes"), need("postal", "zip", "ZIP code").page(2).when("premises=Yes"), need("area", "area", "Area you serve").page(2).when("premises=No"), need("city", "city", "City").page(2), need("region", "state", "State").of(states...).page(2), need("phone", "phone", "Phone").page(2), opt("website", "website", "Website").page(2),
			need("description", "description", "Description").page(3), need("contact", "your_name", "Your name").page(3), need("contact_email", "your_email", "Your email").page(3),
		},
	},
	{
		Slug: "guidedguide", Name: "The Guided Guide", Tagline: "We ask, you answer, people find you", Kind: "wizard", Lang: "en", Look: paper("#364fc7", "#1b2766", "#f8f9fd"),
		Add: "/wizard", Listing: "/guide/", Answer: "redirect", Categories: general, Token: true, Button: "Finish and publish", Heading: "List your business",
		Fields: []Field{
			need("name", "q1", "What is your business called?").page(1), need("category", "q2", "What do you do?").of(general...).page(1), opt("other", "q2b", "Please describe what you do").page(1).when("q2=Other"),
			need("phone", "q3", "Which number should customers call?").page(2), need("website", "q4", "Where is your website?").page(2), opt("email", "q5", "Where should customers write to?").page(2),
			need("address", "q6", "Where are you?").eg("Street, city, state, ZIP").page(3), need("description", "q7", "Anything else people should know?").page(3),
		},
	},
	{
		Slug: "schrittweise", Name: "Schrittweise", Tagline: "In drei Schritten gefunden werden", Kind: "wizard", Lang: "de", Look: bar("#5f3dc4", "#2a1b57", "#f8f6fd"),
		Add: "/anmeldung", Listing: "/betrieb/", Answer: "link", Categories: german, Button: "Jetzt eintragen", Heading: "Betrieb eintragen",
		Fields: []Field{
			need("name", "betrieb", "Name des Betriebs").page(1), need("category", "gewerbe", "Gewerbe").of(german...).page(1), need("phone", "fon", "Telefon").page(1),
			need("street", "str", "Straße und Hausnummer").page(2), need("postal", "plz", "PLZ").page(2), need("city", "ort", "Ort").page(2), opt("website", "www", "Webseite").page(2),
			opt("description", "text", "Beschreibung").page(3), need("email", "mail", "E-Mail").page(3), need("terms", "ok", "Ich stimme der Veröffentlichung zu.").of("1").page(3),
		},
	},
	{
		Slug: "secondlook", Name: "Second Look", Tagline: "Check it, then publish it", Kind: "preview", Lang: "en", Look: bar("#087f5b", "#063b2b", "#f3faf7"),
		Add: "/post", Listing: "/post/view/", Answer: "redirect", Categories: broad, Button: "Preview", Heading: "Post a business",
		Fields: []Field{
			need("name", "title", "Business title"), need("category", "category", "Category").of(broad...), need("description", "text", "Text of the ad"), need("phone", "phone", "Phone"), opt("email", "email", "Email"), opt("website", "web", "Web site"), need("city", "city", "City"), opt("street", "street", "Street address"),
		},
	},
	{
		Slug: "proofsheet", Name: "Proof Sheet", Tagline: "Classified listings, proofread by you", Kind: "preview", Lang: "en", Look: paper("#862e9c", "#3b1445", "#fcf8fd"),
		Add: "/place-listing", Listing: "/listing/", Titled: true, Answer: "link", Categories: general, Button: "Preview listing", Heading: "Place a listing",
		Fields: []Field{
			need("name", "headline", "Business name (headline)"), need("category", "column", "Column").of(general...), need("phone", "call", "Phone to call"), need("address", "visit", "Address to visit"), opt("website", "surf", "Website"), need("description", "copy", "Copy").atMost(400),
		},
	},
	{
		Slug: "framehouse", Name: "Frame House", Tagline: "Homes, trades and everything between", Kind: "iframe", Lang: "en", Look: side("#a61e4d", "#470d21", "#fdf6f8"),
		Add: "/add-business", Listing: "/business/", Answer: "link", Categories: general, Button: "Send entry", Heading: "Add your business",
		Fields: []Field{
			need("name", "entry_name", "Business name"), need("phone", "entry_phone", "Phone"), opt("website", "entry_url", "Website"), need("street", "entry_street", "Street"), need("city", "entry_city", "City"), opt("postal", "entry_zip", "ZIP"), need("category", "entry_cat", "Category").of(general...), opt("description", "entry_text", "Description"),
		},
	},
	{
		Slug: "companycorner", Name: "Company Corner", Tagline: "A quiet place for company profiles", Kind: "iframe", Lang: "en", Look: cards("#495057", "#212529", "#f8f9fa"),
		Add: "/submit", Listing: "/item/", Titled: true, Answer: "link", Categories: fine, Token: true, Button: "Submit", Heading: "Submit your company",
		Fields: []Field{
			need("name", "company", "Company"), need("category", "category", "Category").of(fine...), need("email", "email", "Email"), need("phone", "phone", "Phone"), need("website", "website", "Website"), opt("address", "address", "Address"), need("description", "about", "About"),
		},
	},
	{
		Slug: "crumbs", Name: "Crumbs", Tagline: "Where to eat, shop and stay", Kind: "cookies", Lang: "en", Look: cards("#b08900", "#4a3a00", "#fffdf2"),
		Add: "/add-a-place", Listing: "/places/", Answer: "link", Categories: broad, Button: "Add place", Heading: "Add a place",
		Fields: []Field{
			need("name", "name", "Name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), need("street", "street", "Street"), need("city", "city", "City"), opt("region", "state", "State").of(stateCodes...), opt("website", "website", "Website"), opt("description", "description", "Tell us about it"),
		},
	},
	{
		Slug: "kekskiste", Name: "Kekskiste", Tagline: "Läden und Lokale um die Ecke", Kind: "cookies", Lang: "de", Look: bar("#9c6644", "#3f2717", "#fbf7f3"),
		Add: "/laden-eintragen", Listing: "/laden/", Titled: true, Answer: "redirect", Categories: german, Button: "Laden eintragen", Heading: "Laden eintragen",
		Fields: []Field{
			need("name", "name", "Name des Ladens"), need("category", "art", "Art").of(german...), need("phone", "telefon", "Telefon"), need("address", "adresse", "Adresse"), opt("website", "web", "Website"), opt("description", "beschreibung", "Beschreibung"),
		},
	},
}

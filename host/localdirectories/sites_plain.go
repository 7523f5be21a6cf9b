package localdirectories

// plainSites have one ordinary form on one page.
var plainSites = []Site{
	{
		Slug: "mainstreetlist", Name: "Main Street List", Tagline: "Local businesses, coast to coast", Kind: "plain", Lang: "en", Look: bar("#1f7a5c", "#12382c", "#f4f6f4"),
		Add: "/add", Listing: "/listing/", Answer: "redirect", Categories: general, Button: "Add my business",
		Fields: []Field{
			need("name", "business_name", "Business name").auto("organization"), need("category", "category", "Category").of(general...),
			need("phone", "phone", "Phone").auto("tel"), opt("email", "email", "Email").auto("email"), opt("website", "website", "Website").eg("https://"),
			need("street", "address", "Street address").auto("street-address"), need("city", "city", "City"), need("region", "state", "State").of(states...), need("postal", "zip", "ZIP code"),
			need("description", "description", "Description").hint("Tell visitors what you do, in two or three sentences."),
		},
	},
	{
		Slug: "townbook", Name: "Townbook", Tagline: "The little book of local trade", Kind: "plain", Lang: "en", Look: paper("#8c2f1b", "#40170d", "#fbf7ef"),
		Add: "/submit-your-business", Listing: "/biz/", Titled: true, Answer: "link", Categories: broad, Token: true, Button: "Submit for the book",
		Heading: "Put your business in the book", Intro: "Entries are free. Fields with a star are needed.",
		Fields: []Field{
			need("name", "company", "Company"), opt("tagline", "slogan", "Slogan").atMost(80), need("category", "section", "Section of the book").of(broad...),
			need("street", "street", "Street").under("Where you are"), need("city", "town", "Town").under("Where you are"), opt("region", "region", "State or region").as("text").under("Where you are"), opt("postal", "postcode", "Postcode").under("Where you are"),
			need("phone", "telephone", "Telephone").under("How to reach you"), opt("website", "web", "Web page").under("How to reach you"), need("email", "mail", "E-mail").under("How to reach you"),
			opt("description", "about", "About the company").under("In your own words"),
		},
	},
	{
		Slug: "openpages", Name: "OpenPages", Tagline: "Free business pages", Kind: "plain", Lang: "en", Look: cards("#3457d5", "#1b2a6b", "#f3f5fb"),
		Add: "/business/new", Listing: "/company/", Titled: true, Answer: "bare", Categories: fine, Coded: true, Button: "Create page",
		Heading: "Create your free business page", Thanks: "Thanks for your submission!",
		Fields: []Field{
			need("name", "listing[title]", "Title").hint("The name customers know you by."), need("category", "listing[category_id]", "What kind of business is it?").of(fine...),
			need("description", "listing[body]", "Short description").atMost(500), need("website", "listing[url]", "Website URL").eg("https://www.example.com"),
			opt("phone", "listing[phone]", "Phone number"), need("contact_email", "listing[email]", "Your email (not shown)"), opt("address", "listing[address]", "Full address").eg("Street, city, state, zip"),
		},
	},
	{
		Slug: "hometownpages", Name: "Hometown Pages", Tagline: "Neighbors recommending neighbors", Kind: "plain", Lang: "en", Look: side("#a2542a", "#4a2a18", "#f8f5f1"),
		Add: "/add-listing", Listing: "/place/", Answer: "link", Categories: general, Button: "Publish listing",
		Fields: []Field{
			need("name", "title", "Listing title"), need("description", "content", "Listing description"), opt("tags", "keywords", "Tags").hint("Separate with commas"),
			need("category", "cat", "Category").as("radio").of(general...), need("street", "addr1", "Address line 1"), opt("line2", "addr2", "Address line 2"), need("city", "city", "City"), need("region", "st", "State").of(stateCodes...), need("postal", "zip", "Zip/Post code"),
			need("phone", "phone", "Phone"), opt("email", "email", "Email"), opt("website", "url", "Website"), opt("facebook", "fb", "Facebook page"),
		},
	},
	{
		Slug: "branchenfuchs", Name: "Branchenfuchs", Tagline: "Das Firmenverzeichnis für Deutschland", Kind: "plain", Lang: "de", Look: bar("#b8501c", "#47200d", "#faf6f2"),
		Add: "/eintrag-hinzufuegen", Listing: "/firma/", Titled: true, Answer: "link", Categories: german, Button: "Eintrag veröffentlichen", Heading: "Firma kostenlos eintragen",
		Fields: []Field{
			need("name", "firma", "Firmenname"), need("category", "branche", "Branche").of(german...), need("street", "strasse", "Straße und Hausnummer"), need("postal", "plz", "PLZ"), need("city", "ort", "Ort"),
			need("phone", "telefon", "Telefon"), opt("email", "email", "E-Mail-Adresse"), opt("website", "webseite", "Webseite"), opt("contact", "ansprechpartner", "Ansprechpartner"), opt("description", "beschreibung", "Beschreibung Ihrer Leistungen"),
			need("terms", "agb", "Ich akzeptiere die Nutzungsbedingungen.").of("ja"),
		},
	},
	{
		Slug: "guialocal", Name: "Guía Local", Tagline: "Empresas y comercios cerca de ti", Kind: "plain", Lang: "es", Look: cards("#c2373e", "#5d1418", "#fdf7f5"),
		Add: "/anadir-empresa", Listing: "/empresa/", Answer: "redirect", Categories: spanish, Button: "Publicar empresa", Heading: "Publica tu empresa gratis",
		Fields: []Field{
			need("name", "nombre", "Nombre de la empresa"), need("category", "categoria", "Categoría").of(spanish...), need("phone", "telefono", "Teléfono"), need("email", "correo", "Correo electrónico"), opt("website", "web", "Página web"),
			need("street", "direccion", "Dirección"), need("city", "ciudad", "Ciudad"), opt("postal", "cp", "Código postal"), opt("description", "descripcion", "Descripción"),
		},
	},
	{
		Slug: "annuairelibre", Name: "Annuaire Libre", Tagline: "Les entreprises de chez nous", Kind: "plain", Lang: "fr", Look: paper("#23527c", "#142e46", "#f7f8fa"),
		Add: "/inscription", Listing: "/fiche/", Titled: true, Answer: "link", Categories: french, Token: true, Button: "Envoyer ma fiche", Heading: "Inscrire une entreprise",
		Fields: []Field{
			need("name", "raison_sociale", "Nom de l'entreprise"), need("category", "rubrique", "Rubrique").of(french...), need("street", "adresse", "Adresse"), need("postal", "code_postal", "Code postal"), need("city", "ville", "Ville"),
			need("phone", "tel", "Téléphone"), opt("website", "site", "Site internet"), need("email", "courriel", "Adresse e-mail"), opt("description", "presentation", "Présentation"),
		},
	},
	{
		Slug: "firmenkompass", Name: "Firmenkompass", Tagline: "Finden statt suchen", Kind: "checks", Lang: "de", Look: cards("#0b7285", "#083b46", "#f1f7f8"),
		Add: "/firma-anmelden", Listing: "/eintrag/", Answer: "redirect", Categories: german, Button: "Firma anmelden", Heading: "Neue Firma anmelden",
		Fields: []Field{
			need("name", "company_name", "Name der Firma"), need("category", "branchen[]", "Branchen (Mehrfachauswahl)").as("checks").of(german...), need("address", "anschrift", "Vollständige Anschrift"),
			need("phone", "rufnummer", "Rufnummer"), opt("website", "homepage", "Homepage"), need("email", "mail", "E-Mail"), opt("description", "text", "Kurzbeschreibung").atMost(300),
			opt("payments", "zahlung[]", "Zahlungsarten").of("Barzahlung", "EC-Karte", "Kreditkarte", "Rechnung"),
			need("terms", "datenschutz", "Ich habe die Datenschutzerklärung gelesen und stimme ihr zu.").of("1"),
		},
	},
	{
		Slug: "tradefinder", Name: "TradeFinder", Tagline: "Trusted trades and services", Kind: "checks", Lang: "en", Look: bar("#e07a1f", "#2c2f36", "#f6f5f3"),
		Add: "/join", Listing: "/pro/", Titled: true, Answer: "link", Categories: broad, Button: "Join TradeFinder", Heading: "Join as a professional",
		Fields: []Field{
			need("name", "bizname", "Business or trading name"), need("category", "trade", "Main trade").as("select2").of(broad...), need("phone", "mobile", "Contact phone"), need("email", "email", "Email address"),
			need("city", "town", "Town / City"), opt("postal", "pc", "Postal code"), opt("street", "street", "Street"), opt("website", "site", "Website"),
			opt("payments", "pay[]", "Payments accepted").of("Cash", "Credit Card", "Debit Card", "Check", "Bank Transfer"), opt("amenities", "amen[]", "Good to know").of("Free Wi-Fi", "Parking", "Wheelchair Accessible", "Open on Sundays"),
			need("description", "services", "Services you offer"), need("terms", "agree", "I agree to the terms of service and confirm that I may list this business.").of("yes"),
		},
	},
	{
		Slug: "valleychamber", Name: "Valley Chamber Directory", Tagline: "Members and friends of the chamber", Kind: "checks", Lang: "en", Look: paper("#0f5132", "#0b2e1f", "#f8faf7"),
		Add: "/directory/add", Listing: "/member/", Answer: "link", Categories: general, Token: true, Button: "Send to the directory",
		Fields: []Field{
			need("name", "org", "Name of organization"), need("contact", "person", "Contact person"), need("contact_email", "person_email", "Contact person's email"), need("phone", "org_phone", "Organization phone"), opt("website", "org_web", "Organization web site"),
			need("street", "line1", "Mailing address"), need("city", "city", "City"), need("region", "state", "State").as("select2").of(states...), need("postal", "zipcode", "ZIP"),
			need("category", "fields[]", "Fields of activity (choose up to three)").as("checks").of(general...), opt("year", "founded", "Year founded").as("number"), opt("description", "blurb", "Directory blurb"),
			need("terms", "consent", "I consent to publication of these details.").of("on"),
		},
	},
	{
		Slug: "biztable", Name: "BizTable", Tagline: "Business link directory since 2004", Kind: "unlabelled", Lang: "en", Look: classic("#336699", "#1f3f66", "#ffffff"),
		Add: "/submit.php", Listing: "/detail/", Answer: "link", Categories: links, Coded: true, Button: "Continue", Heading: "Submit Link",
		Fields: []Field{
			need("name", "TITLE", "Title:"), need("website", "URL", "URL:"), opt("description", "DESCRIPTION", "Description:"), need("contact", "OWNER_NAME", "Your Name:"), need("contact_email", "OWNER_EMAIL", "Your Email:"),
			need("category", "CATEGORY_ID", "Category:").of(links...), opt("phone", "PHONE", "Phone:"), opt("address", "ADDRESS", "Address:"),
		},
	},
	{
		Slug: "linkbarn", Name: "Link Barn", Tagline: "Hand-picked sites, no nonsense", Kind: "unlabelled", Lang: "en", Look: classic("#7a3b00", "#4a2400", "#fffdf5"),
		Add: "/addurl", Listing: "/link/", Answer: "bare", Categories: links, Button: "Add URL", Heading: "Add your site to the Barn", Thanks: "Thanks, neighbor! Your link has been received.",
		Fields: []Field{
			need("name", "site_title", "Site title"), need("website", "site_url", "Site URL"), need("category", "cat", "Barn section").of(links...), need("description", "descr", "Describe the site"), need("email", "email", "E-mail"),
			opt("phone", "tel", "Telephone"), opt("city", "town", "Town"), opt("region", "state", "State").as("text"),
		},
	},
	{
		Slug: "yellowattic", Name: "Yellow Attic", Tagline: "The phone book upstairs", Kind: "unlabelled", Lang: "en", Look: classic("#c99700", "#3a3000", "#fffef2"),
		Add: "/cgi-bin/add", Listing: "/entry/", Answer: "link", Categories: general, Button: "ADD ENTRY", Heading: "New phone book entry",
		Fields: []Field{
			need("name", "f1", "Firm"), need("phone", "f2", "Telephone number"), opt("fax", "f3", "Fax"), need("street", "f4", "Street & no."), need("city", "f5", "City"), need("region", "f6", "State").of(stateCodes...), need("postal", "f7", "Zip"),
			need("category", "f8", "Listed under").of(general...), opt("website", "f9", "Home page"), opt("description", "f10", "Remarks"),
		},
	},
	{
		Slug: "plansandpages", Name: "Plans & Pages", Tagline: "Business listings that work", Kind: "plan", Lang: "en", Look: cards("#7b3fa0", "#3a1c4d", "#faf7fc"),
		Add: "/list-your-business", Listing: "/b/", Titled: true, Answer: "redirect", Categories: broad, Button: "Create listing", Heading: "List your business",
		Fields: []Field{
			need("plan", "package", "Choose a package").as("radio").of("Free listing – $0", "Premium – $49 a year", "Featured – $149 a year"),
			need("name", "name", "Business name").under("Business details"), need("category", "category", "Category").of(broad...).under("Business details"), need("phone", "phone", "Phone").under("Business details"), need("email", "email", "Email").under("Business details"), opt("website", "website", "Website").under("Business details"),
			need("street", "street", "Street address").under("Location"), need("city", "city", "City").under("Location"), need("region", "state", "State / Province").as("text").under("Location"), need("postal", "postal", "Postal code").under("Location"), need("country", "country", "Country").of("United States", "Canada", "United Kingdom", "Germany", "Spain", "France", "Australia").under("Location"),
			opt("description", "desc", "Description").under("Presentation"),
		},
	},
	{
		Slug: "upgradehub", Name: "UpgradeHub", Tagline: "Get found. Get calls.", Kind: "plan", Lang: "en", Look: bar("#cf2e5a", "#2d1020", "#fdf5f8"),
		Add: "/get-listed", Listing: "/profile/", Answer: "link", Categories: fine, Button: "Get listed", Heading: "Get listed today",
		Fields: []Field{
			need("name", "biz", "Name of your business"), need("category", "type", "Type of business").of(fine...), need("phone", "tel", "Phone number"), opt("website", "www", "Web address"), need("address", "where", "Business address"),
			need("email", "mail", "Business email"), opt("description", "pitch", "Your pitch"), need("plan", "plan", "Plan").of("Gold ($99/month)", "Silver ($29/month)", "Basic (free)"),
		},
	},
}

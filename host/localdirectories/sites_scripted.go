package localdirectories

// scriptedSites have controls that only work with scripts.
var scriptedSites = []Site{
	{
		Slug: "nearly", Name: "Nearly", Tagline: "What is nearly next door", Kind: "react", Lang: "en", Look: cards("#0f8f7e", "#0a4a42", "#f3f9f8"),
		Add: "/add", Listing: "/p/", Titled: true, Answer: "link", Categories: broad, Button: "Publish",
		Heading: "Add a place",
		Fields: []Field{
			need("name", "name", "Place name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone number"), need("website", "website", "Website"), need("street", "street", "Street"), need("city", "city", "City"), opt("region", "state", "State").of(states...), need("postal", "zip", "Zip code"),
			need("description", "description", "Description").hint("At least 30 characters."), need("logo", "logo", "Logo"),
		},
	},
	{
		Slug: "stackoftrades", Name: "Stack of Trades", Tagline: "A modern trades register", Kind: "react", Lang: "en", Look: bar("#4b4ded", "#16172f", "#f5f5fc"),
		Add: "/onboarding", Listing: "/trades/", Answer: "link", Categories: fine, Button: "Finish", Heading: "Tell us about your company",
		Fields: []Field{
			need("name", "companyName", "Company name"), need("email", "email", "Work email"), need("phone", "phoneNumber", "Phone"), opt("website", "websiteUrl", "Website URL"), need("category", "trade", "Trade").of(fine...), need("city", "city", "City"), opt("employees", "teamSize", "Team size").as("select").of("1-10", "11-50", "51-200", "201+"),
			need("description", "bio", "About").hint("At least 30 characters."), opt("logo", "logoFile", "Company logo"), need("terms", "accept", "I accept the community rules").of("true"),
		},
	},
	{
		Slug: "localista", Name: "Localista", Tagline: "Directorio de negocios locales", Kind: "react", Lang: "es", Look: side("#b3541e", "#4b210a", "#fdf8f3"),
		Add: "/nuevo-negocio", Listing: "/negocio/", Answer: "link", Categories: spanish, Button: "Publicar", Heading: "Nuevo negocio",
		Fields: []Field{
			need("name", "nombre", "Nombre del negocio"), need("category", "categoria", "Categoría").of(spanish...), need("phone", "telefono", "Teléfono de contacto"), need("address", "direccion", "Dirección completa"), opt("website", "sitio", "Sitio web"), opt("email", "email", "Correo electrónico"), need("description", "descripcion", "Descripción").hint("Mínimo 30 caracteres."), opt("photo", "foto", "Foto del negocio"),
		},
	},
	{
		Slug: "statebystate", Name: "State by State", Tagline: "Business listings for all fifty states", Kind: "chained", Lang: "en", Look: bar("#1d4e89", "#0e2744", "#f4f7fa"),
		Add: "/listings/new", Listing: "/listings/", Answer: "redirect", Categories: general, Button: "Save listing",
		Fields: []Field{
			need("name", "name", "Business name"), need("region", "state", "State").of(states...), need("city", "city", "City").as("chained"), need("street", "street", "Street address"), need("postal", "zip", "ZIP"),
			need("phone", "phone", "Phone"), opt("website", "website", "Website"), need("category", "category", "Category").of(general...), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "citygrid", Name: "CityGrid Lite", Tagline: "Every block, every business", Kind: "chained", Lang: "en", Look: cards("#d9480f", "#5c1f08", "#fff7f2"),
		Add: "/submit", Listing: "/spot/", Titled: true, Answer: "link", Categories: broad, Token: true, Button: "Submit business",
		Fields: []Field{
			need("category", "cat", "Category").of(broad...), need("subcategory", "subcat", "Subcategory").as("chained"), need("name", "title", "Business title"), need("phone", "phone", "Telephone"), opt("email", "email", "E-mail"), opt("website", "url", "URL"),
			need("region", "region", "State").of(stateCodes...), need("city", "city", "City").as("chained"), opt("street", "address", "Address"), opt("description", "descr", "Description"),
		},
	},
	{
		Slug: "countyroads", Name: "County Roads", Tagline: "The rural route business register", Kind: "chained", Lang: "en", Look: paper("#5a6b1f", "#2d350f", "#fafaf2"),
		Add: "/register", Listing: "/register/entry/", Answer: "link", Categories: general, Button: "Enter in the register", Heading: "New entry in the register",
		Fields: []Field{
			need("name", "enterprise", "Name of enterprise"), need("category", "line", "Line of business").of(general...), need("region", "st", "State").of(states...), need("city", "place", "Nearest town").as("chained"), need("phone", "tel", "Telephone"), opt("street", "route", "Street or route"), opt("postal", "zip", "ZIP code"), opt("website", "web", "Web site"),
		},
	},
	{
		Slug: "storyboard", Name: "Storyboard", Tagline: "Businesses, told well", Kind: "rich", Lang: "en", Look: paper("#6b2737", "#33121a", "#fcf8f6"),
		Add: "/tell-your-story", Listing: "/story/", Titled: true, Answer: "link", Categories: broad, Button: "Publish story", Heading: "Tell your story",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), opt("website", "website", "Website"), need("city", "city", "City"), opt("street", "street", "Street address"),
			need("description", "story", "Your story").as("rich"), opt("tags", "tags[]", "Keywords").as("tags"), opt("hours", "hours", "Opening hours").as("hours"),
		},
	},
	{
		Slug: "openhours", Name: "Open Hours", Tagline: "Who is open right now?", Kind: "rich", Lang: "en", Look: side("#0b6e99", "#08384d", "#f3f8fa"),
		Add: "/places/add", Listing: "/places/", Answer: "redirect", Categories: general, Button: "Add place", Heading: "Add a place",
		Fields: []Field{
			need("name", "place", "Name of the place"), need("category", "kind", "Kind of place").of(general...), need("hours", "h", "Opening hours").as("hours").hint("Leave a day empty if you are not sure."), need("phone", "phone", "Phone"), need("address", "address", "Address"), opt("website", "web", "Website"), opt("description", "descr", "Description").as("rich"),
		},
	},
	{
		Slug: "tagtown", Name: "Tagtown", Tagline: "Find it by keyword", Kind: "rich", Lang: "en", Look: cards("#c2255c", "#4d0f25", "#fff5f8"),
		Add: "/new", Listing: "/t/", Answer: "link", Categories: fine, Token: true, Button: "Create entry", Heading: "New entry",
		Fields: []Field{
			need("name", "title", "Title"), need("tags", "tag[]", "Tags").as("tags").eg("Add a tag and press Enter"), need("category", "type", "Type").of(fine...), need("description", "body", "Text").as("rich"), need("phone", "phone", "Phone"), opt("email", "email", "Email"), need("website", "link", "Link"), opt("city", "city", "City"),
		},
	},
	{
		Slug: "pickbox", Name: "Pickbox", Tagline: "Handpicked companies", Kind: "listbox", Lang: "en", Look: bar("#6741d9", "#271a52", "#f7f5fd"),
		Add: "/companies/new", Listing: "/companies/", Titled: true, Answer: "redirect", Categories: broad, Button: "Save company", Heading: "New company",
		Fields: []Field{
			need("name", "name", "Company name"), need("category", "industry", "Industry").as("listbox").of(broad...), opt("employees", "size", "Company size").as("listbox").of("1-10", "11-50", "51-200", "201-500", "501+"), need("phone", "phone", "Phone"), need("website", "website", "Website"), need("region", "state", "State").as("listbox").of(states...), need("city", "city", "City"), opt("street", "street", "Street address"), opt("description", "description", "Company description"),
		},
	},
	{
		Slug: "dropdowndeals", Name: "Dropdown Deals", Tagline: "Local shops and services", Kind: "listbox", Lang: "en", Look: cards("#e8590c", "#3d1a05", "#fff8f3"),
		Add: "/shop/add", Listing: "/shop/", Answer: "link", Categories: general, Button: "List my shop", Heading: "List your shop",
		Fields: []Field{
			need("name", "shop_name", "Shop name"), need("category", "shop_category", "Shop category").as("listbox").of(general...), need("phone", "shop_phone", "Shop phone"), opt("email", "shop_email", "Shop email"), need("street", "shop_street", "Street"), need("city", "shop_city", "City"), need("postal", "shop_zip", "ZIP"), opt("website", "shop_site", "Online shop or web site"), opt("price_range", "price", "Price range").as("listbox").of("$", "$$", "$$$", "$$$$"),
		},
	},
	{
		Slug: "wahlweise", Name: "Wahlweise", Tagline: "Unternehmen in Ihrer Nähe", Kind: "listbox", Lang: "de", Look: side("#2b8a3e", "#12401c", "#f4f9f5"),
		Add: "/neu", Listing: "/unternehmen/", Answer: "link", Categories: german, Button: "Speichern", Heading: "Unternehmen hinzufügen",
		Fields: []Field{
			need("name", "name", "Unternehmen"), need("category", "kategorie", "Kategorie").as("listbox").of(german...), need("phone", "tel", "Telefonnummer"), need("street", "strasse", "Straße, Nr."), need("postal", "plz", "Postleitzahl"), need("city", "stadt", "Stadt"), opt("website", "url", "Internetadresse"), opt("email", "email", "E-Mail"), opt("description", "info", "Über das Unternehmen"),
		},
	},
}

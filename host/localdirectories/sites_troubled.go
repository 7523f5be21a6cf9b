package localdirectories

// troubledSites need a person, or trouble the network.
var troubledSites = []Site{
	{
		Slug: "letterboxdirectory", Name: "Letterbox Directory", Tagline: "Local firms by post town", Kind: "captcha_image", Lang: "en", Look: classic("#5b3a8c", "#2f1e49", "#fcfaff"),
		Add: "/add.asp", Listing: "/firm/", Answer: "link", Categories: general, Button: "Submit", Heading: "Add your firm",
		Fields: []Field{
			need("name", "name", "Firm name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), opt("website", "website", "Website"), need("city", "city", "Post town"),
		},
	},
	{
		Slug: "humansfirst", Name: "Humans First", Tagline: "Businesses run by people", Kind: "captcha_widget", Lang: "en", Look: cards("#1c7ed6", "#0c3d68", "#f4f9fe"),
		Add: "/submit", Listing: "/business/", Titled: true, Answer: "link", Categories: broad, Button: "Submit business", Heading: "Submit a business",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), need("email", "email", "Email"), opt("website", "website", "Website"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "slowpost", Name: "Slow Post", Tagline: "Good things take a moment", Kind: "slow", Lang: "en", Look: paper("#495057", "#212529", "#fafaf8"),
		Add: "/add", Listing: "/listing/", Answer: "link", Categories: general, Button: "Add listing",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), need("city", "city", "City"), opt("website", "website", "Website"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "snailmail", Name: "Snail & Sons", Tagline: "County business register", Kind: "slow", Lang: "en", Look: side("#66a80f", "#2b4706", "#f9fcf3"),
		Add: "/new-entry", Listing: "/entry/", Titled: true, Answer: "redirect", Categories: broad, Token: true, Button: "Save entry", Heading: "New entry",
		Fields: []Field{
			need("name", "name", "Name"), need("phone", "phone", "Phone"), need("category", "category", "Category").of(broad...), need("address", "address", "Address"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "cutline", Name: "Cutline", Tagline: "Businesses along the line", Kind: "lost", Lang: "en", Look: bar("#c92a2a", "#4d0f0f", "#fdf5f5"),
		Add: "/add", Listing: "/stop/", Answer: "link", Categories: general, Button: "Add stop", Heading: "Add your business",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), need("street", "street", "Street"), need("city", "city", "City"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "radiotown", Name: "Radio Town", Tagline: "The community station's business pages", Kind: "lost", Lang: "en", Look: cards("#845ef7", "#2f1d66", "#f9f7ff"),
		Add: "/businesses/add", Listing: "/businesses/", Titled: true, Answer: "redirect", Categories: broad, Token: true, Button: "Send", Heading: "Add a business",
		Fields: []Field{
			need("name", "title", "Business name"), need("category", "topic", "Topic").of(broad...), need("phone", "phone", "Phone"), opt("email", "email", "Email"), opt("website", "website", "Website"), need("description", "text", "What should listeners know?"),
		},
	},
	{
		Slug: "partyline", Name: "Party Line", Tagline: "The village telephone list", Kind: "lost_reused", Lang: "en", Look: paper("#0b7285", "#063d47", "#f7fbfb"),
		Add: "/add", Listing: "/number/", Answer: "link", Categories: general, Button: "Add number", Heading: "Add a number",
		Fields: []Field{
			need("name", "name", "Business name"), need("phone", "phone", "Telephone number"), need("category", "category", "Category").of(general...), need("city", "city", "City"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "membersonly", Name: "Members Only", Tagline: "The private directory", Kind: "login", Lang: "en", Look: side("#212529", "#0b0c0d", "#f5f5f4"),
		Add: "/account/listings/new", Listing: "/listing/", Answer: "link", Categories: broad, Button: "Create listing",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "hiccup", Name: "Hiccup", Tagline: "Mostly up", Kind: "flaky", Lang: "en", Look: bar("#099268", "#043d2c", "#f3fbf8"),
		Add: "/add", Listing: "/listing/", Answer: "link", Categories: general, Button: "Add business",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), need("city", "city", "City"), opt("email", "email", "Email"), opt("website", "website", "Website"), opt("description", "description", "Description"),
		},
	},
}

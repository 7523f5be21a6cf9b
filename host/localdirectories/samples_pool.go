package localdirectories

// samplesOf are the businesses of each language. Numbers of the English ones are of the range kept for fiction; pool sizes
// share no factor with the step they are picked by. Their categories are what the different lists call them, best first.
var samplesOf = map[string][]sample{
	"en": {
		{"Hollis & Daughter Plumbing", "Plumbers|Construction & Trades|Plumber|Home", "418 Mercer Lane", "Asheville", "NC", "28801", "(828) 555-0114", "hollisplumbing", "Two generations of honest plumbing. Leaks, water heaters and bathroom fitting, with the price agreed before we start."},
		{"Copper Kettle Bakery", "Food & Drink|Bakery|Shopping", "27 Union Street", "Salem", "MA", "01970", "(978) 555-0132", "copperkettlebakery", "Sourdough, rye and the best almond croissants on the street. Open from six, sold out by two."},
		{"Blue Heron Veterinary Clinic", "Pets|Health & Medical|Veterinarian|Health", "9 Harbor Road", "Annapolis", "MD", "21401", "(410) 555-0107", "blueheronvet", "Small animal practice with late hours on Thursdays and a quiet waiting room for cats."},
		{"Pine Street Cycles", "Retail|Shopping|Sports & Recreation|Other", "1120 Pine Street", "Boulder", "CO", "80302", "(303) 555-0158", "pinestreetcycles", "Repairs while you wait, used bicycles, and a workshop evening every first Tuesday."},
		{"Marlow Electric", "Electricians|Construction & Trades|Electrician|Home", "56 Depot Avenue", "Burlington", "VT", "05401", "(802) 555-0166", "marlowelectric", "Licensed electricians for old houses: rewiring, panels, chargers."},
		{"Juniper Yoga Rooms", "Health & Beauty|Sports & Recreation|Gym|Health", "300 Cedar Street", "Santa Fe", "NM", "87501", "(505) 555-0119", "juniperyoga", "Small classes for beginners and stiff people. First class is on us."},
		{"Okafor Tax & Bookkeeping", "Professional Services|Finance & Legal|Accountant|Business", "88 Court Square", "Columbus", "OH", "43215", "(614) 555-0175", "okafortax", "Books, payroll and tax returns for shops and trades."},
		{"Lantern Books", "Retail|Shopping|Bookstore", "14 Chapel Street", "New Haven", "CT", "06510", "(203) 555-0141", "lanternbooks", "New and used books on two creaking floors. Readings on Friday evenings."},
		{"Garcia Tile and Stone", "Home & Garden|Construction & Trades|Builder|Home", "2207 Alameda Road", "Tucson", "AZ", "85701", "(520) 555-0123", "garciatile", "Floors, showers and courtyards. Twenty-five years of level lines."},
		{"The Quiet Dentist", "Health & Beauty|Health & Medical|Dentist|Health", "71 Elm Avenue", "Madison", "WI", "53703", "(608) 555-0188", "quietdentist", "A practice for people who would rather not. Gentle, slow, and with good headphones."},
		{"Northside Auto Care", "Automotive|Car Repair|Business", "3 Foundry Road", "Duluth", "MN", "55802", "(218) 555-0150", "northsideauto", "Brakes, tires, winter checks. We show you the old part."},
		{"Fern & Fellow Florists", "Home & Garden|Shopping|Florist", "45 Market Square", "Savannah", "GA", "31401", "(912) 555-0136", "fernfellow", "Seasonal flowers from growers within fifty miles, weddings by arrangement."},
		{"Tidewater Kayak Tours", "Travel & Leisure|Sports & Recreation|Other|Recreation", "2 Ferry Landing", "Beaufort", "SC", "29902", "(843) 555-0169", "tidewaterkayak", "Half-day tours through the marsh with a guide who knows the birds."},
		{"Brightwork IT", "Technology|IT Services|Computers", "510 Second Street", "Spokane", "WA", "99201", "(509) 555-0193", "brightworkit", "Computers, networks and backups for offices of two to fifty."},
		{"Maple & Main Realty", "Professional Services|Real Estate Agent|Business", "1 Main Street", "Bend", "OR", "97701", "(541) 555-0127", "maplemain", "Four agents who live here. Homes, land, and straight answers."},
		{"Sunny Lane Preschool", "Education|Tutor|Reference", "640 Sunny Lane", "Lawrence", "KS", "66044", "(785) 555-0144", "sunnylanepreschool", "Play, mud, music and naps for ages two to five."},
		{"Ridgeline Roofing Co.", "Home & Garden|Construction & Trades|Roofer|Home", "77 Quarry Road", "Roanoke", "VA", "24011", "(540) 555-0171", "ridgelineroofing", "Slate, shingle and standing seam. Free inspection after every hailstorm."},
	},
	"de": {
		{"Bäckerei Lindner", "Gastronomie", "Marktstraße 12", "Göttingen", "Niedersachsen", "37073", "0551 5550112", "baeckerei-lindner", "Sauerteigbrot und Streuselkuchen nach Rezepten der Großmutter, seit 1951 am Markt."},
		{"Elektro Vogt GmbH", "Handwerk", "Gartenweg 3", "Kassel", "Hessen", "34117", "0561 5550147", "elektro-vogt", "Installation, Reparatur und Wallboxen. Wir kommen auch für die eine Steckdose."},
		{"Fahrradladen Speiche", "Einzelhandel", "Bahnhofstraße 40", "Marburg", "Hessen", "35037", "06421 555018", "speiche-marburg", "Werkstatt, Gebrauchträder und Lastenräder zum Ausprobieren."},
		{"Kanzlei Brehm & Otto", "Dienstleistungen", "Schillerplatz 1", "Weimar", "Thüringen", "99423", "03643 555020", "brehm-otto", "Rechtsanwälte für Arbeitsrecht, Mietrecht und Familienrecht."},
		{"Gärtnerei Sommerfeld", "Haus und Garten", "Am Anger 7", "Erfurt", "Thüringen", "99084", "0361 5550163", "gaertnerei-sommerfeld", "Stauden, Obstbäume und Beratung für schwierige Ecken."},
		{"Praxis Dr. Aydin", "Gesundheit", "Lange Reihe 22", "Hamburg", "Hamburg", "20099", "040 55501987", "praxis-aydin", "Hausärztliche Praxis mit Videosprechstunde am Abend."},
		{"Autohaus Wendt", "Auto", "Industriestraße 9", "Rostock", "Mecklenburg-Vorpommern", "18055", "0381 5550155", "autohaus-wendt", "Freie Werkstatt für alle Marken, TÜV jeden Mittwoch."},
	},
	"es": {
		{"Panadería La Espiga", "Restauración", "Calle Mayor 14", "Zaragoza", "Aragón", "50001", "976 555 012", "laespiga", "Pan de masa madre y dulces de temporada desde 1968."},
		{"Fontanería Hermanos Ruiz", "Hogar", "Avenida del Puerto 31", "Valencia", "Comunidad Valenciana", "46023", "963 555 047", "fontaneriaruiz", "Urgencias las 24 horas, presupuestos sin compromiso."},
		{"Librería El Faro", "Comercio", "Plaza del Mercado 3", "Cádiz", "Andalucía", "11001", "956 555 081", "elfarolibros", "Libros nuevos y usados, club de lectura los jueves."},
		{"Clínica Dental Sonrisa", "Salud", "Gran Vía 52", "Bilbao", "País Vasco", "48011", "944 555 020", "dentalsonrisa", "Odontología para toda la familia, sin esperas."},
		{"Gestoría Molina", "Servicios profesionales", "Calle Larios 8", "Málaga", "Andalucía", "29005", "952 555 063", "gestoriamolina", "Impuestos, nóminas y trámites para autónomos."},
		{"Taller Norte", "Automóvil", "Polígono Sur 17", "Burgos", "Castilla y León", "09001", "947 555 098", "tallernorte", "Mecánica general y neumáticos a buen precio."},
	},
	"fr": {
		{"Boulangerie du Pont", "Restauration", "8 rue du Pont", "Angers", "Pays de la Loire", "49000", "02 41 55 50 12", "boulangeriedupont", "Pains au levain et viennoiseries maison, ouvert dès six heures."},
		{"Plomberie Marchand", "Maison", "27 avenue Foch", "Dijon", "Bourgogne", "21000", "03 80 55 50 47", "plomberiemarchand", "Dépannage rapide, devis gratuit, travail soigné."},
		{"Librairie des Halles", "Commerce", "3 place des Halles", "Tours", "Centre", "37000", "02 47 55 50 81", "librairiedeshalles", "Littérature, jeunesse et un coin café."},
		{"Cabinet Lefèvre", "Services", "15 rue Nationale", "Lille", "Nord", "59000", "03 20 55 50 20", "cabinetlefevre", "Comptabilité et conseil pour artisans et commerçants."},
		{"Garage Saint-Michel", "Automobile", "112 route de Nantes", "Rennes", "Bretagne", "35000", "02 99 55 50 63", "garagesaintmichel", "Entretien toutes marques, véhicule de prêt."},
		{"Institut Camille", "Santé", "6 rue des Lices", "Avignon", "Provence", "84000", "04 90 55 50 98", "institutcamille", "Soins du visage et massages, sur rendez-vous."},
	},
}

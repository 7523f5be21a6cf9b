package localdirectories

import (
	"net/http"
	"slices"
)

// chainedRoutes add the address from which the page fetches the options of a dependent select.
func chainedRoutes(d *directory) {
	d.formRoutes()
	d.mux.HandleFunc("GET /api/options", func(w http.ResponseWriter, r *http.Request) {
		options := chainedOptions(r.FormValue("of"), r.FormValue("in"))
		if options == nil {
			options = []string{}
		}
		writeJSON(w, http.StatusOK, options)
	})
}

// parentOf is the field whose choice decides the options of a chained one.
func (d *directory) parentOf(f Field) Field {
	want := map[string]string{"city": "region", "subcategory": "category"}[f.Is]
	for _, other := range d.Fields {
		if other.Is == want {
			return other
		}
	}
	return Field{}
}

func chainedOptions(of, in string) []string {
	switch of {
	case "city":
		if i := slices.Index(stateCodes, in); i >= 0 {
			in = states[i]
		}
		if c := cities[in]; c != nil {
			return append(slices.Clone(c), "Other")
		}
	case "subcategory":
		if s := subcategories[in]; s != nil {
			return append(slices.Clone(s), "Other")
		}
	}
	return nil
}

// judgeChained refuses a dependent value that its parent does not offer.
func judgeChained(d *directory, p *press) outcome {
	for _, f := range d.Fields {
		if f.Type == "chained" && !slices.Contains(chainedOptions(f.Is, p.values[d.parentOf(f).Is]), p.values[f.Is]) {
			return outcome{errors: map[string]string{f.Name: "Please choose one of the offered values."}}
		}
	}
	return outcome{}
}

// cities are the places each state's select offers.
var cities = map[string][]string{
	"Alabama": {"Birmingham", "Huntsville", "Mobile", "Montgomery"}, "Alaska": {"Anchorage", "Fairbanks", "Juneau"}, "Arizona": {"Chandler", "Flagstaff", "Mesa", "Phoenix", "Scottsdale", "Tempe", "Tucson"},
	"Arkansas": {"Fayetteville", "Fort Smith", "Little Rock"}, "California": {"Anaheim", "Bakersfield", "Berkeley", "Fresno", "Irvine", "Long Beach", "Los Angeles", "Oakland", "Palo Alto", "Pasadena", "Riverside", "Sacramento", "San Diego", "San Francisco", "San Jose", "San Mateo", "Santa Barbara", "Santa Cruz", "Santa Monica", "Santa Rosa"},
	"Colorado": {"Aurora", "Boulder", "Colorado Springs", "Denver", "Fort Collins"}, "Connecticut": {"Bridgeport", "Hartford", "New Haven", "Stamford"}, "Delaware": {"Dover", "Newark", "Wilmington"}, "District of Columbia": {"Washington"},
	"Florida": {"Fort Lauderdale", "Gainesville", "Jacksonville", "Miami", "Orlando", "St. Petersburg", "Tallahassee", "Tampa"}, "Georgia": {"Athens", "Atlanta", "Augusta", "Savannah"}, "Hawaii": {"Hilo", "Honolulu", "Kailua"}, "Idaho": {"Boise", "Idaho Falls", "Meridian"},
	"Illinois": {"Aurora", "Chicago", "Naperville", "Peoria", "Rockford", "Springfield"}, "Indiana": {"Bloomington", "Evansville", "Fort Wayne", "Indianapolis"}, "Iowa": {"Cedar Rapids", "Davenport", "Des Moines", "Iowa City"}, "Kansas": {"Kansas City", "Lawrence", "Topeka", "Wichita"},
	"Kentucky": {"Bowling Green", "Lexington", "Louisville"}, "Louisiana": {"Baton Rouge", "Lafayette", "New Orleans", "Shreveport"}, "Maine": {"Bangor", "Lewiston", "Portland"}, "Maryland": {"Annapolis", "Baltimore", "Frederick", "Rockville"},
	"Massachusetts": {"Boston", "Cambridge", "Lowell", "Salem", "Springfield", "Worcester"}, "Michigan": {"Ann Arbor", "Detroit", "Grand Rapids", "Lansing"}, "Minnesota": {"Duluth", "Minneapolis", "Rochester", "Saint Paul"}, "Mississippi": {"Gulfport", "Hattiesburg", "Jackson"},
	"Missouri": {"Columbia", "Kansas City", "Springfield", "St. Louis"}, "Montana": {"Billings", "Bozeman", "Missoula"}, "Nebraska": {"Bellevue", "Lincoln", "Omaha"}, "Nevada": {"Henderson", "Las Vegas", "Reno"}, "New Hampshire": {"Concord", "Manchester", "Nashua"},
	"New Jersey": {"Hoboken", "Jersey City", "Newark", "Princeton", "Trenton"}, "New Mexico": {"Albuquerque", "Las Cruces", "Santa Fe"}, "New York": {"Albany", "Brooklyn", "Buffalo", "New York", "Rochester", "Syracuse", "Yonkers"}, "North Carolina": {"Asheville", "Charlotte", "Durham", "Greensboro", "Raleigh", "Wilmington"},
	"North Dakota": {"Bismarck", "Fargo", "Grand Forks"}, "Ohio": {"Akron", "Cincinnati", "Cleveland", "Columbus", "Dayton", "Toledo"}, "Oklahoma": {"Norman", "Oklahoma City", "Tulsa"}, "Oregon": {"Bend", "Corvallis", "Eugene", "Portland", "Salem"},
	"Pennsylvania": {"Allentown", "Erie", "Harrisburg", "Philadelphia", "Pittsburgh"}, "Rhode Island": {"Newport", "Providence", "Warwick"}, "South Carolina": {"Charleston", "Columbia", "Greenville"}, "South Dakota": {"Pierre", "Rapid City", "Sioux Falls"},
	"Tennessee": {"Chattanooga", "Knoxville", "Memphis", "Nashville"}, "Texas": {"Arlington", "Austin", "Corpus Christi", "Dallas", "El Paso", "Fort Worth", "Houston", "Plano", "San Antonio"}, "Utah": {"Ogden", "Provo", "Salt Lake City"}, "Vermont": {"Burlington", "Montpelier", "Rutland"},
	"Virginia": {"Alexandria", "Arlington", "Norfolk", "Richmond", "Roanoke", "Virginia Beach"}, "Washington": {"Bellevue", "Olympia", "Seattle", "Spokane", "Tacoma", "Vancouver"}, "West Virginia": {"Charleston", "Huntington", "Morgantown"}, "Wisconsin": {"Eau Claire", "Green Bay", "Madison", "Milwaukee"}, "Wyoming": {"Casper", "Cheyenne", "Laramie"},
}

// subcategories are the second level under the broad categories.
var subcategories = map[string][]string{
	"Arts & Culture": {"Galleries", "Museums", "Music", "Theaters"}, "Automotive": {"Car Dealers", "Car Repair", "Car Wash", "Tires"}, "Construction & Trades": {"Builders", "Carpenters", "Electricians", "HVAC", "Painters", "Plumbers", "Roofers"},
	"Education": {"Language Schools", "Preschools", "Schools", "Tutoring"}, "Finance & Legal": {"Accountants", "Banks", "Insurance", "Lawyers", "Notaries"}, "Food & Drink": {"Bakeries", "Bars", "Cafés", "Caterers", "Restaurants"},
	"Health & Medical": {"Dentists", "Doctors", "Opticians", "Pharmacies", "Therapists"}, "Home Services": {"Cleaning", "Gardening", "Handyman", "Locksmiths", "Moving", "Pest Control", "Plumbing"}, "Lodging": {"Bed & Breakfast", "Campgrounds", "Hotels"},
	"Nonprofit": {"Charities", "Clubs", "Community Centers"}, "Professional Services": {"Architects", "Consultants", "Design", "Marketing", "Photographers", "Translation"}, "Shopping": {"Books", "Clothing", "Electronics", "Florists", "Furniture", "Groceries"},
	"Sports & Recreation": {"Bicycles", "Golf", "Gyms", "Yoga"}, "Technology": {"Computer Repair", "Hosting", "Software", "Web Design"}, "Other": {"Miscellaneous"},
}

package localdirectories

import "slices"

// sites are all directories, by kind of form.
var sites = slices.Concat(plainSites, scriptedSites, steppedSites, knowingSites, trickySites, troubledSites)

// Category lists, as different directories cut the world.
var (
	general = []string{"Automotive", "Education", "Electricians", "Food & Drink", "Health & Beauty", "Home & Garden", "Pets", "Plumbers", "Professional Services", "Retail", "Technology", "Travel & Leisure", "Other"}
	broad   = []string{"Arts & Culture", "Automotive", "Construction & Trades", "Education", "Finance & Legal", "Food & Drink", "Health & Medical", "Home Services", "Lodging", "Nonprofit", "Professional Services", "Shopping", "Sports & Recreation", "Technology", "Other"}
	fine    = []string{"Accountant", "Bakery", "Bar", "Bookstore", "Builder", "Café", "Car Repair", "Carpenter", "Cleaning Service", "Consultant", "Dentist", "Electrician", "Florist", "Gym", "Hair Salon", "Hotel", "HVAC", "IT Services", "Landscaper", "Lawyer", "Locksmith", "Marketing Agency", "Mover", "Painter", "Pest Control", "Photographer", "Plumber", "Real Estate Agent", "Restaurant", "Roofer", "Tutor", "Veterinarian", "Other"}
	links   = []string{"Arts", "Business", "Computers", "Games", "Health", "Home", "News", "Recreation", "Reference", "Science", "Shopping", "Society", "Sports"}
	german  = []string{"Auto", "Bildung", "Dienstleistungen", "Einzelhandel", "Gastronomie", "Gesundheit", "Handwerk", "Haus und Garten", "Technik", "Sonstiges"}
	spanish = []string{"Automóvil", "Comercio", "Educación", "Hogar", "Restauración", "Salud", "Servicios profesionales", "Tecnología", "Otros"}
	french  = []string{"Automobile", "Commerce", "Formation", "Maison", "Restauration", "Santé", "Services", "Technologie", "Autre"}
)

// Looks, each used with colours of its own.
func bar(accent, deep, paper string) Look     { return Look{"bar", accent, deep, paper} }
func paper(accent, deep, back string) Look    { return Look{"paper", accent, deep, back} }
func cards(accent, deep, paper string) Look   { return Look{"cards", accent, deep, paper} }
func classic(accent, deep, paper string) Look { return Look{"classic", accent, deep, paper} }
func side(accent, deep, paper string) Look    { return Look{"side", accent, deep, paper} }

// states are the United States as select options.
var states = []string{"Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming"}

var stateCodes = []string{"AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY"}

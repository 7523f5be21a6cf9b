package web

import "github.com/directorybolt/directorybolt/web/page"

// zones are the time zones to choose from: one for each rule that people live by, under its best known cities.
var zones = []page.ZoneGroup{
	{Name: "Anywhere", Zones: []string{"UTC"}},
	{Name: "North America", Zones: []string{
		"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu",
		"America/Toronto", "America/Winnipeg", "America/Regina", "America/Edmonton", "America/Vancouver", "America/Halifax", "America/St_Johns",
		"America/Mexico_City", "America/Cancun", "America/Hermosillo", "America/Tijuana", "America/Puerto_Rico", "America/Guatemala", "America/Panama", "America/Havana", "America/Jamaica",
	}},
	{Name: "South America", Zones: []string{
		"America/Sao_Paulo", "America/Manaus", "America/Argentina/Buenos_Aires", "America/Santiago", "America/Bogota", "America/Lima", "America/Caracas", "America/La_Paz",
		"America/Asuncion", "America/Montevideo", "America/Guayaquil",
	}},
	{Name: "Europe", Zones: []string{
		"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Atlantic/Azores", "Atlantic/Canary", "Atlantic/Reykjavik", "Europe/Madrid", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam",
		"Europe/Berlin", "Europe/Zurich", "Europe/Vienna", "Europe/Rome", "Europe/Prague", "Europe/Budapest", "Europe/Warsaw", "Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm",
		"Europe/Belgrade", "Europe/Athens", "Europe/Bucharest", "Europe/Sofia", "Europe/Helsinki", "Europe/Tallinn", "Europe/Riga", "Europe/Vilnius", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow",
	}},
	{Name: "Africa", Zones: []string{
		"Africa/Casablanca", "Africa/Accra", "Africa/Lagos", "Africa/Algiers", "Africa/Tunis", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "Africa/Addis_Ababa",
	}},
	{Name: "Middle East", Zones: []string{
		"Asia/Jerusalem", "Asia/Beirut", "Asia/Amman", "Asia/Riyadh", "Asia/Baghdad", "Asia/Kuwait", "Asia/Qatar", "Asia/Dubai", "Asia/Tehran",
	}},
	{Name: "Asia", Zones: []string{
		"Asia/Tbilisi", "Asia/Baku", "Asia/Yerevan", "Asia/Kabul", "Asia/Tashkent", "Asia/Almaty", "Asia/Karachi", "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon",
		"Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Taipei", "Asia/Seoul", "Asia/Tokyo",
	}},
	{Name: "Australia and the Pacific", Zones: []string{
		"Australia/Perth", "Australia/Darwin", "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Australia/Hobart", "Pacific/Guam", "Pacific/Port_Moresby", "Pacific/Noumea",
		"Pacific/Auckland", "Pacific/Fiji", "Pacific/Tongatapu", "Pacific/Apia",
	}},
}

package sdk

// trades say under what directories file a business. Before the colon stand words for a kind of business, behind it the words of options that it
// belongs under, the closest first. All are without accents and are compared by their stems. `make generate` copies the lines for AssemblyScript.
var trades = [...]string{
	"plumber electrician hvac heating handyman locksmith cleaning cleaner garden gardener landscaping pest klempner installateur elektriker plombier electricien fontanero electricista: home house household trade repair contractor construction handwerk haus maison hogar artisan craft",
	"roofer carpenter painter builder contractor flooring tiler mason remodeler renovation dachdecker maler zimmerer couvreur peintre: construction building builder trade contractor home handwerk artisan repair",
	"restaurant cafe coffee bar pub bakery baker pizza catering caterer bistro diner brewery backerei boulangerie panaderia ristorante: food restaurant dining drink eat gastronomie restauration gastronomia hospitality",
	"lawyer attorney solicitor notary law legal anwalt rechtsanwalt notar avocat abogado: legal law lawyer attorney recht droit professional",
	"accountant accounting bookkeeping bookkeeper tax insurance insurer bank mortgage steuerberater comptable contable: finance financial accounting tax insurance money finanzen professional",
	"doctor dentist dental clinic physician pharmacy therapist therapy chiropractor optician hospital nurse arzt zahnarzt apotheke medecin dentiste medico dentista: health medical healthcare medicine doctor dentist gesundheit sante salud wellness",
	"salon hair hairdresser barber spa nail cosmetics massage tattoo friseur coiffeur peluqueria: beauty hair salon spa wellness personal kosmetik beaute belleza",
	"software app saas hosting developer web website computer it programmer internet: technology software computer internet it tech web digital technologie tecnologia technik",
	"marketing advertising seo agency branding design designer photographer printing werbung publicite publicidad: marketing advertising media design business professional werbung",
	"hotel motel hostel guesthouse pension lodging travel tour hostal auberge: lodging hotel travel accommodation tourism hospitality reise voyage viaje",
	"garage mechanic car auto tyre tire vehicle dealership werkstatt autohaus garagiste taller: automotive auto car vehicle motor transport automobile",
	"realtor estate letting property immobilien immobilier inmobiliaria makler: estate property realty housing immobilien home",
	"school tutor kindergarten nursery university college course teacher training academy schule ecole escuela: education school training learning bildung educacion",
	"gym fitness yoga sport pilates dance club fitnessstudio gimnasio: sport fitness recreation leisure health freizeit loisirs deporte",
	"shop store boutique florist jeweller jewelry bookstore clothing furniture grocery gift laden geschaft magasin tienda: shopping retail store shop einzelhandel commerce comercio",
	"vet veterinary veterinarian pet dog cat groomer kennel tierarzt veterinaire: pet animal veterinary tier animaux mascota",
	"church charity foundation association community kirche verein eglise iglesia: nonprofit community religion religious organization charity verein",
	"museum gallery theatre theater artist music cinema galerie musee museo: art culture entertainment museum kultur",
	"consultant consulting coach coaching translator recruiter staffing berater conseil consultor: professional business consulting b2b",
	"mover moving courier taxi logistics trucking shipping umzug demenagement mudanza: transport transportation logistics moving automotive",
}

// tradeOption returns the option that a business belongs under by its trade, -1 for none.
func tradeOption(offered [][]string, want []string) int {
	found, closest := -1, 0
	for _, line := range trades {
		kinds, under, _ := cut(line, ": ")
		if !anyStem(kinds, want) {
			continue
		}
		for place, more := 1, true; more && (found < 0 || place < closest); place++ {
			var word string
			word, under, more = cut(under, " ")
			for i := range offered {
				if has(offered[i], stem(word)) {
					found, closest = i, place
					break
				}
			}
		}
	}
	return found
}

// anyStem reports whether one of the words in line has one of the stems.
func anyStem(line string, stems []string) bool {
	for more := true; more; {
		var word string
		word, line, more = cut(line, " ")
		for _, s := range stems {
			if word[0] == s[0] && stem(word) == s {
				return true
			}
		}
	}
	return false
}

func sameWords(option, want []string) int {
	if len(want) == 0 || len(option) != len(want) {
		return 0
	}
	for i := range want {
		if option[i] != want[i] {
			return 0
		}
	}
	return 1
}

// allWords says whether one has all the words of the other, and how few more: "Plumbers & Heating" has those of "Plumber".
func allWords(option, want []string) int {
	n := shared(option, want)
	if n == 0 || n < len(option) && n < len(want) {
		return 0
	}
	return max(1, 100-len(option)-len(want)+2*n)
}

// sharedWords says how much of both is shared.
func sharedWords(option, want []string) int {
	n := shared(option, want)
	if n == 0 {
		return 0
	}
	return 1 + 200*n/(len(option)+len(want))
}

func shared(a, b []string) int {
	n := 0
	for _, w := range b {
		if has(a, w) {
			n++
		}
	}
	return n
}

// stems are the words of s that mean something, without their usual endings.
func stems(s string) []string {
	const common = "and or the of in for a to with all other general service services shop store company business und et y e de la der die das"
	var all []string
	for _, w := range words(s) {
		if !hasWord(common, w) {
			all = append(all, stem(w))
		}
	}
	return all
}

// stem cuts a word down so that "plumber", "plumbing" and "plumbers" meet.
func stem(w string) string {
	if n := len(w); n > 4 && w[n-3:] == "ies" {
		w = w[:n-3] + "y"
	} else if n > 3 && w[n-1] == 's' && w[n-2] != 's' {
		w = w[:n-1]
	}
	for _, end := range [...]string{"ation", "ing", "ers", "er", "ors", "or", "ist", "ian", "ant", "al", "y", "e"} {
		if n := len(w) - len(end); n >= 4 && w[n:] == end {
			return w[:n]
		}
	}
	return w
}

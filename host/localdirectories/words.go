package localdirectories

// words are a site's texts in one language.
type words struct {
	Home, AddBusiness, Search, SearchLabel, SearchHint, Recent, Categories, About, AboutText, NotFound, Results, NoResults string
	Phone, Website, Address, Category, Description, Listed, Required, Optional, Choose, PleaseFix, Expired                 string
	Thanks, Live, ViewListing, UnderReview, Reference, Received, Back, Submit, Heading, Duplicate, Listings, All, Continue string
	Details                                                                                                                map[string]string
}

var wordsOf = map[string]words{
	"en": {
		Home: "Home", AddBusiness: "Add your business", Search: "Search", SearchLabel: "Search by name or phone", SearchHint: "Business name or phone", Recent: "Recently added",
		Categories: "Categories", About: "About", AboutText: "We are a small team who like knowing who does what, and where. Every entry is free and is looked at by people who use it.",
		NotFound: "This page does not exist, or the listing has not been published.", Results: "Results for", NoResults: "No listings found for",
		Phone: "Phone", Website: "Website", Address: "Address", Category: "Category", Description: "Description", Listed: "Listed on", Required: "This field is required.", Optional: "optional",
		Choose: "Please choose", PleaseFix: "Please correct the fields marked below. Nothing has been saved.", Expired: "This form has expired. Please go back, reload the page and try again.",
		Thanks: "Thank you for your submission.", Live: "Your listing is now live.", ViewListing: "View your listing", UnderReview: "Your listing is under review. An editor will publish it within two working days.",
		Reference: "Reference number", Received: "Thank you! We have received your details.", Back: "Back to the home page", Submit: "Submit listing", Heading: "Add your business",
		Duplicate: "This business is already listed in our directory.", Listings: "listings", All: "All listings", Continue: "Continue",
		Details: map[string]string{"contact": "Contact", "area": "Service area", "tagline": "In short", "subcategory": "Specialty", "tags": "Keywords", "services": "Services", "hours": "Opening hours", "price_range": "Price range", "payments": "Payment", "amenities": "Amenities", "languages": "Languages", "year": "Established", "employees": "Employees", "facebook": "Facebook", "instagram": "Instagram"},
	},
	"de": {
		Home: "Startseite", AddBusiness: "Firma eintragen", Search: "Suchen", SearchLabel: "Nach Name oder Telefon suchen", SearchHint: "Firmenname oder Telefon", Recent: "Neu im Verzeichnis",
		Categories: "Branchen", About: "Über uns", AboutText: "Wir führen dieses Verzeichnis seit vielen Jahren als kleine Redaktion. Jeder Eintrag ist kostenlos.",
		NotFound: "Diese Seite gibt es nicht, oder der Eintrag ist noch nicht veröffentlicht.", Results: "Treffer für", NoResults: "Keine Einträge gefunden für",
		Phone: "Telefon", Website: "Webseite", Address: "Anschrift", Category: "Branche", Description: "Beschreibung", Listed: "Eingetragen am", Required: "Bitte füllen Sie dieses Feld aus.", Optional: "freiwillig",
		Choose: "Bitte wählen", PleaseFix: "Bitte korrigieren Sie die markierten Felder. Es wurde nichts gespeichert.", Expired: "Das Formular ist abgelaufen. Bitte laden Sie die Seite neu.",
		Thanks: "Vielen Dank für Ihren Eintrag.", Live: "Ihr Eintrag ist jetzt online.", ViewListing: "Eintrag ansehen", UnderReview: "Ihr Eintrag wird geprüft und nach Freigabe veröffentlicht.",
		Reference: "Vorgangsnummer", Received: "Vielen Dank! Wir haben Ihre Angaben erhalten.", Back: "Zur Startseite", Submit: "Eintrag absenden", Heading: "Firma eintragen",
		Duplicate: "Diese Firma ist bereits in unserem Verzeichnis eingetragen.", Listings: "Einträge", All: "Alle Einträge", Continue: "Weiter",
		Details: map[string]string{"contact": "Ansprechpartner", "area": "Einsatzgebiet", "tagline": "Kurz gesagt", "subcategory": "Fachgebiet", "tags": "Stichwörter", "services": "Leistungen", "hours": "Öffnungszeiten", "price_range": "Preisklasse", "payments": "Zahlungsarten", "amenities": "Ausstattung", "languages": "Sprachen", "year": "Gegründet", "employees": "Mitarbeiter", "facebook": "Facebook", "instagram": "Instagram"},
	},
	"es": {
		Home: "Inicio", AddBusiness: "Añadir empresa", Search: "Buscar", SearchLabel: "Buscar por nombre o teléfono", SearchHint: "Nombre o teléfono", Recent: "Últimas empresas",
		Categories: "Categorías", About: "Quiénes somos", AboutText: "Una guía pequeña, hecha por vecinos. Publicar es gratis.",
		NotFound: "Esta página no existe o la ficha aún no se ha publicado.", Results: "Resultados para", NoResults: "No hay resultados para",
		Phone: "Teléfono", Website: "Sitio web", Address: "Dirección", Category: "Categoría", Description: "Descripción", Listed: "Publicada el", Required: "Este campo es obligatorio.", Optional: "opcional",
		Choose: "Seleccione", PleaseFix: "Corrija los campos marcados. No se ha guardado nada.", Expired: "El formulario ha caducado. Recargue la página.",
		Thanks: "Gracias por su registro.", Live: "Su ficha ya está publicada.", ViewListing: "Ver la ficha", UnderReview: "Su ficha está en revisión y se publicará cuando un editor la apruebe.",
		Reference: "Número de referencia", Received: "¡Gracias! Hemos recibido sus datos.", Back: "Volver al inicio", Submit: "Enviar", Heading: "Añadir empresa",
		Duplicate: "Esta empresa ya figura en nuestra guía.", Listings: "fichas", All: "Todas las fichas", Continue: "Continuar",
		Details: map[string]string{"contact": "Contacto", "area": "Zona de servicio", "tagline": "Lema", "subcategory": "Especialidad", "tags": "Palabras clave", "services": "Servicios", "hours": "Horario", "price_range": "Precios", "payments": "Formas de pago", "amenities": "Comodidades", "languages": "Idiomas", "year": "Fundada en", "employees": "Empleados", "facebook": "Facebook", "instagram": "Instagram"},
	},
	"fr": {
		Home: "Accueil", AddBusiness: "Ajouter une entreprise", Search: "Rechercher", SearchLabel: "Rechercher par nom ou téléphone", SearchHint: "Nom ou téléphone", Recent: "Derniers ajouts",
		Categories: "Catégories", About: "À propos", AboutText: "Un annuaire indépendant, tenu à la main. L'inscription est gratuite.",
		NotFound: "Cette page n'existe pas, ou la fiche n'est pas encore publiée.", Results: "Résultats pour", NoResults: "Aucune fiche trouvée pour",
		Phone: "Téléphone", Website: "Site web", Address: "Adresse", Category: "Catégorie", Description: "Description", Listed: "Ajoutée le", Required: "Ce champ est obligatoire.", Optional: "facultatif",
		Choose: "Veuillez choisir", PleaseFix: "Veuillez corriger les champs signalés. Rien n'a été enregistré.", Expired: "Le formulaire a expiré. Veuillez recharger la page.",
		Thanks: "Merci pour votre inscription.", Live: "Votre fiche est en ligne.", ViewListing: "Voir la fiche", UnderReview: "Votre fiche est en cours de validation.",
		Reference: "Numéro de dossier", Received: "Merci ! Nous avons bien reçu vos informations.", Back: "Retour à l'accueil", Submit: "Envoyer", Heading: "Ajouter une entreprise",
		Duplicate: "Cette entreprise figure déjà dans notre annuaire.", Listings: "fiches", All: "Toutes les fiches", Continue: "Continuer",
		Details: map[string]string{"contact": "Contact", "area": "Zone desservie", "tagline": "En bref", "subcategory": "Spécialité", "tags": "Mots-clés", "services": "Services", "hours": "Horaires", "price_range": "Prix", "payments": "Paiement", "amenities": "Équipements", "languages": "Langues", "year": "Création", "employees": "Effectif", "facebook": "Facebook", "instagram": "Instagram"},
	},
}

package main

// Words that answer pages use everywhere. They are narrow on purpose: a phrase that a page might carry in its footer is not here.
var (
	reviewPhrases = []string{"pending review", "under review", "awaiting review", "awaiting approval", "awaiting moderation", "pending approval", "pending moderation",
		"will be reviewed", "is being reviewed", "will review", "in review", "once approved", "after approval", "queued for review", "submitted for review", "received for review", "held for moderation",
		"wird gepruft", "wird geprüft", "in prüfung", "nach prüfung", "nach freigabe", "wird freigeschaltet", "wird von unserer redaktion",
		"en attente de validation", "en cours de validation", "en attente de modération", "sera examinée", "sera examiné", "sera validée", "sera validé", "en cours d'examen",
		"pendiente de revisión", "pendiente de aprobación", "en revisión", "será revisada", "será revisado", "pendiente de moderación",
		"pendente de aprovação", "em análise", "será analisado", "in attesa di approvazione", "in fase di revisione", "wordt beoordeeld", "wacht op goedkeuring"}
	// oursPhrases must stand in the sentence too: it speaks of this submission, not of submissions.
	oursPhrases = []string{"your", "we have received", "has been received", "has been submitted", "thank", "it will be", "it is", "ihr", "ihre", "danke", "votre", "merci", "su ", "tu ", "gracias", "seu", "sua", "obrigad", "la tua", "il tuo", "grazie", "uw", "bedankt"}
	// everyone's are sentences about all submissions, which prove nothing.
	everyones        = []string{"all submissions", "all listings", "every listing", "every submission", "each submission", "each listing", "submissions are", "listings are", "entries are", "alle einträge", "toutes les", "todas las", "todos los"}
	duplicatePhrases = []string{"already listed", "already in our directory", "already in the directory", "already exists", "already registered", "already been submitted", "duplicate listing", "duplicate entry", "has already been added",
		"bereits eingetragen", "bereits vorhanden", "bereits gelistet", "existiert bereits", "déjà inscrit", "déjà inscrite", "déjà référencé", "existe déjà", "déjà répertorié", "ya está registrado", "ya está registrada", "ya existe", "ya figura",
		"já cadastrad", "já existe", "già presente", "esiste già", "staat al", "bestaat al"}
	// accountWords stand in sentences about an account, or about an address or number that was used before: not about the business. Beginnings of words, folded.
	accountWords = []string{"account", "user", "login", "log in", "sign in", "password", "email", "e mail", "mail", "phone", "telephone", "mobile number", "you are", "you have", "konto", "benutzer", "nutzer", "passwort", "kennwort", "telefon", "rufnummer", "handynummer", "sie sind", "sie haben",
		"compte", "utilisateur", "courriel", "mot de passe", "vous etes", "cuenta", "usuario", "correo", "contrasena", "conta ", "utilizador", "senha", "utente", "posta elettronica", "cellulare", "gebruiker", "wachtwoord", "telefoon"}
	refusedPhrases = []string{"could not be saved", "nothing has been saved", "was not saved", "not been saved", "was not accepted", "not accepted", "has been rejected", "was rejected", "was declined", "please correct the", "please fix the", "submission failed", "could not be submitted",
		"nicht gespeichert", "abgelehnt", "bitte korrigieren", "n'a pas été enregistré", "veuillez corriger", "no se ha guardado", "no se guardó", "corrija los", "não foi salvo", "non è stato salvato", "niet opgeslagen"}
	finalPhrases     = []string{"cannot accept", "can not accept", "do not accept", "not accepting", "closed to new", "has been rejected", "was rejected", "was declined", "not eligible", "können wir nicht", "nehmen keine", "nous ne pouvons pas", "no podemos aceptar", "no aceptamos"}
	publishedPhrases = []string{"is now live", "is live", "has been published", "is now published", "now listed", "has been added", "is online", "view your listing", "see your listing",
		"wurde veröffentlicht", "ist jetzt online", "ist online", "eintrag ansehen", "a été publiée", "a été publié", "est en ligne", "voir la fiche", "voir votre", "se ha publicado", "ya está publicad", "ver su", "ver tu", "foi publicad", "è stato pubblicat", "is gepubliceerd"}
	// errorPhrases are how pages complain about a form. What else an alert says may as well be good news.
	errorPhrases = []string{"please enter", "please fill", "please choose", "please select", "please provide", "please check", "please complete", "please confirm", "do not match", "please try", "try again", "is required", "are required", "required field", "is missing", "must be", "must not", "must have", "invalid", "not valid",
		"too long", "too short", "at most", "at least", "error", "expired", "could not", "cannot", "can not", "failed", "not been created", "does not match",
		"bitte geben", "bitte füllen", "bitte wählen", "bitte prüfen", "bitte überprüfen", "erforderlich", "pflichtfeld", "ungültig", "fehler", "abgelaufen", "zu lang", "zu kurz", "höchstens", "mindestens",
		"veuillez", "obligatoire", "invalide", "n'est pas valide", "erreur", "expiré", "trop long", "trop court", "obligatorio", "obligatoria", "no es válid", "inválid", "introduzca", "corrija", "caducado", "demasiado",
		"obrigatóri", "preencha", "não é válid", "erro ", "obbligatori", "non valid", "non è valid", "inserisci", "inserire", "errore", "verplicht", "ongeldig", "vul ", "fout"}
	loginPhrases  = []string{"log in to", "login to", "sign in to", "please log in", "please sign in", "must be logged in", "need an account", "melden sie sich an", "connectez-vous", "inicie sesión", "inicia sesión", "faça login", "accedi per", "log in om"}
	absentPhrases = []string{"no results", "no listings found", "nothing found", "no matches", "0 results", "no businesses found", "no entries found", "keine ergebnisse", "keine einträge", "nichts gefunden", "aucun résultat", "aucune fiche", "sin resultados", "no hay resultados", "no se encontraron", "nenhum resultado", "nessun risultato", "geen resultaten"}
)

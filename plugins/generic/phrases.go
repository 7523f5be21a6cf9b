package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Words that answer pages use everywhere. They are narrow on purpose: a phrase that a page might carry in its footer is not here.
var (
	reviewPhrases = []string{"pending review", "under review", "awaiting review", "awaiting approval", "awaiting moderation", "pending approval", "pending moderation",
		"will be reviewed", "is being reviewed", "will review", "in review", "once approved", "after approval", "queued for review", "submitted for review", "received for review", "held for moderation",
		"wird gepruft", "wird geprüft", "in prüfung", "nach prüfung", "nach freigabe", "wird freigeschaltet", "wird von unserer redaktion",
		"en attente de validation", "en cours de validation", "en attente de modération", "sera examinée", "sera examiné", "sera validée", "sera validé", "en cours d'examen",
		"pendiente de revisión", "pendiente de aprobación", "en revisión", "será revisada", "será revisado", "pendiente de moderación",
		"pendente de aprovação", "em análise", "será analisado", "in attesa di approvazione", "in fase di revisione", "wordt beoordeeld", "wacht op goedkeuring"}
	// ours must stand in the sentence too: it speaks of this submission, not of submissions.
	ours = []string{"your", "we have received", "has been received", "has been submitted", "thank", "it will be", "it is", "ihr", "ihre", "danke", "votre", "merci", "su ", "tu ", "gracias", "seu", "sua", "obrigad", "la tua", "il tuo", "grazie", "uw", "bedankt"}
	// everyone's are sentences about all submissions, which prove nothing.
	everyones        = []string{"all submissions", "all listings", "every listing", "every submission", "each submission", "each listing", "submissions are", "listings are", "entries are", "alle einträge", "toutes les", "todas las", "todos los"}
	duplicatePhrases = []string{"already listed", "already in our directory", "already in the directory", "already exists", "already registered", "already been submitted", "duplicate listing", "duplicate entry", "has already been added",
		"bereits eingetragen", "bereits vorhanden", "bereits gelistet", "existiert bereits", "déjà inscrit", "déjà inscrite", "déjà référencé", "existe déjà", "déjà répertorié", "ya está registrado", "ya está registrada", "ya existe", "ya figura",
		"já cadastrad", "já existe", "già presente", "esiste già", "staat al", "bestaat al"}
	refusedPhrases = []string{"could not be saved", "nothing has been saved", "was not saved", "not been saved", "was not accepted", "not accepted", "has been rejected", "was rejected", "was declined", "please correct the", "please fix the", "submission failed", "could not be submitted",
		"nicht gespeichert", "abgelehnt", "bitte korrigieren", "n'a pas été enregistré", "veuillez corriger", "no se ha guardado", "no se guardó", "corrija los", "não foi salvo", "non è stato salvato", "niet opgeslagen"}
	finalPhrases     = []string{"cannot accept", "can not accept", "do not accept", "not accepting", "closed to new", "has been rejected", "was rejected", "was declined", "not eligible", "können wir nicht", "nehmen keine", "nous ne pouvons pas", "no podemos aceptar", "no aceptamos"}
	publishedPhrases = []string{"is now live", "is live", "has been published", "is now published", "now listed", "has been added", "is online", "view your listing", "see your listing",
		"wurde veröffentlicht", "ist jetzt online", "ist online", "eintrag ansehen", "a été publiée", "a été publié", "est en ligne", "voir la fiche", "voir votre", "se ha publicado", "ya está publicad", "ver su", "ver tu", "foi publicad", "è stato pubblicat", "is gepubliceerd"}
	loginPhrases  = []string{"log in to", "login to", "sign in to", "please log in", "please sign in", "must be logged in", "need an account", "melden sie sich an", "connectez-vous", "inicie sesión", "inicia sesión", "faça login", "accedi per", "log in om"}
	absentPhrases = []string{"no results", "no listings found", "nothing found", "no matches", "0 results", "no businesses found", "no entries found", "keine ergebnisse", "keine einträge", "nichts gefunden", "aucun résultat", "aucune fiche", "sin resultados", "no hay resultados", "no se encontraron", "nenhum resultado", "nessun risultato", "geen resultaten"}
)

// find returns the sentence in which one of the phrases stands, verbatim. It looks for all phrases in one copy of the text first: most are not there.
func find(p *sdk.Page, lists ...[]string) string {
	text := everything(p)
	for _, list := range lists {
		for _, phrase := range list {
			if strings.Contains(text, strings.ToLower(fold(phrase))) {
				if quote := p.Find(phrase); quote != "" {
					return quote
				}
			}
		}
	}
	return ""
}

// everything is all that the page says, in lower case.
func everything(p *sdk.Page) string {
	var b strings.Builder
	add := func(s string) {
		b.WriteString(strings.ToLower(fold(s)))
		b.WriteByte('\n')
	}
	add(p.Text)
	for _, e := range p.Errors {
		add(e.Text)
	}
	for _, d := range p.Dialogs {
		add(d)
	}
	for _, h := range p.Headings {
		add(h)
	}
	add(p.Title)
	return b.String()
}

// review returns the sentence that says this submission waits for review.
func review(p *sdk.Page, configured []string) string {
	if quote := find(p, configured); quote != "" {
		return quote
	}
	text := everything(p)
	for _, phrase := range reviewPhrases {
		if !strings.Contains(text, phrase) {
			continue
		}
		quote := p.Find(phrase)
		lower := strings.ToLower(quote)
		if quote != "" && says(lower, ours) && !says(lower, everyones) {
			return quote
		}
	}
	return ""
}

func says(lower string, phrases []string) bool {
	for _, p := range phrases {
		if strings.Contains(lower, p) {
			return true
		}
	}
	return false
}

package mapper

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Words on buttons: those that send for good whatever else they say ("Submit for review"), those that lead to a next page, those that may do
// either ("Continue"), those that send where nothing leads on ("Save"), and those for something else. Those
// of one word count unless the button begins like one that sends: "Add find".
var (
	sureWords  = split("submit,send,publish,create listing,add listing,add business,senden,absenden,abschicken,einreichen,eintragen,veroffentlichen,envoyer,soumettre,publier,enviar,publicar,invia,pubblica,verzenden,versturen,plaatsen")
	nextWords  = split("next,next step,suivant,suivante,siguiente,proximo,proxima,avancar,seguinte,avanti,volgende")
	maybeWords = split("continue,proceed,review,weiter,fortfahren,continuer,continuar,prosegui,continua,verder")
	sendWords  = split("add,create,post,register,save,finish,confirm,list,request,suggest,apply,complete,done,propose,speichern,anmelden,bestatigen,ajouter,inscrire,valider,confirmer,anadir,agregar,registrar,guardar,confirmar," +
		"cadastrar,adicionar,aggiungi,registra,salva,conferma,toevoegen,aanmelden,bevestigen,opslaan")
	elseWords   = split("search,login,subscribe,cancel,reset,clear,back,previous,close,delete,remove,upload,browse,newsletter,filter,find,suche,suchen,abbrechen,zuruck,rechercher,annuler,retour,buscar,cancelar,volver,voltar,cerca,annulla,indietro,zoeken,annuleren,terug,edit,share,like,facebook,google,coupon,decline,cookies,menu,draft,locate,resend")
	elsePhrases = split("log in,sign in,add another,add more,add row,add photo,add image,add field,add slot,add tag,add hours,sign up with,accept all,accept cookies,choose file,my location,send code")
)

func split(list string) []string { return strings.Split(list, ",") }

type purpose int

const (
	purposeNone purpose = iota
	purposeElse
	purposeNext
	purposeMaybe
	purposeSend
)

func purposeOf(text string) purpose {
	w := words(text)
	sends := len(w) > 0 && (contains(sendWords, w[0]) || contains(sureWords, w[0]))
	switch {
	case hasAny(w, elsePhrases...), !sends && hasAny(w, elseWords...):
		return purposeElse
	case shows(text):
		return purposeNext
	case hasAny(w, sureWords...):
		return purposeSend
	case hasAny(w, nextWords...):
		return purposeNext
	case hasAny(w, maybeWords...):
		return purposeMaybe
	case hasAny(w, sendWords...):
		return purposeSend
	}
	return purposeNone
}

// shows reports whether a button shows the entry before it is sent.
func shows(text string) bool {
	return hasAny(words(text), "preview", "vorschau", "apercu", "vista previa", "anteprima")
}

// Send returns the button that sends the form for good; nil if there is none, or if the form first leads on to another page. A button that may do either
// leads on only where the page says that more steps follow, and on the last step even "Next" sends: to take a button that sends for one that leads on
// would be to press it unrecorded.
func Send(page *sdk.Page, form string) *sdk.PageButton {
	if b := last(page, form, purposeSend); b != nil {
		return b
	}
	next, maybe := last(page, form, purposeNext), last(page, form, purposeMaybe)
	if next != nil && maybe == nil && lastStep(page, form) && !shows(next.Text) {
		return next
	}
	if maybe != nil && next == nil {
		if leadsOn(page, maybe) {
			return nil
		}
		return maybe
	}
	var only *sdk.PageButton
	for i := range page.Buttons {
		b := &page.Buttons[i]
		if b.Form == form && !b.Disabled && (b.Type == "submit" || b.Type == "image") {
			if only != nil || purposeOf(b.Text) != purposeNone {
				return nil
			}
			only = b
		}
	}
	return only
}

// Next returns the button that leads to the next page of a form, nil if there is none.
func Next(page *sdk.Page, form string) *sdk.PageButton {
	if b := last(page, form, purposeNext); b != nil {
		return b
	}
	if b := last(page, form, purposeMaybe); b != nil && leadsOn(page, b) {
		return b
	}
	return nil
}

// leadsOn decides about a button that may lead on or send.
func leadsOn(page *sdk.Page, b *sdk.PageButton) bool {
	for _, f := range page.Forms {
		if f.Ref == b.Form && f.Method == "get" && f.Action != "" {
			return true
		}
	}
	n, total, ok := position(page, b.Form)
	return ok && n < total
}

// lastStep reports whether the page says that no step follows.
func lastStep(page *sdk.Page, form string) bool {
	n, total, ok := position(page, form)
	return ok && n == total
}

// last returns the last button for a purpose, real submit buttons before others.
func last(page *sdk.Page, form string, want purpose) *sdk.PageButton {
	var found *sdk.PageButton
	for i := range page.Buttons {
		b := &page.Buttons[i]
		if b.Form != form || b.Disabled || b.Type == "reset" || purposeOf(b.Text) != want {
			continue
		}
		if found == nil || b.Type == "submit" || found.Type != "submit" {
			found = b
		}
	}
	return found
}

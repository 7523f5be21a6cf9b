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
	pageWords  = split("step 1,step 2,step 3,step 4,steps,1 of,2 of,3 of,4 of,page 1,page 2,page 3,schritt 1,schritt 2,schritt 3,schritt,etape 1,etape 2,etape 3,etape,paso 1,paso 2,paso 3,passo 1,passo 2,passo 3,stap 1,stap 2,stap 3")
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
	case hasAny(w, "preview", "vorschau", "apercu", "vista previa", "anteprima"):
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

// Send returns the button that sends the form for good; nil if there is none, or if the form first leads on to another page. A button that may do either
// leads on only where the page counts its steps: to take a button that sends for one that leads on would be to press it unrecorded.
func Send(page *sdk.Page, form string) *sdk.PageButton {
	if b := last(page, form, purposeSend); b != nil {
		return b
	}
	if b := last(page, form, purposeMaybe); b != nil && last(page, form, purposeNext) == nil {
		if leadsOn(page, b) {
			return nil
		}
		return b
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
	for _, h := range page.Headings {
		if hasAny(words(h), pageWords...) {
			return true
		}
	}
	for line := range strings.Lines(page.Text) {
		if n := numbers(line); len(line) <= 20 && len(n) == 2 && n[0] >= 1 && n[1] <= 9 && strings.Contains(line, "/") {
			return n[0] < n[1] // "1 / 3"
		}
	}
	return hasAny(words(clip(page.Text, 2000)), pageWords...)
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

package mapper

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Words on buttons: those that send for good whatever else they say ("Submit for review"), those that lead on ("Save and continue"), those
// that send where nothing leads on ("Save"), and those for something else.
var (
	sureWords = split("submit,send,publish,create listing,add listing,add business,senden,absenden,abschicken,einreichen,eintragen,veroffentlichen,envoyer,soumettre,publier,enviar,publicar,invia,pubblica,verzenden,versturen,plaatsen")
	nextWords = split("next,continue,proceed,preview,review,weiter,fortfahren,vorschau,suivant,continuer,apercu,siguiente,continuar,vista previa,proximo,avancar,seguinte,avanti,prosegui,continua,anteprima,volgende,verder")
	sendWords = split("add,create,post,register,save,finish,confirm,list,request,suggest,apply,complete,done,propose,speichern,anmelden,bestatigen,ajouter,inscrire,valider,confirmer,anadir,agregar,registrar,guardar,confirmar," +
		"cadastrar,adicionar,aggiungi,registra,salva,conferma,toevoegen,aanmelden,bevestigen,opslaan")
	elseWords = split("search,login,log in,sign in,subscribe,cancel,reset,clear,back,previous,close,delete,remove,upload,browse,newsletter,filter,find,suche,suchen,abbrechen,zuruck,rechercher,annuler,retour,buscar,cancelar,volver,voltar,cerca,annulla," +
		"indietro,zoeken,annuleren,terug,add another,add more,add row,add photo,add image,add field,add slot,add tag,add hours,edit,share,like,facebook,google,sign up with,coupon,decline,cookies,accept all,accept cookies,menu,draft,choose file,locate,my location,send code,resend")
)

func split(list string) []string { return strings.Split(list, ",") }

type purpose int

const (
	purposeNone purpose = iota
	purposeElse
	purposeNext
	purposeSend
)

func purposeOf(text string) purpose {
	w := words(text)
	switch {
	case hasAny(w, elseWords...):
		return purposeElse
	case hasAny(w, "preview", "vorschau", "apercu", "vista previa", "anteprima"):
		return purposeNext
	case hasAny(w, sureWords...):
		return purposeSend
	case hasAny(w, nextWords...):
		return purposeNext
	case hasAny(w, sendWords...):
		return purposeSend
	}
	return purposeNone
}

// Send returns the button that sends the form for good; nil if there is none, or if the form first leads on to another page.
func Send(page *sdk.Page, form string) *sdk.PageButton {
	if b := last(page, form, purposeSend); b != nil {
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
func Next(page *sdk.Page, form string) *sdk.PageButton { return last(page, form, purposeNext) }

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

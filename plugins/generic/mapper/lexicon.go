package mapper

import "strings"

// phrase is one way to ask for a type. Weak phrases need support from elsewhere, or give way to stronger ones.
type phrase struct {
	words  []string
	typ    Type
	weight float64
}

// lexicon finds phrases by their first word; vocabulary holds every word of them, to take compounds apart.
var lexicon, vocabulary = readLexicon()

func readLexicon() (map[string][]phrase, map[string]bool) {
	index, known := map[string][]phrase{}, map[string]bool{}
	add := func(t Type, weight float64, list string) {
		for _, p := range strings.Split(list, ",") {
			w := strings.Fields(p)
			index[w[0]] = append(index[w[0]], phrase{w, t, weight})
			for _, one := range w {
				known[one] = true
			}
		}
	}
	for _, e := range entries {
		if e.strong != "" {
			add(e.typ, 1, e.strong)
		}
		if e.weak != "" {
			add(e.typ, 0.55, e.weak)
		}
	}
	return index, known
}

// entries is the lexicon: folded words, in English first, then German, French, Spanish, Portuguese, Italian and Dutch.
var entries = []struct {
	typ          Type
	strong, weak string
}{
	{BusinessName, "business name,business called,company called,name of the place,name of the shop,company name,name of business,name of your business,name of company,name of the business," +
		"name of the company,organization name,organisation name,organization,organisation,listing title,listing name,place name,name of place," +
		"site title,site name,website title,website name,title of website,link title,store name,shop name,restaurant name,venue name,product name," +
		"app name,tool name,project name,startup name,brand name,trading name,trade name,dba,doing business as,post title,biz name,firm name," +
		"agency name,church name,school name,provider name,vendor name,practice name,ad title,item title,entry title,service name,resource name," +
		"firmenname,firma,unternehmen,unternehmensname,name des unternehmens,name der firma,name des betriebs,betrieb,geschaftsname,vereinsname," +
		"nom de l entreprise,nom entreprise,nom de la societe,nom du commerce,nom de l etablissement,nom de votre entreprise,entreprise,societe,nom commercial,raison sociale," +
		"nombre de la empresa,nombre empresa,nombre del negocio,nombre comercial,nombre de la organizacion,razon social,empresa," +
		"nome da empresa,nome empresa,nome fantasia,nome do negocio,nome azienda,nome dell azienda,nome attivita,nome dell attivita,azienda,ragione sociale," +
		"bedrijfsnaam,naam bedrijf,naam van het bedrijf,naam organisatie,handelsnaam,bedrijf",
		"name,title,company,business,firm,enterprise,nom,nombre,nome,naam,titre,titulo,titolo,titel,restaurant,venue,store,shop,app,tool,product,headline,bezeichnung"},
	{LegalName, "legal name,legal business name,registered name,legal company name,official name,legal entity name,legal entity,rechtlicher name,denominacion social,denominazione sociale", ""},
	{Tagline, "tagline,tag line,slogan,motto,catchphrase,catch phrase,headline,one liner,pitch,elevator pitch,subtitle,sub title,strapline,leitspruch,accroche,lema,sottotitolo,untertitel", ""},
	{DescriptionShort, "short description,brief description,description short,short desc,summary,excerpt,short summary,short intro,meta description,brief summary,short bio,short text,intro," +
		"kurzbeschreibung,courte description,description courte,breve descripcion,descripcion corta,descricao curta,breve descricao,breve descrizione,descrizione breve,korte beschrijving,korte omschrijving," +
		"resume,resumen,resumo,sommario,teaser", "brief,abstract,introduction,overview"},
	{Description, "description,full description,long description,detailed description,about business,about your business,about the business,about company,about your company,about the company," +
		"business description,company description,listing description,desc,company profile,business profile,about us,tell us about your business,describe your business,what do you do,what does your business do," +
		"beschreibung,firmenbeschreibung,unternehmensbeschreibung,uber uns,descriptif,presentation,descripcion,descricao,descrizione,beschrijving,omschrijving",
		"about,details,content,bio,describe,profile,more information,additional information,information,body,detail,inhalt,contenu,contenido,conteudo,contenuto,inhoud"},
	{Category, "category,categories,business category,primary category,main category,listing category,company category,industry,sector,business sector,line of business,niche,trade,field of activity,cuisine,industries,vertical," +
		"kategorie,branche,rubrik,gewerbe,categorie,rubrique,secteur,secteur d activite,categoria,rubro,sector de actividad,setor,settore,segmento,ramo,branche,rubriek,business type category,categoryid,cat id",
		"cat,topic,area of business,specialty,speciality,listing type,taxonomy,subject,topics,directory"},
	{Subcategory, "subcategory,sub category,subcategories,sub categories,secondary category,additional category,additional categories,other category,other categories,second category,child category,category 2,category 3,sub cat,subcat,sub industry," +
		"unterkategorie,sous categorie,subcategoria,sub categoria,sottocategoria,subcategorie,nebenkategorie", ""},
	{Tags, "tag,tags,keyword,keywords,key words,search terms,hashtags,labels,schlagworte,schlagworter,stichworte,stichworter,suchbegriffe,mots cles,mot cle,etiquettes,palabras clave,palabra clave,etiquetas,palavras chave,parole chiave,etichette,trefwoorden,sleutelwoorden", ""},
	{Services, "service,services,services offered,products and services,products services,service list,our services,what services,list of services,products offered,specialties,specialities,offerings,expertise," +
		"dienstleistungen,leistungen,angebot,prestations,servicios,productos y servicios,servicos,servizi,diensten", "products,product,skills,specialization,offering"},
	{Email, "email,e mail,mail,email address,e mail address,mail address,business email,company email,public email,contact email,email id,e mail adresse,emailadresse,mailadresse,mail adresse,courriel,adresse e mail,adresse email,adresse mail,adresse courriel,adresse electronique,correo,correo electronico,direccion de correo,correo e,endereco de email,endereco de e mail,indirizzo email,indirizzo e mail,posta elettronica,e mailadres,emailadres,mailadres", ""},
	{ContactEmail, "your email,your e mail,your email address,your e mail address,your mail,owner email,owner s email,submitter email,submitters email,contact person email,personal email,user email,account email,author email,login email,registrant email,poster email,representative email,admin email,administrator email,billing email,manager email,applicant email,sender email," +
		"ihre e mail,ihre email,ihre e mail adresse,ihre email adresse,deine e mail,deine email,votre email,votre e mail,votre courriel,votre adresse e mail,tu correo,su correo,tu email,su email,seu email,seu e mail,la tua email,tua email,uw e mail,uw e mailadres,je e mail", ""},
	{Phone, "phone,telephone,tel,phone number,telephone number,telephone no,phone no,business phone,company phone,main phone,office phone,contact number,contact phone,call us,primary phone,phone 1,landline,contact no,tel no,phone num,ph no,ph," +
		"telefon,telefonnummer,rufnummer,festnetz,tel nr,numero de telephone,telephone fixe,telefono,numero de telefono,numero telefonico,telefono fijo,telefone,numero de telefone,numero di telefono,recapito telefonico,telefoon,telefoonnummer,tel nummer",
		"mobile,mobile number,mobile phone,cell,cell phone,cellphone,handy,handynummer,mobil,mobiltelefon,mobilnummer,portable,telephone portable,movil,celular,telefono movil,telemovel,cellulare,mobiel,gsm,mobile no"},
	{PhoneSecondary, "secondary phone,second phone,other phone,alternative phone,alternate phone,additional phone,phone 2,phone two,toll free,tollfree,toll free number,toll free phone,phone alt,alt phone,phone secondary,secondary number,alternate number,zweite telefonnummer,weitere telefonnummer,autre telephone,segundo telefono,otro telefono,outro telefone,altro telefono,tweede telefoon", ""},
	{ContactPhone, "your phone,your phone number,your telephone,your mobile,owner phone,submitter phone,contact person phone,personal phone,user phone,your number,ihre telefonnummer,votre telephone,tu telefono,su telefono,seu telefone,tuo telefono,uw telefoonnummer,manager phone,representative phone", ""},
	{Fax, "fax,fax number,telefax,faxnummer,numero de fax,telecopie,fax no", ""},
	{WhatsApp, "whatsapp,whats app,whatsapp number,whatsapp phone,wa number,whatsapp no", ""},
	{Website, "website,web site,website url,web site url,site url,homepage,home page,website address,web address,web page,webpage,business website,company website,business url,company url,url of website,link url,external url,external link,website link,site web,web url,landing page,domain,domain name,product url,app url,tool url,official website,your url,listing url,project url,link to website," +
		"webseite,internetseite,internetadresse,webadresse,adresse du site,site internet,url du site,sitio web,pagina web,direccion web,sitio,endereco do site,sito web,sito internet,sito,indirizzo web,websiteadres",
		"url,link,site,web,uri,www,enlace,lien,href"},
	{AddressFull, "full address,complete address,business address,company address,postal address,mailing address,physical address,office address,location address,map address,address full,formatted address,store address,venue address,search address,google address,vollstandige adresse,adresse complete,direccion completa,endereco completo,indirizzo completo,volledig adres",
		"geolocation,location,find on map,geocode,standort,lage,ubicacion,localizacao,posizione,locatie"},
	{StreetAddress, "street,street address,street no,street nr,street number and name,address line 1,address line,address 1,address line one,street name,street and number,street address 1,street line 1,addr 1,street name and number,addressline 1,streetaddress 1," +
		"strasse,strasse und hausnummer,strasse nr,strasse hausnummer,strasse und nr,anschrift,rue,numero et rue,rue et numero,adresse postale,voie,calle,calle y numero,domicilio,rua,logradouro,morada,via,via e numero civico,indirizzo via,straat,straat en huisnummer,straatnaam,straat en nummer",
		"address,addr,adresse,direccion,endereco,indirizzo,adres"},
	{HouseNumber, "house number,street number,house no,building number,hausnummer,hausnr,numero de rue,numero civico,civico,numero exterior,huisnummer,housenumber,number of house", ""},
	{AddressLine2, "address line 2,address 2,address line two,address2,apt,apartment,suite,unit,suite number,unit number,apt number,apt suite,suite unit,apartment suite,street address 2,street line 2,addr 2,building,floor,address additional,address line 3,address 3," +
		"adresszusatz,adresszeile 2,complement d adresse,complement adresse,direccion 2,complemento,interno,toevoeging,piso", ""},
	{Neighbourhood, "neighbourhood,neighborhood,suburb,district,sublocality,borough,quarter,stadtteil,ortsteil,bezirk,quartier,arrondissement,barrio,colonia,bairro,quartiere,wijk,buurt", ""},
	{City, "city,town,city town,town city,locality,municipality,village,address city,post town,town or city,city or town,city name,addr city," +
		"stadt,ort,wohnort,gemeinde,ville,commune,localite,ciudad,localidad,municipio,poblacion,cidade,citta,comune,localita,stad,plaats,woonplaats,gemeente", ""},
	{Region, "state,province,region,county,state province,state or province,state region,administrative area,prefecture,state name,us state,province state,state county,state code," +
		"bundesland,kanton,landkreis,departement,region departement,estado,provincia,comunidad autonoma,uf,distrito,regione,regio,provincie", ""},
	{PostalCode, "zip,zip code,zipcode,postal code,postcode,post code,postal,pin code,pincode,zip postal code,zip postal,zip or postal code,post zip,postal zip,zip postcode,eircode," +
		"plz,postleitzahl,code postal,cp,codigo postal,cep,cap,codice postale,codice avviamento postale", ""},
	{Country, "country,nation,country name,country code,country region,land,pays,pais,paese,nazione,country of business,staat", ""},
	{LocationArea, "location area,listing location,locations,area,zone,business location,place,market,territory,metro area,city area,region city,listing region,service location,location name,location id,locality area,gebiet,zona", "location,island"},
	{ServiceArea, "service area,service areas,area served,areas served,areas of service,coverage area,delivery area,areas covered,coverage,service radius,serving area,serving areas,einzugsgebiet,liefergebiet,servicegebiet,zone d intervention,zone desservie,zone de service,zona de servicio,area de servicio,area de cobertura,area de atuacao,area servita,werkgebied", ""},
	{Latitude, "latitude,lat,geo lat,map lat,breitengrad,latitud,latitudine,breedtegraad", ""},
	{Longitude, "longitude,lng,lon,long,geo lng,geo lon,map lng,langengrad,longitud,longitudine,lengtegraad", ""},
	{MapURL, "google map,google maps,google maps url,google maps link,google map link,map url,map link,maps link,maps url,google business profile,google my business,gmb,gmb link,google place,google place id,map embed,google business url,google business page,link to map", ""},
	{HoursText, "hours,opening hours,business hours,hours of operation,open hours,working hours,store hours,opening times,operating hours,office hours,trading hours,hours text,opening time,service times,schedule," +
		"offnungszeiten,oeffnungszeiten,geschaftszeiten,horaires,horaires d ouverture,heures d ouverture,horario,horarios,horario de atencion,horario de funcionamento,horario comercial,orari,orario,orari di apertura,orario di apertura,openingstijden,openingsuren", ""},
	{PriceRange, "price range,price level,pricing range,price tier,price category,price bracket,cost range,preisklasse,preisspanne,preiskategorie,gamme de prix,rango de precio,rango de precios,faixa de preco,fascia di prezzo,prijsklasse", "budget"},
	{Price, "price,cost,starting price,price from,average price,amount,fee,rate,hourly rate,min price,max price,preis,prix,precio,preco,prezzo,prijs,tarif", ""},
	{PaymentMethods, "payment method,payment methods,payments accepted,payment accepted,accepted payments,payment options,methods of payment,forms of payment,payment types,accepted payment,zahlungsarten,zahlungsmethoden,zahlungsmoglichkeiten,modes de paiement,moyens de paiement,metodos de pago,formas de pago,formas de pagamento,metodi di pagamento,betaalmethoden,betaalwijzen", ""},
	{Amenities, "amenities,amenity,features,facilities,facility,business features,accessibility,wheelchair,wheelchair accessible,attributes,perks,parking,wifi,wi fi,listing features,ausstattung,merkmale,equipements,commodites,servicios adicionales,comodidades,caracteristicas,caratteristiche,faciliteiten,voorzieningen", "delivery,takeaway,takeout,outdoor seating,feature"},
	{LogoFile, "logo,company logo,business logo,logo image,upload logo,brand logo,icon,avatar,profile picture,profile image,profile photo,logo upload,firmenlogo,logotipo,logotype,logo file,favicon", ""},
	{LogoURL, "logo url,logo link,url of logo,logo image url,icon url", ""},
	{CoverImage, "cover,cover image,cover photo,banner,banner image,header image,featured image,feature image,hero image,main image,main photo,background image,thumbnail,titelbild,image de couverture,imagen de portada,portada,imagem de capa,immagine di copertina,omslagfoto,primary image,header photo,featured photo,listing banner", ""},
	{PhotosFile, "photo,photos,image,images,gallery,picture,pictures,gallery images,business photos,upload photos,upload images,photo gallery,image gallery,media,business images,listing images,bilder,bild,fotos,foto,galerie,imagenes,imagen,galeria,imagens,imagem,immagini,immagine,galleria,afbeeldingen,afbeelding,additional images,screenshot,screenshots", "file,upload,attachment,files"},
	{PhotoURL, "photo url,image url,picture url,image link,photo link,images url,url of image,screenshot url,cover url,banner url,thumbnail url", ""},
	{VideoURL, "video,video url,video link,youtube video,vimeo,video embed,embed video,promo video,youtube video url,url of video,demo video,intro video", ""},
	{VideoFile, "video file,upload video,video upload", ""},
	{Facebook, "facebook,fb,facebook url,facebook page,facebook link,facebook profile,fb url,fb page", ""},
	{X, "twitter,x twitter,twitter x,twitter url,twitter handle,twitter link,twitter profile,x url,x handle,x com,twitter username", "x"},
	{Instagram, "instagram,insta,instagram url,instagram handle,instagram link,instagram profile,instagram username,ig", ""},
	{LinkedIn, "linkedin,linked in,linkedin url,linkedin page,linkedin profile,linkedin link", ""},
	{YouTube, "youtube,you tube,youtube channel,youtube url,youtube link,yt", ""},
	{TikTok, "tiktok,tik tok,tiktok url", ""},
	{Pinterest, "pinterest,pinterest url", ""},
	{SocialOther, "yelp,threads,telegram,snapchat,discord,bluesky,mastodon,reddit,tumblr,xing,vk,vkontakte,soundcloud,tripadvisor,trip advisor,flickr,behance,dribbble,medium,google plus,twitch,skype,wechat,line id,viber,social url,social media,social media links,social links,social media url,social profile,social profiles,social link,other social,other social media,redes sociales,redes sociais,reseaux sociaux,soziale medien,social", ""},
	{SocialNetwork, "social network,social platform,network,platform,social media platform,social type", ""},
	{ContactName, "your name,contact name,contact person,full name,name of contact,owner name,owner s name,owner,submitter name,submitted by,person name,representative,representative name,manager name,contact person name,author,author name,your full name,applicant name,name of owner,business owner,sender name,display name,first and last name,name of person,submitter,poster name,primary contact," +
		"ansprechpartner,kontaktperson,ihr name,dein name,inhaber,vor und nachname,vollstandiger name,personne de contact,nom du contact,votre nom,nom complet,nom et prenom,nom prenom,responsable,persona de contacto,nombre de contacto,tu nombre,su nombre,nombre completo,nombre y apellidos,propietario,pessoa de contato,nome do contato,nome completo,seu nome,responsavel,persona di contatto,referente,nome e cognome,il tuo nome,tuo nome,contactpersoon,uw naam,volledige naam,je naam,eigenaar", ""},
	{ContactFirstName, "first name,firstname,fname,given name,forename,vorname,prenom,primer nombre,primeiro nome,nome di battesimo,voornaam", ""},
	{ContactLastName, "last name,lastname,lname,surname,family name,second name,nachname,familienname,nom de famille,apellido,apellidos,sobrenome,apelido,cognome,achternaam", ""},
	{ContactRole, "role,job title,position,your role,your position,designation,your title,contact title,job position,relationship to business,relationship,position title,funktion,position im unternehmen,fonction,poste,cargo,puesto,ruolo,funzione,functie,owner or manager", ""},
	{YearFounded, "year founded,founded,year established,established,founding year,founded in,established in,year of establishment,since,date established,founding date,year started,year opened,date founded,established year,in business since,established date,foundation year,year of foundation,start date of business,founded year,grundungsjahr,gegrundet,annee de creation,date de creation,ano de fundacion,fundada en,ano de fundacao,anno di fondazione,fondata nel,oprichtingsjaar,opgericht,founded on,opening year", ""},
	{EmployeeCount, "employees,number of employees,employee count,company size,team size,staff size,no of employees,business size,staff count,num employees,mitarbeiter,mitarbeiterzahl,anzahl mitarbeiter,nombre d employes,effectif,numero de empleados,empleados,numero de funcionarios,numero dipendenti,dipendenti,aantal medewerkers,size of company,headcount", ""},
	{BusinessType, "business type,type of business,legal form,legal structure,organization type,organisation type,company type,entity type,business structure,ownership type,ownership,type of company,business entity,type of organization,type of organisation,kind of business,business model,rechtsform,unternehmensform,forme juridique,type d entreprise,tipo de empresa,tipo de negocio,forma juridica,tipo de organizacion,forma giuridica,tipo di azienda,tipo di attivita,rechtsvorm,soort bedrijf", ""},
	{Languages, "language,languages,languages spoken,spoken languages,language spoken,sprache,sprachen,langue,langues,langues parlees,idioma,idiomas,lingua,lingue,linguas,talen,taal", ""},
	{RepositoryURL, "github,gitlab,repository,repo,repository url,github url,repo url,source code,github repo,github repository,github link,source code url,code repository,git url,bitbucket", ""},
	{PricingModel, "pricing model,pricing,pricing type,price model,price type,pricing plan type,monetization,free or paid,is it free,license type,preismodell,modele de prix,modelo de precios", ""},
	{ReciprocalURL, "reciprocal,reciprocal url,reciprocal link,reciprocal link url,backlink,backlink url,link back,link back url,link exchange url,recip,back link", ""},
	{ListingPlan, "plan,listing plan,package,pricing plan,membership,listing package,subscription plan,select plan,choose plan,choose a plan,select package,membership level,membership plan,link type,submission type,listing level,pricing option,paket,tarif wahlen,forfait,formule,paquete,plano,pacchetto,pakket,lidmaatschap,duration", ""},
	{SubmitterNote, "comment,comments,message,notes,note,additional comments,note to editor,notes to editor,message to admin,notes for reviewer,additional notes,anything else,questions,message to moderator,how did you hear about us,how did you hear,your message,reason,other comments,further comments,remarks,nachricht,bemerkung,bemerkungen,anmerkung,anmerkungen,kommentar,commentaire,commentaires,remarques,comentario,comentarios,mensaje,mensagem,observacoes,notas,messaggio,commenti,opmerking,opmerkingen,bericht,notiz", ""},
	{Captcha, "captcha,recaptcha,g recaptcha response,h captcha response,security code,verification code,security question,anti spam,antispam,spam check,are you human,human verification,verify you are human,imagen de verificacion,enter the code,code shown,type the characters,math question,quiz,sicherheitscode,spamschutz,code de securite,codigo de seguridad,codigo de seguranca,codice di sicurezza,beveiligingscode,captcha code,image code,what is the sum,letters shown,turnstile", ""},
	{Honeypot, "honeypot,honey pot,hp field,leave blank,leave this blank,leave empty,leave this empty,leave this field empty,leave this field blank,do not fill,do not fill this,don t fill,dont fill,do not enter,if you are human,if you re human,bot field,gotcha,bots only,for bots,nicht ausfullen,leer lassen,frei lassen,ne pas remplir,laisser vide,laissez ce champ vide,no rellenar,dejar en blanco,dejar vacio,nao preencher,deixe em branco,non compilare,lasciare vuoto,niet invullen,leeg laten,winnie the pooh", ""},
	{Password, "password,passwd,pwd,passwort,kennwort,mot de passe,contrasena,clave de acceso,senha,wachtwoord,confirm password,repeat password", ""},
	{Other, "search,username,user name,login,coupon,coupon code,discount code,promo code,voucher,gift code,newsletter,subscribe,subscription,filter,sort,sort by,order by,card number,cvc,cvv,expiry,expiration date,date of birth,birthday,gender,tax id,vat,vat number,vat id,ein,tax number,registration number,license number,license,licence,ssn,iban,gutscheincode,suche,suchen,recherche,rechercher,buscar,pesquisar,cerca,zoeken,benutzername,nom d utilisateur,nombre de usuario,nome utente,gebruikersnaam,rating,review,stars,radius,distance,remember me,csrf,token,nonce,discount,referral code,invite code,event date,start date,end date,start time,end time,salutation,anrede,ustid,umsatzsteuer,siret,siren,cif,nif,cnpj,cpf,partita iva,codice fiscale,kvk,btw nummer,claim,draft,capacity,crop,resolution", ""},
}

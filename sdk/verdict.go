package sdk

// Answers of a [Verdict].
const (
	AnswerYes     = "yes"
	AnswerNo      = "no"
	AnswerUnknown = "unknown"
)

// What a directory shows of a business: [Verdict.Listing].
const (
	ListingLive        = "live"
	ListingUnderReview = "under_review"
	ListingDuplicate   = "duplicate"
	ListingRejected    = "rejected"
)

// Live says that the business is listed at url. The host opens it and looks for the business's name.
func Live(url, quote string) Move {
	return verdict(Verdict{Answer: AnswerYes, Listing: ListingLive, ListingURL: url, Quote: quote})
}

// UnderReview says that the directory has the submission and will look at it. The quote must say so: "pending review".
func UnderReview(quote string) Move {
	return verdict(Verdict{Answer: AnswerYes, Listing: ListingUnderReview, Quote: quote})
}

// AlreadyListed says that the directory turned the submission down because the business is already there. The url may be empty.
func AlreadyListed(url, quote string) Move {
	return verdict(Verdict{Answer: AnswerYes, Listing: ListingDuplicate, ListingURL: url, Quote: quote})
}

// Rejected says that the directory refused the submission, in the quoted words.
func Rejected(quote string) Move {
	return verdict(Verdict{Answer: AnswerNo, Listing: ListingRejected, Quote: quote})
}

// Absent is Lookup's proof that the business is not in the directory, and not waiting to be reviewed there either: "0 results". A directory
// that shows entries only after review cannot prove that; answer [Unknown] there.
func Absent(quote string) Move {
	return verdict(Verdict{Answer: AnswerNo, Quote: quote})
}

// Unknown says that the page proves nothing either way. It is never wrong.
func Unknown() Move { return verdict(Verdict{Answer: AnswerUnknown}) }

//go:noinline // it would be part of each of the above
func verdict(v Verdict) Move { return Move{Kind: MoveVerdict, Verdict: &v} }

// Numbered adds the directory's own number for the submission to a verdict.
func (m Move) Numbered(reference string) Move {
	v := *m.Verdict
	v.Reference = reference
	m.Verdict = &v
	return m
}

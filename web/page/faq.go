package page

// question is one of the FAQ. The first ones are also on the first page.
type question struct{ key, words, answer string }

var questions = []question{
	{"what", "What exactly do you do?", "You approve one profile of your business. We submit it to the directories of your plan, each through its own form, in a real browser. Then we come back until we have seen the listing with our own eyes, and keep a screenshot and the directory’s own words."},
	{"cannot", "What can you not do?", "We do not answer phone checks, record storefront videos or wait for postcards: only you can. We do not pay for listings that cost money. We do not submit where a directory’s terms forbid robots; such a directory is skipped, and your portal says so. When a captcha appears, a person solves it or the task comes to you."},
	{"refund", "When do I get my money back?", "Until the first submission begins you cancel with one button and get everything back. Once work has begun, what was submitted cannot be called back. Write to us about the rest: a person decides, and tells you why."},
	{"proof", "How does the proof work?", "For each directory we keep a screenshot before and after Submit was pressed, the page that answered, and a screenshot of the listing once it is live. The verdict quotes the sentence it rests on. “Submitted” is never counted as “live”."},
	{"time", "How long does it take?", "Our part is shown on the pricing page, measured on our own finished orders; until enough have finished we say that it is not known. Directories take from minutes to weeks to approve an entry, and that part is theirs."},
	{"already", "What if I am listed somewhere already?", "We look first where a directory can be searched. What is there is not submitted again: it counts as live, with its address. Wrong details in an old listing are for you to claim and mend; we show you where."},
	{"fail", "What if a directory fails?", "You see what happened, what we do next and when, and what you can do, which is often nothing. Failed ones are tried again where that cannot lead to a second listing."},
	{"rank", "Will I rank higher?", "We cannot promise that and neither can anybody else. Consistent listings help people and maps find you; what search engines make of it is up to them."},
	{"data", "What happens to my data?", "It goes to the directories of your order, and it is public there: that is what a listing is. With us, only you and our staff can see it. You can export everything and have it deleted; directories keep what they have published, and your report says where to ask for its removal."},
	{"subscription", "Is there a subscription?", "No. You pay once. Nothing renews by itself."},
	{"change", "Can I change my details while it runs?", "Yes. A change makes a new version of your profile, and what has not been submitted yet uses it. Each submission says which version it carries."},
	{"abroad", "Do you list businesses outside the United States?", "The profile takes addresses, phone numbers and opening hours of any country. Each directory decides whom it lists; one that does not take your country or trade is skipped, and you see why."},
}

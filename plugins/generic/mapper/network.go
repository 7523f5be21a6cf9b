package mapper

// networks pairs social networks with the hosts of their profiles and the profile's name for them.
var networks = []struct {
	typ   Type
	name  string
	hosts []string
}{
	{Facebook, "facebook", []string{"facebook.com", "fb.com"}},
	{X, "x", []string{"twitter.com", "//x.com", "www.x.com"}},
	{Instagram, "instagram", []string{"instagram.com"}},
	{LinkedIn, "linkedin", []string{"linkedin.com"}},
	{YouTube, "youtube", []string{"youtube.com/@", "youtube.com/c", "youtube.com/user"}},
	{TikTok, "tiktok", []string{"tiktok.com"}},
	{Pinterest, "pinterest", []string{"pinterest.com"}},
	{VideoURL, "", []string{"youtube.com/watch", "youtu.be", "vimeo.com"}},
	{MapURL, "", []string{"maps.google", "google.com/maps", "goo.gl/maps", "maps.app.goo.gl"}},
	{RepositoryURL, "", []string{"github.com", "gitlab.com"}},
	{SocialOther, "", []string{"yelp.com", "t.me/", "threads.net", "snapchat.com", "discord.gg", "bsky.app"}},
}

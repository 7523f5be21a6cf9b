package main

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// industryOf returns the industry under which Pickbox files a business.
func industryOf(categories []string) string {
	for _, c := range categories {
		best, at := "", ""
		for word, industry := range trades {
			if strings.Contains(strings.ToLower(c)+" ", word) && (len(word) > len(at) || len(word) == len(at) && word < at) {
				best, at = industry, word
			}
		}
		if best != "" {
			return best
		}
	}
	if best := sdk.BestOption(industries, categories); best != "" {
		return best
	}
	return "Other"
}

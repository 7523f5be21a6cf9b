// Package host holds the nouns of the system: businesses, jobs, submissions, directories, verdicts and errors. It does no
// I/O and imports none of its subfolders; they speak to each other in these terms, and only the main program wires them.
package host

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/mail"
	"os"

	"github.com/directorybolt/directorybolt/host"
)

// MemberCmd says who may sign in beside customers.
type MemberCmd struct {
	Add    MemberAddCmd    `cmd:"" help:"Let somebody sign in as staff or contributor, or change which."`
	Remove MemberRemoveCmd `cmd:"" help:"Take that away, and end their sessions."`
	List   MemberListCmd   `cmd:"" help:"Say who may."`
}

// MemberAddCmd adds a member.
type MemberAddCmd struct {
	Places
	Email string `arg:"" help:"E-mail address."`
	Role  string `required:"" enum:"staff,contributor" help:"staff or contributor."`
}

// Run adds the member.
func (c *MemberAddCmd) Run(ctx context.Context) error {
	if parsed, err := mail.ParseAddress(c.Email); err != nil || parsed.Address != c.Email {
		return host.Errorf(host.Invalid, "%q is not an e-mail address", c.Email)
	}
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.PutMember(ctx, c.Email, host.Role(c.Role)); err != nil {
		return err
	}
	fmt.Printf("%s is %s now. `directorybolt sign-in %s` prints a link to sign in with.\n", c.Email, c.Role, c.Email)
	return nil
}

// MemberRemoveCmd removes a member.
type MemberRemoveCmd struct {
	Places
	Email string `arg:"" help:"E-mail address."`
}

// Run removes the member.
func (c *MemberRemoveCmd) Run(ctx context.Context) error {
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.RemoveMember(ctx, c.Email)
}

// MemberListCmd lists the members.
type MemberListCmd struct {
	Places
}

// Run lists the members.
func (c *MemberListCmd) Run(ctx context.Context) error {
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	members, err := db.Members(ctx)
	if err != nil {
		return err
	}
	if len(members) == 0 {
		fmt.Println("Nobody yet. `directorybolt member add EMAIL --role staff` adds somebody.")
		return nil
	}
	table := [][]string{{"E-MAIL", "ROLE", "SINCE"}}
	for _, m := range members {
		table = append(table, []string{m.Email, string(m.Role), m.CreatedAt.UTC().Format("2006-01-02")})
	}
	stdout().table(table)
	return nil
}

// SignInCmd prints a link for whoever runs this machine: the way in for the first staff member, and where no mail is sent.
type SignInCmd struct {
	Places
	Email string `arg:"" help:"E-mail address of a member or customer."`
	URL   string `placeholder:"URL" help:"Where the pages are (PUBLIC_URL, or http://127.0.0.1:8080)."`
}

// Run prints the link.
func (c *SignInCmd) Run(ctx context.Context) error {
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	token := rand.Text()
	if err := db.NewSignInLink(ctx, token, c.Email); err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "%s/sign-in/%s\nIt works once, within 15 minutes. Whoever has it is %s.\n", publicURL(c.URL), token, c.Email)
	return nil
}

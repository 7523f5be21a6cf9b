// Command s3gateway serves a folder over the S3 protocol on a port of this machine, for tests and development: versitygw's server and its backend
// for files, without the rest of its command, which takes minutes to build.
//
// usage: s3gateway ADDRESS FOLDER    access key "local", secret key "local-secret"; each folder within FOLDER is a bucket
package main

import (
	"fmt"
	"os"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3api"
	"github.com/versity/versitygw/s3api/middlewares"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: s3gateway ADDRESS FOLDER")
		os.Exit(2)
	}
	if err := serve(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "s3gateway:", err)
		os.Exit(1)
	}
}

func serve(address, folder string) error {
	root := middlewares.RootUserConfig{Access: "local", Secret: "local-secret"}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	files, err := posix.New(folder, meta.XattrMeta{}, posix.PosixOpts{})
	if err != nil {
		return err
	}
	accounts := auth.NewIAMServiceSingle(auth.Account{Access: root.Access, Secret: root.Secret, Role: auth.RoleAdmin})
	server, err := s3api.New(files, root, "us-east-1", accounts, nil, nil, nil, nil, s3api.WithQuiet(), s3api.WithKeepAlive(), s3api.WithConcurrencyLimiter(1000, 1000))
	if err != nil {
		return err
	}
	return server.ServeMultiPort([]string{address})
}

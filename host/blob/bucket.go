package blob

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/directorybolt/directorybolt/host"
)

// Bucket is where blobs lie in S3, or in what speaks as it does. The client's own tries and time-outs apply.
type Bucket struct {
	Client *s3.Client
	Name   string
	Prefix string // of the names in the bucket; empty, or without slashes at its ends
}

func (b *Bucket) key(name string) *string { return aws.String(path.Join(b.Prefix, name)) }

// put stores the file. The bucket checks what arrives against a checksum of what lies on the disk.
func (b *Bucket) put(ctx context.Context, name string, file *os.File) error {
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	checksum := base64.StdEncoding.EncodeToString(sum.Sum(nil))
	_, err = b.Client.PutObject(ctx, &s3.PutObjectInput{Bucket: &b.Name, Key: b.key(name), Body: file, ContentLength: &size, ChecksumSHA256: &checksum})
	return b.failed(err)
}

func (b *Bucket) open(ctx context.Context, name string) (io.ReadCloser, error) {
	out, err := b.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.Name, Key: b.key(name)})
	if err != nil {
		return nil, b.failed(err)
	}
	return out.Body, nil
}

// remove removes the object unless it was put within the grace, and reports whether it is gone: every version of it, where the bucket keeps versions.
func (b *Bucket) remove(ctx context.Context, name string, grace time.Duration) (bool, error) {
	for {
		head, err := b.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.Name, Key: b.key(name)})
		if err = b.failed(err); err != nil {
			return host.KindOf(err) == host.NotFound, ignore(err, host.NotFound)
		}
		if time.Since(aws.ToTime(head.LastModified)) < grace {
			return false, nil
		}
		// Only what was looked at: what is put at this moment is another version, or, encrypted, has another tag.
		_, err = b.Client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.Name, Key: b.key(name), VersionId: head.VersionId, IfMatch: head.ETag})
		if status(err) == http.StatusPreconditionFailed {
			return false, nil
		}
		if err = b.failed(err); err != nil {
			return host.KindOf(err) == host.NotFound, ignore(err, host.NotFound)
		}
		if aws.ToString(head.VersionId) == "" {
			return true, nil
		}
	}
}

func ignore(err error, kind host.Kind) error {
	if host.KindOf(err) == kind {
		return nil
	}
	return err
}

// top are the names at the top, as far as they are needed to see which keys are in use.
func (b *Bucket) top(ctx context.Context) (names []string, err error) {
	prefix := b.prefix()
	pages := s3.NewListObjectsV2Paginator(b.Client, &s3.ListObjectsV2Input{Bucket: &b.Name, Prefix: &prefix, Delimiter: aws.String("/")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, b.failed(err)
		}
		for _, folder := range page.CommonPrefixes {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(aws.ToString(folder.Prefix), prefix), "/"))
		}
	}
	return names, nil
}

func (b *Bucket) prefix() string {
	if b.Prefix == "" {
		return ""
	}
	return b.Prefix + "/"
}

// list calls each with every object below the prefix.
func (b *Bucket) list(ctx context.Context, each func(name string, size int64, at time.Time) error) error {
	prefix := b.prefix()
	pages := s3.NewListObjectsV2Paginator(b.Client, &s3.ListObjectsV2Input{Bucket: &b.Name, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return b.failed(err)
		}
		for _, o := range page.Contents {
			if err := each(strings.TrimPrefix(aws.ToString(o.Key), prefix), aws.ToInt64(o.Size), aws.ToTime(o.LastModified)); err != nil {
				return err
			}
		}
	}
	return nil
}

// link signs an address. Whoever opens it saves a file; nothing that a stranger's page wrote is shown as the bucket's own.
func (b *Bucket) link(ctx context.Context, name, file, mediaType string, expires time.Duration) (string, error) {
	request, err := s3.NewPresignClient(b.Client).PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: &b.Name, Key: b.key(name), ResponseContentType: &mediaType,
		ResponseContentDisposition: aws.String(mime.FormatMediaType("attachment", map[string]string{"filename": file})),
	}, s3.WithPresignExpires(expires))
	if err != nil {
		return "", b.failed(err)
	}
	return request.URL, nil
}

// failed says who acts on an error of the bucket, and how. It is nil for nil.
func (b *Bucket) failed(err error) error {
	if err == nil {
		return nil
	}
	var api smithy.APIError
	code := ""
	if errors.As(err, &api) {
		code = api.ErrorCode()
	}
	switch status := status(err); {
	case code == "NoSuchBucket":
		return host.Errorf(host.Invalid, "there is no bucket %s: make it, or name another in EVIDENCE_BUCKET", b.Name)
	case code == "NoSuchKey" || status == http.StatusNotFound:
		return host.Errorf(host.NotFound, "the bucket %s has no such blob", b.Name)
	case code == "SlowDown" || status == http.StatusTooManyRequests || status >= 500:
		return host.Errorf(host.Unavailable, "the bucket %s has too much to do or is out of order (%s): it is tried again: %w", b.Name, code, err)
	case status == http.StatusForbidden || status == http.StatusUnauthorized:
		return host.Errorf(host.Invalid, "the bucket %s refuses us (%s): its credentials need s3:GetObject, s3:PutObject, s3:DeleteObject, s3:DeleteObjectVersion and s3:ListBucket",
			b.Name, code)
	case status == http.StatusMovedPermanently || code == "PermanentRedirect":
		return host.Errorf(host.Invalid, "the bucket %s is in another region: set AWS_REGION to it", b.Name)
	case status >= 400:
		return host.Errorf(host.Invalid, "the bucket %s does not take the request (%s): look whether EVIDENCE_BUCKET and AWS_ENDPOINT_URL_S3 are what you mean: %w", b.Name, code, err)
	}
	return host.Errorf(host.Unavailable, "the bucket %s does not answer: it is tried again: %w", b.Name, err)
}

// status is that of the answer that the error is about, 0 for none.
func status(err error) int {
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}

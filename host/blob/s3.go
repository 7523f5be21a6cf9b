package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/directorybolt/directorybolt/host"
)

// maxBlob bounds what is read back, in bytes: more than the host ever stores.
const maxBlob = 64 << 20

// S3 keeps blobs in a bucket, by the same names as [Disk].
type S3 struct {
	Client     *s3.Client
	Bucket     string
	Encryption types.ServerSideEncryption // at rest; empty for what the bucket does by itself
	Key        string                     // of the key service, where Encryption is aws:kms; empty for the bucket's own
}

// Put stores data and returns its digest: SHA-256 in hex. The bucket checks the digest itself. To put the same bytes again renews their age.
func (s S3) Put(ctx context.Context, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	digest, checksum := hex.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(sum[:])
	name, length := name(digest), int64(len(data))
	in := &s3.PutObjectInput{
		Bucket: &s.Bucket, Key: &name, Body: bytes.NewReader(data), ContentLength: &length, ChecksumSHA256: &checksum, ServerSideEncryption: s.Encryption,
	}
	if s.Key != "" {
		in.SSEKMSKeyId = &s.Key
	}
	if _, err := s.Client.PutObject(ctx, in); err != nil {
		return "", host.Errorf(host.Unavailable, "the bucket %s did not take the evidence: %w", s.Bucket, err)
	}
	return digest, nil
}

// Get returns the data with the digest. Data that does not fit its digest is an error: it proves nothing.
func (s S3) Get(ctx context.Context, digest string) ([]byte, error) {
	if err := check(digest); err != nil {
		return nil, err
	}
	name := name(digest)
	out, err := s.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.Bucket, Key: &name})
	if err != nil {
		return nil, s.failed(err, digest)
	}
	defer out.Body.Close()
	data, err := io.ReadAll(io.LimitReader(out.Body, maxBlob+1))
	if err != nil {
		return nil, host.Errorf(host.Unavailable, "the bucket %s stopped in the middle of the evidence: %w", s.Bucket, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != digest {
		return nil, fmt.Errorf("blob %s is damaged", digest)
	}
	return data, nil
}

func (s S3) failed(err error, digest string) error {
	var missing *types.NoSuchKey
	var gone *types.NotFound
	if errors.As(err, &missing) || errors.As(err, &gone) {
		return host.Errorf(host.NotFound, "there is no blob %s", digest)
	}
	return host.Errorf(host.Unavailable, "the bucket %s does not answer: %w", s.Bucket, err)
}

// Remove deletes the blob, unless it was put within the grace, and reports whether it is gone.
func (s S3) Remove(ctx context.Context, digest string, grace time.Duration) (bool, error) {
	if err := check(digest); err != nil {
		return false, err
	}
	name := name(digest)
	head, err := s.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.Bucket, Key: &name})
	if err != nil {
		err = s.failed(err, digest)
	}
	if host.KindOf(err) == host.NotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if time.Since(*head.LastModified) < grace {
		return false, nil
	}
	if _, err := s.Client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.Bucket, Key: &name}); err != nil {
		return false, s.failed(err, digest)
	}
	return true, nil
}

// Link is an address that hands the blob out until it expires, to whoever has it, as the given media type and as a file that browsers save.
func (s S3) Link(ctx context.Context, digest, mediaType string, expires time.Duration) (string, error) {
	if err := check(digest); err != nil {
		return "", err
	}
	name, disposition := name(digest), "attachment"
	request, err := s3.NewPresignClient(s.Client).PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: &s.Bucket, Key: &name, ResponseContentType: &mediaType, ResponseContentDisposition: &disposition,
	}, s3.WithPresignExpires(expires))
	if err != nil {
		return "", fmt.Errorf("sign a link: %w", err)
	}
	return request.URL, nil
}

// name is where a blob is in the bucket.
func name(digest string) string { return "blobs/" + digest[:2] + "/" + digest }

package blob_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
)

// bucket is an empty bucket of a gateway that speaks S3 and keeps files in a folder.
func bucket(t *testing.T) (store blob.S3, folder string) {
	t.Helper()
	found, err := filepath.Glob("../../.cache/tools/*/versitygw")
	if err != nil || len(found) == 0 {
		t.Fatal("the S3 gateway is not built: run `.ci/tools versitygw`")
	}
	folder = t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	gateway := exec.Command(found[0], "--access", "local", "--secret", "secretsecret", "--port", address, "--quiet", "posix", folder)
	gateway.Env = append(os.Environ(), "HOME="+t.TempDir())
	if err := gateway.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = gateway.Process.Kill(); _ = gateway.Wait() })
	client := s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://" + address), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secretsecret", ""),
	})
	store = blob.S3{Client: client, Bucket: "evidence"}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		if _, err = client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &store.Bucket}); err == nil {
			return store, folder
		}
		if ctx.Err() != nil {
			t.Fatal(err)
		}
	}
}

func TestS3(t *testing.T) {
	t.Parallel()
	store, folder := bucket(t)
	want := []byte("Thank you, Acme is now listed.")
	digest, err := store.Put(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := store.Put(t.Context(), want); err != nil || again != digest {
		t.Errorf("the same bytes again: %s, %v; want %s", again, err, digest)
	}
	if got, err := store.Get(t.Context(), digest); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	for digest, kind := range map[string]host.Kind{
		"": host.Invalid, "../../etc/passwd": host.Invalid, strings.Repeat("e3", 32): host.NotFound,
	} {
		if _, err := store.Get(t.Context(), digest); err == nil || host.KindOf(err) != kind {
			t.Errorf("%q: got %v, want kind %s", digest, err, kind)
		}
	}

	t.Run("a link hands out what it was made for and nothing else", func(t *testing.T) {
		other, err := store.Put(t.Context(), []byte("another customer's"))
		if err != nil {
			t.Fatal(err)
		}
		link, err := store.Link(t.Context(), digest, "text/plain", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if status, body := fetch(t, link); status != 200 || body != string(want) {
			t.Errorf("got %d %q", status, body)
		}
		for name, forged := range map[string]string{
			"another blob":  strings.ReplaceAll(link, digest, other),
			"a longer life": strings.Replace(link, "X-Amz-Expires=60", "X-Amz-Expires=86400", 1),
			"another type":  strings.Replace(link, "text%2Fplain", "text%2Fhtml", 1),
		} {
			if forged = strings.ReplaceAll(forged, "blobs/"+digest[:2]+"/"+other, "blobs/"+other[:2]+"/"+other); forged == link {
				t.Errorf("%s: the link was not changed", name)
			}
			if status, body := fetch(t, forged); status != http.StatusForbidden {
				t.Errorf("%s: got %d %q", name, status, body)
			}
		}
	})

	t.Run("forged evidence is not handed out", func(t *testing.T) {
		if err := os.WriteFile(filepath.Join(folder, "evidence", "blobs", digest[:2], digest), []byte("forged"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := store.Get(t.Context(), digest); err == nil {
			t.Errorf("got %q", got)
		}
	})

	t.Run("removal spares what is fresh", func(t *testing.T) {
		if gone, err := store.Remove(t.Context(), digest, time.Hour); gone || err != nil {
			t.Errorf("within the grace: %t, %v", gone, err)
		}
		if gone, err := store.Remove(t.Context(), digest, 0); !gone || err != nil {
			t.Errorf("after it: %t, %v", gone, err)
		}
		if gone, err := store.Remove(t.Context(), digest, 0); !gone || err != nil {
			t.Errorf("again: %t, %v", gone, err)
		}
		if _, err := store.Get(t.Context(), digest); host.KindOf(err) != host.NotFound {
			t.Errorf("after the removal: %v", err)
		}
	})
}

func TestS3ThatDoesNotAnswerIsUnavailable(t *testing.T) {
	t.Parallel()
	client := s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:1"), UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secretsecret", ""),
	})
	store := blob.S3{Client: client, Bucket: "evidence"}
	if _, err := store.Put(t.Context(), []byte("x")); host.KindOf(err) != host.Unavailable {
		t.Errorf("put: %v", err)
	}
	if _, err := store.Get(t.Context(), strings.Repeat("e3", 32)); host.KindOf(err) != host.Unavailable {
		t.Errorf("get: %v", err)
	}
}

func fetch(t *testing.T, link string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

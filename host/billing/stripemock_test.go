package billing

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// stripeMock starts Stripe's own mock, which holds each request against Stripe's description of its API and remembers nothing.
func stripeMock(t *testing.T) (address string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "stripe-mock")
	build := exec.CommandContext(t.Context(), "go", "build", "-C", "testdata/stripemock", "-o", program, "github.com/stripe/stripe-mock")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build stripe-mock: %v\n%s", err, out)
	}
	mock := exec.CommandContext(t.Context(), program, "-http-addr", "127.0.0.1:0")
	out, err := mock.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = mock.Process.Kill()
		_ = mock.Wait() // says that it was killed
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, found, ok := strings.Cut(lines.Text(), "HTTP at address: "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }() // until it is killed
			return "http://" + found
		}
	}
	t.Fatal("stripe-mock does not say where it listens")
	return ""
}

func TestRequestsAreStripes(t *testing.T) {
	t.Parallel()
	told := 0
	desk := New(Config{
		Key: "sk_test_123", Base: stripeMock(t), URL: "https://shop.example", Tax: true, PromotionCodes: true,
		Apply: func(context.Context, host.PaymentEvent) (string, error) { told++; return "", nil },
		Unsettled: func(context.Context, time.Duration) ([]host.Payment, error) {
			return []host.Payment{
				{Session: "cs_test_1", Status: host.PaymentOpen},
				{ID: uuid.New(), Intent: "pi_1", Amount: 100, Status: host.PaymentPaid, RefundWantedAt: time.Now()},
			}, nil
		},
		Log: slog.New(slog.DiscardHandler),
	})
	for _, o := range []host.Order{
		{Draft: uuid.New(), Package: host.Starter, Directories: 50, Email: "a@b.example"},
		{Draft: uuid.New(), Package: host.Enterprise, Directories: 411, StripeCustomer: "cus_123"},
	} {
		if _, err := desk.Checkout(t.Context(), o); err != nil {
			t.Errorf("%s: %v", o.Package, err)
		}
	}
	if err := desk.Reconcile(t.Context()); err != nil {
		t.Error(err)
	}
	if told == 0 {
		t.Error("nothing was recorded")
	}
}

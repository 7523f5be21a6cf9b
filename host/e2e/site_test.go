package e2e

import (
	"context"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
	"github.com/directorybolt/directorybolt/sdk"
)

// siteAdapter serves all sites of an order: each call goes to the adapter of the site it is about.
type siteAdapter struct{ order *order }

func (siteAdapter) Manifest() sdk.Manifest {
	return workertest.NewAdapter(&workertest.Site{}).Manifest()
}

func (a siteAdapter) Call(ctx context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, host.Call, error) {
	return workertest.NewAdapter(a.order.sites[turn.Directory.Slug]).Call(ctx, op, turn)
}

package main

import (
	"testing"

	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

func TestAdapter(t *testing.T) { sdktest.Run(t, adapter) }

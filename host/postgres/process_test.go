package postgres_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// TestOnlyLivingProcessesCount has a process of each fate: its slots count only while it is heard of.
func TestOnlyLivingProcessesCount(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	broken := []host.Part{{Name: "disk", Detail: "full"}}
	beat := func(slots int) uuid.UUID {
		t.Helper()
		p := host.Process{ID: uuid.New(), Host: "one", PID: 7, Roles: []string{"worker"}, Version: "1", Slots: slots, Parts: broken}
		if err := d.Beat(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	alive, lost, stopped := beat(2), beat(4), beat(8)
	if err := d.Beat(t.Context(), host.Process{ID: alive, Slots: 3, Working: 1, Parts: broken}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Pool().Exec(t.Context(), "UPDATE processes SET seen_at = now() - interval '1 minute' WHERE id = $1", lost); err != nil {
		t.Fatal(err)
	}
	if err := d.EndProcess(t.Context(), stopped); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Slots(t.Context()); err != nil || n != 3 {
		t.Errorf("%d slots of living workers, %v; want the 3 of the last beat", n, err)
	}
	all, err := d.Processes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var order []uuid.UUID
	for _, p := range all {
		order = append(order, p.ID)
		if want := p.ID == lost; p.Lost != want {
			t.Errorf("process %s: lost %v, want %v", p.ID, p.Lost, want)
		}
		if p.Host != "one" || p.PID != 7 || len(p.Parts) != 1 || p.Parts[0] != broken[0] {
			t.Errorf("process %+v is not what was recorded", p)
		}
	}
	if len(order) != 3 || order[0] != lost || order[2] != stopped {
		t.Errorf("order %v, want the lost one first and the stopped one last", order)
	}
}

package dispatch

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// shop is a store in memory, of which every directory has room.
type shop struct {
	jobs    []host.JobShare
	planned map[uuid.UUID][]host.PlannedSubmission
	clock   float64
}

func (s *shop) order(p host.Package, n int) uuid.UUID {
	id := uuid.New()
	if s.planned == nil {
		s.planned = map[uuid.UUID][]host.PlannedSubmission{}
	}
	s.jobs = append(s.jobs, host.JobShare{Job: id, Package: p, Served: s.clock})
	for i := range n {
		s.planned[id] = append(s.planned[id], host.PlannedSubmission{ID: uuid.New(), Job: id, Directory: fmt.Sprintf("d%03d", i)})
	}
	return id
}

// round admits up to so many and reports how many of each job; room says how much each directory takes, or all of them any number.
func (s *shop) round(t *testing.T, slots int, room map[string]int) map[uuid.UUID]int {
	t.Helper()
	if room == nil {
		room = map[string]int{}
		for i := range 500 {
			room[fmt.Sprintf("d%03d", i)] = slots
		}
	}
	waiting := slices.DeleteFunc(slices.Clone(s.jobs), func(j host.JobShare) bool { return len(s.planned[j.Job]) == 0 })
	slices.SortStableFunc(waiting, func(a, b host.JobShare) int {
		switch {
		case a.Served < b.Served:
			return -1
		case a.Served > b.Served:
			return 1
		}
		return 0
	})
	a, err := Choose(host.Round{
		Slots: slots, Clock: s.clock, Jobs: waiting, Room: room,
		Submissions: func(jobs []uuid.UUID, most int) (out []host.PlannedSubmission, err error) {
			for _, job := range jobs {
				n := 0
				for _, p := range s.planned[job] {
					if room[p.Directory] > 0 && n < most {
						out = append(out, p)
						n++
					}
				}
			}
			return out, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	served := map[uuid.UUID]int{}
	for _, c := range a.Chosen {
		served[c.Job]++
		s.planned[c.Job] = slices.DeleteFunc(s.planned[c.Job], func(p host.PlannedSubmission) bool { return p.ID == c.ID })
	}
	for i, j := range s.jobs {
		if v, ok := a.Served[j.Job]; ok {
			s.jobs[i].Served = v
		}
	}
	s.clock = a.Clock
	return served
}

// TestStarterBehindEnterprise has 50 directories come a round after 500. First come first served, they would be done in round 28.
func TestStarterBehindEnterprise(t *testing.T) {
	s := &shop{}
	large := s.order(host.Enterprise, 500)
	var small uuid.UUID
	doneSmall, doneLarge := 0, 0
	for round := 1; doneSmall == 0 || doneLarge == 0; round++ {
		if round == 2 {
			small = s.order(host.Starter, 50)
		}
		s.round(t, 20, nil)
		if round > 1 && doneSmall == 0 && len(s.planned[small]) == 0 {
			doneSmall = round
		}
		if doneLarge == 0 && len(s.planned[large]) == 0 {
			doneLarge = round
		}
	}
	if doneSmall > 8 {
		t.Errorf("the small job is done in round %d, want by round 8", doneSmall)
	}
	if doneLarge != 28 {
		t.Errorf("the large job is done in round %d, want 28: no slot stays empty", doneLarge)
	}
}

// TestSharesFollowWeights lets jobs of all packages compete for a while.
func TestSharesFollowWeights(t *testing.T) {
	s, got := &shop{}, map[uuid.UUID]int{}
	weights := map[uuid.UUID]float64{}
	for i := range 40 {
		p := host.Tiers[i%4].Package
		weights[s.order(p, 500)] = weight(p)
	}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	const rounds, slots = 100, 20
	for range rounds {
		for job, n := range s.round(t, slots, nil) {
			got[job] += n
		}
	}
	for job, w := range weights {
		if due := rounds * slots * w / total; float64(got[job]) < due-2 || float64(got[job]) > due+2 {
			t.Errorf("a job of weight %.2f got %d, want about %.1f", w, got[job], due)
		}
	}
}

// TestNobodyMonopolises has a job whose directories had no room for long: it catches up a little, and then shares again.
func TestNobodyMonopolises(t *testing.T) {
	s := &shop{}
	s.order(host.Starter, 500)
	blocked := s.order(host.Starter, 400)
	for i := range s.planned[blocked] {
		s.planned[blocked][i].Directory = "closed"
	}
	for range 20 {
		s.round(t, 20, nil)
	}
	room := map[string]int{"closed": 20}
	for i := range 500 {
		room[fmt.Sprintf("d%03d", i)] = 20
	}
	if first := s.round(t, 20, room)[blocked]; first < 11 || first > 16 {
		t.Errorf("in the first round it gets %d of 20, want its half and a little more", first)
	}
	if second := s.round(t, 20, room)[blocked]; second < 9 || second > 11 {
		t.Errorf("in the second round it gets %d of 20, want its half", second)
	}
}

// TestRoomIsNeverExceeded tries random jobs and directories: no directory gets more than it has room for, and no slot stays empty that somebody could use.
func TestRoomIsNeverExceeded(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 5))
		s := &shop{}
		for range 1 + random.IntN(200) {
			s.order(host.Tiers[random.IntN(4)].Package, 1+random.IntN(40))
			s.clock += random.Float64()
		}
		room := map[string]int{}
		for i := range 40 {
			if random.IntN(3) == 0 {
				room[fmt.Sprintf("d%03d", i)] = 1 + random.IntN(3)
			}
		}
		before := map[uuid.UUID][]host.PlannedSubmission{}
		for job, p := range s.planned {
			before[job] = slices.Clone(p)
		}
		slots := 1 + random.IntN(50)
		served := s.round(t, slots, room)
		used, total := map[string]int{}, 0
		for job, n := range served {
			total += n
			for _, p := range before[job] {
				if !slices.Contains(s.planned[job], p) {
					used[p.Directory]++
				}
			}
		}
		for slug, n := range used {
			if n > room[slug] {
				t.Fatalf("seed %d: %s gets %d, has room for %d", seed, slug, n, room[slug])
			}
		}
		if total > slots {
			t.Fatalf("seed %d: %d are admitted to %d slots", seed, total, slots)
		}
		if total == slots {
			continue
		}
		for job, left := range s.planned {
			for _, p := range left {
				if used[p.Directory] < room[p.Directory] {
					t.Fatalf("seed %d: %d of %d slots are used, and job %s still waits for %s, which has room", seed, total, slots, job, p.Directory)
				}
			}
		}
	}
}

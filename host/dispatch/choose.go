package dispatch

import (
	"container/heap"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// weight is the share of the workers that a job of the package has, beside others.
func weight(p host.Package) float64 {
	switch p {
	case host.Growth, host.Professional:
		return 1.25
	case host.Enterprise:
		return 1.5
	}
	return 1
}

// credit is how far behind the others a job is let go on that had to wait for its directories, in submissions of weight 1: it catches up on that much
// at once, and the others do not stand still for longer.
const credit = 10

// leastWindow is how many jobs are looked at first, at least.
const leastWindow = 32

// Choose is weighted fair queueing by start time: of the jobs that have something for a directory with room, the one goes next that was served least for its
// weight; its best directory first.
func Choose(r host.Round) (host.Admission, error) {
	most := 0 // that can be chosen at all
	for _, room := range r.Room {
		most += min(room, r.Slots)
	}
	most = min(most, r.Slots)
	var a host.Admission
	// The jobs that were served least are as many as there are slots at most, unless they wait for other directories than those with room.
	for window := max(most, leastWindow); ; window *= 4 {
		jobs := r.Jobs[:min(window, len(r.Jobs))]
		ids := make([]uuid.UUID, len(jobs))
		for i, j := range jobs {
			ids[i] = j.Job
		}
		planned, err := r.Submissions(ids, r.Slots)
		if err != nil {
			return a, err
		}
		a = fair(r, jobs, planned, most)
		if len(a.Chosen) == most || len(jobs) == len(r.Jobs) {
			return a, nil
		}
	}
}

// fair chooses from what is planned, which is in the order of each job.
func fair(r host.Round, jobs []host.JobShare, planned []host.PlannedSubmission, most int) host.Admission {
	a := host.Admission{Served: map[uuid.UUID]float64{}, Clock: r.Clock}
	waiting := map[uuid.UUID][]host.PlannedSubmission{}
	for _, p := range planned {
		waiting[p.Job] = append(waiting[p.Job], p)
	}
	q := make(queue, 0, len(jobs))
	for i, j := range jobs {
		if len(waiting[j.Job]) > 0 {
			q = append(q, turn{job: j.Job, at: max(j.Served, r.Clock-credit), step: 1 / weight(j.Package), order: i})
		}
	}
	heap.Init(&q)
	room := make(map[string]int, len(r.Room))
	for slug, n := range r.Room {
		room[slug] = n
	}
	for len(a.Chosen) < most && len(q) > 0 {
		next := &q[0]
		rest := waiting[next.job]
		for len(rest) > 0 && room[rest[0].Directory] == 0 {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			heap.Pop(&q)
			continue
		}
		room[rest[0].Directory]--
		a.Chosen = append(a.Chosen, rest[0])
		waiting[next.job] = rest[1:]
		a.Clock = max(a.Clock, next.at)
		next.at += next.step
		a.Served[next.job] = next.at
		heap.Fix(&q, 0)
	}
	return a
}

// turn is a job and the virtual time at which it is served next.
type turn struct {
	job   uuid.UUID
	at    float64
	step  float64
	order int // between equals: as they came
}

type queue []turn

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].order < q[j].order
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(turn)) } //nolint:forcetypeassert // part of heap.Interface
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

package main

import (
	"slices"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker"
)

// roles are the parts of the work that a process takes on. Any number of processes may share each.
type roles []string

const (
	roleWeb      = "web"
	roleIntake   = "intake"
	roleDispatch = "dispatch"
	roleWorker   = "worker"
)

var allRoles = roles{roleWeb, roleIntake, roleDispatch, roleWorker}

// rolesHelp explains them; `serve --help` shows it.
const rolesHelp = `One process does everything unless --roles says otherwise. Processes with other roles, here or on other machines, share the
database in DATABASE_URL; any number may have the same role.

  web       pages, API, payments, mails, and what removes old data: needs the adapters, for POST /plan
  intake    takes orders from the queue in SQS_QUEUE_URL
  dispatch  announces orders, plans their submissions and says which comes next
  worker    fills the forms: needs the browser, Node.js and the adapters

Every process answers GET /health, GET /ready and, without the role web, GET /metrics on --listen. With DATABASE_URL set, processes on one
machine may share --data. SIGTERM or Ctrl-C stops a process in good order within --stop-within; a second one ends it at once.`

// stopWithin is how long work under way may take to end, unless somebody says otherwise.
const stopWithin = 30 * time.Second

func (r roles) has(one string) bool { return slices.Contains(r, one) }

// duties are the worker's parts of the roles. What removes old data goes with the pages: there is always somebody who has that role.
func (r roles) duties() []worker.Duty {
	duties := []worker.Duty{}
	if r.has(roleWeb) {
		duties = append(duties, worker.Keep)
	}
	if r.has(roleDispatch) {
		duties = append(duties, worker.Plan)
	}
	if r.has(roleWorker) {
		duties = append(duties, worker.Submit)
	}
	return duties
}

// check fails for roles that have nothing to do, given whether there is an order queue.
func (r roles) check(orders bool) error {
	switch {
	case len(r) == 0:
		return host.Errorf(host.Invalid, "--roles names none: choose from web, intake, dispatch and worker, or leave it out for all")
	case !orders && len(r) == 1 && r.has(roleIntake):
		return host.Errorf(host.Invalid, "the role intake takes orders from a queue: set SQS_QUEUE_URL, or leave the role out, for without a queue orders need none")
	}
	return nil
}

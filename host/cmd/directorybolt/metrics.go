package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/directorybolt/directorybolt/host/intake"
	"github.com/directorybolt/directorybolt/host/sandbox"
)

// sandboxMetrics tells the figures of the sandbox in Prometheus' terms.
type sandboxMetrics struct{ stats func() sandbox.Stats }

// sandboxFigures are what is told of the sandbox.
var sandboxFigures = []struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	of   func(sandbox.Stats) int64
}{
	{figure("compiled_total", "Adapters that had to be compiled."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.Compiled }},
	{figure("cache_hits_total", "Adapters that the cache of compiled ones had."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.CacheHits }},
	{figure("loads_total", "Times that the code of an adapter was brought into memory."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.Loaded }},
	{figure("evictions_total", "Times that the code of an adapter had to make room for another."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.Evicted }},
	{figure("compile_microseconds_total", "Wall time of compiling."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.CompileTime.Microseconds() }},
	{figure("load_microseconds_total", "Wall time of bringing code into memory."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.LoadTime.Microseconds() }},
	{figure("resident_adapters", "Adapters whose code is in memory."), prometheus.GaugeValue, func(s sandbox.Stats) int64 { return s.ResidentCount }},
	{figure("resident_bytes", "Memory that they take, about."), prometheus.GaugeValue, func(s sandbox.Stats) int64 { return s.ResidentBytes }},
	{figure("instances", "Instances in use."), prometheus.GaugeValue, func(s sandbox.Stats) int64 { return s.InstancesInUse }},
	{figure("calls_total", "Calls of adapters."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.Calls }},
	{figure("failed_calls_total", "Calls that ended without an answer."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.Failed }},
	{figure("work_total", "Work charged for all calls, in units of about one instruction."), prometheus.CounterValue, func(s sandbox.Stats) int64 { return s.Work }},
}

func figure(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("directorybolt_sandbox_"+name, help, nil, nil)
}

// Describe implements [prometheus.Collector].
func (sandboxMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, f := range sandboxFigures {
		to <- f.desc
	}
}

// Collect implements [prometheus.Collector].
func (m sandboxMetrics) Collect(to chan<- prometheus.Metric) {
	now := m.stats()
	for _, f := range sandboxFigures {
		to <- prometheus.MustNewConstMetric(f.desc, f.kind, float64(f.of(now)))
	}
}

// intakeMetrics tells how the order queue and its intake are.
type intakeMetrics struct{ intake *intake.Intake }

var (
	queueDepth   = prometheus.NewDesc("directorybolt_queue_messages", "Messages of the order queue and of its dead letter queue.", []string{"queue", "state"}, nil)
	queueAge     = prometheus.NewDesc("directorybolt_queue_oldest_seconds", "Age of the oldest message of the last poll; 0 if it brought none.", nil, nil)
	intakeErrors = prometheus.NewDesc("directorybolt_intake_errors", "Errors of the intake in a row.", nil, nil)
	intakeStop   = prometheus.NewDesc("directorybolt_intake_stopped", "1 while polling has stopped because it only fails.", nil, nil)
)

// Describe implements [prometheus.Collector].
func (intakeMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{queueDepth, queueAge, intakeErrors, intakeStop} {
		to <- d
	}
}

// Collect implements [prometheus.Collector]. A queue that does not answer has no depth.
func (m intakeMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if waiting, dead, err := m.intake.Queue.Depths(ctx); err == nil {
		for name, depth := range map[string]intake.Depth{"orders": waiting, "dead": dead} {
			to <- prometheus.MustNewConstMetric(queueDepth, prometheus.GaugeValue, float64(depth.Waiting), name, "waiting")
			to <- prometheus.MustNewConstMetric(queueDepth, prometheus.GaugeValue, float64(depth.InFlight), name, "in_flight")
		}
	}
	state := m.intake.State()
	stopped := 0.0
	if state.Stopped {
		stopped = 1
	}
	to <- prometheus.MustNewConstMetric(queueAge, prometheus.GaugeValue, state.Age.Seconds())
	to <- prometheus.MustNewConstMetric(intakeErrors, prometheus.GaugeValue, float64(state.Errors))
	to <- prometheus.MustNewConstMetric(intakeStop, prometheus.GaugeValue, stopped)
}

// collectors are the parts of this system that have figures.
func (s *system) collectors() []prometheus.Collector {
	var parts []prometheus.Collector
	if s.adapters.engine != nil {
		parts = append(parts, sandboxMetrics{s.adapters.engine.Stats})
	}
	if s.intake != nil {
		parts = append(parts, intakeMetrics{s.intake})
	}
	return append(parts, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "directorybolt_evidence_waiting_bytes", Help: "Evidence that waits on this machine for the bucket to take it.",
	}, func() float64 { return float64(s.blobs.Waiting()) }))
}

// withMetrics adds GET /metrics to the pages: figures without any word of a customer, for whoever may see the pages of this machine.
func withMetrics(pages http.Handler, parts []prometheus.Collector) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(parts...)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.Handle("/", pages)
	return mux
}

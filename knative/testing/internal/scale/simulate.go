package scale

import (
	"time"

	"go.opentelemetry.io/otel/attribute"
	noopmetric "go.opentelemetry.io/otel/metric/noop"
	"go.uber.org/zap"
	"k8s.io/apimachinery/pkg/types"

	"knative.dev/serving/pkg/apis/autoscaling"
	"knative.dev/serving/pkg/autoscaler/aggregation"
	"knative.dev/serving/pkg/autoscaler/metrics"
	"knative.dev/serving/pkg/autoscaler/scaling"
)

// Pods say how the Service's pods serve.
type Pods struct {
	Startup int // seconds from a pod's creation to ready
	Service int // seconds that a query takes once it is begun
	Slots   int // queries that a pod works on at once; others wait
	GPUs    int // per pod, taken from its creation on
}

// Second is the state at the end of a second.
type Second struct {
	Arrived, Busy, Waiting, Ready, Pods int
	Activator                           bool // the activator is in the path of queries
}

// the autoscaler decides every two seconds
const tick = 2

var quiet = zap.NewNop().Sugar()

// Simulate lets the queries come, and goes on until all are served and settle seconds have passed.
// each, if not nil, is told every second.
func Simulate(r *Revision, load Load, p Pods, settle int, each func(second int, now Second)) Figures {
	s := &simulation{revision: r, pods: p, since: -1}
	s.now = time.Unix(1_700_000_000, 0)
	s.stable, s.panicking = r.windows()
	s.scaler = scaling.New(attribute.NewSet(), noopmetric.NewMeterProvider(), "simulated", "simulated", s, s, &r.decider.Spec)
	for range r.least {
		s.readyAt = append(s.readyAt, 0)
	}
	for s.second < len(load)+settle || s.busy+s.waiting > 0 {
		arrived := 0
		if s.second < len(load) {
			arrived = load[s.second]
		}
		s.serve(arrived)
		s.scale(arrived)
		now := Second{arrived, s.busy, s.waiting, s.ready(), len(s.readyAt), s.activator}
		s.figures.add(now, p)
		if each != nil {
			each(s.second, now)
		}
		s.second++
		s.now = s.now.Add(time.Second)
	}
	return s.figures
}

type simulation struct {
	revision          *Revision
	pods              Pods
	figures           Figures
	scaler            scaling.UniScaler
	stable, panicking window
	now               time.Time
	second            int
	readyAt           []int     // of each pod, the oldest first
	queue             []arrival // who waits, in order
	ends              []int     // ends[i]: queries that end i seconds from now
	busy, waiting     int
	since             int // second since which zero pods are wanted; -1: they are not
	activator         bool
}

type arrival struct{ second, queries int }

type window interface {
	Record(time.Time, float64)
	WindowAverage(time.Time) float64
	IsEmpty(time.Time) bool
}

func (r *Revision) windows() (stable, panicking window) {
	if r.weighted {
		return aggregation.NewWeightedFloat64Buckets(r.metric.StableWindow, time.Second),
			aggregation.NewWeightedFloat64Buckets(r.metric.PanicWindow, time.Second)
	}
	return aggregation.NewTimedFloat64Buckets(r.metric.StableWindow, time.Second),
		aggregation.NewTimedFloat64Buckets(r.metric.PanicWindow, time.Second)
}

// serve ends what is done, takes what arrived and begins what there is room for.
func (s *simulation) serve(arrived int) {
	if len(s.ends) > 0 {
		s.busy -= s.ends[0]
		s.ends = s.ends[1:]
	}
	ready := s.ready()
	if arrived > 0 {
		s.queue = append(s.queue, arrival{s.second, arrived})
		s.waiting += arrived
		if ready == 0 {
			s.figures.Cold += arrived
		}
	}
	room := ready*s.pods.Slots - s.busy
	for room > 0 && len(s.queue) > 0 {
		begun := min(room, s.queue[0].queries)
		s.figures.wait(s.second-s.queue[0].second, begun)
		for len(s.ends) < s.pods.Service {
			s.ends = append(s.ends, 0)
		}
		s.ends[s.pods.Service-1] += begun
		s.busy, s.waiting, room = s.busy+begun, s.waiting-begun, room-begun
		if s.queue[0].queries -= begun; s.queue[0].queries == 0 {
			s.queue = s.queue[1:]
		}
	}
}

// scale reports the load, and on a tick asks the autoscaler and obeys.
func (s *simulation) scale(arrived int) {
	inside := s.busy + s.waiting
	if len(s.readyAt) == 0 && inside == 0 {
		return // nobody reports, and the autoscaler keeps what it has: nothing
	}
	value := float64(inside)
	if s.revision.decider.Spec.ScalingMetric == autoscaling.RPS {
		value = float64(arrived)
	}
	s.stable.Record(s.now, value)
	s.panicking.Record(s.now, value)
	// the activator reports the first query for a Service without pods at once
	if s.second%tick != 0 && len(s.readyAt) > 0 {
		return
	}
	decided := s.scaler.Scale(quiet, s.now)
	wanted := len(s.readyAt)
	if decided.ScaleValid {
		wanted = int(decided.DesiredPodCount)
	}
	wanted = max(wanted, s.revision.least)
	if s.revision.most > 0 {
		wanted = min(wanted, s.revision.most)
	}
	s.activator = decided.ExcessBurstCapacity < 0 || s.ready() == 0
	s.resize(s.graced(wanted))
}

// graced keeps the last pod for the grace period.
func (s *simulation) graced(wanted int) int {
	if wanted > 0 || len(s.readyAt) == 0 {
		s.since = -1
		return wanted
	}
	if s.since < 0 {
		s.since = s.second
	}
	if time.Duration(s.second-s.since)*time.Second < s.revision.grace {
		return 1
	}
	return 0
}

func (s *simulation) resize(wanted int) {
	if len(s.readyAt) == 0 && wanted > 0 {
		s.figures.ColdStarts++
	}
	for len(s.readyAt) < wanted {
		s.readyAt = append(s.readyAt, s.second+s.pods.Startup)
		s.figures.Started++
	}
	s.readyAt = s.readyAt[:wanted]
}

func (s *simulation) ready() (n int) {
	for _, at := range s.readyAt {
		if at <= s.second {
			n++
		}
	}
	return n
}

// What the autoscaler asks for.

func (s *simulation) ReadyCount() (int, error)    { return s.ready(), nil }
func (s *simulation) NotReadyCount() (int, error) { return len(s.readyAt) - s.ready(), nil }

func (s *simulation) StableAndPanicConcurrency(_ types.NamespacedName, now time.Time) (float64, float64, error) {
	if s.stable.IsEmpty(now) && s.panicking.IsEmpty(now) {
		return 0, 0, metrics.ErrNoData
	}
	return s.stable.WindowAverage(now), s.panicking.WindowAverage(now), nil
}

func (s *simulation) StableAndPanicRPS(key types.NamespacedName, now time.Time) (float64, float64, error) {
	return s.StableAndPanicConcurrency(key, now)
}

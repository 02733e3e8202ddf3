package scale

import (
	"fmt"
	"math"
	"strings"
)

// What was measured (docs/scaling.md says how), and what is assumed of sizes.
const (
	offerCPU    = 0.00015 // seconds of one core for an event offered to one Trigger: channel and filter together
	eventCPU    = 0.0003  // seconds of one core for an event beside that: ingress, and the delivery that matches
	redisCPU    = 8e-6    // seconds of one core for a command or script
	decisionCPU = 0.3     // seconds of one core for a master's decision without a GPU
	walkBytes   = 5000    // of a finished walk with its outcomes, in Redis
	// sizes of events
	queryBytes, callBytes, resultBytes, answerBytes = 1000, 2000, 3000, 3000
)

// arrangement of nodes and the queries that come to it.
type arrangement struct {
	name      string
	workers   int // of one graph, so of one Broker
	queries   int // a second, all graphs together
	calls     int // a query
	decisions int // a query
	inner     int // decisions of a query that another graph makes behind its public door: no events, no Redis
}

// Triggers of the router: query, result, failed call, tick.
const routerTriggers = 4

func (a arrangement) triggers() int { return a.workers + routerTriggers }

// A query and its answer, a call and its result.
func (a arrangement) events() int { return 2 + 2*a.calls }

// offers a second: in a channel broker every event meets the filter of every Trigger.
func (a arrangement) offers() int { return a.queries * a.events() * a.triggers() }

func (a arrangement) brokerCores() float64 {
	return float64(a.queries*a.events())*eventCPU + float64(a.offers())*offerCPU
}

func (a arrangement) filterBytes() int {
	return a.queries * a.triggers() * (queryBytes + answerBytes + a.calls*(callBytes+resultBytes))
}

// redis commands of a query. Begin: read, deadline, script. A decision: lease, read, replace, release.
// A call: read, lease, done; its result: read, replace. The end: deadline. (A lease is renewed only in
// calls longer than a third of it.)
func (a arrangement) redis() int { return 3 + 4*a.decisions + 5*a.calls + 1 }

var arrangements = []arrangement{
	{"the ready graph mmlu (17 workers), 100/s", 17, 100, 1, 1, 0},
	{"1,000 workers, one Broker, 10,000/s", 1000, 10_000, 1, 1, 0},
	{"50 graphs of 20 workers behind an entry graph, 10,000/s", 50, 10_000, 1, 1, 1},
}

// calculation on paper, in Markdown.
func calculation() string {
	var b strings.Builder
	row := func(what string, value func(arrangement) string) {
		fmt.Fprintf(&b, "| %s |", what)
		for _, a := range arrangements {
			fmt.Fprintf(&b, " %s |", value(a))
		}
		b.WriteByte('\n')
	}
	row("", func(a arrangement) string { return a.name })
	b.WriteString("|---|" + strings.Repeat("---|", len(arrangements)) + "\n")
	row("Triggers of a Broker", func(a arrangement) string { return fmt.Sprint(a.triggers()) })
	row("events a query", func(a arrangement) string { return fmt.Sprint(a.events()) })
	row("events a second", func(a arrangement) string { return short(float64(a.queries * a.events())) })
	row("offers to filters a second", func(a arrangement) string { return short(float64(a.offers())) })
	row("cores for the Brokers", func(a arrangement) string { return short(a.brokerCores()) })
	row("bytes a second from channels to filters", func(a arrangement) string { return short(float64(a.filterBytes())) + "B" })
	row("Redis commands a query", func(a arrangement) string { return fmt.Sprint(a.redis()) })
	row("Redis commands a second", func(a arrangement) string { return short(float64(a.queries * a.redis())) })
	row("cores for Redis", func(a arrangement) string { return short(float64(a.queries*a.redis()) * redisCPU) })
	row("Redis memory, walks kept 24 h (default)", func(a arrangement) string { return short(float64(a.queries)*86_400*walkBytes) + "B" })
	row("Redis memory, walks kept 10 min", func(a arrangement) string { return short(float64(a.queries)*600*walkBytes) + "B" })
	row("decisions a query", func(a arrangement) string { return fmt.Sprint(a.decisions + a.inner) })
	row("cores for masters on CPU", func(a arrangement) string { return short(float64(a.queries*(a.decisions+a.inner)) * decisionCPU) })
	return b.String()
}

// short is two digits with k, M, G, T.
func short(v float64) string {
	unit := ""
	for _, larger := range []string{" k", " M", " G", " T"} {
		if v < 1000 {
			break
		}
		v, unit = v/1000, larger
	}
	digits := math.Pow(10, math.Floor(math.Log10(v))-1)
	return fmt.Sprintf("%g%s", math.Round(math.Round(v/digits)*digits*1000)/1000, unit)
}

// Package broker routes CloudEvents between local processes as a Knative channel-based Broker does,
// with Knative Eventing's own data-plane code and no cluster.
//
// Real Knative code in the path of each event: broker ingress (validation, TTL), in-memory channel
// (multichannelfanout, fanout: retries, back-off, dead letter sink, replies), broker filter (attribute
// filter, all SubscriptionsAPI filters including CESQL, reply validation), PingSource's runner, Go
// types' defaulting and validation. Own code: reading YAML, what the reconcilers would write into
// status (from the same helpers where they are exported), and host names that lead to loopback.
package broker

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"time"

	"go.uber.org/zap"

	"octograph.io/knative-testing/internal/manifest"

	"knative.dev/pkg/network"
)

// Settings of a local broker.
type Settings struct {
	Listen       string   // address of the ingress
	Mappings     []string // HOST=ADDRESS
	MaxTTL       int
	Journal      io.Writer // nil: none
	Misses       bool      // the journal has also what a Trigger's filter did not want
	Double       float64   // probability that a delivery is made again
	DoubleWithin time.Duration
	Seed         int64
	Ping         bool                               // let PingSources tick
	PingEvery    time.Duration                      // instead of their schedules; 0: by their schedules
	Logger       *zap.Logger                        // Knative's own
	Say          func(format string, values ...any) // where events go in and where they come out
}

// Local is a broker that runs.
type Local struct {
	Address  string // of the ingress
	counter  *counter
	journal  *journal
	servers  []*http.Server
	stopping context.CancelFunc
	silence  func() // stops the PingSources
}

// Totals so far.
func (l *Local) Totals() Totals { return l.counter.now() }

// Start listens and returns. The process's HTTP clients then reach mapped hosts and loopback only.
func Start(s Settings, w *World) (*Local, error) {
	ingress, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %v: is something else on this port?", s.Listen, err)
	}
	var inner [3]net.Listener // filter, dispatcher of channels, dead letters
	for i := range inner {
		if inner[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, err
		}
	}
	at := func(i int) string { return inner[i].Addr().String() }
	dns := names{
		network.GetServiceHostname("broker-ingress", manifest.SystemNamespace): ingress.Addr().String(),
		network.GetServiceHostname("broker-filter", manifest.SystemNamespace):  at(0),
		againFilterHost: at(0),
		deadLetterHost:  at(2),
	}
	for _, m := range s.Mappings {
		if err := dns.add(m, w.namespaces); err != nil {
			return nil, err
		}
	}
	dns.rule()
	plane, err := w.reconcile(dns, at(1))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &Local{Address: ingress.Addr().String(), counter: newCounter(), stopping: stop, silence: func() {}}
	if s.Journal != nil {
		l.journal = newJournal(s.Journal)
	}
	handlers, err := knative(ctx, s, w, plane)
	if err != nil {
		return nil, err
	}
	seen := &watch{journal: l.journal, misses: s.Misses, counter: l.counter, started: time.Now()}
	twice := &doubler{probability: s.Double, within: s.DoubleWithin, seed: s.Seed,
		again: plane.again, dispatcher: at(1), client: http.DefaultClient}
	front := http.NewServeMux()
	front.Handle("GET /totals", l.counter)
	front.Handle("/", seen.over(ingressHop, l.ticks(handlers.ingress)))
	l.serve(inner[0], plane.only(twice.over(seen.over(filterHop, handlers.filter))))
	l.serve(inner[1], handlers.channels)
	l.serve(inner[2], plane.only(seen.over(deadLetterHop, forward(plane))))
	l.serve(ingress, front)
	if s.Ping && len(w.Pings) > 0 {
		if l.silence, err = w.ping(s.Logger, s.PingEvery); err != nil {
			return nil, err
		}
	}
	w.tell(s.Say, l.Address, dns, plane)
	return l, nil
}

// Stop ends; what is under way is lost, as the memory of a channel is.
func (l *Local) Stop() {
	l.silence()
	l.stopping()
	for _, s := range l.servers {
		_ = s.Close()
	}
	l.journal.close()
}

func (l *Local) serve(at net.Listener, h http.Handler) {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	l.servers = append(l.servers, s)
	go func() {
		if err := s.Serve(at); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
}

// only lets through what is for one of these Triggers: a broker of this process that was stopped may
// still have events to deliver again.
func (p *dataPlane) only(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, known := p.again[r.URL.Path]; !known {
			http.Error(w, "no such Trigger", http.StatusGone)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// forward leads dead letters to their sinks.
func forward(p *dataPlane) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			sink := *p.deadLetters[r.In.URL.Path]
			if sink.Path == "" {
				sink.Path = "/"
			}
			r.Out.URL, r.Out.Host = &sink, sink.Host
		},
		ErrorLog: log.New(io.Discard, "", 0), // the journal and the totals have it
	}
}

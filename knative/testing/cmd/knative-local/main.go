// knative-local routes CloudEvents between local processes as a Knative channel-based Broker does,
// with Knative Eventing's own data-plane code and no cluster:
//
//	knative-local --listen 127.0.0.1:8080 --map worker-math=127.0.0.1:9001 manifests.yaml...
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"go.uber.org/zap"

	"octograph.io/knative-testing/internal/broker"
	"octograph.io/knative-testing/internal/manifest"
)

func main() {
	os.Setenv("SYSTEM_NAMESPACE", manifest.SystemNamespace)
	s := broker.Settings{Logger: zap.NewNop(), Ping: true, Say: log.Printf}
	flag.StringVar(&s.Listen, "listen", "127.0.0.1:8080", "address of the broker ingress (POST /NAMESPACE/BROKER; GET /totals)")
	flag.Var((*manifest.Names)(&s.Mappings), "map", "HOST=ADDRESS: deliver what goes to HOST (a Service's name, name.namespace, or host name) to ADDRESS, HOST:PORT on loopback (repeatable)")
	flag.IntVar(&s.MaxTTL, "max-ttl", 255, "the ingress's MAX_TTL")
	flag.BoolVar(&s.Misses, "journal-misses", false, "the journal also has what a Trigger's filter did not want")
	flag.Float64Var(&s.Double, "double", 0, "probability that a delivery to a subscriber is made again")
	flag.DurationVar(&s.DoubleWithin, "double-within", 2*time.Second, "span after the first delivery's begin in which the second begins")
	flag.Int64Var(&s.Seed, "seed", 1, "chance for --double")
	every := flag.String("ping-every", "", "PingSources tick this often instead of by their schedule (1s at least); 0s: not at all")
	journal := flag.String("journal", "none", "file for one JSON line per hop; - is standard output, none writes none")
	createBrokers := flag.Bool("create-brokers", false, "make the Brokers that Triggers name and the manifests lack")
	bindings := flag.Bool("bindings", false, "print the environment that SinkBindings inject, as JSON, and end")
	verbose := flag.Bool("v", false, "Knative's own debug log on standard error")
	flag.Parse()

	if flag.NArg() == 0 {
		refuse("no manifests: name the YAML files with the Brokers and Triggers")
	}
	if s.Double < 0 || s.Double > 1 {
		refuse("--double %v: want a probability from 0 to 1", s.Double)
	}
	if *every != "" {
		d, err := time.ParseDuration(*every)
		if err != nil || d != 0 && d < time.Second {
			refuse("--ping-every %s: want 0s, or 1s or longer", *every)
		}
		s.PingEvery, s.Ping = d, d > 0
	}
	if *verbose {
		s.Logger, _ = zap.NewDevelopment()
	}
	w, errs := broker.ReadWorld(flag.Args(), *createBrokers)
	for _, e := range errs {
		fmt.Fprintln(os.Stderr, "ERROR", e)
	}
	if len(errs) > 0 {
		os.Exit(1)
	}
	if *bindings {
		found, err := w.Injected(s.Listen, s.Mappings)
		check(err)
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		check(out.Encode(found))
		return
	}
	s.Journal = open(*journal)
	run(s, w)
}

func run(s broker.Settings, w *broker.World) {
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)
	l, err := broker.Start(s, w)
	check(err)
	log.Print("ready")
	<-stopped
	l.Stop()
	totals, err := json.Marshal(l.Totals())
	check(err)
	fmt.Fprintf(os.Stderr, "totals %s\n", totals)
}

func open(journal string) io.Writer {
	switch journal {
	case "none":
		return nil
	case "-":
		return os.Stdout
	default:
		f, err := os.Create(journal)
		check(err)
		return f
	}
}

func check(err error) {
	if err != nil {
		refuse("%v", err)
	}
}

func refuse(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "knative-local: "+format+"\n", values...)
	os.Exit(2)
}

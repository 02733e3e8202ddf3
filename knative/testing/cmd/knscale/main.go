// knscale replays a trace of queries through Knative's own pod autoscaler (KPA) in virtual time.
//
//	knscale [flags] ksvc.yaml trace.csv
//	knscale --page docs
//
// trace.csv: lines "second,queries per second", each valid until the next; the last line ends it.
package main

import (
	"flag"
	"fmt"
	"os"

	"octograph.io/knative-testing/internal/scale"
)

func main() {
	config := flag.String("config", "", "YAML file with the ConfigMap config-autoscaler (default: a release's own values)")
	service := flag.String("service", "", "name of the Knative Service, where the file has several")
	var p scale.Pods
	flag.IntVar(&p.Startup, "startup", 3, "seconds from a pod's creation to ready")
	flag.IntVar(&p.Service, "takes", 2, "seconds that a query takes")
	flag.IntVar(&p.Slots, "slots", 16, "queries that a pod works on at once")
	flag.IntVar(&p.GPUs, "gpus", 0, "GPUs a pod")
	seed := flag.Uint64("seed", 1, "chance of the arrivals")
	settle := flag.Int("settle", 180, "seconds to go on after the last query")
	changes := flag.Bool("changes", false, "print each second in which something changed, as CSV")
	page := flag.String("page", "", "write the plots and figures of scaling.md into this folder, and end")
	flag.Parse()
	if *page != "" {
		check(scale.WritePage(*page))
		return
	}
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if p.Startup < 0 || p.Service < 1 || p.Slots < 1 || p.GPUs < 0 || *settle < 0 {
		check(fmt.Errorf("--startup, --gpus and --settle want 0 or more, --takes and --slots 1 or more"))
	}
	cfg, err := scale.Config(*config)
	check(err)
	ksvc, err := scale.ReadService(flag.Arg(0), *service)
	check(err)
	revision, err := scale.NewRevision(ksvc, nil, cfg)
	check(err)
	trace, err := os.Open(flag.Arg(1))
	check(err)
	load, err := scale.ReadTrace(trace, *seed)
	check(err)
	var each func(int, scale.Second)
	if *changes {
		each = printer()
	}
	figures := scale.Simulate(revision, load, p, *settle, each)
	fmt.Printf("# %s: %v\n", ksvc.Name, revision)
	fmt.Printf("# queries %d, found no pod %d (%.2f %%), waited p50 %d s, p99 %d s, most %d s\n",
		figures.Queries, figures.Cold, 100*figures.ColdPart(), figures.Wait(0.5), figures.Wait(0.99), figures.Wait(1))
	fmt.Printf("# cold starts %d, pods made %d, most at once %d, pod-seconds %d, GPU-seconds %d, without a pod %d s of %d, slots used %.1f %%\n",
		figures.ColdStarts, figures.Started, figures.MostPods, figures.PodSeconds, figures.GPUSeconds, figures.Zero, figures.Seconds, 100*figures.Used())
}

func printer() func(int, scale.Second) {
	fmt.Println("second,arrived,busy,waiting,ready,pods,activator")
	var last scale.Second
	return func(second int, now scale.Second) {
		if now != last || second == 0 {
			fmt.Printf("%d,%d,%d,%d,%d,%d,%v\n", second, now.Arrived, now.Busy, now.Waiting, now.Ready, now.Pods, now.Activator)
		}
		last = now
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "knscale:", err)
		os.Exit(2)
	}
}

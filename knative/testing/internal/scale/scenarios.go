package scale

import (
	"fmt"

	_ "embed"

	servingv1 "knative.dev/serving/pkg/apis/serving/v1"
	"sigs.k8s.io/yaml"
)

// workerYAML has a worker's annotations as the renderer writes them for a node that says nothing of its scale.
//
//go:embed worker.yaml
var workerYAML []byte

const annotation = "autoscaling.knative.dev/"

// setting is one way to run a scenario.
type setting struct {
	name        string
	annotations map[string]string // instead of the renderer's own, without the prefix
	pods        Pods
}

// What stands before a remote model server: a small Java process, no GPU.
var proxy = Pods{Startup: 3, Service: 2, Slots: 16}

// A pod with the model in it: a minute to load, one GPU.
var gpu = Pods{Startup: 60, Service: 2, Slots: 16, GPUs: 1}

func (s setting) revision() (*Revision, error) {
	worker := &servingv1.Service{}
	if err := yaml.UnmarshalStrict(workerYAML, worker); err != nil {
		return nil, err
	}
	cfg, err := Config("")
	if err != nil {
		return nil, err
	}
	full := map[string]string{}
	for name, value := range s.annotations {
		full[annotation+name] = value
	}
	return NewRevision(worker, full, cfg)
}

// outcome is what a scenario gives for a setting.
type outcome struct {
	setting string
	figures Figures
	load    []float64 // queries per second
	pods    []float64
	perNode []Figures // of the scenario with many nodes
}

// day is 24 hours of one node from three in the night, when nobody asks.
func day() ([]outcome, error) {
	byHour := []float64{0, 0, .1, .6, 2, 5, 8, 10, 9, 7, 9, 10, 9, 8, 6, 5, 5, 4, 3, 2, 1, .4, .2, .1}
	load := Arrivals(24*3600, 1, Between(24*3600, byHour...))
	return run(load, 600, []setting{
		{"as rendered: target 8, window 60s", nil, gpu},
		{"target 16", map[string]string{"target": "16"}, gpu},
		{"window 10m", map[string]string{"window": "10m"}, gpu},
		{"scale-down-delay 10m", map[string]string{"scale-down-delay": "10m"}, gpu},
		{"retention 30m", map[string]string{"scale-to-zero-pod-retention-period": "30m"}, gpu},
		{"min-scale 1", map[string]string{"min-scale": "1"}, gpu},
		{"as rendered, proxy pods", nil, proxy},
	})
}

// burst is sixty queries a second out of nothing, twice, a quarter of an hour apart.
func burst() ([]outcome, error) {
	load := Arrivals(2000, 2, func(s int) float64 {
		if in := s % 1200; in >= 120 && in < 300 {
			return 60
		}
		return 0
	})
	return run(load, 1600, []setting{
		{"as rendered, proxy pods", nil, proxy},
		{"as rendered, GPU pods", nil, gpu},
		{"GPU, activation-scale 8", map[string]string{"activation-scale": "8"}, gpu},
		{"GPU, min-scale 2", map[string]string{"min-scale": "2"}, gpu},
		{"GPU, retention 20m", map[string]string{"scale-to-zero-pod-retention-period": "20m"}, gpu},
		{"GPU, scale-down-delay 20m", map[string]string{"scale-down-delay": "20m"}, gpu},
	})
}

func run(load Load, settle int, settings []setting) ([]outcome, error) {
	out := make([]outcome, len(settings))
	for i, s := range settings {
		r, err := s.revision()
		if err != nil {
			return nil, fmt.Errorf("%s: %v", s.name, err)
		}
		o := outcome{setting: s.name}
		o.figures = Simulate(r, load, s.pods, settle, func(_ int, now Second) {
			o.load = append(o.load, float64(now.Arrived))
			o.pods = append(o.pods, float64(now.Pods))
		})
		out[i] = o
	}
	return out, nil
}

const (
	nodes       = 1000
	nodeSeconds = 3600
	nodeQueries = 30 // a second, all nodes together
)

// thousand is an hour of 1,000 nodes, of which few are asked often and most seldom (Zipf, exponent 1.1):
// each with pods of its own, and at last all as adapters of one server.
func thousand() ([]outcome, error) {
	rates := Zipf(nodes, 1.1, nodeQueries)
	first := map[string]string{"min-scale": "1"}
	out := []outcome{}
	for _, s := range []struct {
		setting
		warm int // so many of the first nodes with min-scale 1
	}{
		{setting{"as rendered, proxy pods", nil, proxy}, 0},
		{setting{"as rendered, GPU pods", nil, gpu}, 0},
		{setting{"GPU, retention 10m", map[string]string{"scale-to-zero-pod-retention-period": "10m"}, gpu}, 0},
		{setting{"GPU, first 100 min-scale 1", nil, gpu}, 100},
	} {
		o := outcome{setting: s.name, load: make([]float64, nodeSeconds), pods: make([]float64, nodeSeconds), perNode: make([]Figures, nodes)}
		err := parallel(nodes, func(rank int, sum func(func())) error {
			own := s.setting
			if rank < s.warm {
				own.annotations = first
			}
			r, err := own.revision()
			if err != nil {
				return err
			}
			load := Arrivals(nodeSeconds, uint64(rank+1), func(int) float64 { return rates[rank] })
			pods := make([]int, nodeSeconds)
			figures := Simulate(r, load, own.pods, 0, func(second int, now Second) {
				if second < nodeSeconds {
					pods[second] = now.Pods
				}
			})
			sum(func() {
				o.perNode[rank] = figures
				for second := range load {
					o.load[second] += float64(load[second])
					o.pods[second] += float64(pods[second])
				}
			})
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, f := range o.perNode {
			o.figures.Add(f)
		}
		o.figures.MostPods = int(most(o.pods))
		out = append(out, o)
	}
	shared, err := run(summed(out[0].load), 0, []setting{{"one LoRA server for all, GPU pods", nil, gpu}})
	return append(out, shared...), err
}

func summed(load []float64) Load {
	out := make(Load, len(load))
	for i, q := range load {
		out[i] = int(q)
	}
	return out
}

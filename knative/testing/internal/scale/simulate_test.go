package scale

import (
	"math"
	"strings"
	"testing"
)

func revision(t *testing.T, annotations map[string]string) *Revision {
	t.Helper()
	r, err := setting{annotations: annotations}.revision()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// steady load from second 100 to 400.
func steady(perSecond float64) Load {
	return Arrivals(400, 1, func(s int) float64 {
		if s < 100 {
			return 0
		}
		return perSecond
	})
}

func TestPodsFollowTheLoad(t *testing.T) {
	for _, c := range []struct {
		name        string
		annotations map[string]string
		load        Load
		pods        Pods
		least, most int // pods while the load is steady
		gone        int // seconds after the last query until no pod is left; -1: never
	}{
		// 10 a second for 2 s are 20 in flight; 70 % of 8 make 4 pods, chance one more or less
		{"target", nil, steady(10), proxy, 4, 5, 90},
		{"a larger target", map[string]string{"target": "16"}, steady(10), proxy, 2, 3, 90},
		{"bounds", map[string]string{"min-scale": "1", "max-scale": "2"}, steady(10), proxy, 2, 2, -1},
		{"a query now and then", nil, steady(0.1), proxy, 1, 1, 90},
		{"retention", map[string]string{"scale-to-zero-pod-retention-period": "5m"}, steady(10), proxy, 4, 5, 360},
		{"window, which a panic at the start outlasts", map[string]string{"window": "120s"}, steady(10), proxy, 4, 6, 150},
		{"queries a second", map[string]string{"metric": "rps", "target": "5"}, steady(10), proxy, 2, 4, 90},
	} {
		t.Run(c.name, func(t *testing.T) {
			pods := []int{}
			f := Simulate(revision(t, c.annotations), c.load, c.pods, 500, func(_ int, now Second) { pods = append(pods, now.Pods) })
			for second, n := range pods[200:400] {
				if n < c.least || n > c.most {
					t.Fatalf("%d pods in second %d", n, second+200)
				}
			}
			last := len(pods) - 1
			for last > 0 && pods[last] == 0 {
				last--
			}
			if c.gone < 0 && last != len(pods)-1 || c.gone >= 0 && (last-400 < c.gone-15 || last-400 > c.gone+15) {
				t.Errorf("the last pod went %d s after the last query, want about %d", last-400, c.gone)
			}
			served := 0
			for _, n := range f.waits {
				served += n
			}
			if served != c.load.Total() || f.Queries != served {
				t.Errorf("%d queries, %d served", c.load.Total(), served)
			}
		})
	}
}

func TestWhoComesFirstWaitsForThePod(t *testing.T) {
	load := make(Load, 30)
	load[10] = 1
	f := Simulate(revision(t, nil), load, Pods{Startup: 20, Service: 2, Slots: 1, GPUs: 2}, 200, nil)
	if f.Cold != 1 || f.ColdStarts != 1 || f.Wait(1) != 20 || f.GPUSeconds != 2*f.PodSeconds {
		t.Fatalf("%+v", f)
	}
}

func TestTheSameSeedGivesTheSame(t *testing.T) {
	run := func() Figures { return Simulate(revision(t, nil), steady(10), gpu, 100, nil) }
	if a, b := run(), run(); a.PodSeconds != b.PodSeconds || a.Queries != b.Queries || a.Cold != b.Cold {
		t.Fatalf("%+v and %+v", a, b)
	}
}

func TestLoads(t *testing.T) {
	if mean := float64(Arrivals(10_000, 3, func(int) float64 { return 250 }).Total()) / 10_000; math.Abs(mean-250) > 1 {
		t.Errorf("a rate of 250 gives %v", mean)
	}
	rates := Zipf(1000, 1.1, 30)
	if sum := total(rates); math.Abs(sum-30) > 1e-9 || rates[0]/rates[9] < 12 || rates[0]/rates[9] > 13 {
		t.Errorf("sum %v, first to tenth %v", sum, rates[0]/rates[9])
	}
	between := Between(100, 0, 10)
	for second, want := range map[int]float64{0: 0, 25: 5, 50: 10, 75: 5} {
		if got := between(second); got != want {
			t.Errorf("second %d: %v, want %v", second, got, want)
		}
	}
	load, err := ReadTrace(strings.NewReader("second,queries per second\n# quiet\n0,0\n10,1000\n20,0\n"), 1)
	if err != nil || len(load) != 20 || Load(load[:10]).Total() != 0 || Load(load[10:]).Total() < 9000 {
		t.Errorf("%v, %v", load, err)
	}
	for _, bad := range []string{"", "0,1\n", "0,1\n0,2\n", "5,1\n3,1\n", "0,many\n9,1\n", "0,-1\n9,1\n"} {
		if _, err := ReadTrace(strings.NewReader(bad), 1); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestServicesOfAnotherScalerAreRefused(t *testing.T) {
	_, err := setting{annotations: map[string]string{"class": "hpa.autoscaling.knative.dev", "metric": "memory", "min-scale": "1"}}.revision()
	if err == nil || !strings.Contains(err.Error(), "only the KPA is here") {
		t.Fatal(err)
	}
}

package broker

import (
	"reflect"
	"testing"
)

func TestSinkBindingsInjectTheEnvironment(t *testing.T) {
	w, errs := ReadWorld([]string{"testdata/graph.yaml"}, false)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	found, err := w.Injected("127.0.0.1:18080", []string{"worker-math=127.0.0.1:9001"})
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]map[string]string{}
	for _, b := range found {
		env[b.Subject.Kind+" "+b.Subject.Namespace+"/"+b.Subject.Name] = b.Env
	}
	if want := map[string]map[string]string{
		"Service default/router":   {"K_SINK": "http://127.0.0.1:18080/default/graph", "K_CE_OVERRIDES": `{"extensions":{"tenant":"a"}}`},
		"Deployment default/other": {"K_SINK": "http://127.0.0.1:9001/events", "K_CE_OVERRIDES": ""},
	}; !reflect.DeepEqual(env, want) {
		t.Fatalf("got %v", env)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ mapping, ask, want string }{
		{"worker=127.0.0.1:1", "worker.one.svc.cluster.local:80", "127.0.0.1:1"},
		{"worker=127.0.0.1:1", "worker.two.svc.cluster.local", "127.0.0.1:1"},
		{"worker=127.0.0.1:1", "worker.three.svc.cluster.local", ""},
		{"worker.two=127.0.0.1:1", "worker.one.svc.cluster.local", ""},
		{"worker.two=localhost:1", "worker.two.svc.cluster.local", "localhost:1"},
		{"worker.two.svc=127.0.0.1:1", "worker.two.svc.cluster.local", "127.0.0.1:1"},
		{"worker.two.svc.cluster.local=127.0.0.1:1", "worker.two.svc", "127.0.0.1:1"},
		{"http://models.example.org:80=http://127.0.0.1:1/", "models.example.org:80", "127.0.0.1:1"},
		{"other=127.0.0.1:1", "127.0.0.1:7777", "127.0.0.1:7777"},
		{"other=127.0.0.1:1", "198.51.100.7:80", ""},
	} {
		n := names{}
		if err := n.add(c.mapping, map[string]bool{"one": true, "two": true}); err != nil {
			t.Errorf("%s: %v", c.mapping, err)
		} else if got := n.lookup(c.ask); got != c.want {
			t.Errorf("%s: %s leads to %q, want %q", c.mapping, c.ask, got, c.want)
		}
	}
	for _, bad := range []string{"worker", "worker=9001", "worker=198.51.100.7:80", "worker=example.org:80"} {
		if (names{}).add(bad, nil) == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

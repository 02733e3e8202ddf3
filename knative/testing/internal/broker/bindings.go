package broker

import (
	"encoding/json"

	"knative.dev/pkg/apis"
	"knative.dev/pkg/tracker"
)

// Binding is what the cluster injects into each container of a SinkBinding's subject.
type Binding struct {
	Namespace string            `json:"namespace"`
	Name      string            `json:"name"`
	Subject   tracker.Reference `json:"subject"`
	Env       map[string]string `json:"env"`
}

// Injected gives the environment that the SinkBindings inject, with the sinks' addresses as they are
// reached from this machine: Brokers at the ingress, other hosts by the mappings.
func (w *World) Injected(ingress string, mappings []string) ([]Binding, error) {
	dns := names{brokerURL("", "").Host: ingress}
	for _, m := range mappings {
		if err := dns.add(m, w.namespaces); err != nil {
			return nil, err
		}
	}
	out := []Binding{}
	for _, s := range w.Bindings {
		sink, err := resolve(s.Spec.Sink, s.Namespace)
		if err != nil {
			return nil, err
		}
		overrides := "" // set, but empty: so does Knative
		if s.Spec.CloudEventOverrides != nil {
			text, err := json.Marshal(s.Spec.CloudEventOverrides)
			if err != nil {
				return nil, err
			}
			overrides = string(text)
		}
		out = append(out, Binding{Namespace: s.Namespace, Name: s.Name, Subject: s.Spec.Subject,
			Env: map[string]string{"K_SINK": here(sink, dns), "K_CE_OVERRIDES": overrides}})
	}
	return out, nil
}

func here(sink *apis.URL, dns names) string {
	u := sink.DeepCopy()
	if to := dns.lookup(u.Host); to != "" {
		u.Host = to
	}
	return u.String()
}

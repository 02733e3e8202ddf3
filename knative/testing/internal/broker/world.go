package broker

import (
	"context"
	"fmt"
	"sync/atomic"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"octograph.io/knative-testing/internal/manifest"

	eventingconfig "knative.dev/eventing/pkg/apis/config"
	eventingv1 "knative.dev/eventing/pkg/apis/eventing/v1"
	"knative.dev/eventing/pkg/apis/feature"
	sourcesv1 "knative.dev/eventing/pkg/apis/sources/v1"
	"knative.dev/pkg/apis"
	duckv1 "knative.dev/pkg/apis/duck/v1"
	"knative.dev/pkg/network"
)

// World is what the manifests say, after what the webhooks do on create.
type World struct {
	Brokers    []*eventingv1.Broker
	Triggers   []*eventingv1.Trigger
	Pings      []*sourcesv1.PingSource
	Bindings   []*sourcesv1.SinkBinding
	namespaces map[string]bool
	features   feature.Flags
}

// ReadWorld reads the files' Brokers, Triggers, PingSources, SinkBindings and Knative's ConfigMaps;
// other kinds may stand there too. With createBrokers the Brokers that lack are made.
func ReadWorld(files []string, createBrokers bool) (*World, []error) {
	features, err := feature.NewFlagsConfigFromMap(map[string]string{})
	if err != nil {
		return nil, []error{err}
	}
	defaults, err := eventingconfig.NewDefaultsConfigFromMap(map[string]string{"default-br-config": manifest.ReleaseBrokerDefaults})
	if err != nil {
		return nil, []error{err}
	}
	w := &World{namespaces: map[string]bool{}, features: features}
	documents, errs := manifest.LoadAll(files)
	for _, d := range documents {
		if err := w.take(d, &defaults); err != nil {
			errs = append(errs, fmt.Errorf("%v: %v", d, err))
		}
	}
	errs = append(errs, w.findBrokers(createBrokers)...)
	return w, append(errs, w.admit(defaults)...)
}

func (w *World) take(d manifest.Document, defaults **eventingconfig.Defaults) (err error) {
	switch d.GetAPIVersion() + " " + d.GetKind() {
	case "eventing.knative.dev/v1 Broker":
		err = add(&w.Brokers, d)
	case "eventing.knative.dev/v1 Trigger":
		err = add(&w.Triggers, d)
	case "sources.knative.dev/v1 PingSource":
		err = add(&w.Pings, d)
	case "sources.knative.dev/v1 SinkBinding":
		err = add(&w.Bindings, d)
	case "v1 ConfigMap":
		return w.configure(d, defaults)
	}
	w.namespaces[d.Where()] = true
	return err
}

// add reads a document as one of the list's kind. An object that is not sound is in the list too, so that
// what names it is not reported as well.
func add[T any, O interface {
	*T
	SetNamespace(string)
}](list *[]O, d manifest.Document) error {
	o := O(new(T))
	err := d.Strictly(o)
	o.SetNamespace(d.Where())
	*list = append(*list, o)
	return err
}

// configure takes the two of Knative's ConfigMaps that change how events go.
func (w *World) configure(d manifest.Document, defaults **eventingconfig.Defaults) (err error) {
	ours := d.GetName() == feature.FlagsConfigName && d.Where() == manifest.SystemNamespace
	if d.GetName() != eventingconfig.DefaultsConfigName && !ours {
		return nil
	}
	cm := &corev1.ConfigMap{}
	if err := d.Strictly(cm); err != nil {
		return err
	}
	if ours {
		w.features, err = feature.NewFlagsConfigFromConfigMap(cm)
	} else {
		*defaults, err = eventingconfig.NewDefaultsConfigFromConfigMap(cm)
	}
	return err
}

func (w *World) findBrokers(create bool) (errs []error) {
	have := map[string]bool{}
	for _, b := range w.Brokers {
		have[b.Namespace+"/"+b.Name] = true
	}
	for _, t := range w.Triggers {
		k := t.Namespace + "/" + t.Spec.Broker
		switch {
		case t.Spec.Broker == "" || have[k]:
		case create:
			have[k] = true
			w.Brokers = append(w.Brokers, &eventingv1.Broker{ObjectMeta: metav1.ObjectMeta{Namespace: t.Namespace, Name: t.Spec.Broker}})
		default:
			errs = append(errs, fmt.Errorf("Trigger %s/%s: its Broker %s is not in the manifests: add it, or start with --create-brokers", t.Namespace, t.Name, t.Spec.Broker))
		}
	}
	return errs
}

// admit does what the webhooks do on create.
func (w *World) admit(defaults *eventingconfig.Defaults) (errs []error) {
	ctx := eventingconfig.ToContext(context.Background(), &eventingconfig.Config{Defaults: defaults})
	ctx = apis.WithinCreate(feature.ToContext(ctx, w.features))
	check := func(o interface {
		apis.Defaultable
		apis.Validatable
		GetNamespace() string
		GetName() string
	}, to ...duckv1.Destination) {
		o.SetDefaults(ctx)
		bad := func(what any) {
			errs = append(errs, fmt.Errorf("%T %s/%s: %v", o, o.GetNamespace(), o.GetName(), what))
		}
		if fe := o.Validate(ctx); fe != nil {
			bad(fe)
			return
		}
		for _, d := range to {
			if _, err := resolve(d, o.GetNamespace()); err != nil {
				bad(err)
			}
		}
	}
	for _, b := range w.Brokers {
		b.UID = uid("broker")
		check(b)
	}
	for _, t := range w.Triggers {
		t.UID = uid("trigger")
		check(t, t.Spec.Subscriber)
	}
	for _, p := range w.Pings {
		check(p, p.Spec.Sink)
	}
	for _, s := range w.Bindings {
		check(s, s.Spec.Sink)
	}
	return errs
}

var uids atomic.Int64

func uid(of string) types.UID { return types.UID(fmt.Sprintf("%s-%d", of, uids.Add(1))) }

// resolve gives the address that the cluster's URI resolver would find in the status of the referent.
func resolve(d duckv1.Destination, ns string) (*apis.URL, error) {
	if d.Ref == nil {
		if d.URI == nil || d.URI.Host == "" {
			return nil, fmt.Errorf("a destination has neither a ref nor an absolute uri: give it one")
		}
		return d.URI, nil
	}
	if d.Ref.Namespace != "" {
		ns = d.Ref.Namespace
	}
	// a Knative Service has this name in status.address.url, a plain Service as its own; others by the same rule
	u := apis.HTTP(network.GetServiceHostname(d.Ref.Name, ns))
	if d.Ref.APIVersion == "eventing.knative.dev/v1" && d.Ref.Kind == "Broker" {
		u = brokerURL(ns, d.Ref.Name)
	}
	if d.URI != nil {
		return u.ResolveReference(d.URI), nil
	}
	return u, nil
}

func brokerURL(ns, name string) *apis.URL {
	u := apis.HTTP(network.GetServiceHostname("broker-ingress", manifest.SystemNamespace))
	u.Path = "/" + ns + "/" + name
	return u
}

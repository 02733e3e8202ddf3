package broker

import (
	"context"
	"net/http"

	noopmetric "go.opentelemetry.io/otel/metric/noop"
	nooptrace "go.opentelemetry.io/otel/trace/noop"
	"k8s.io/apimachinery/pkg/runtime"
	corev1listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"

	"octograph.io/knative-testing/internal/manifest"

	"knative.dev/eventing/pkg/apis/feature"
	"knative.dev/eventing/pkg/broker"
	"knative.dev/eventing/pkg/broker/filter"
	"knative.dev/eventing/pkg/broker/ingress"
	"knative.dev/eventing/pkg/channel/multichannelfanout"
	eventingfake "knative.dev/eventing/pkg/client/clientset/versioned/fake"
	eventinginformers "knative.dev/eventing/pkg/client/informers/externalversions"
	"knative.dev/eventing/pkg/eventingtls"
	"knative.dev/eventing/pkg/kncloudevents"
	"knative.dev/eventing/pkg/reconciler/sugar/trigger/path"
)

// handlers are the three data-plane services of a cluster.
type handlers struct{ ingress, filter, channels http.Handler }

func knative(ctx context.Context, s Settings, w *World, p *dataPlane) (*handlers, error) {
	objects := []runtime.Object{}
	for _, b := range w.Brokers {
		objects = append(objects, b)
	}
	for _, t := range w.Triggers {
		objects = append(objects, t)
	}
	factory := eventinginformers.NewSharedInformerFactory(eventingfake.NewSimpleClientset(objects...), 0)
	bundles := corev1listers.NewConfigMapLister(cache.NewIndexer(cache.MetaNamespaceKeyFunc,
		cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})).ConfigMaps(manifest.SystemNamespace)
	features := func(c context.Context) context.Context { return feature.ToContext(c, w.features) }
	metrics, traces := noopmetric.NewMeterProvider(), nooptrace.NewTracerProvider()

	// the token verifier may be nil: it is not looked at while authentication-oidc is off (the default)
	in, err := ingress.NewHandler(s.Logger, broker.TTLDefaulter(s.Logger, int32(s.MaxTTL)),
		factory.Eventing().V1().Brokers(), nil, nil, bundles, features, metrics, traces)
	if err != nil {
		return nil, err
	}
	wanted, err := filter.NewHandler(s.Logger, nil, nil, factory.Eventing().V1().Triggers(),
		factory.Eventing().V1().Brokers(), factory.Messaging().V1().Subscriptions(), bundles, features, metrics, traces)
	if err != nil {
		return nil, err
	}
	dispatcher := kncloudevents.NewDispatcher(eventingtls.ClientConfig{TrustBundleConfigMapLister: bundles}, nil,
		kncloudevents.WithMeterProvider(metrics), kncloudevents.WithTraceProvider(traces))
	channels, err := multichannelfanout.NewEventHandlerWithConfig(ctx, s.Logger,
		multichannelfanout.Config{ChannelConfigs: p.channels}, dispatcher, metrics, traces)
	if err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	return &handlers{ingress: in, filter: wanted, channels: channels}, nil
}

// ticks counts what PingSources send.
func (l *Local) ticks(ingress http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Ce-Type") == tickType {
			l.counter.change(func(t *Totals) { t.Ticks++ })
		}
		ingress.ServeHTTP(w, r)
	})
}

// tell says where events go in and where they come out.
func (w *World) tell(say func(string, ...any), ingress string, dns names, p *dataPlane) {
	where := func(host string) string {
		if to := dns.lookup(host); to != "" {
			return to
		}
		return "NOT MAPPED: deliveries will fail; add --map"
	}
	for _, b := range w.Brokers {
		say("broker %s/%s: POST http://%s/%s/%s", b.Namespace, b.Name, ingress, b.Namespace, b.Name)
	}
	for _, t := range w.Triggers {
		say("trigger %s/%s -> %s (%s)", t.Namespace, t.Name, t.Status.SubscriberURI, where(t.Status.SubscriberURI.Host))
		if sink := p.deadLetters[path.Generate(t)]; sink != nil {
			say("  its dead letters -> %s (%s)", sink, where(sink.Host))
		}
	}
	for _, s := range w.Pings {
		say("ping source %s/%s: %s", s.Namespace, s.Name, s.Spec.Schedule)
	}
}

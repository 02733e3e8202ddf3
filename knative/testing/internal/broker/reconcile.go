package broker

import (
	"context"
	"net/url"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"octograph.io/knative-testing/internal/manifest"

	eventingduckv1 "knative.dev/eventing/pkg/apis/duck/v1"
	"knative.dev/eventing/pkg/apis/eventing"
	eventingv1 "knative.dev/eventing/pkg/apis/eventing/v1"
	"knative.dev/eventing/pkg/apis/feature"
	messagingv1 "knative.dev/eventing/pkg/apis/messaging/v1"
	"knative.dev/eventing/pkg/channel/fanout"
	"knative.dev/eventing/pkg/channel/multichannelfanout"
	"knative.dev/eventing/pkg/reconciler/broker/resources"
	"knative.dev/eventing/pkg/reconciler/sugar/trigger/path"
	"knative.dev/pkg/apis"
	duckv1 "knative.dev/pkg/apis/duck/v1"
	"knative.dev/pkg/network"
)

// Host names of our own, beside the cluster's.
const (
	deadLetterHost  = "dead-letters.knative-local"
	againFilterHost = "again.knative-local" // the filter, for second deliveries
)

// dataPlane is what the controllers tell the dispatcher and, by status, the filter and the ingress.
type dataPlane struct {
	channels    []multichannelfanout.ChannelConfig
	deadLetters map[string]*url.URL // a Trigger's path, on deadLetterHost -> the true sink
	again       map[string]string   // a Trigger's path -> host of the channel that has this Trigger alone
}

// reconcile fills in what the broker, trigger, subscription and in-memory-channel controllers write.
// Names of channels go to dns with the address of the dispatcher.
func (w *World) reconcile(dns names, dispatcher string) (*dataPlane, error) {
	p := &dataPlane{deadLetters: map[string]*url.URL{}, again: map[string]string{}}
	for _, b := range w.Brokers {
		name := resources.BrokerChannelName(b.Name, "trigger")
		host := network.GetServiceHostname(name+"-kn-channel", b.Namespace)
		dns[host] = dispatcher
		if err := addressBroker(b, name, host); err != nil {
			return nil, err
		}
		async, _ := strconv.ParseBool(b.Annotations[messagingv1.AsyncHandlerAnnotation])
		channel := multichannelfanout.ChannelConfig{Namespace: b.Namespace, Name: name, HostName: host,
			FanoutConfig: fanout.Config{AsyncHandler: async}}
		for _, t := range w.Triggers {
			if t.Namespace != b.Namespace || t.Spec.Broker != b.Name {
				continue
			}
			s, err := w.subscribe(t, b, name)
			if err != nil {
				return nil, err
			}
			p.divertDeadLetters(t, s)
			channel.FanoutConfig.Subscriptions = append(channel.FanoutConfig.Subscriptions, *s)
			p.addAgain(t, *s)
		}
		p.channels = append(p.channels, channel)
	}
	return p, nil
}

// addressBroker does the broker controller's part.
func addressBroker(b *eventingv1.Broker, channel, host string) error {
	b.Status.Address = &duckv1.Addressable{URL: brokerURL(b.Namespace, b.Name)}
	b.Status.Annotations = map[string]string{
		eventing.BrokerChannelAddressStatusAnnotationKey:    "http://" + host,
		eventing.BrokerChannelKindStatusAnnotationKey:       "InMemoryChannel",
		eventing.BrokerChannelAPIVersionStatusAnnotationKey: messagingv1.SchemeGroupVersion.String(),
		eventing.BrokerChannelNameStatusAnnotationKey:       channel,
	}
	sink, err := deadLetterSink(b.Spec.Delivery, b.Namespace)
	if sink != nil {
		b.Status.DeliveryStatus = eventingduckv1.NewDeliveryStatusFromAddressable(&duckv1.Addressable{URL: sink})
	}
	return err
}

// subscribe does what the trigger and subscription controllers do.
func (w *World) subscribe(t *eventingv1.Trigger, b *eventingv1.Broker, channel string) (*fanout.Subscription, error) {
	subscriber, err := resolve(t.Spec.Subscriber, t.Namespace)
	if err != nil {
		return nil, err
	}
	t.Status.SubscriberURI = subscriber
	sink, err := deadLetterSink(t.Spec.Delivery, t.Namespace)
	if err != nil {
		return nil, err
	}
	if sink != nil {
		t.Status.DeliveryStatus = eventingduckv1.NewDeliveryStatusFromAddressable(&duckv1.Addressable{URL: sink})
	} else { // the only part of the Broker's delivery that a Trigger's does not replace
		t.Status.DeliveryStatus = b.Status.DeliveryStatus
	}
	filter := &duckv1.Destination{URI: &apis.URL{Scheme: "http",
		Host: network.GetServiceHostname("broker-filter", manifest.SystemNamespace), Path: path.Generate(t)}}
	reply := &duckv1.Destination{Ref: &duckv1.KReference{APIVersion: eventingv1.SchemeGroupVersion.String(),
		Kind: "Broker", Name: b.Name, Namespace: b.Namespace}}
	delivery := t.Spec.Delivery.DeepCopy()
	if delivery == nil {
		delivery = b.Spec.Delivery.DeepCopy()
	}
	ctx := feature.ToContext(context.Background(), w.features)
	sub := resources.NewSubscription(ctx, t, &corev1.ObjectReference{Kind: "InMemoryChannel",
		APIVersion: messagingv1.SchemeGroupVersion.String(), Name: channel, Namespace: b.Namespace}, filter, reply, delivery)
	sub.UID = types.UID("sub-" + string(t.UID))
	spec := eventingduckv1.SubscriberSpec{Name: &sub.Name, UID: sub.UID,
		SubscriberURI: filter.URI, ReplyURI: brokerURL(b.Namespace, b.Name), Delivery: &eventingduckv1.DeliverySpec{}}
	if d := sub.Spec.Delivery; d != nil {
		*spec.Delivery = *d
		spec.Delivery.DeadLetterSink, spec.Delivery.Format = nil, nil
	}
	if uri := t.Status.DeadLetterSinkURI; uri != nil {
		spec.Delivery.DeadLetterSink = &duckv1.Destination{URI: uri}
	}
	s, err := fanout.SubscriberSpecToFanoutConfig(spec)
	if err != nil {
		return nil, err
	}
	s.Namespace = b.Namespace
	return s, nil
}

func deadLetterSink(d *eventingduckv1.DeliverySpec, ns string) (*apis.URL, error) {
	if d == nil || d.DeadLetterSink == nil {
		return nil, nil
	}
	return resolve(*d.DeadLetterSink, ns)
}

// divertDeadLetters leads them by a hop of ours, since the dispatcher tells nobody of them.
func (p *dataPlane) divertDeadLetters(t *eventingv1.Trigger, s *fanout.Subscription) {
	if s.DeadLetter == nil {
		return
	}
	at := path.Generate(t)
	p.deadLetters[at] = s.DeadLetter.URL.URL()
	s.DeadLetter = &duckv1.Addressable{URL: &apis.URL{Scheme: "http", Host: deadLetterHost, Path: at}}
}

// addAgain makes the channel of second deliveries: this Trigger alone, with retries and dead letters of its own.
func (p *dataPlane) addAgain(t *eventingv1.Trigger, s fanout.Subscription) {
	host := t.Name + "." + t.Namespace + ".again-channel.knative-local"
	p.again[path.Generate(t)] = host
	s.Subscriber.URL = &apis.URL{Scheme: "http", Host: againFilterHost, Path: path.Generate(t)}
	p.channels = append(p.channels, multichannelfanout.ChannelConfig{Namespace: t.Namespace, Name: host, HostName: host,
		FanoutConfig: fanout.Config{AsyncHandler: true, Subscriptions: []fanout.Subscription{s}}})
}

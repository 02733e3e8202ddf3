package validate

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	eventingv1 "knative.dev/eventing/pkg/apis/eventing/v1"
	eventingv1alpha1 "knative.dev/eventing/pkg/apis/eventing/v1alpha1"
	eventingv1beta3 "knative.dev/eventing/pkg/apis/eventing/v1beta3"
	flowsv1 "knative.dev/eventing/pkg/apis/flows/v1"
	messagingv1 "knative.dev/eventing/pkg/apis/messaging/v1"
	sinksv1alpha1 "knative.dev/eventing/pkg/apis/sinks/v1alpha1"
	sourcesv1 "knative.dev/eventing/pkg/apis/sources/v1"
	"knative.dev/pkg/apis"
	autoscalingv1alpha1 "knative.dev/serving/pkg/apis/autoscaling/v1alpha1"
	servingv1 "knative.dev/serving/pkg/apis/serving/v1"
	servingv1beta1 "knative.dev/serving/pkg/apis/serving/v1beta1"
)

type admitted interface {
	apis.Defaultable
	apis.Validatable
	runtime.Object
}

// The kinds that the two webhooks register (plus EventType's storage version).
var kinds = map[schema.GroupVersionKind]admitted{
	servingv1.SchemeGroupVersion.WithKind("Service"):                 &servingv1.Service{},
	servingv1.SchemeGroupVersion.WithKind("Configuration"):           &servingv1.Configuration{},
	servingv1.SchemeGroupVersion.WithKind("Revision"):                &servingv1.Revision{},
	servingv1.SchemeGroupVersion.WithKind("Route"):                   &servingv1.Route{},
	servingv1beta1.SchemeGroupVersion.WithKind("DomainMapping"):      &servingv1beta1.DomainMapping{},
	autoscalingv1alpha1.SchemeGroupVersion.WithKind("PodAutoscaler"): &autoscalingv1alpha1.PodAutoscaler{},

	eventingv1.SchemeGroupVersion.WithKind("Broker"):               &eventingv1.Broker{},
	eventingv1.SchemeGroupVersion.WithKind("Trigger"):              &eventingv1.Trigger{},
	eventingv1alpha1.SchemeGroupVersion.WithKind("EventPolicy"):    &eventingv1alpha1.EventPolicy{},
	eventingv1alpha1.SchemeGroupVersion.WithKind("EventTransform"): &eventingv1alpha1.EventTransform{},
	eventingv1alpha1.SchemeGroupVersion.WithKind("RequestReply"):   &eventingv1alpha1.RequestReply{},
	eventingv1beta3.SchemeGroupVersion.WithKind("EventType"):       &eventingv1beta3.EventType{},
	messagingv1.SchemeGroupVersion.WithKind("Channel"):             &messagingv1.Channel{},
	messagingv1.SchemeGroupVersion.WithKind("InMemoryChannel"):     &messagingv1.InMemoryChannel{},
	messagingv1.SchemeGroupVersion.WithKind("Subscription"):        &messagingv1.Subscription{},
	flowsv1.SchemeGroupVersion.WithKind("Sequence"):                &flowsv1.Sequence{},
	flowsv1.SchemeGroupVersion.WithKind("Parallel"):                &flowsv1.Parallel{},
	sourcesv1.SchemeGroupVersion.WithKind("PingSource"):            &sourcesv1.PingSource{},
	sourcesv1.SchemeGroupVersion.WithKind("ApiServerSource"):       &sourcesv1.ApiServerSource{},
	sourcesv1.SchemeGroupVersion.WithKind("SinkBinding"):           &sourcesv1.SinkBinding{},
	sourcesv1.SchemeGroupVersion.WithKind("ContainerSource"):       &sourcesv1.ContainerSource{},
	sinksv1alpha1.SchemeGroupVersion.WithKind("JobSink"):           &sinksv1alpha1.JobSink{},
}

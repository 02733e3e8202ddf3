package broker

import (
	"time"

	"github.com/robfig/cron/v3"
	"go.uber.org/zap"
	"k8s.io/client-go/kubernetes/fake"

	"knative.dev/eventing/pkg/adapter/mtping"
	"knative.dev/eventing/pkg/adapter/v2"
	sourcesv1 "knative.dev/eventing/pkg/apis/sources/v1"
)

// tickType is what PingSource gives its events; ceOverrides cannot change a type.
const tickType = sourcesv1.PingSourceEventType

// ping lets the PingSources tick by Knative's own runner until stop is called, which returns when the
// last tick is sent. A positive every replaces their schedules.
func (w *World) ping(logger *zap.Logger, every time.Duration) (stop func(), err error) {
	// the parser that Knative's adapter gives it: a field for seconds may lead
	parser := cron.WithParser(cron.NewParser(
		cron.SecondOptional | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor))
	runner := mtping.NewCronJobsRunner(adapter.ClientConfig{}, fake.NewSimpleClientset(), logger.Sugar(), parser)
	for _, source := range w.Pings {
		sink, err := resolve(source.Spec.Sink, source.Namespace)
		if err != nil {
			return nil, err
		}
		source.Status.SinkURI = sink
		if every > 0 {
			source.Spec.Schedule, source.Spec.Timezone = "@every "+every.String(), ""
		}
		runner.AddSchedule(source)
	}
	ended := make(chan struct{})
	go runner.Start(ended)
	return func() { close(ended); runner.Stop() }, nil
}

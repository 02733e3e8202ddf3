// Package scale replays load through Knative's own pod autoscaler (KPA) in virtual time.
//
// Real code: defaulting and validation of the Service, annotations -> PodAutoscaler -> Decider and
// Metric (targets, windows, panic thresholds), the averaging windows, Scale(), least and most scale.
// Own code: the queries and how pods serve them, pods that become ready after a while, the grace
// period before zero.
package scale

import (
	"context"
	"fmt"
	"maps"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"octograph.io/knative-testing/internal/manifest"

	"knative.dev/pkg/apis"
	"knative.dev/serving/pkg/apis/autoscaling"
	autoscalingv1alpha1 "knative.dev/serving/pkg/apis/autoscaling/v1alpha1"
	servingconfig "knative.dev/serving/pkg/apis/config"
	servingv1 "knative.dev/serving/pkg/apis/serving/v1"
	asconfig "knative.dev/serving/pkg/autoscaler/config"
	"knative.dev/serving/pkg/autoscaler/config/autoscalerconfig"
	"knative.dev/serving/pkg/autoscaler/scaling"
	kparesources "knative.dev/serving/pkg/reconciler/autoscaling/kpa/resources"
	paresources "knative.dev/serving/pkg/reconciler/autoscaling/resources"
)

// Revision is a Knative Service as the autoscaler sees it.
type Revision struct {
	decider     *scaling.Decider
	metric      *autoscalingv1alpha1.MetricSpec
	least, most int           // pods; most 0: no bound
	grace       time.Duration // before the last pod goes
	weighted    bool          // the averages forget exponentially
}

// Config is the ConfigMap config-autoscaler of the file, a release's own without one.
func Config(file string) (*autoscalerconfig.Config, error) {
	if file == "" {
		return asconfig.NewConfigFromMap(map[string]string{})
	}
	documents, errs := manifest.Load(file)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	for _, d := range documents {
		if d.GetName() == asconfig.ConfigName {
			var cm corev1.ConfigMap
			if err := d.Strictly(&cm); err != nil {
				return nil, err
			}
			return asconfig.NewConfigFromConfigMap(&cm)
		}
	}
	return nil, fmt.Errorf("%s: no ConfigMap %s in it", file, asconfig.ConfigName)
}

// ReadService finds the Knative Service in the file; name may be empty where it has only one.
func ReadService(file, name string) (*servingv1.Service, error) {
	documents, errs := manifest.Load(file)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	var found []*servingv1.Service
	for _, d := range documents {
		if d.GetAPIVersion() != "serving.knative.dev/v1" || d.GetKind() != "Service" || name != "" && d.GetName() != name {
			continue
		}
		s := &servingv1.Service{}
		if err := d.Strictly(s); err != nil {
			return nil, fmt.Errorf("%v: %v", d, err)
		}
		found = append(found, s)
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%s has %d Knative Services that would fit: name one with --service", file, len(found))
	}
	return found[0], nil
}

// NewRevision reads the Service's template; annotations replace its own of the same name.
func NewRevision(service *servingv1.Service, annotations map[string]string, cfg *autoscalerconfig.Config) (*Revision, error) {
	s := service.DeepCopy()
	if s.Spec.Template.Annotations == nil {
		s.Spec.Template.Annotations = map[string]string{}
	}
	maps.Copy(s.Spec.Template.Annotations, annotations)
	ctx := servingconfig.ToContext(context.Background(), servingconfig.FromContextOrDefaults(
		servingconfig.ToContext(context.Background(), &servingconfig.Config{Autoscaler: cfg})))
	ctx = apis.WithinCreate(ctx)
	s.SetDefaults(ctx)
	if e := s.Validate(ctx).Filter(apis.ErrorLevel); e != nil {
		return nil, e
	}
	template := s.Spec.Template
	pa := &autoscalingv1alpha1.PodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: s.Name, Namespace: s.Namespace, Annotations: template.Annotations},
		Spec: autoscalingv1alpha1.PodAutoscalerSpec{ContainerConcurrency: *template.Spec.ContainerConcurrency,
			Reachability: autoscalingv1alpha1.ReachabilityReachable}}
	pa.SetDefaults(ctx)
	if pa.Class() != autoscaling.KPA {
		return nil, fmt.Errorf("Service %s has the autoscaler %s, and only the KPA is here: the HPA belongs to Kubernetes", s.Name, pa.Class())
	}
	least, most := pa.ScaleBounds(cfg)
	return &Revision{decider: kparesources.MakeDecider(pa, cfg), metric: &paresources.MakeMetric(pa, "", cfg).Spec,
		least: int(least), most: int(most), grace: grace(pa, cfg),
		weighted: pa.Annotations[autoscaling.MetricAggregationAlgorithmKey] == autoscaling.MetricAggregationAlgorithmWeightedExponential}, nil
}

func (r *Revision) String() string {
	d := r.decider.Spec
	return fmt.Sprintf("target %.2f per pod (of %.0f), window %v, panic window %v, panic at %.0f %%, scale %d to %d (0 is no bound), burst capacity %.0f, grace %v",
		d.TargetValue, d.TotalValue, r.metric.StableWindow, r.metric.PanicWindow, d.PanicThreshold*100, r.least, r.most, d.TargetBurstCapacity, r.grace)
}

func grace(pa *autoscalingv1alpha1.PodAutoscaler, cfg *autoscalerconfig.Config) time.Duration {
	retention := cfg.ScaleToZeroPodRetentionPeriod
	if r, ok := pa.ScaleToZeroPodRetention(); ok {
		retention = r
	}
	return max(cfg.ScaleToZeroGracePeriod, retention)
}

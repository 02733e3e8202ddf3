package validate

import (
	"context"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"octograph.io/knative-testing/internal/manifest"

	eventingconfig "knative.dev/eventing/pkg/apis/config"
	"knative.dev/eventing/pkg/apis/feature"
	servingconfig "knative.dev/serving/pkg/apis/config"
	asconfig "knative.dev/serving/pkg/autoscaler/config"
)

// settings are what Knative's ConfigMaps say; a release's own values where none is given.
type settings struct {
	serving  *servingconfig.Config
	eventing *eventingconfig.Config
	flags    feature.Flags
}

func released() settings {
	ctx := context.Background()
	s := settings{
		serving:  servingconfig.FromContextOrDefaults(servingconfig.ToContext(ctx, &servingconfig.Config{})),
		eventing: eventingconfig.FromContextOrDefaults(ctx),
		flags:    feature.FromContextOrDefaults(ctx),
	}
	d, err := eventingconfig.NewDefaultsConfigFromMap(map[string]string{"default-br-config": manifest.ReleaseBrokerDefaults})
	if err != nil {
		panic(err) // a constant
	}
	s.eventing.Defaults = d
	return s
}

func (s settings) context() context.Context {
	ctx := servingconfig.ToContext(context.Background(), s.serving)
	ctx = eventingconfig.ToContext(ctx, s.eventing)
	return feature.ToContext(ctx, s.flags)
}

// take reads one of Knative's ConfigMaps by Knative's own parser; false where d is none of them.
func (s *settings) take(d manifest.Document) (bool, error) {
	var cm corev1.ConfigMap
	if d.GetKind() != "ConfigMap" || json.Unmarshal(d.JSON(), &cm) != nil {
		return false, nil
	}
	var err error
	switch {
	case cm.Name == asconfig.ConfigName:
		s.serving.Autoscaler, err = asconfig.NewConfigFromConfigMap(&cm)
	case cm.Name == servingconfig.DefaultsConfigName:
		s.serving.Defaults, err = servingconfig.NewDefaultsConfigFromConfigMap(&cm)
	case cm.Name == eventingconfig.DefaultsConfigName:
		s.eventing.Defaults, err = eventingconfig.NewDefaultsConfigFromConfigMap(&cm)
	// both projects use the name config-features
	case cm.Name == servingconfig.FeaturesConfigName && cm.Namespace == manifest.SystemNamespace:
		s.flags, err = feature.NewFlagsConfigFromConfigMap(&cm)
	case cm.Name == servingconfig.FeaturesConfigName:
		s.serving.Features, err = servingconfig.NewFeaturesConfigFromConfigMap(&cm)
	default:
		return false, nil
	}
	return true, err
}

func contextFrom(files []string) (context.Context, []error) {
	s := released()
	documents, errs := manifest.LoadAll(files)
	for _, d := range documents {
		if _, err := s.take(d); err != nil {
			errs = append(errs, fmt.Errorf("%v: %v", d, err))
		}
	}
	return s.context(), errs
}

package scale

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	servingv1 "knative.dev/serving/pkg/apis/serving/v1"
)

var rendered = filepath.Join("..", "..", "..", "src", "test", "resources", "golden", "mmlu")

// What is simulated is what the renderer writes for a node that says nothing of its scale.
func TestTheWorkerIsAsRendered(t *testing.T) {
	golden, err := ReadService(filepath.Join(rendered, "workers", "physics_gpt.yaml"), "")
	if err != nil {
		t.Fatal(err)
	}
	simulated := &servingv1.Service{}
	if err := yaml.UnmarshalStrict(workerYAML, simulated); err != nil {
		t.Fatal(err)
	}
	scaling := func(s *servingv1.Service) map[string]string {
		out := maps.Clone(s.Spec.Template.Annotations)
		maps.DeleteFunc(out, func(name, _ string) bool { return !strings.HasPrefix(name, annotation) })
		return out
	}
	if got, want := scaling(simulated), scaling(golden); !maps.Equal(got, want) {
		t.Fatalf("worker.yaml has %v, the renderer writes %v: make them equal and run knative/testing/scaling", got, want)
	}
}

func TestServicesOfAFileAreNamed(t *testing.T) {
	file := filepath.Join(rendered, "router.yaml")
	if _, err := ReadService(file, ""); err == nil || !strings.Contains(err.Error(), "--service") {
		t.Error(err)
	}
	if s, err := ReadService(file, "mmlu-router"); err != nil || s.Name != "mmlu-router" {
		t.Error(s, err)
	}
}

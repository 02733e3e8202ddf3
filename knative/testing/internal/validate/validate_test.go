package validate

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func crds(t *testing.T) (out []string) {
	t.Helper()
	for module, folder := range map[string]string{
		"knative.dev/eventing": "config/core/resources",
		"knative.dev/serving":  "config/core/300-resources",
	} {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, filepath.Join(strings.TrimSpace(string(dir)), folder))
	}
	return out
}

func run(t *testing.T, files ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	n := Run(Settings{CRDs: crds(t), References: true, Quiet: true, Out: &out}, files)
	return n, out.String()
}

func TestGoodManifestsPass(t *testing.T) {
	if n, out := run(t, "testdata/good.yaml"); n != 0 {
		t.Fatalf("%d errors:\n%s", n, out)
	}
}

func TestBadManifestsAreRefusedForEachFault(t *testing.T) {
	_, out := run(t, "testdata/bad.yaml")
	for _, fault := range []string{
		"max-scale=2 is less than min-scale=5",
		"target 0 should be at least 0.01",
		"expected 0 <= 5000 <= 1000",
		"spec.template.spec.hostNetwork",
		"strict decoding: json: unknown field \"subscribers\"",
		"refers to Broker.eventing.knative.dev default/other",
		"refers to Service.serving.knative.dev default/nobody",
		"quadratic",
		"container-concurrency-target-percentage = 7.000000",
	} {
		if !strings.Contains(out, fault) {
			t.Errorf("nothing says %s", fault)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

func TestOneFaultOneSentence(t *testing.T) {
	good, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, of, by, says string }{
		{"no account", "serviceAccountName: worker\n", "serviceAccountName: nobody\n", "refers to ServiceAccount default/nobody"},
		{"no such key", "key: url", "key: address", "wants the key address of ConfigMap default/settings"},
		{"no config map", "configMap: {name: settings}", "configMap: {name: other}", "refers to ConfigMap default/other"},
		{"no subject", "kind: Service, name: worker-math}\n  sink", "kind: Service, name: worker-law}\n  sink", "refers to Service.serving.knative.dev default/worker-law"},
		{"no broker", "broker: graph\n", "broker: other\n", "refers to Broker.eventing.knative.dev default/other"},
		{"twice", "metadata: {name: graph}\n", "metadata: {name: graph}\n---\napiVersion: eventing.knative.dev/v1\nkind: Broker\nmetadata: {name: graph}\n", "stands twice"},
		{"a field too many", "filter: {attributes", "filtre: {}\n  filter: {attributes", "filtre"},
		{"a key twice", "  broker: graph\n", "  broker: graph\n  broker: graph\n", "already set in map"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(string(good), c.of, c.by, 1)
			if text == string(good) {
				t.Fatal("the fault was not put in")
			}
			file := filepath.Join(t.TempDir(), "bad.yaml")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			n, out := run(t, file)
			if n == 0 || !strings.Contains(out, c.says) {
				t.Fatalf("%d errors:\n%s", n, out)
			}
		})
	}
}

func TestAFolderWithoutCRDsIsSaid(t *testing.T) {
	var out bytes.Buffer
	if n := Run(Settings{CRDs: []string{t.TempDir()}, Out: &out}, []string{"testdata/good.yaml"}); n == 0 || !strings.Contains(out.String(), "holds no CRDs") {
		t.Fatal(out.String())
	}
}

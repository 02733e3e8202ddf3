package validate

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"octograph.io/knative-testing/internal/manifest"

	eventingv1 "knative.dev/eventing/pkg/apis/eventing/v1"
	sourcesv1 "knative.dev/eventing/pkg/apis/sources/v1"
)

// references finds what the documents refer to and lack, and what stands twice among them. No
// cluster checks these at admission. Secrets are not looked for: they are the operator's.
type references struct {
	known map[string]manifest.Document
	found []string
}

func checkReferences(documents []manifest.Document) []string {
	r := references{known: map[string]manifest.Document{}}
	for _, d := range documents {
		k := key(d.GroupVersionKind().GroupKind(), d.Where(), d.GetName())
		if before, twice := r.known[k]; twice {
			r.add(d, "stands twice: %v has the same kind, namespace and name", before)
		}
		r.known[k] = d
	}
	for _, d := range documents {
		switch d.GroupVersionKind() {
		case eventingv1.SchemeGroupVersion.WithKind("Trigger"):
			if broker, _, _ := unstructured.NestedString(d.Object, "spec", "broker"); broker != "" {
				r.want(d, schema.GroupKind{Group: "eventing.knative.dev", Kind: "Broker"}, d.Where(), broker)
			}
		case sourcesv1.SchemeGroupVersion.WithKind("SinkBinding"):
			if subject, ok, _ := unstructured.NestedMap(d.Object, "spec", "subject"); ok {
				r.object(d, subject)
			}
		}
		r.walk(d, d.Object)
	}
	return r.found
}

func (r *references) walk(d manifest.Document, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			inner, ok := v[name].(map[string]any)
			switch {
			case name == "ref" && ok:
				r.object(d, inner)
			case name == "configMap" || name == "configMapRef" || name == "configMapKeyRef":
				r.configMap(d, inner)
			case name == "serviceAccountName":
				if account, ok := v[name].(string); ok && account != "default" {
					r.want(d, schema.GroupKind{Kind: "ServiceAccount"}, d.Where(), account)
				}
			}
			r.walk(d, v[name])
		}
	case []any:
		for _, inner := range v {
			r.walk(d, inner)
		}
	}
}

func (r *references) object(d manifest.Document, ref map[string]any) {
	text := func(field string) string { s, _ := ref[field].(string); return s }
	group, err := schema.ParseGroupVersion(text("apiVersion"))
	if err != nil || text("kind") == "" || text("name") == "" {
		return
	}
	where := text("namespace")
	if where == "" {
		where = d.Where()
	}
	r.want(d, schema.GroupKind{Group: group.Group, Kind: text("kind")}, where, text("name"))
}

func (r *references) configMap(d manifest.Document, ref map[string]any) {
	name, _ := ref["name"].(string)
	if optional, _ := ref["optional"].(bool); optional || name == "" {
		return
	}
	kind := schema.GroupKind{Kind: "ConfigMap"}
	if !r.want(d, kind, d.Where(), name) {
		return
	}
	if wanted, ok := ref["key"].(string); ok {
		there := r.known[key(kind, d.Where(), name)]
		data, _, _ := unstructured.NestedStringMap(there.Object, "data")
		if _, ok := data[wanted]; !ok {
			r.add(d, "wants the key %s of ConfigMap %s/%s, which does not have it", wanted, d.Where(), name)
		}
	}
}

func (r *references) want(d manifest.Document, kind schema.GroupKind, where, name string) bool {
	_, ok := r.known[key(kind, where, name)]
	if !ok {
		r.add(d, "refers to %s %s/%s, which is not among the documents", kind, where, name)
	}
	return ok
}

func (r *references) add(d manifest.Document, format string, values ...any) {
	r.found = append(r.found, fmt.Sprintf("%v %s", d, fmt.Sprintf(format, values...)))
}

func key(kind schema.GroupKind, where, name string) string {
	return kind.String() + " " + where + "/" + name
}

func sortedKeys(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Package validate checks Knative manifests with Knative's own Go types, without a cluster.
//
// For each document it runs what a cluster would run at admission:
//  1. the CustomResourceDefinition's OpenAPI schema, by the API server's own validator;
//  2. strict decoding into the Go type: unknown and duplicate fields are errors (kubectl's
//     --validate=strict does this too, but the Trigger's CRD keeps unknown fields, so this finds more);
//  3. SetDefaults and Validate of the type, as the serving and eventing webhooks call them on create.
//
// Knative's own ConfigMaps go through Knative's own parsers. Other documents of known Kubernetes
// kinds are decoded strictly only.
package validate

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"

	"octograph.io/knative-testing/internal/manifest"

	"knative.dev/pkg/apis"
)

// Settings say what to check, and where the findings go.
type Settings struct {
	CRDs       []string // folders
	Configs    []string // files with Knative's ConfigMaps: the context the documents are validated in
	References bool     // also what the documents refer to
	Quiet      bool     // errors and the last line only
	Out        io.Writer
}

// Run checks the files and returns the number of errors.
func Run(s Settings, files []string) int {
	r := &report{out: s.Out, quiet: s.Quiet}
	ctx, errs := contextFrom(s.Configs)
	for _, e := range errs {
		r.fail("config", e.Error())
	}
	schemas, err := loadCRDs(s.CRDs)
	if err != nil {
		r.fail("crds", err.Error())
	}
	documents, errs := manifest.LoadAll(files)
	for _, e := range errs {
		r.fail("load", e.Error())
	}
	counts := map[string]int{}
	for _, d := range documents {
		before := r.errors
		verdict := check(ctx, d, schemas, r)
		counts[verdict]++
		if r.errors == before && !s.Quiet {
			fmt.Fprintf(s.Out, "ok    %v (%s)\n", d, verdict)
		}
	}
	if s.References {
		for _, e := range checkReferences(documents) {
			r.fail("refs", e)
		}
	}
	var kinds []string
	for verdict, n := range counts {
		kinds = append(kinds, fmt.Sprintf("%s %d", verdict, n))
	}
	slices.Sort(kinds)
	fmt.Fprintf(s.Out, "%d documents (%s), %d errors\n", len(documents), strings.Join(kinds, ", "), r.errors)
	return r.errors
}

var strict = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

type report struct {
	out    io.Writer
	quiet  bool
	errors int
}

func (r *report) fail(where any, what string) {
	r.errors++
	fmt.Fprintf(r.out, "ERROR %v: %s\n", where, what)
}

// check gives what was done with the document: "schema+webhook", "decoded", …
func check(ctx context.Context, d manifest.Document, schemas map[schema.GroupVersionKind]crdSchema, r *report) string {
	verdict := ""
	if s, ok := schemas[d.GroupVersionKind()]; ok {
		verdict = "schema+"
		for _, e := range s.check(d.Object) {
			r.fail(d, e)
		}
	}
	if kind, known := kinds[d.GroupVersionKind()]; known {
		webhook(ctx, d, kind, r)
		return verdict + "webhook"
	}
	if d.GetKind() == "ConfigMap" {
		own := released()
		if taken, err := own.take(d); taken {
			if err != nil {
				r.fail(d, err.Error())
			}
			return verdict + "config"
		}
	}
	if scheme.Scheme.Recognizes(d.GroupVersionKind()) {
		if _, _, err := strict.Decode(d.Raw, nil, nil); err != nil {
			r.fail(d, err.Error())
		}
		return verdict + "decoded"
	}
	if verdict == "" {
		return "unknown kind, not checked"
	}
	return verdict
}

func webhook(ctx context.Context, d manifest.Document, kind admitted, r *report) {
	object := kind.DeepCopyObject().(admitted)
	if err := d.Strictly(object); err != nil {
		r.fail(d, "strict decoding: "+err.Error())
		// go on with what a lenient decoder takes, as the cluster would
		object = kind.DeepCopyObject().(admitted)
		if json.Unmarshal(d.JSON(), object) != nil {
			return
		}
	}
	if o, ok := object.(interface {
		GetNamespace() string
		SetNamespace(string)
	}); ok && o.GetNamespace() == "" {
		o.SetNamespace("default")
	}
	ctx = apis.WithinCreate(ctx)
	object.SetDefaults(ctx)
	fe := object.Validate(ctx)
	if fe == nil {
		return
	}
	for _, e := range fe.WrappedErrors() {
		what := strings.ReplaceAll(e.Error(), "\n", ": ")
		if e.Level == apis.WarningLevel {
			fmt.Fprintf(r.out, "WARN  %v: %s\n", d, what)
		} else {
			r.fail(d, what)
		}
	}
}

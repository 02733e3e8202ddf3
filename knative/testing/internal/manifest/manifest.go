// Package manifest reads YAML files of Kubernetes objects.
package manifest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// SystemNamespace is where Knative Eventing lives in a cluster.
const SystemNamespace = "knative-eventing"

// ReleaseBrokerDefaults is what a release of Knative Eventing installs as config-br-defaults.
const ReleaseBrokerDefaults = `clusterDefault:
  brokerClass: MTChannelBasedBroker
  apiVersion: v1
  kind: ConfigMap
  name: config-br-default-channel
  namespace: knative-eventing
  delivery: {retry: 10, backoffPolicy: exponential, backoffDelay: PT0.2S}
`

// Document is one object of a file.
type Document struct {
	File   string
	Number int // from 1
	Raw    []byte
	unstructured.Unstructured
}

func (d Document) String() string {
	ns := d.GetNamespace()
	if ns != "" {
		ns += "/"
	}
	return fmt.Sprintf("%s#%d %s %s%s", d.File, d.Number, d.GetKind(), ns, d.GetName())
}

// Where is the object's namespace, "default" where it names none.
func (d Document) Where() string {
	if ns := d.GetNamespace(); ns != "" {
		return ns
	}
	return "default"
}

// JSON is the object as JSON.
func (d Document) JSON() []byte { return toJSON(d.Object) }

// Strictly decodes the object; a field that the type does not have is an error.
func (d Document) Strictly(into any) error {
	dec := json.NewDecoder(bytes.NewReader(d.JSON()))
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}

// Load gives the file's objects ("-" is standard input) and what could not be read.
func Load(file string) ([]Document, []error) {
	text, err := read(file)
	if err != nil {
		return nil, []error{err}
	}
	var out []Document
	var errs []error
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for n := 1; ; n++ {
		raw, err := documents.Read()
		if err == io.EOF {
			return out, errs
		}
		if err != nil {
			return out, append(errs, fmt.Errorf("%s#%d: %v", file, n, err))
		}
		var fields map[string]any
		if err := yaml.UnmarshalStrict(raw, &fields); err != nil {
			errs = append(errs, fmt.Errorf("%s#%d: %v", file, n, err))
			continue
		}
		if fields == nil { // empty, or comments only
			continue
		}
		d := Document{File: file, Number: n, Raw: raw}
		d.Object = normalised(fields)
		if d.GetKind() == "" || d.GetAPIVersion() == "" {
			errs = append(errs, fmt.Errorf("%s#%d: apiVersion or kind missing", file, n))
			continue
		}
		out = append(out, d)
	}
}

// LoadAll gives the objects of all files.
func LoadAll(files []string) (out []Document, errs []error) {
	for _, f := range files {
		d, e := Load(f)
		out, errs = append(out, d...), append(errs, e...)
	}
	return out, errs
}

func read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(file)
}

// YAML's whole numbers become int64, as the API server's JSON decoder has them.
func normalised(fields map[string]any) map[string]any {
	var u unstructured.Unstructured
	if err := u.UnmarshalJSON(toJSON(fields)); err == nil && u.Object != nil {
		return u.Object
	}
	return fields
}

func toJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // what YAML decodes to always encodes
	}
	return b
}

// Names is a flag that may be given several times.
type Names []string

func (n *Names) String() string     { return strings.Join(*n, ",") }
func (n *Names) Set(s string) error { *n = append(*n, s); return nil }

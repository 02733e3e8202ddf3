package validate

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"octograph.io/knative-testing/internal/manifest"
)

// crdSchema is a CRD's OpenAPI schema with the API server's own validator.
type crdSchema struct {
	structural *structuralschema.Structural
	validator  crdvalidation.SchemaValidator
}

func (s crdSchema) check(object map[string]any) (out []string) {
	o := runtime.DeepCopyJSON(object)
	for _, e := range crdvalidation.ValidateCustomResource(nil, o, s.validator) {
		out = append(out, "schema: "+e.Error())
	}
	unknown := pruning.PruneWithOptions(o, s.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, p := range unknown {
		out = append(out, "schema: unknown field "+p)
	}
	return out
}

func loadCRDs(dirs []string) (map[schema.GroupVersionKind]crdSchema, error) {
	out := map[schema.GroupVersionKind]crdSchema{}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s holds no CRDs (*.yaml): name Knative's folder of them, or build with knative/testing/build, which lays them beside the program", dir)
		}
		documents, errs := manifest.LoadAll(files)
		if len(errs) > 0 {
			return nil, errs[0]
		}
		for _, d := range documents {
			if d.GetKind() == "CustomResourceDefinition" {
				if err := addCRD(out, d); err != nil {
					return nil, fmt.Errorf("%v: %v", d, err)
				}
			}
		}
	}
	return out, nil
}

func addCRD(to map[schema.GroupVersionKind]crdSchema, d manifest.Document) error {
	var c apiextv1.CustomResourceDefinition
	if err := json.Unmarshal(d.JSON(), &c); err != nil {
		return err
	}
	for _, v := range c.Spec.Versions {
		if v.Schema == nil || v.Schema.OpenAPIV3Schema == nil {
			continue
		}
		var in apiext.JSONSchemaProps
		if err := apiextv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(v.Schema.OpenAPIV3Schema, &in, nil); err != nil {
			return err
		}
		structural, err := structuralschema.NewStructural(&in)
		if err != nil {
			return err
		}
		validator, _, err := crdvalidation.NewSchemaValidator(&in)
		if err != nil {
			return err
		}
		to[schema.GroupVersionKind{Group: c.Spec.Group, Version: v.Name, Kind: c.Spec.Names.Kind}] = crdSchema{structural, validator}
	}
	return nil
}

// knvalidate checks Knative manifests with Knative's own Go types, without a cluster.
//
//	knvalidate [--crds DIR]... [--config FILE]... [--refs] [-q] manifest.yaml...
//
// Exit status: 0 no error, 1 errors, 2 usage.
package main

import (
	"flag"
	"os"
	"path/filepath"

	"octograph.io/knative-testing/internal/manifest"
	"octograph.io/knative-testing/internal/validate"
)

func main() {
	var crds, configs manifest.Names
	flag.Var(&crds, "crds", "folder with CustomResourceDefinition YAML (repeatable; default: crds/* beside the program's folder)")
	flag.Var(&configs, "config", "YAML file with Knative ConfigMaps for the context (repeatable)")
	refs := flag.Bool("refs", false, "also check that what a document refers to is among the documents, once")
	quiet := flag.Bool("q", false, "print errors only")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if len(crds) == 0 {
		crds = beside()
	}
	s := validate.Settings{CRDs: crds, Configs: configs, References: *refs, Quiet: *quiet, Out: os.Stdout}
	if validate.Run(s, flag.Args()) > 0 {
		os.Exit(1)
	}
}

// The build lays Knative's CRDs beside the programs; where they lack, the folder's name makes the error.
func beside() []string {
	program, err := os.Executable()
	if err != nil {
		program = os.Args[0]
	}
	root := filepath.Join(filepath.Dir(filepath.Dir(program)), "crds")
	return []string{filepath.Join(root, "eventing"), filepath.Join(root, "serving")}
}

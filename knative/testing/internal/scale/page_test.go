package scale

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// The committed page is what the code gives: knative/testing/scaling writes it anew.
func TestThePageIsFresh(t *testing.T) {
	docs := filepath.Join("..", "..", "..", "..", "docs")
	p, err := Compute()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range p.Files {
		got, err := os.ReadFile(filepath.Join(docs, "scaling", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/scaling/%s is stale (%v): run knative/testing/scaling", name, err)
		}
		if filepath.Ext(name) == ".svg" {
			wellFormed(t, name, want)
		}
	}
	text, err := os.ReadFile(filepath.Join(docs, "scaling.md"))
	if err != nil {
		t.Fatal(err)
	}
	filled, err := p.Filled(text)
	if err != nil || !bytes.Equal(filled, text) {
		t.Errorf("the tables of docs/scaling.md are stale (%v): run knative/testing/scaling", err)
	}
}

func wellFormed(t *testing.T, name string, svg []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func TestAPageWithoutItsPlacesIsRefused(t *testing.T) {
	p := Page{Tables: map[string]string{"day": "| a |\n"}}
	got, err := p.Filled([]byte("one\n<!-- figures: day -->\nold\n<!-- end -->\ntwo"))
	if want := "one\n<!-- figures: day -->\n| a |\n<!-- end -->\ntwo"; err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := p.Filled([]byte("nothing")); err == nil {
		t.Error("it is taken")
	}
}

func TestAxesAndNumbers(t *testing.T) {
	for v, want := range map[float64]float64{0: 1, 1: 1, 1.1: 1.2, 9: 10, 10.3: 12, 563: 600, 100: 100} {
		if got := ceiling(v); got != want {
			t.Errorf("the axis for %v ends at %v, want %v", v, got, want)
		}
	}
	for v, want := range map[float64]string{0.0104: "0.01", 1.36: "1.4", 30: "30", 999: "1000", 1004: "1 k", 40_160_000: "40 M", 4.32e12: "4.3 T"} {
		if got := short(v); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
}

package scale

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// Page is everything of scaling.md that is computed: files by name, and tables by the name of their place.
type Page struct {
	Files  map[string][]byte
	Tables map[string]string
}

// Compute runs all scenarios; the same each time.
func Compute() (*Page, error) {
	p := &Page{Files: map[string][]byte{}, Tables: map[string]string{}}
	for _, scenario := range []struct {
		name string
		run  func() ([]outcome, error)
		step int // seconds between lines of the CSV
		draw func([]outcome) chart
	}{
		{"day", day, 300, drawDay},
		{"burst", burst, 10, drawBurst},
		{"thousand", thousand, 30, drawThousand},
	} {
		outcomes, err := scenario.run()
		if err != nil {
			return nil, err
		}
		p.Files[scenario.name+".csv"] = csv(outcomes, scenario.step)
		p.Files[scenario.name+".svg"] = []byte(scenario.draw(outcomes).svg())
		p.Tables[scenario.name] = table(outcomes)
	}
	p.Tables["calculation"] = calculation()
	return p, nil
}

// WritePage writes the files into docs/scaling and the tables into docs/scaling.md.
func WritePage(docs string) error {
	p, err := Compute()
	if err != nil {
		return err
	}
	page := filepath.Join(docs, "scaling.md")
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	if text, err = p.Filled(text); err != nil {
		return fmt.Errorf("%s: %v", page, err)
	}
	if err := os.MkdirAll(filepath.Join(docs, "scaling"), 0o755); err != nil {
		return err
	}
	for name, content := range p.Files {
		if err := os.WriteFile(filepath.Join(docs, "scaling", name), content, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(page, text, 0o644)
}

// Filled puts the tables between <!-- figures: NAME --> and <!-- end -->.
func (p *Page) Filled(text []byte) ([]byte, error) {
	for name, table := range p.Tables {
		from := []byte("<!-- figures: " + name + " -->\n")
		to := []byte("<!-- end -->")
		before, rest, ok := bytes.Cut(text, from)
		_, after, ok2 := bytes.Cut(rest, to)
		if !ok || !ok2 {
			return nil, fmt.Errorf("no place for the figures of %s: add the lines %q and %q", name, from, to)
		}
		text = bytes.Join([][]byte{before, from, []byte(table), to, after}, nil)
	}
	return text, nil
}

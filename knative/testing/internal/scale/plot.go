package scale

import (
	"fmt"
	"math"
	"strings"
)

// chart is panels over one horizontal axis, as SVG that reads on light and dark pages.
type chart struct {
	title  string
	panels []panel
	ticks  []mark // of the axis, from 0 to 1
}

type panel struct {
	title string
	lines []line
}

// line is drawn in steps; values are spread evenly over the axis.
type line struct {
	name   string
	values []float64
	filled bool
}

type mark struct {
	at   float64
	text string
}

const (
	width, left, right = 720, 44, 12
	top, height, gap   = 30, 96, 40
	style              = `text{font:11px sans-serif;fill:#57606a}.t{font-size:13px;fill:#24292f}.g{stroke:#8b949e;stroke-opacity:.35}.f{fill:#8b949e;fill-opacity:.35}path{fill:none;stroke-width:1.5}@media(prefers-color-scheme:dark){text{fill:#9198a1}.t{fill:#e6edf3}}`
)

var colours = []string{"#2f81f7", "#d4821f", "#2ea043", "#a371f7"}

func (c chart) svg() string {
	var b strings.Builder
	total := top + len(c.panels)*(height+gap)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">`, width, total, c.title)
	fmt.Fprintf(&b, "\n<style>%s</style>\n<text class=\"t\" x=\"%d\" y=\"14\">%s</text>\n", style, left, c.title)
	for i, p := range c.panels {
		p.draw(&b, top+i*(height+gap)+14)
	}
	for _, t := range c.ticks {
		x := left + t.at*(width-left-right)
		anchor := "middle"
		if t.at == 1 {
			anchor = "end"
		}
		fmt.Fprintf(&b, "<text x=\"%.0f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n", x, total-8, anchor, t.text)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (p panel) draw(b *strings.Builder, y int) {
	most := 0.0
	for _, l := range p.lines {
		for _, v := range l.values {
			most = math.Max(most, v)
		}
	}
	most = ceiling(most)
	for _, part := range []float64{0, 0.5, 1} {
		at := float64(y) + height*(1-part)
		fmt.Fprintf(b, "<line class=\"g\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n",
			left, width-right, at, at, left-5, at+4, most*part)
	}
	fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", left, y-5, p.title)
	legend, colour := width-right, 0
	for _, l := range p.lines {
		if l.filled {
			fmt.Fprintf(b, "<path class=\"f\" stroke=\"none\" d=\"%sV%dH%dZ\"/>\n", l.path(y, most), y+height, left)
			continue
		}
		fmt.Fprintf(b, "<path stroke=\"%s\" d=\"%s\"/>\n", colours[colour], l.path(y, most))
		colour++
	}
	for i := len(p.lines) - 1; i >= 0; i-- { // from the right
		if l := p.lines[i]; !l.filled && l.name != "" {
			colour--
			fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" style=\"fill:%s\">%s</text>\n", legend, y-5, colours[colour], l.name)
			legend -= 7*len(l.name) + 12
		}
	}
}

func (l line) path(y int, most float64) string {
	var b strings.Builder
	last := ""
	for i, v := range l.values {
		x := left + float64(i)/float64(len(l.values))*(width-left-right)
		at := fmt.Sprintf("%.1f", float64(y)+height*(1-v/most))
		switch {
		case i == 0:
			fmt.Fprintf(&b, "M%.1f %s", x, at)
		case at != last:
			fmt.Fprintf(&b, "H%.1fV%s", x, at)
		}
		last = at
	}
	fmt.Fprintf(&b, "H%d", width-right)
	return b.String()
}

// ceiling is the next of 1, 1.2, 1.6, 2, 3, 4, 6, 8, 10, 12, …
func ceiling(v float64) float64 {
	if v <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 1.2, 1.6, 2, 3, 4, 6, 8, 10} {
		if v <= n*unit*(1+1e-9) {
			return n * unit
		}
	}
	return 10 * unit
}

// thinned keeps n values at most: of each stretch the largest.
func thinned(values []float64, n int) []float64 {
	if len(values) <= n {
		return values
	}
	out := make([]float64, n)
	for i, v := range values {
		at := i * n / len(values)
		out[at] = math.Max(out[at], v)
	}
	return out
}

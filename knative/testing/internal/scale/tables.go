package scale

import (
	"bytes"
	"fmt"
	"strings"
)

// csv has the second, the load, and the pods of each setting, of every step-th second.
func csv(outcomes []outcome, step int) []byte {
	var b bytes.Buffer
	b.WriteString("second,queries per second")
	for _, o := range outcomes {
		fmt.Fprintf(&b, ",%q", o.setting)
	}
	for s := 0; s < len(outcomes[0].pods); s += step {
		load := outcomes[0].load[s:min(s+step, len(outcomes[0].load))]
		fmt.Fprintf(&b, "\n%d,%.2f", s, total(load)/float64(len(load)))
		for _, o := range outcomes {
			pods := 0.0
			if s < len(o.pods) {
				pods = o.pods[s]
			}
			fmt.Fprintf(&b, ",%g", pods)
		}
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func total(values []float64) (sum float64) {
	for _, v := range values {
		sum += v
	}
	return sum
}

// table of the outcomes' figures, in Markdown.
func table(outcomes []outcome) string {
	var b strings.Builder
	b.WriteString("| setting | queries | found no pod | cold starts | wait p50 / p99 / most | pod-seconds | GPU-seconds | slots used | most pods |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, o := range outcomes {
		f := o.figures
		fmt.Fprintf(&b, "| %s | %d | %.2f %% | %d | %d / %d / %d s | %d | %d | %.0f %% | %d |\n", o.setting, f.Queries, 100*f.ColdPart(),
			f.ColdStarts, f.Wait(.5), f.Wait(.99), f.Wait(1), f.PodSeconds, f.GPUSeconds, 100*f.Used(), f.MostPods)
	}
	return b.String()
}

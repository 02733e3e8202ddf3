package broker

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.uber.org/zap"
)

// BenchmarkOffers shows what an event costs in a Broker of so many Triggers, each of which is offered
// it: go test -run '^$' -bench Offers ./internal/broker
func BenchmarkOffers(b *testing.B) {
	for _, triggers := range []int{1, 20, 200, 1000} {
		b.Run(fmt.Sprintf("triggers=%d", triggers), func(b *testing.B) {
			offers(b, triggers)
		})
	}
}

func offers(b *testing.B, triggers int) {
	var text strings.Builder
	text.WriteString("apiVersion: eventing.knative.dev/v1\nkind: Broker\nmetadata: {name: graph, annotations: {messaging.knative.dev/async-handler: 'true'}}\n")
	for i := range triggers {
		fmt.Fprintf(&text, "---\napiVersion: eventing.knative.dev/v1\nkind: Trigger\nmetadata: {name: node-%d}\n"+
			"spec: {broker: graph, filter: {attributes: {type: io.octograph.call, graph: g, node: node-%d}}, subscriber: {uri: 'http://worker/'}}\n", i, i)
	}
	file := filepath.Join(b.TempDir(), "graph.yaml")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	w, errs := ReadWorld([]string{file}, false)
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	worker := subscribe(b, "worker", "127.0.0.1:0", accepts)
	l, err := Start(Settings{Listen: "127.0.0.1:0", MaxTTL: 255, Logger: zap.NewNop(), Say: func(string, ...any) {},
		Mappings: []string{"worker=" + worker.address}}, w)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(l.Stop)
	before := cpu(b)
	b.ResetTimer()
	for i := range b.N {
		l.call(b, id(i), fmt.Sprintf("node-%d", i%triggers))
		worker.next(b)
	}
	l.await(b, "every offer", func(now Totals) bool { return now.Offers == b.N*triggers })
	b.ReportMetric((cpu(b)-before)*1000/float64(b.N), "cpu-ms/event")
}

// cpu seconds of this process; subscriber and sender are in it, and small.
func cpu(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

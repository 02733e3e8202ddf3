package broker

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/zap"
)

// patience bounds each wait; what is awaited comes in milliseconds, PingSources in two seconds.
const patience = 20 * time.Second

// got is an event as a subscriber saw it.
type got struct {
	at, id, typ string
	header      http.Header
	body        string
}

// subscriber is a real HTTP server; reply decides what it answers.
type subscriber struct {
	name    string
	address string
	events  chan got
	server  *http.Server
	calls   atomic.Int32
}

type reply func(call int, r *http.Request, w http.ResponseWriter)

func accepts(_ int, _ *http.Request, w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) }

// answers with a result of the call's id, as a worker does.
func answers(_ int, r *http.Request, w http.ResponseWriter) {
	for name, value := range map[string]string{"Ce-Specversion": "1.0", "Ce-Id": r.Header.Get("Ce-Id"),
		"Ce-Source": "/octograph/g/math", "Ce-Type": "io.octograph.result", "Ce-Node": r.Header.Get("Ce-Node"),
		"Content-Type": "application/json"} {
		w.Header().Set(name, value)
	}
	_, _ = io.WriteString(w, `{"text":"4"}`)
}

func subscribe(t testing.TB, name, address string, f reply) *subscriber {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s := &subscriber{name: name, address: l.Addr().String(), events: make(chan got, 4096)}
	s.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		f(int(s.calls.Add(1)), r, w)
		s.events <- got{name, r.Header.Get("Ce-Id"), r.Header.Get("Ce-Type"), r.Header, string(body)}
	})}
	go func() { _ = s.server.Serve(l) }()
	t.Cleanup(func() { _ = s.server.Close() })
	return s
}

func (s *subscriber) next(t testing.TB) got {
	t.Helper()
	select {
	case g := <-s.events:
		return g
	case <-time.After(patience):
		t.Fatalf("%s got nothing", s.name)
		return got{}
	}
}

func (s *subscriber) silent(t testing.TB) {
	t.Helper()
	select {
	case g := <-s.events:
		t.Fatalf("%s got %s %s, and should not", s.name, g.typ, g.id)
	default:
	}
}

func start(t testing.TB, s Settings, to map[string]string) *Local {
	t.Helper()
	w, errs := ReadWorld([]string{"testdata/graph.yaml"}, false)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	s.Listen, s.MaxTTL, s.Logger, s.Say = "127.0.0.1:0", 255, zap.NewNop(), t.Logf
	for name, address := range to {
		s.Mappings = append(s.Mappings, name+"="+address)
	}
	l, err := Start(s, w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Stop)
	return l
}

func (l *Local) post(t testing.TB, content, body string, headers ...string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://"+l.Address+"/default/graph", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", content)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, "=")
		r.Header.Set("Ce-"+name, value)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	return a.StatusCode
}

// call posts a call for the node and expects it to be taken.
func (l *Local) call(t testing.TB, id, node string) {
	t.Helper()
	if s := l.post(t, "application/json", `{"query":"2+2"}`, "Specversion=1.0", "Id="+id, "Source=/octograph/g/router",
		"Type=io.octograph.call", "Graph=g", "Node="+node); s != http.StatusAccepted {
		t.Fatalf("the ingress answered %d", s)
	}
}

// await looks until the totals are as wanted.
func (l *Local) await(t testing.TB, what string, wanted func(Totals) bool) Totals {
	t.Helper()
	for end := time.Now().Add(patience); ; {
		now := l.Totals()
		if wanted(now) {
			return now
		}
		if time.Now().After(end) {
			t.Fatalf("%s did not come: %+v", what, now)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func id(i int) string { return fmt.Sprintf("t/1/%d", i) }

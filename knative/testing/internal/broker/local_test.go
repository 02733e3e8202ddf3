package broker

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTriggersChooseTheSubscriber(t *testing.T) {
	math := subscribe(t, "math", "127.0.0.1:0", answers)
	law := subscribe(t, "law", "127.0.0.1:0", accepts)
	router := subscribe(t, "router", "127.0.0.1:0", accepts)
	l := start(t, Settings{}, map[string]string{"worker-math": math.address, "worker-law": law.address, "router": router.address})
	binary := []string{"Specversion=1.0", "Source=/octograph/g/router"}
	structured := `{"specversion":"1.0","id":"s","source":"/octograph/g/router","type":"io.octograph.call","graph":"g","node":"law","data":{}}`
	for _, c := range []struct {
		name, content, body string
		headers             []string
		status              int
		at                  *subscriber
		id, typ             string
	}{
		{"binary", "application/json", "{}", []string{"Id=b", "Type=io.octograph.call", "Graph=g", "Node=law"}, 202, law, "b", "io.octograph.call"},
		{"structured", "application/cloudevents+json", structured, nil, 202, law, "s", "io.octograph.call"},
		{"another graph", "application/json", "{}", []string{"Id=o", "Type=io.octograph.call", "Graph=h", "Node=law"}, 202, nil, "", ""},
		{"an answer, which nobody here wants", "application/json", "{}", []string{"Id=a", "Type=io.octograph.answer", "Graph=g"}, 202, nil, "", ""},
		{"the failure of a walk", "application/json", "{}", []string{"Id=f", "Type=io.octograph.failed", "Graph=g"}, 202, nil, "", ""},
		{"the failure of a call", "application/json", "{}", []string{"Id=n", "Type=io.octograph.failed", "Graph=g", "Node=law"}, 202, router, "n", "io.octograph.failed"},
		{"without an id", "application/json", "{}", []string{"Type=io.octograph.call", "Graph=g", "Node=law"}, 400, nil, "", ""},
		{"no event", "application/json", "{}", nil, 400, nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.headers != nil {
				c.headers = append(c.headers, binary...)
			}
			if status := l.post(t, c.content, c.body, c.headers...); status != c.status {
				t.Fatalf("the ingress answered %d, want %d", status, c.status)
			}
			if c.at != nil {
				if g := c.at.next(t); g.id != c.id || g.typ != c.typ {
					t.Fatalf("%s got %s %s", g.at, g.typ, g.id)
				}
			}
		})
	}
	// all Triggers have seen all six events before one may say that nothing more came
	l.await(t, "every offer", func(now Totals) bool { return now.Accepted == 6 && now.Offers == 6*4 })
	for _, s := range []*subscriber{math, law, router} {
		s.silent(t)
	}
}

func TestTheReplyIsAnEventOfTheBroker(t *testing.T) {
	math := subscribe(t, "math", "127.0.0.1:0", answers)
	router := subscribe(t, "router", "127.0.0.1:0", accepts)
	l := start(t, Settings{}, map[string]string{"worker-math": math.address, "router": router.address})
	l.call(t, id(0), "math")
	if g := router.next(t); g.id != id(0) || g.typ != "io.octograph.result" || g.header.Get("Ce-Node") != "math" {
		t.Fatalf("got %+v", g)
	}
	now := l.await(t, "both deliveries", func(now Totals) bool { return now.Attempts == 2 })
	if now.Accepted != 2 || now.Replies != 1 || now.Failed != 0 || now.Retries != 0 {
		t.Fatalf("%+v", now)
	}
}

func TestFailuresAreRetried(t *testing.T) {
	math := subscribe(t, "math", "127.0.0.1:0", func(call int, r *http.Request, w http.ResponseWriter) {
		switch call {
		case 1:
			http.Error(w, "busy", http.StatusServiceUnavailable)
		case 2: // neither empty nor an event: Knative takes it for a failure
			_, _ = io.WriteString(w, "garbage")
		default:
			accepts(call, r, w)
		}
	})
	l := start(t, Settings{}, map[string]string{"worker-math": math.address})
	l.call(t, id(0), "math")
	now := l.await(t, "the third attempt", func(now Totals) bool { return now.Attempts == 3 })
	if now.Failed != 2 || now.Retries != 2 || now.DeadLetters != 0 {
		t.Fatalf("%+v", now)
	}
}

func TestAProcessMayComeBackOnItsPort(t *testing.T) {
	address := free(t)
	l := start(t, Settings{}, map[string]string{"worker-law": address})
	l.call(t, id(0), "law")
	l.await(t, "a refused connection", func(now Totals) bool { return now.Failed > 1 })
	law := subscribe(t, "law", address, accepts)
	if g := law.next(t); g.id != id(0) {
		t.Fatalf("got %+v", g)
	}
}

func TestDeadLetters(t *testing.T) {
	router := subscribe(t, "router", "127.0.0.1:0", accepts)
	for _, c := range []struct {
		name     string
		status   int
		attempts int // the Trigger says retry: 3
	}{
		{"a passing fault is tried four times", http.StatusServiceUnavailable, 4},
		{"a fault of the request once", http.StatusUnprocessableEntity, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			dead := subscribe(t, "dead-letter", "127.0.0.1:0", answers)
			math := subscribe(t, "math", "127.0.0.1:0", func(_ int, _ *http.Request, w http.ResponseWriter) {
				http.Error(w, "no", c.status)
			})
			l := start(t, Settings{}, map[string]string{"worker-math": math.address, "dead-letter": dead.address, "router": router.address})
			l.call(t, id(0), "math")
			g := dead.next(t)
			if g.id != id(0) || g.typ != "io.octograph.call" || g.body != `{"query":"2+2"}` ||
				g.header.Get("Ce-Knativeerrorcode") != strconv.Itoa(c.status) ||
				!strings.Contains(g.header.Get("Ce-Knativeerrordest"), "/triggers/default/math/trigger-") {
				t.Fatalf("got %+v", g)
			}
			if fault := faultOf(t, g); fault != (deadLetterData{"http://worker-math.default.svc.cluster.local", "no\n"}) {
				t.Fatalf("got %+v", fault)
			}
			now := l.await(t, "the dead letter's end", func(now Totals) bool { return now.DeadLetters == 1 && now.UnderWay == 0 })
			// the sink answered with an event, and nobody hears of it
			if now.Attempts != c.attempts || now.Accepted != 1 || now.Replies != 0 {
				t.Fatalf("%+v", now)
			}
			router.silent(t)
		})
	}
}

// deadLetterData is what knativeerrordata holds, twice in base64, where a Broker's Trigger failed.
type deadLetterData struct{ destination, body string }

func faultOf(t *testing.T, g got) deadLetterData {
	t.Helper()
	var fields struct {
		Destination string `json:"errdestination"`
		Body        []byte `json:"errresponsebody"`
	}
	text, err := base64.StdEncoding.DecodeString(g.header.Get("Ce-Knativeerrordata"))
	if err == nil {
		err = json.Unmarshal(text, &fields)
	}
	if err != nil {
		t.Fatal(err)
	}
	return deadLetterData{fields.Destination, string(fields.Body)}
}

func TestPingSourcesTick(t *testing.T) {
	router := subscribe(t, "router", "127.0.0.1:0", accepts)
	l := start(t, Settings{Ping: true, PingEvery: time.Second}, map[string]string{"router": router.address})
	g := router.next(t)
	if g.typ != "dev.knative.sources.ping" || g.header.Get("Ce-Source") != "/apis/v1/namespaces/default/pingsources/tick" ||
		g.header.Get("Ce-Graph") != "g" || g.body != "" {
		t.Fatalf("got %+v", g)
	}
	if now := l.Totals(); now.Ticks == 0 {
		t.Fatalf("%+v", now)
	}
}

func TestTheJournalTellsEveryHop(t *testing.T) {
	var out bytes.Buffer
	math := subscribe(t, "math", "127.0.0.1:0", answers)
	router := subscribe(t, "router", "127.0.0.1:0", accepts)
	l := start(t, Settings{Journal: &out}, map[string]string{"worker-math": math.address, "router": router.address})
	l.call(t, id(0), "math")
	l.await(t, "the end", func(now Totals) bool { return now.Attempts == 2 && now.UnderWay == 0 })
	l.Stop()
	var hops []string
	for lines := json.NewDecoder(&out); ; {
		var line map[string]any
		if lines.Decode(&line) != nil {
			break
		}
		if _, err := time.Parse(time.RFC3339Nano, line["at"].(string)); err != nil {
			t.Error(err)
		}
		trigger, _ := line["trigger"].(string)
		hops = append(hops, strings.TrimSpace(line["hop"].(string)+" "+line["ce_type"].(string)+" "+trigger))
	}
	slices.Sort(hops)
	if want := []string{"filter io.octograph.call default/math", "filter io.octograph.result default/results",
		"ingress io.octograph.call", "ingress io.octograph.result"}; !slices.Equal(hops, want) {
		t.Fatalf("got %v", hops)
	}
}

// stuck is a disk that takes nothing until the test is over.
type stuck chan struct{}

func (s stuck) Write(p []byte) (int, error) { <-s; return len(p), nil }

func TestAJournalThatHangsDelaysNothing(t *testing.T) {
	disk := make(stuck)
	law := subscribe(t, "law", "127.0.0.1:0", accepts)
	l := start(t, Settings{Journal: disk}, map[string]string{"worker-law": law.address})
	for i := range 20 {
		l.call(t, id(i), "law")
	}
	for range 20 {
		law.next(t)
	}
	close(disk)
}

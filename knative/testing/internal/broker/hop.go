package broker

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
)

// Hops of an event's way.
const (
	ingressHop    = "ingress"
	filterHop     = "filter"
	deadLetterHop = "dead-letter"
)

// hop is what passed one place, as a line of the journal.
type hop map[string]any

// watch counts what passes a place and writes it to the journal.
type watch struct {
	journal *journal
	misses  bool // also what a Trigger's filter did not want
	counter *counter
	started time.Time
}

// answer remembers what a handler answered with.
type answer struct {
	http.ResponseWriter
	status int
	wrote  bool
}

func (a *answer) WriteHeader(status int) {
	a.status, a.wrote = status, true
	a.ResponseWriter.WriteHeader(status)
}

func (w *watch) over(name string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		attributes := attributesOf(r)
		w.counter.change(func(t *Totals) { t.UnderWay++ })
		a := &answer{ResponseWriter: rw, status: http.StatusOK}
		h.ServeHTTP(a, r)
		matched := name != filterHop || a.wrote // the filter writes no status where the Trigger does not want the event
		replyID, replyType := a.Header().Get("Ce-Id"), a.Header().Get("Ce-Type")
		w.count(name, r, attributes, a.status, matched, replyID != "")
		if w.journal == nil || !matched && !w.misses {
			return
		}
		line := hop{"hop": name, "at": begun.UTC().Format(time.RFC3339Nano), "path": r.URL.Path, "status": a.status,
			"t_ms": begun.Sub(w.started).Milliseconds(), "dur_ms": time.Since(begun).Milliseconds()}
		for k, v := range attributes {
			line["ce_"+k] = v
		}
		if r.Host == againFilterHost {
			line["again"] = true
		}
		if t := triggerOf(r.URL.Path); t != "" {
			line["trigger"] = t
		}
		if name == filterHop {
			line["matched"] = matched
		}
		if replyID != "" {
			line["reply_id"], line["reply_type"] = replyID, replyType
		}
		w.journal.add(line)
	})
}

func (w *watch) count(name string, r *http.Request, attributes map[string]string, status int, matched, reply bool) {
	w.counter.change(func(t *Totals) {
		t.UnderWay--
		switch {
		case name == ingressHop && ok(status):
			t.Accepted++
		case name == ingressHop:
			t.Refused++
		case name == filterHop:
			t.Offers++
		case name == deadLetterHop && ok(status):
			t.DeadLetters++
		case name == deadLetterHop:
			t.DeadLettersFailed++
		}
	})
	if name == filterHop && matched {
		w.counter.attempted(strings.Join([]string{r.Host, r.URL.Path, attributes["source"], attributes["id"]}, " "), r.Host == againFilterHost, status, reply)
	}
}

// attributesOf gives the event's attributes; of a structured event all but its data. The body stays readable.
func attributesOf(r *http.Request) map[string]string {
	out := map[string]string{}
	for name, values := range r.Header {
		if strings.HasPrefix(name, "Ce-") {
			out[strings.ToLower(name[3:])] = values[0]
		}
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), event.ApplicationCloudEventsJSON) {
		return out
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return out
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields) // what is no event is refused by the next in line
	for name, value := range fields {
		var text string
		if name != "data" && name != "data_base64" && json.Unmarshal(value, &text) == nil {
			out[name] = text
		}
	}
	return out
}

// triggerOf reads namespace/name from a Trigger's path, and "" from another.
func triggerOf(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) >= 4 && parts[1] == "triggers" {
		return parts[2] + "/" + parts[3]
	}
	return ""
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // who asked has gone
}

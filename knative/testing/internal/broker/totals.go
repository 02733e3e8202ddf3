package broker

import (
	"net/http"
	"sync"
)

// Totals count what passed since the start.
type Totals struct {
	Accepted          int `json:"accepted"`          // events that the ingress took, replies among them
	Refused           int `json:"refused"`           // requests that it did not take
	Offers            int `json:"offers"`            // events offered to a Trigger's filter
	Attempts          int `json:"attempts"`          // deliveries to a subscriber, first ones and others
	Failed            int `json:"failed"`            // of these, the ones not answered with 2xx
	Retries           int `json:"retries"`           // of these, the ones made because one before had failed
	Replies           int `json:"replies"`           // events that subscribers answered with
	Doubled           int `json:"doubled"`           // deliveries begun once more by --double
	DeadLetters       int `json:"deadLetters"`       // events that a dead letter sink took
	DeadLettersFailed int `json:"deadLettersFailed"` // attempts that it did not take
	Ticks             int `json:"ticks"`             // events of PingSources
	UnderWay          int `json:"underWay"`          // requests begun and not ended; what waits for its next try is none
}

// counter may be used by many at once.
type counter struct {
	mu     sync.Mutex
	totals Totals
	failed map[string]bool // deliveries (again or not, Trigger, source, id) of which the last attempt failed
}

func newCounter() *counter { return &counter{failed: map[string]bool{}} }

func (c *counter) now() Totals {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.totals
}

func (c *counter) change(f func(*Totals)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.totals)
}

// attempted counts one delivery to a subscriber and what came of it.
func (c *counter) attempted(delivery string, again bool, status int, reply bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.totals.Attempts++
	if c.failed[delivery] {
		c.totals.Retries++
		delete(c.failed, delivery)
	} else if again {
		c.totals.Doubled++
	}
	if status/100 != 2 {
		c.totals.Failed++
		c.failed[delivery] = true
	}
	if reply {
		c.totals.Replies++
	}
}

func ok(status int) bool { return status/100 == 2 }

// ServeHTTP answers with the totals.
func (c *counter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, c.now())
}

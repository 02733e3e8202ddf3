package broker

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"net/http"
	"sync"
	"time"
)

// doubler makes a delivery to a subscriber once more, as a broker does that lost the acknowledgement:
// by a channel with this Trigger alone, so that the second delivery has its own retries, its reply is
// an event of its own, and it may end in the dead letter sink. Which ones and when comes from a hash
// of seed, Trigger, source and id, whatever the order of events.
type doubler struct {
	probability float64
	within      time.Duration
	seed        int64
	again       map[string]string // path of a Trigger -> host of its channel
	dispatcher  string
	client      *http.Client
	done        sync.Map // keys of what was doubled: a retry is not doubled once more
}

func (d *doubler) over(filter http.Handler) http.Handler {
	if d.probability == 0 {
		return filter
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		channel, known := d.again[r.URL.Path]
		if r.Host == againFilterHost || !known {
			filter.ServeHTTP(w, r)
			return
		}
		attributes := attributesOf(r)
		key := channel + " " + attributes["source"] + " " + attributes["id"]
		if d.draw("whether", key) >= d.probability || d.before(key) {
			filter.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		headers := r.Header.Clone()
		after := time.Duration(d.draw("when", key) * float64(d.within))
		// the second may overtake the first, as where a broker gave up too soon
		timer := time.AfterFunc(after, func() { d.send(channel, headers, body) })
		a := &answer{ResponseWriter: w, status: http.StatusOK}
		filter.ServeHTTP(a, r)
		if !a.wrote { // the Trigger does not want this event
			timer.Stop()
		}
	})
}

func (d *doubler) before(key string) bool {
	_, known := d.done.LoadOrStore(key, true)
	return known
}

func (d *doubler) send(channel string, headers http.Header, body []byte) {
	r, err := http.NewRequest(http.MethodPost, "http://"+d.dispatcher+"/", bytes.NewReader(body))
	if err != nil {
		return
	}
	r.Header, r.Host = headers, channel
	answer, err := d.client.Do(r)
	if err != nil {
		return // this process is ending
	}
	answer.Body.Close()
}

// draw gives a number in [0, 1).
func (d *doubler) draw(what, key string) float64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s %s", d.seed, what, key)
	x := h.Sum64()
	// FNV's high bits are poor for short texts: one more mixing (splitmix64)
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / math.Exp2(53)
}

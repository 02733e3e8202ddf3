package main

import (
	"math"
	"sort"
	"sync"
	"time"
)

// counts of events and how long after their time they came. The zero value is ready.
type counts struct {
	mu          sync.Mutex
	events      int
	first, last time.Time
	late        [buckets]int // by powers of 2^(1/4) from 0.01 ms, so at most a fifth too high
	dated       int
}

const buckets = 128

// summary of counts; times in milliseconds, absent where no event had a time.
type summary struct {
	Events    int       `json:"events"`
	Seconds   float64   `json:"seconds"` // from the first event to the last
	PerSecond float64   `json:"perSecond"`
	P50       *float64  `json:"p50Ms,omitempty"`
	P99       *float64  `json:"p99Ms,omitempty"`
	Histogram []between `json:"histogram,omitempty"`
}

type between struct {
	UpTo  float64 `json:"upToMs"`
	Count int     `json:"count"`
}

func (c *counts) add(now time.Time, sent string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.events == 0 {
		c.first = now
	}
	c.events++
	c.last = now
	at, err := time.Parse(time.RFC3339Nano, sent)
	if err != nil {
		return
	}
	c.dated++
	c.late[bucket(float64(now.Sub(at))/float64(time.Millisecond))]++
}

// forget makes the counts begin again, after a warm-up.
func (c *counts) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events, c.dated, c.late = 0, 0, [buckets]int{}
}

func bucket(ms float64) int {
	if ms <= 0.01 {
		return 0
	}
	return min(buckets-1, int(math.Ceil(4*math.Log2(ms/0.01))))
}

func upTo(bucket int) float64 {
	return math.Round(1000*0.01*math.Exp2(float64(bucket)/4)) / 1000
}

func (c *counts) summary() summary {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := summary{Events: c.events, Seconds: c.last.Sub(c.first).Seconds()}
	if s.Seconds > 0 {
		s.PerSecond = float64(c.events-1) / s.Seconds
	}
	if c.dated > 0 {
		s.P50, s.P99 = c.quantile(0.5), c.quantile(0.99)
	}
	for b, n := range c.late {
		if n > 0 {
			s.Histogram = append(s.Histogram, between{upTo(b), n})
		}
	}
	return s
}

func (c *counts) quantile(q float64) *float64 {
	sums := make([]int, buckets)
	total := 0
	for b, n := range c.late {
		total += n
		sums[b] = total
	}
	want := int(math.Ceil(q * float64(total)))
	ms := upTo(sort.Search(buckets-1, func(b int) bool { return sums[b] >= want }))
	return &ms
}

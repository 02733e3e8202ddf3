package main

import (
	"testing"
	"time"
)

func TestLateness(t *testing.T) {
	var c counts
	now := time.Unix(1_700_000_000, 0)
	for ms := 1; ms <= 100; ms++ {
		c.add(now.Add(time.Duration(ms)*time.Second), now.Add(time.Duration(ms)*(time.Second-time.Millisecond)).Format(time.RFC3339Nano))
	}
	c.add(now.Add(101*time.Second), "yesterday")
	s := c.summary()
	// a bucket is as wide as a fifth of its value
	if s.Events != 101 || s.PerSecond != 1 || *s.P50 < 50 || *s.P50 > 60 || *s.P99 < 99 || *s.P99 > 119 {
		t.Fatalf("%+v, p50 %v, p99 %v", s, *s.P50, *s.P99)
	}
	c.forget()
	if s := c.summary(); s.Events != 0 || s.P50 != nil || len(s.Histogram) != 0 {
		t.Fatalf("after forgetting %+v", s)
	}
	if s := new(counts).summary(); s.Events != 0 || s.P50 != nil || s.PerSecond != 0 {
		t.Fatalf("%+v", s)
	}
}

package broker

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

func TestEachDeliveryIsMadeTwice(t *testing.T) {
	math := subscribe(t, "math", "127.0.0.1:0", answers)
	router := subscribe(t, "router", "127.0.0.1:0", accepts)
	l := start(t, Settings{Double: 1}, map[string]string{"worker-math": math.address, "router": router.address})
	l.call(t, id(0), "math")
	// two calls, so two results of one id; this id is doubled once more
	for range 2 {
		math.next(t)
	}
	for range 3 {
		if g := router.next(t); g.id != id(0) {
			t.Fatalf("got %+v", g)
		}
	}
	now := l.await(t, "the end", func(now Totals) bool { return now.Attempts == 5 && now.UnderWay == 0 })
	if now.Doubled != 2 || now.Replies != 2 || now.Retries != 0 || now.Accepted != 3 {
		t.Fatalf("%+v", now)
	}
}

func TestTheSeedSaysWhichAreDoubled(t *testing.T) {
	const events = 100
	doubled := func(seed int64) map[string]int {
		law := subscribe(t, "law", "127.0.0.1:0", accepts)
		l := start(t, Settings{Double: 0.3, Seed: seed}, map[string]string{"worker-law": law.address})
		twice := 0
		for i := range events {
			l.call(t, id(i), "law")
			key := fmt.Sprintf("law.default.again-channel.knative-local /octograph/g/router %s", id(i))
			if (&doubler{seed: seed}).draw("whether", key) < 0.3 {
				twice++
			}
		}
		l.await(t, "every delivery", func(now Totals) bool { return now.Attempts == events+twice && now.Doubled == twice })
		times := map[string]int{}
		for range events + twice {
			times[law.next(t).id]++
		}
		maps.DeleteFunc(times, func(_ string, n int) bool { return n < 2 })
		if len(times) != twice || twice < events/10 || twice > events/2 {
			t.Fatalf("%d of %d came twice, %d should", len(times), events, twice)
		}
		return times
	}
	first := doubled(1)
	if !maps.Equal(first, doubled(1)) {
		t.Error("the same seed doubled others")
	}
	if maps.Equal(first, doubled(2)) {
		t.Error("another seed doubled the same")
	}
}

func TestASecondDeliveryHasItsOwnRetriesAndDeadLetter(t *testing.T) {
	dead := subscribe(t, "dead-letter", "127.0.0.1:0", accepts)
	l := start(t, Settings{Double: 1}, map[string]string{"worker-math": free(t), "dead-letter": dead.address})
	l.call(t, id(0), "math")
	for range 2 {
		g := dead.next(t)
		if fault := faultOf(t, g); g.id != id(0) || g.header.Get("Ce-Knativeerrorcode") != "500" ||
			!strings.HasPrefix(fault.body, "dispatch error: ") {
			t.Fatalf("got %+v, %+v", g, fault)
		}
	}
	now := l.await(t, "both ends", func(now Totals) bool { return now.DeadLetters == 2 && now.UnderWay == 0 })
	if now.Attempts != 8 || now.Failed != 8 || now.Retries != 6 {
		t.Fatalf("%+v", now)
	}
}

package scale

import (
	"math"
	"runtime"
	"sync"
)

// parallel does n things on all cores; what is given to sum is done by one at a time.
func parallel(n int, do func(i int, sum func(func())) error) (failure error) {
	var all sync.WaitGroup
	var one sync.Mutex
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range next {
				if err := do(i, func(f func()) { one.Lock(); defer one.Unlock(); f() }); err != nil {
					one.Lock()
					failure = err
					one.Unlock()
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	return failure
}

func most(values []float64) (m float64) {
	for _, v := range values {
		m = math.Max(m, v)
	}
	return m
}

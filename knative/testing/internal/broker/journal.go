package broker

import (
	"bufio"
	"encoding/json"
	"io"
	"sync"
)

// journal writes JSON lines in the order they are given, in its own time: who gives one never waits
// for the disk. A nil journal takes lines and forgets them.
type journal struct {
	mu    sync.Mutex
	ready *sync.Cond
	lines []any
	ended bool
	done  chan struct{}
}

func newJournal(out io.Writer) *journal {
	j := &journal{done: make(chan struct{})}
	j.ready = sync.NewCond(&j.mu)
	go j.run(bufio.NewWriter(out))
	return j
}

func (j *journal) add(line any) {
	if j == nil {
		return
	}
	j.mu.Lock()
	j.lines = append(j.lines, line)
	j.mu.Unlock()
	j.ready.Signal()
}

// close returns when all lines are written.
func (j *journal) close() {
	if j == nil {
		return
	}
	j.mu.Lock()
	j.ended = true
	j.mu.Unlock()
	j.ready.Signal()
	<-j.done
}

func (j *journal) run(out *bufio.Writer) {
	defer close(j.done)
	encoder := json.NewEncoder(out)
	for {
		j.mu.Lock()
		for len(j.lines) == 0 && !j.ended {
			j.ready.Wait()
		}
		lines, ended := j.lines, j.ended
		j.lines = nil
		j.mu.Unlock()
		for _, line := range lines {
			_ = encoder.Encode(line) // a full disk stops the journal, not the events
		}
		_ = out.Flush()
		if ended {
			return
		}
	}
}

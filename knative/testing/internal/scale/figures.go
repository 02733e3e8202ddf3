package scale

// Figures of one run, or of several added up.
type Figures struct {
	Queries    int
	Cold       int // queries that came when no pod was ready
	ColdStarts int // times that the first pod was made
	Started    int // pods made
	PodSeconds int // from creation on
	GPUSeconds int
	Zero       int // seconds without a pod
	MostPods   int
	Seconds    int

	busy, room int   // slot-seconds
	waits      []int // by whole seconds
}

func (f *Figures) add(now Second, p Pods) {
	f.Seconds++
	f.Queries += now.Arrived
	f.PodSeconds += now.Pods
	f.GPUSeconds += now.Pods * p.GPUs
	f.MostPods = max(f.MostPods, now.Pods)
	if now.Pods == 0 {
		f.Zero++
	}
	f.busy += now.Busy
	f.room += now.Pods * p.Slots
}

func (f *Figures) wait(seconds, queries int) {
	for len(f.waits) <= seconds {
		f.waits = append(f.waits, 0)
	}
	f.waits[seconds] += queries
}

// Add takes in another run's figures. MostPods becomes the sum: the most there can have been at once.
func (f *Figures) Add(g Figures) {
	f.Queries += g.Queries
	f.Cold += g.Cold
	f.ColdStarts += g.ColdStarts
	f.Started += g.Started
	f.PodSeconds += g.PodSeconds
	f.GPUSeconds += g.GPUSeconds
	f.Zero += g.Zero
	f.MostPods += g.MostPods
	f.Seconds += g.Seconds
	f.busy += g.busy
	f.room += g.room
	for s, n := range g.waits {
		if n > 0 {
			f.wait(s, n)
		}
	}
}

// Wait is the time, in whole seconds, within which this part of the queries was begun.
func (f *Figures) Wait(part float64) int {
	total := 0
	for _, n := range f.waits {
		total += n
	}
	sum := 0
	for s, n := range f.waits {
		sum += n
		if float64(sum) >= part*float64(total) {
			return s
		}
	}
	return 0
}

// Used is the part of the pods' slots that worked.
func (f *Figures) Used() float64 {
	if f.room == 0 {
		return 0
	}
	return float64(f.busy) / float64(f.room)
}

// ColdPart is the part of the queries that found no pod ready.
func (f *Figures) ColdPart() float64 {
	if f.Queries == 0 {
		return 0
	}
	return float64(f.Cold) / float64(f.Queries)
}

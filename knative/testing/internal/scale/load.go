package scale

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Load is how many queries arrive in each second.
type Load []int

// Total number of queries.
func (l Load) Total() (n int) {
	for _, q := range l {
		n += q
	}
	return n
}

// Arrivals draws each second's queries (Poisson) around the rate at that second; the same seed draws the same.
func Arrivals(seconds int, seed uint64, rate func(second int) float64) Load {
	chance := rand.New(rand.NewPCG(seed, 0x6f63746f67726170))
	out := make(Load, seconds)
	for s := range out {
		out[s] = poisson(chance, rate(s))
	}
	return out
}

// By counting products of uniform numbers (Knuth), in pieces that do not underflow.
func poisson(chance *rand.Rand, mean float64) (n int) {
	for mean > 0 {
		piece := math.Min(mean, 100)
		mean -= piece
		for p, least := chance.Float64(), math.Exp(-piece); p > least; p *= chance.Float64() {
			n++
		}
	}
	return n
}

// Between gives a rate that goes straight from one of the values to the next, spread over the seconds,
// and from the last one back to the first.
func Between(seconds int, values ...float64) func(int) float64 {
	return func(s int) float64 {
		at := float64(s) * float64(len(values)) / float64(seconds)
		i := int(at)
		part := at - float64(i)
		return values[i%len(values)]*(1-part) + values[(i+1)%len(values)]*part
	}
}

// Zipf gives n rates that sum to total; the one of rank r (from 1) is in proportion to r^-exponent.
func Zipf(n int, exponent, total float64) []float64 {
	rates, sum := make([]float64, n), 0.0
	for i := range rates {
		rates[i] = math.Pow(float64(i+1), -exponent)
		sum += rates[i]
	}
	for i := range rates {
		rates[i] *= total / sum
	}
	return rates
}

// ReadTrace reads lines "second,queries per second", each valid until the next, and draws the arrivals.
// The trace ends with its last line.
func ReadTrace(r io.Reader, seed uint64) (Load, error) {
	var from []int
	var rates []float64
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' || n == 1 && strings.HasPrefix(line, "second") {
			continue
		}
		a, b, _ := strings.Cut(line, ",")
		second, err := strconv.Atoi(strings.TrimSpace(a))
		rate, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
		if err != nil || err2 != nil || rate < 0 || len(from) > 0 && second <= from[len(from)-1] {
			return nil, fmt.Errorf("line %d is %q: want second,queries per second, with seconds that rise", n, line)
		}
		from, rates = append(from, second), append(rates, rate)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(from) < 2 {
		return nil, fmt.Errorf("a trace wants two lines or more: the last one ends it")
	}
	at := 0
	return Arrivals(from[len(from)-1], seed, func(s int) float64 {
		for at+1 < len(from) && from[at+1] <= s {
			at++
		}
		if s < from[0] {
			return 0
		}
		return rates[at]
	}), nil
}

package scale

func drawDay(o []outcome) chart {
	const points = 360
	return chart{title: "A day of one node", ticks: []mark{{0, "3:00"}, {.25, "9:00"}, {.5, "15:00"}, {.75, "21:00"}, {1, "3:00"}}, panels: []panel{
		{title: "queries per second", lines: []line{{values: means(o[0].load[:24*3600], points), filled: true}}},
		{title: "pods", lines: []line{
			{name: "as rendered", values: thinned(o[0].pods[:24*3600], points)},
			{name: "target 16", values: thinned(o[1].pods[:24*3600], points)},
			{name: "scale-down-delay 10m", values: thinned(o[3].pods[:24*3600], points)}}},
	}}
}

func drawBurst(o []outcome) chart {
	const seconds, points = 3000, 600
	return chart{title: "Two bursts from zero, 60 queries a second for three minutes", ticks: []mark{{0, "0"}, {.2, "10 min"}, {.4, "20 min"}, {.6, "30 min"}, {.8, "40 min"}},
		panels: []panel{
			{title: "queries per second", lines: []line{{values: means(padded(o[0].load, seconds), points), filled: true}}},
			{title: "pods", lines: []line{
				{name: "proxy pods", values: thinned(padded(o[0].pods, seconds), points)},
				{name: "GPU pods", values: thinned(padded(o[1].pods, seconds), points)},
				{name: "GPU, scale-down-delay 20m", values: thinned(padded(o[5].pods, seconds), points)}}},
		}}
}

func drawThousand(o []outcome) chart {
	cold := func(figures []Figures) []float64 { // by groups of ten ranks
		out := make([]float64, nodes/10)
		for i := range out {
			var sum Figures
			for _, f := range figures[10*i : 10*i+10] {
				sum.Add(f)
			}
			out[i] = 100 * sum.ColdPart()
		}
		return out
	}
	return chart{title: "1,000 nodes, 30 queries a second in all: by rank of the node", ticks: []mark{{0, "1"}, {.25, "250"}, {.5, "500"}, {.75, "750"}, {1, "1000"}},
		panels: []panel{
			{title: "% of its queries that found no pod", lines: []line{
				{name: "proxy pods", values: cold(o[0].perNode)},
				{name: "GPU pods", values: cold(o[1].perNode)},
				{name: "GPU, retention 10m", values: cold(o[2].perNode)}}},
			{title: "mean pods of a node", lines: []line{
				{name: "proxy pods", values: meanPods(o[0].perNode)},
				{name: "GPU pods", values: meanPods(o[1].perNode)},
				{name: "GPU, retention 10m", values: meanPods(o[2].perNode)}}},
		}}
}

func meanPods(figures []Figures) []float64 {
	out := make([]float64, nodes/10)
	for i, f := range figures {
		out[i/10] += float64(f.PodSeconds) / float64(f.Seconds) / 10
	}
	return out
}

func padded(values []float64, n int) []float64 {
	return append(values[:min(n, len(values)):min(n, len(values))], make([]float64, max(0, n-len(values)))...)
}

func means(values []float64, n int) []float64 {
	out := make([]float64, n)
	count := make([]int, n)
	for i, v := range values {
		out[i*n/len(values)] += v
		count[i*n/len(values)]++
	}
	for i := range out {
		out[i] /= float64(max(1, count[i]))
	}
	return out
}

// What one exchange costs from a HAR entry to its row, beside JSON.parse of the same
// entries, in one run: ./build.sh bench diagnose. Natively there isn't JSON.parse to
// compare with.
package main

import (
	"fmt"
	"runtime"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

const rounds = 9

func main() {
	knowledge := catalog.Load(builtin.Packs)
	fmt.Printf("%-28s %8s %8s %8s %8s", "an exchange", "bytes", "µs read", "µs row", "allocs")
	if parse != nil {
		fmt.Printf(" %8s %8s %8s", "µs parse", "read ×", "row ×")
	}
	fmt.Println()
	for round, kind := range append([]kind{kinds[len(kinds)-1]}, kinds...) {
		texts := make([][]byte, kind.exchanges)
		size := 0
		for i := range texts {
			texts[i] = kind.entry(i)
			size += len(texts[i])
		}
		c := measure(knowledge, texts)
		if round == 0 {
			fmt.Printf("%-28s", "first of all, packs read")
		} else {
			fmt.Printf("%-28s", kind.name)
		}
		n := float64(len(texts))
		each := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 / n }
		fmt.Printf(" %8.0f %8.1f %8.1f %8.0f", float64(size)/n, each(c.read), each(c.add+c.row), float64(c.allocs)/n)
		if parse == nil {
			fmt.Println()
			continue
		}
		fmt.Printf(" %8.1f %8.2f %8.2f\n", each(c.parse), float64(c.read)/float64(c.parse), float64(c.add+c.row)/float64(c.parse))
	}
}

// A cost is that of a whole session, the least of some rounds: what others do on
// this machine only adds to it.
type cost struct {
	parse, read, add, row time.Duration
	allocs                uint64 // of add and row: what is between httpmsg.Exchange and a row
}

func measure(knowledge *catalog.Catalog, texts [][]byte) cost {
	var all []cost
	work := func() {}
	if parse != nil {
		work = parse(texts)
	}
	for range rounds {
		var c cost
		began := spent()
		took := func() time.Duration {
			d := spent() - began
			began = spent()
			return d
		}
		work()
		c.parse = took()
		exchanges := make([]httpmsg.Exchange, len(texts))
		for i, text := range texts {
			x, err := har.Entry(text)
			if err != nil {
				panic(err) // made here
			}
			exchanges[i] = x
		}
		runtime.GC()
		began = spent()
		for _, text := range texts {
			har.Entry(text)
		}
		c.read = took()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		session := diagnosis.NewSession(knowledge)
		began = spent()
		for _, x := range exchanges {
			session.Add(x)
		}
		c.add = took()
		for id := 1; id <= session.LastID(); id++ {
			session.Summary(id)
		}
		c.row = took()
		runtime.ReadMemStats(&after)
		c.allocs = after.Mallocs - before.Mallocs
		all = append(all, c)
	}
	least := func(of func(c *cost) *time.Duration) time.Duration {
		best := *of(&all[0])
		for i := range all {
			best = min(best, *of(&all[i]))
		}
		return best
	}
	return cost{
		parse: least(func(c *cost) *time.Duration { return &c.parse }), read: least(func(c *cost) *time.Duration { return &c.read }),
		add: least(func(c *cost) *time.Duration { return &c.add }), row: least(func(c *cost) *time.Duration { return &c.row }),
		allocs: all[len(all)-1].allocs,
	}
}

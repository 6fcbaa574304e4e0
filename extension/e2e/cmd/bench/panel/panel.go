// Package panel measures the panel beside a list written by hand that explains nothing
// (harness/baseline.html), in the same browser and the same run, and prints a
// table. Read the ratios: times are of the machine and its other work.
package panel

import (
	"fmt"
	"io"
	"path/filepath"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/harness"
	"misstep/extension/e2e/stub"
)

// Run measures what was built in browsers, and writes a table each.
func Run(out io.Writer, built string, browsers []string) error {
	for _, name := range browsers {
		if err := run(out, built, name); err != nil {
			return err
		}
	}
	return nil
}

// A subject is one of the two pages that are measured.
type subject struct {
	page  string
	ready string // expression
	send  string // statement, with the number of exchanges as n
	open  string // statement, with a recording as har
	rest  string // expression: all is drawn
}

var panel = subject{"panel.html", `globalThis.harness?.ready === true`, `harness.send(n)`, `harness.open(har)`,
	`document.querySelector("#list").getAttribute("aria-busy") === "false"`}

var baseline = subject{"baseline.html", `typeof globalThis.baseline === "object"`,
	`for (let i = 0; i < n; i++) baseline.add(JSON.stringify(window.entry(window.sent++)))`, `baseline.open(har)`, `baseline.drawn()`}

// What is measured, in milliseconds but for the frames.
type measures struct {
	first, early, late float64
	screenful, all     float64 // of a recording
	frames, dropped    int
	alive              int
}

const (
	few, many, most = 1000, 10000, 50000 // rows
	burst           = 200                // exchanges that come at once
)

func run(out io.Writer, dist, name string) error {
	server, err := stub.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	extension := filepath.Join(dist, "extension")
	harness.Handle(server.Pages, extension)
	b, err := browser.Start(name, browser.Options{Headless: true, Extension: extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort})
	if err != nil {
		return err
	}
	defer b.Close()
	var of [2]measures
	for i, s := range []subject{panel, baseline} {
		if of[i], err = measure(b, server.Address+"harness/", s); err != nil {
			return fmt.Errorf("%s: %s: %w", name, s.page, err)
		}
	}
	p, base := of[0], of[1]
	fmt.Fprintf(out, "\n| %s | panel | plain list | ratio |\n|--|--|--|--|\n", name)
	for _, line := range []struct {
		what        string
		panel, base float64
	}{
		{"first row, explained in the panel, ms from the page's start", p.first, base.first},
		{fmt.Sprintf("a recording of %d: the first screenful, ms", many), p.screenful, base.screenful},
		{fmt.Sprintf("a recording of %d: all of it, ms", many), p.all, base.all},
		{fmt.Sprintf("a new exchange at %d rows, ms", few), p.early, base.early},
		{fmt.Sprintf("a new exchange at %d rows, ms", many), p.late, base.late},
	} {
		fmt.Fprintf(out, "| %s | %.2f | %.2f | %.1f |\n", line.what, line.panel, line.base, line.panel/line.base)
	}
	fmt.Fprintf(out, "| the same, %d rows to %d | %.2f | %.2f | |\n", many, few, p.late/p.early, base.late/base.early)
	fmt.Fprintf(out, "| frames dropped, scrolling %d rows | %d of %d | %d of %d | |\n", most, p.dropped, p.frames, base.dropped, base.frames)
	fmt.Fprintf(out, "| rows alive | %d | %d | |\n", p.alive, base.alive)
	return nil
}

func measure(b browser.Browser, address string, s subject) (m measures, err error) {
	eval := func(expression string, out any) {
		if err == nil {
			err = b.Page().Eval(expression, out)
		}
	}
	visit := func() {
		if err == nil {
			err = b.Open(address + s.page)
		}
		if err == nil {
			err = browser.Until(b.Page(), s.ready)
		}
		// The baseline makes its entries as the harness does.
		eval(`(async () => {
			const source = await (await fetch("harness.js")).text();
			window.sent = 0;
			window.entry = new Function("return {" + source.match(/entry\(n[^]*?\n  \},/)[0] + "}")().entry;
		})()`, nil)
	}
	visit()
	if s.page == panel.page { // every exchange a row, as in the baseline
		eval(`void (document.querySelector("#fold").click(), document.querySelector("#all").click())`, nil)
	}
	eval(fmt.Sprintf(`void (async () => {
		const list = document.querySelector("#list"), entries = Array.from({length: %d}, (_, n) => window.entry(n));
		const har = JSON.stringify({log: {version: "1.2", creator: {name: "bench", version: "1"}, entries}});
		await new Promise(requestAnimationFrame);
		const started = performance.now();
		%s;
		let screenful = 0;
		do {
			await new Promise(requestAnimationFrame);
			if (!screenful && document.querySelectorAll("#rows > *").length * document.querySelector("#rows > *")?.offsetHeight >= list.clientHeight) screenful = performance.now() - started;
		} while (!screenful || !(%s));
		window.opened = {screenful, all: performance.now() - started};
	})()`, many, s.open, s.rest), nil)
	if err == nil {
		err = browser.Until(b.Page(), `window.opened !== undefined`)
	}
	var opened struct{ Screenful, All float64 }
	eval(`window.opened`, &opened)
	m.screenful, m.all = opened.Screenful, opened.All
	visit()
	// send sends exchanges and waits until they are drawn; value is the time that took.
	send := func(n int, out *float64) {
		eval(fmt.Sprintf(`(async () => {
			const n = %d, started = performance.now();
			%s;
			do await new Promise(requestAnimationFrame); while (!(%s));
			return performance.now() - started;
		})()`, n, s.send, s.rest), out)
	}
	var started, took float64
	eval(`performance.now()`, &started)
	send(1, &took)
	m.first = started + took
	rows := 1
	fill := func(to int) {
		for ; rows < to && err == nil; rows += few {
			send(few, &took)
		}
	}
	fill(few)
	if s.page == panel.page { // every exchange a row, as in the baseline
		eval(`void (document.querySelector("#fold").click(), document.querySelector("#all").click())`, nil)
	}
	send(burst, &took)
	m.early = took / burst
	fill(many)
	send(burst, &took)
	m.late = took / burst
	fill(most)
	var scrolled struct{ Frames, Dropped, Alive int }
	eval(`(async () => {
		const list = document.querySelector("#list"), times = [];
		list.scrollTop = 0;
		let last = await new Promise(requestAnimationFrame);
		for (let i = 0; i < 300; i++) {
			list.scrollTop += i % 50 === 49 ? 100000 : 330;
			const now = await new Promise(requestAnimationFrame);
			times.push(now - last);
			last = now;
		}
		const usual = [...times].sort((a, b) => a - b)[times.length >> 2];
		return {frames: times.length, dropped: times.reduce((sum, time) => sum + Math.max(0, Math.round(time / usual) - 1), 0),
			alive: document.querySelectorAll("#rows > *").length};
	})()`, &scrolled)
	m.frames, m.dropped, m.alive = scrolled.Frames, scrolled.Dropped, scrolled.Alive
	return m, err
}

package listmodel

import (
	"slices"
	"testing"
)

// tall is what the numbers of these tests are made for.
const tall = 22

func init() { RowHeight = tall }

func TestWindowOf(t *testing.T) {
	for _, test := range []struct {
		name           string
		rows           int
		scroll, height float64
		from, to       int
	}{
		{"no rows", 0, 0, 400, 0, 0},
		{"few rows", 3, 0, 400, 0, 3},
		{"at the start", 100000, 0, 440, 0, 25},
		{"in the middle", 100000, 1000 * tall, 440, 996, 1025},
		{"half a row", 100000, 1000*tall + 11, 440, 996, 1025},
		{"at the end", 100000, 100000*tall - 440, 440, 99976, 100000},
		{"scrolled beyond the end", 10, 5000, 440, 10, 10},
		{"pulled beyond the start", 100, -50, 440, 0, 25},
		{"no height yet", 100, 0, -23, 0, 5},
	} {
		from, to := Window(test.rows, test.scroll, test.height)
		if from != test.from || to != test.to {
			t.Errorf("%s: rows %d to %d, want %d to %d", test.name, from, to, test.from, test.to)
		}
	}
}

func TestRevealed(t *testing.T) {
	for _, test := range []struct {
		row            int
		scroll, height float64
		want           float64
	}{
		{0, 0, 220, 0}, {9, 0, 220, 0}, {10, 0, 220, 22}, {3, 100, 220, 66}, {5, 100, 220, 100}, {0, 100, 10, 0},
	} {
		if got := Reveal(test.row, test.scroll, test.height); got != test.want {
			t.Errorf("row %d from %v, %v high: %v, want %v", test.row, test.scroll, test.height, got, test.want)
		}
	}
}

// TestOrder moves elements as order says and looks at what comes of it.
func TestOrder(t *testing.T) {
	for _, test := range []struct {
		was   []int // -1: new
		moves int
	}{
		{nil, 0},
		{[]int{0, 1, 2}, 0},
		{[]int{1, 2, -1, -1}, 2}, // scrolled down
		{[]int{-1, 0, 1}, 1},     // scrolled up
		{[]int{2, 1, 0}, 2},      // sorted the other way
		{[]int{0, -1, 5}, 1},     // a new one between
		{[]int{3, -1, 1, 2}, 2},
	} {
		moves := Moves(test.was)
		n := 0
		for _, moved := range moves {
			if moved {
				n++
			}
		}
		if n != test.moves {
			t.Errorf("%v: %d moves, want %d", test.was, n, test.moves)
		}
		// The elements that stay, in the order in which they stood, must be in
		// the order in which they are wanted.
		var stay []int
		for i, moved := range moves {
			if !moved {
				stay = append(stay, test.was[i])
			}
		}
		if !slices.IsSorted(stay) {
			t.Errorf("%v: those that stay stand as %v", test.was, stay)
		}
	}
}

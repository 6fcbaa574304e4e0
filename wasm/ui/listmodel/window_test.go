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
		from, to := Layout{Rows: test.rows}.Window(test.scroll, test.height)
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
		if got := (Layout{Rows: 100}).Reveal(test.row, test.scroll, test.height); got != test.want {
			t.Errorf("row %d from %v, %v high: %v, want %v", test.row, test.scroll, test.height, got, test.want)
		}
	}
}

// TestOrder moves elements as order says and checks the result.
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

// A line before each break moves what is below it, and is revealed with its row.
func TestLayout(t *testing.T) {
	y := Layout{Rows: 10, Breaks: []int{0, 4, 5}}
	if y.Height() != 13*RowHeight {
		t.Errorf("it is %d high", y.Height())
	}
	for row, line := range []int{1, 2, 3, 4, 6, 8, 9, 10, 11, 12} {
		if got := y.Top(row); got != line*RowHeight {
			t.Errorf("row %d is at %d, want line %d", row, got, line)
		}
		if got := y.At(float64(line*RowHeight + 3)); got != row {
			t.Errorf("at line %d is row %d, want %d", line, got, row)
		}
	}
	for line, row := range map[int]int{0: 0, 5: 4, 7: 5} {
		if got := y.At(float64(line * RowHeight)); got != row {
			t.Errorf("at the empty line %d is row %d, want %d", line, got, row)
		}
	}
	if got := y.Reveal(4, 200, 100); got != float64(5*RowHeight) {
		t.Errorf("row 4 is revealed from %v", got)
	}
	if from, to := y.Window(float64(7*RowHeight), float64(2*RowHeight)); from != 1 || to != 10 {
		t.Errorf("rows %d to %d are drawn", from, to)
	}
}

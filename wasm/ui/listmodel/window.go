package listmodel

import (
	"slices"
	"sort"
)

// RowHeight is that of .row in pixels. It is the browser's own, so panel.css has it,
// and the list asks for it when it gets a window.
var RowHeight = 21

// spareRows are drawn beyond each edge of what is seen, so that a small step
// shows no gap.
const spareRows = 4

// A Layout is where rows stand: below each other, with an empty line before each
// row in Breaks.
type Layout struct {
	Rows   int
	Breaks []int // ascending
}

// Height is that of all rows, in pixels.
func (y Layout) Height() int { return (y.Rows + len(y.Breaks)) * RowHeight }

// Top is the first pixel of a row.
func (y Layout) Top(row int) int { return (row + sort.SearchInts(y.Breaks, row+1)) * RowHeight }

// At is the row at a pixel, or the one that follows an empty line there.
func (y Layout) At(pixel float64) int {
	line := int(max(pixel, 0)) / RowHeight
	return line - sort.Search(len(y.Breaks), func(i int) bool { return y.Breaks[i]+i >= line })
}

// Window returns which rows are to be drawn, from <= i < to, where scroll is
// the first pixel seen and height how many are.
func (y Layout) Window(scroll, height float64) (from, to int) {
	from = y.At(scroll) - spareRows
	to = y.At(max(scroll, 0)+max(height, 0)) + 1 + spareRows
	to = min(to, y.Rows)
	return min(max(from, 0), max(to, 0)), max(to, 0)
}

// Reveal returns how far to scroll so that a row is seen whole, with the line
// before it.
func (y Layout) Reveal(row int, scroll, height float64) float64 {
	top := float64(y.Top(row))
	bottom := top + float64(RowHeight)
	if _, breaks := slices.BinarySearch(y.Breaks, row); breaks {
		top -= float64(RowHeight)
	}
	switch {
	case top < scroll:
		return top
	case bottom > scroll+height:
		return max(bottom-height, 0)
	}
	return scroll
}

// PageRows is the number of rows that a press on Page Down moves.
func PageRows(height float64) int { return max(1, int(height)/RowHeight-1) }

// Moves returns which rows must be moved to get all into order: was has their previous
// indexes, -1 for new ones.
func Moves(was []int) (moves []bool) {
	moves = make([]bool, len(was))
	next := int(^uint(0) >> 1)
	for i := len(was) - 1; i >= 0; i-- {
		if was[i] < 0 || was[i] > next {
			moves[i] = true
		} else {
			next = was[i]
		}
	}
	return moves
}

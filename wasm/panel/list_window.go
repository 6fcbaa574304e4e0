package panel

// rowHeight is that of .row in panel.css, in pixels.
const rowHeight = 22

// spareRows are drawn beyond each edge of what is seen, so that a small step
// shows no gap.
const spareRows = 4

// windowOf returns which rows are to be drawn, from <= i < to, where scroll is
// the first pixel seen and height how many are.
func windowOf(rows int, scroll, height float64) (from, to int) {
	from = int(max(scroll, 0))/rowHeight - spareRows
	to = int(max(scroll, 0)+max(height, 0))/rowHeight + 1 + spareRows
	to = min(to, rows)
	return min(max(from, 0), max(to, 0)), max(to, 0)
}

// revealed returns how far to scroll so that a row is seen whole.
func revealed(row int, scroll, height float64) float64 {
	top := float64(row * rowHeight)
	switch bottom := top + rowHeight; {
	case top < scroll:
		return top
	case bottom > scroll+height:
		return max(bottom-height, 0)
	}
	return scroll
}

// pageRows is the number of rows that a press on Page Down moves.
func pageRows(height float64) int { return max(1, int(height)/rowHeight-1) }

// order returns which of the rows must be moved so that all stand in turn:
// was are the places at which they stood, -1 for those that are new.
func order(was []int) (moves []bool) {
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

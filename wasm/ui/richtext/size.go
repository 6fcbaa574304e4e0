package richtext

import (
	"fmt"

	"misstep/catalog/messages"
)

// BodyLimit is how many bytes of a body are shown at first.
const BodyLimit = 64 << 10

// ByteSize says a number of bytes: "812 B", "20 kB", "1.2 MB".
func ByteSize(n int) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// Thousands writes a number as people read it: 10,000.
func (t Text) Thousands(n int) string {
	return messages.Grouped(n, t("thousands"))
}

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// sizes prints how large files are, each given as FILE=BYTES, and fails where one
// is over its budget.
func sizes(budgets []string) error {
	for _, each := range budgets {
		file, text, _ := strings.Cut(each, "=")
		budget, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("want FILE=BYTES, not %q", each)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var packed bytes.Buffer
		z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level exists, and a buffer takes all
		z.Write(data)
		z.Close()
		fmt.Printf("%-30s %9d bytes of %9d, %9d in gzip\n", file, len(data), budget, packed.Len())
		if over := len(data) - budget; over > 0 {
			return fmt.Errorf("%s has %d bytes more than its budget. './build.sh bench contents' says what came in; raise the budget in build.sh only for what is worth it", file, over)
		}
	}
	return nil
}

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"misstep/catalog"
	"misstep/catalog/validate"
)

// errPack ends the command after the problems of a pack have been printed.
var errPack = errors.New("a pack cannot be used")

// addPack adds the pack in a file to what is known, and prints all that is
// wrong with it, one problem a line.
func addPack(warn io.Writer, knowledge *catalog.Catalog, file string) (*catalog.Pack, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, errors.New(file + ": " + reasonOf(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, validate.MaxPack+1))
	if err != nil {
		return nil, errors.New(file + ": " + reasonOf(err))
	}
	pack, err := validate.ReadPack(data)
	var invalid *validate.InvalidPackError
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			fmt.Fprintln(warn, visible(fmt.Sprintf("%s: %s %s", file, p.Where(), p.What)))
		}
		return nil, errPack
	}
	if err == nil {
		err = knowledge.Add(pack)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return pack, nil
}

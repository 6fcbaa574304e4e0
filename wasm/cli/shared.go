package cli

import (
	"slices"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// shareSecrets looks through all files that were named, so that what one of them names as
// secret is masked in all, whatever their order. Where names come one by one, results
// should, too; and standard input can't be read twice: such files know their own.
func (c *command) shareSecrets() {
	if len(c.names) == 0 || c.listed != "" || slices.Contains(c.names, standardInput) {
		return
	}
	files := slices.Collect(c.files())
	if len(files) < 2 {
		return
	}
	c.shared = redact.NewSecrets()
	for _, file := range files {
		c.learn(file)
	}
}

// learn takes note of what the requests of a file name as secret. What can't be read is
// said when the file's turn comes.
func (c *command) learn(file named) {
	if file.err != nil {
		return
	}
	found, closer, err := openFile(file.name)
	if closer != nil {
		defer closer()
	}
	if err != nil {
		return
	}
	learner := c.shared.Learner()
	watched := func(_ int, address []byte) bool { return c.catalog.Watched(string(address)) != nil }
	for _, source := range found.Sources {
		text, err := source.Open(nil)
		if err != nil {
			continue
		}
		entries := 0
		har.ReadLending(text, watched, learner.Credentials, func(_ int, x httpmsg.Exchange) {
			learner.Named(&x)
			entries++
			c.progress.show(labelOf(file.name), text, entries)
		})
		text.Close()
	}
}

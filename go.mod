module misstep

go 1.26

toolchain go1.26.8

require (
	github.com/agnivade/levenshtein v1.2.2
	github.com/syumai/tinyutil v0.3.2
	honnef.co/go/js/dom/v2 v2.0.0-20250304181735-b5e52f05e89d
)

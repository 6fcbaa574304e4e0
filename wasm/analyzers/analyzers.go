// Package analyzers lists the analyzers: one folder each, in registry_gen.go.
package analyzers

//go:generate go run ./new

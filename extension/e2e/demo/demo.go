// Package demo holds the demo page: one button for each failing call, so that
// a person can see what the panel says about it.
package demo

import "embed"

// Files are index.html and what it needs. The page reads its buttons from
// scenarios.json, which the stub serves beside it. live.html makes a request in
// each way that a page has.
//
//go:embed index.html demo.js demo.css live.html live.js
var Files embed.FS

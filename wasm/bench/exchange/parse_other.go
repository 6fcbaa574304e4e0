//go:build !js

package main

var parse func(texts [][]byte) func() // there is no JSON.parse to compare with

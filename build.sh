#!/usr/bin/env bash
# The one entry to building, running and testing Misstep.
#
#   ./build.sh                       dist/extension/ (both browsers), dist/misstep.html, dist/fetch.wasm
#   ./build.sh terminal              dist/misstep, the terminal tool for this machine
#   ./build.sh run                   the offline page on the sample session, in your browser
#   ./build.sh run chromium|firefox  that browser with the extension, DevTools open on a demo page
#   ./build.sh test                  everything; installs what it needs where it may
#   ./build.sh fuzz [TIME]           each fuzz target for TIME (30s, or 2000x for a number of inputs)
#   ./build.sh bench [NAME [FLAG…]]  what docs/measurements.md quotes, or one: './build.sh bench help' lists them
#   ./build.sh package               what the stores are sent, in dist/, and the SHA-256 of each file
#   ./build.sh screenshots           all pictures into dist/pictures/, and those of the README into docs/
#   ./build.sh icons                 the icon's pictures, from its SVG
set -euo pipefail
cd "$(dirname "$0")"

# The budget, in bytes: each is a few percent above what it was when it was set.
# './build.sh bench contents' says what the module consists of.
budget=(dist/extension/misstep.wasm=12000000 dist/misstep.html=4400000 dist/fetch.wasm=4700000)

say() { printf '%s\n' "$*" >&2; }
fail() { say "build.sh: $*"; exit 1; }

command -v go >/dev/null || fail "Go is missing. Install Go 1.26 or newer and put it into PATH."

# need TOOL…: they must be there, or are installed where that can be done.
need() { go run ./extension/need "$@"; }

version() { sed -n 's/^ *"version": *"\(.*\)",*$/\1/p' manifest.json; }

# terminal builds the tool that docs/terminal.md is about.
terminal() {
  go build -trimpath -ldflags "-s -w -X main.version=$(version)" -o dist/misstep ./wasm
  say "dist/misstep: put it into your PATH, then try misstep -help"
}

# build is what nothing changes that is set for other projects.
build() { GOFLAGS=-trimpath GOWORK=off GOEXPERIMENT='' GOWASM='' go run ./extension/build; }

sizes() { go run ./wasm/bench sizes "${budget[@]}"; }

# package builds with the Go that go.mod names, whichever is in PATH (Go gets it
# when it is another one): packages are the same bytes everywhere.
package() {
  local -x GOTOOLCHAIN GOFLAGS=-trimpath GOWORK=off
  GOTOOLCHAIN=$(sed -n 's/^toolchain //p' go.mod)
  build
  say "built by $(go env GOVERSION)"
  go run ./extension/package
}

# in_browsers COMMAND…: runs it in the module of the browser tests.
in_browsers() { (cd extension/e2e && "$@"); }

run() {
  say "building, which takes a minute the first time …"
  build
  case "${1:-}" in
    chromium | firefox) need "$1"; in_browsers go run ./cmd/devbrowser "$1" ;;
    "") go run ./extension/build -serve 127.0.0.1:0 ;;
    *) fail "run: want nothing, chromium or firefox, not “$1”" ;;
  esac
}

# lint finds mistakes without running anything; what is only used in one build is used.
lint() {
  local unformatted staticcheck documented=inherit,ST1020,ST1021,ST1022 # and comments begin with the name
  unformatted=$(gofmt -l catalog wasm extension | grep -v /node_modules/ || true)
  [ -z "$unformatted" ] || fail "gofmt would change: $unformatted"
  staticcheck=$(in_browsers go tool -n staticcheck)
  go vet ./...
  GOOS=js GOARCH=wasm go vet ./wasm/...
  printf 'native:\nbrowser: GOOS=js GOARCH=wasm\n' | "$staticcheck" -checks "$documented" -matrix ./catalog/... ./wasm/... ./extension/...
  in_browsers go vet ./...
  in_browsers "$staticcheck" -checks "$documented" ./...
}

test_all() {
  need gcc curl node npm chromium firefox
  lint
  go test -race ./...
  go test -run TenThousand ./wasm/export
  go run ./wasm/bench/fuzz 2000x
  GOOS=js GOARCH=wasm go test -exec="$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./catalog/... ./wasm/...
  package
  sizes
  in_browsers npm ci --silent --no-audit --no-fund
  in_browsers go test -count=1 -timeout 30m ./...
}

case "${1:-build}" in
  build) build; sizes ;;
  terminal) terminal ;;
  run) run "${2:-}" ;;
  test) test_all ;;
  fuzz) go run ./wasm/bench/fuzz "${2:-30s}" ;;
  bench) need node npm chromium firefox; build; go run ./wasm/bench "${@:2}" ;;
  package) package ;;
  screenshots) need chromium firefox; build; in_browsers go run ./cmd/screenshots ;;
  icons) need chromium; build; in_browsers go run ./cmd/icons ;;
  *) sed -n '/^set /q; 2,$p' "$0" >&2; exit 2 ;;
esac

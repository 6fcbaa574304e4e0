#!/usr/bin/env bash
# The one entry to building, running and testing Misstep.
#
#   ./build.sh                      dist/extension/ (both browsers) and dist/misstep.html
#   ./build.sh run                  the offline page on the sample session, in your browser
#   ./build.sh run chromium|firefox that browser with the extension, DevTools open on a demo page
#   ./build.sh test                 everything; installs what it needs where it may
#   ./build.sh fuzz [TIME]          each fuzz target for TIME (30s, or 2000x for a number of inputs)
#   ./build.sh bench                start, import and panel, which README quotes
#   ./build.sh bench match          the matcher beside others, as a table
#   ./build.sh bench diagnose       what an exchange costs until its row is there, beside JSON.parse
#   ./build.sh bench start          the wait for the first explained row beside an empty program's start,
#                                   in both browsers; diagnoses beside JSON.parse
#   ./build.sh bench read           reading recordings beside JSON.parse of the same text
#   ./build.sh bench hostile        inputs made to take long: the time of twice the input over that of it
#   ./build.sh bench import         a file in the page, until all of it is explained, beside JSON.parse,
#                                   in both browsers; its memory; -large: a gigabyte, too
#   ./build.sh bench panel          the list beside a plain one, in both browsers
#   ./build.sh contents             what the module consists of, as a table
#   ./build.sh package              what the stores are sent, in dist/, and the SHA-256 of each file
#   ./build.sh icons                the icon's pictures, from its SVG
#   ./build.sh screenshots          the pictures README shows, and those for the stores
#   ./build.sh store                those for the stores alone
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }
fail() { say "build.sh: $*"; exit 1; }

command -v go >/dev/null || fail "Go is missing. Install Go 1.26 or newer and put it into PATH."

# need COMMAND[,COMMAND…] PACKAGE…: one of the commands must be there; Debian's packages
# bring it where root may install them.
need() {
  local command
  for command in ${1//,/ }; do
    if command -v "$command" >/dev/null; then return; fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing ${*:2} …"
    if [ -z "${updated:-}" ]; then apt-get update -qq >/dev/null; updated=1; fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${@:2}" >/dev/null 2>&1 ||
      fail "installing ${*:2} failed. Install it by hand, then run this again."
  else
    fail "${1%%,*} is missing. Install it (Debian: apt-get install ${*:2}), then run this again."
  fi
}

wasm_exec_folder="$(go env GOROOT)/lib/wasm"

build() {
  # What is set for other projects changes no byte here.
  local -x GOFLAGS=-trimpath GOWORK=off GOEXPERIMENT='' GOWASM=''
  local version
  version=$(sed -n 's/^ *"version": *"\(.*\)",*$/\1/p' manifest.json)
  rm -rf dist/extension dist/misstep-*
  mkdir -p dist/extension
  GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.version=$version" -o dist/extension/misstep.wasm ./wasm
  GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags "-s -w -buildid=" -o dist/fetch.wasm ./wasm/fetch
  go run ./extension/build -wasm_exec "$wasm_exec_folder/wasm_exec.js"
}

# package builds with the Go that go.mod names, whichever is in PATH (Go gets it
# when it is another one): packages are the same bytes everywhere.
package() {
  local -x GOTOOLCHAIN GOFLAGS=-trimpath GOWORK=off
  GOTOOLCHAIN=$(sed -n 's/^toolchain //p' go.mod)
  wasm_exec_folder="$(go env GOROOT)/lib/wasm"
  build
  say "built by $(go env GOVERSION)"
  go run ./extension/package
}

# The budget, in bytes: each is a few percent above what it was when it was set.
# './build.sh contents' says what the module consists of.
budget() {
  case "$1" in
    dist/extension/misstep.wasm) echo 11250000 ;;
    dist/misstep.html) echo 4200000 ;;
    dist/fetch.wasm) echo 5450000 ;;
  esac
}

# sizes prints how large the results are, and fails where one is over its budget.
sizes() {
  local file size
  for file in dist/extension/misstep.wasm dist/misstep.html dist/fetch.wasm; do
    size=$(wc -c <"$file")
    printf '%-30s %9d bytes of %9d, %9d in gzip\n' "$file" "$size" "$(budget "$file")" "$(gzip -9 -c "$file" | wc -c)"
    [ "$size" -le "$(budget "$file")" ] ||
      fail "$file has $((size - $(budget "$file"))) bytes more than its budget. Find out with './build.sh contents' what came in; raise the budget in build.sh only for what is worth it."
  done
}

# contents writes what the module consists of.
contents() {
  local named
  named=$(mktemp)
  GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -o "$named" ./wasm
  go run ./wasm/bench/contents "$named" | tee wasm/bench/CONTENTS.md
  rm -f "$named"
}

# rules installs those that the browser tests hold the panel and the package against.
rules() { [ node_modules -nt package-lock.json ] || { npm ci --silent --no-audit --no-fund && touch node_modules; }; }

# in_browsers COMMAND…: runs it in the module of the browser tests.
in_browsers() { (cd extension/e2e && "$@"); }

run() {
  build
  case "${1:-}" in
    chromium) need chromium,chromium-browser,google-chrome chromium; in_browsers go run ./cmd/try chromium ;;
    firefox) need firefox-esr,firefox firefox-esr; in_browsers go run ./cmd/try firefox ;;
    "")
      local page="file://$PWD/dist/misstep.html#sample"
      if [ "$(uname)" = Darwin ]; then
        open "$page" && return
      elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
        xdg-open "$page" && return
      fi
      go run ./wasm dist/extension/sample.har
      go run ./extension/build -serve 127.0.0.1:0
      ;;
    *) fail "run: want nothing, chromium or firefox, not “$1”" ;;
  esac
}

test_all() {
  need gcc gcc libc6-dev
  need node nodejs
  need npm npm
  need chromium,chromium-browser,google-chrome chromium
  need firefox-esr,firefox firefox-esr
  local unformatted
  unformatted=$(gofmt -l catalog wasm extension | grep -v /node_modules/ || true)
  [ -z "$unformatted" ] || fail "gofmt would change: $unformatted"
  go vet ./...
  GOOS=js GOARCH=wasm go vet ./wasm/...
  in_browsers go vet ./...
  go test -race ./...
  fuzz 2000x
  GOOS=js GOARCH=wasm go test -exec="$wasm_exec_folder/go_js_wasm_exec" ./catalog/... ./wasm/...
  package
  sizes
  in_browsers rules
  in_browsers go test -count=1 -timeout 30m ./...
}

# fuzz gives each fuzz target invented inputs, for a time or a number of them. By
# a number it begins with the seeds alone; else also with what was found before.
fuzz() {
  local folder target program found out
  out=$(mktemp -d)
  for folder in $(grep -rl --include='*_test.go' '^func Fuzz' catalog wasm | xargs -n1 dirname | sort -u); do
    program=$out/fuzz.test
    go test -c -fuzz=. -o "$program" "./$folder"
    found=$out/found
    case "$1" in *x) rm -rf "$found" ;; *) found=$(go env GOCACHE)/fuzz/misstep/$folder ;; esac
    for target in $(grep -h '^func Fuzz' "$folder"/*_test.go | sed 's/^func \(Fuzz[A-Za-z]*\).*/\1/'); do
      (cd "$folder" && "$program" -test.run='^$' -test.fuzz="^$target\$" -test.fuzztime="$1" -test.fuzzcachedir="$found" -test.parallel="${PARALLEL:-2}") >"$out/said" 2>&1 || {
        cat "$out/said" >&2
        fail "fuzz: $target in $folder fails. What it was given is in $folder/testdata/fuzz/$target: 'go test ./$folder' runs it; mend it and keep the file."
      }
      say "$folder $target: $(grep -o 'execs: [0-9]*' "$out/said" | tail -n1 | tr -d a-z:\ ) inputs"
    done
  done
  rm -rf "$out"
}

bench() {
  local each
  case "${1:-}" in
    "") for each in start import panel; do bench "$each"; done ;;
    match)
      need node nodejs npm
      build
      cd catalog/bench
      [ -d node_modules ] || npm ci --silent --no-audit --no-fund
      node bench.mjs --wasm-exec "$wasm_exec_folder/wasm_exec.js" "${@:2}"
      ;;
    diagnose)
      go test -run '^$' -bench Session ./wasm/diagnose
      go run ./wasm/bench/exchange
      need node nodejs
      GOOS=js GOARCH=wasm go run -exec="$wasm_exec_folder/go_js_wasm_exec" ./wasm/bench/exchange
      ;;
    start)
      need node nodejs
      need chromium,chromium-browser,google-chrome chromium
      need firefox-esr,firefox firefox-esr
      build
      local empty
      empty=$(mktemp)
      GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags "-s -w -buildid=" -o "$empty" ./wasm/bench/empty
      in_browsers go run ./cmd/start -empty "$empty" -table cmd/start/RESULTS.md "${@:2}"
      node wasm/bench/start.mjs "$wasm_exec_folder/wasm_exec.js" "$empty" dist/extension/misstep.wasm dist/extension/sample.har
      rm -f "$empty"
      ;;
    read)
      need node nodejs
      local reader
      reader=$(mktemp)
      GOOS=js GOARCH=wasm go build -trimpath -ldflags "-s -w" -o "$reader" ./wasm/bench/read
      node wasm/bench/read.mjs "$wasm_exec_folder/wasm_exec.js" "$reader" "${@:2}"
      rm -f "$reader"
      ;;
    hostile) go test -run '^$' -bench Hostile -benchtime 1x ./wasm/export ;;
    panel)
      need chromium,chromium-browser,google-chrome chromium
      need firefox-esr,firefox firefox-esr
      build
      in_browsers go run ./cmd/bench "${@:2}"
      ;;
    import)
      need node nodejs
      need chromium,chromium-browser,google-chrome chromium
      need firefox-esr,firefox firefox-esr
      build
      in_browsers go run ./cmd/import -table cmd/import/RESULTS.md "${@:2}"
      ;;
    *) fail "bench: want match, diagnose, start, read, import, hostile or panel" ;;
  esac
}

case "${1:-build}" in
  build) build; sizes ;;
  run) run "${2:-}" ;;
  test) test_all ;;
  fuzz) fuzz "${2:-30s}" ;;
  bench) bench "${@:2}" ;;
  contents) contents ;;
  package) package ;;
  icons) build; in_browsers go run ./cmd/icons ;;
  screenshots) build; in_browsers go run ./cmd/try -screenshots ../pictures; in_browsers go run ./cmd/store -pictures ../store/pictures ;;
  store) build; in_browsers go run ./cmd/store -pictures ../store/pictures ;;
  *) sed -n '/^set /q; 2,$p' "$0" >&2; exit 2 ;;
esac

package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/ui/listmodel"
)

func source(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// An invented column gets its heading, its cell and its place in the grid.
func TestColumnIsWritten(t *testing.T) {
	plain := func(*listmodel.RowText) string { return "" }
	columns := slices.Insert(slices.Clone(listmodel.Columns), 1, listmodel.Column{Name: "server", Help: true, Optional: true, Width: "3fr", Least: 40, Text: plain})
	markup, err := writeColumns(source(t, "panel.html"), columns)
	if err != nil {
		t.Fatal(err)
	}
	style, err := writeColumnStyle(source(t, "panel.css"), columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<span role="columnheader" class="server" data-column="server" data-i18n-label="columnServer"><button type="button" data-action="sort" data-sort="server" data-i18n="columnServer" data-i18n-title="columnServerHelp"></button>`,
		`<div id="list" role="treegrid" tabindex="0" data-hidden="server host certainty `,
		"    <span role=\"gridcell\" class=\"number\"></span>\n    <span role=\"gridcell\" class=\"server\"></span>\n    <span role=\"gridcell\" class=\"status\">",
	} {
		if strings.Count(markup, want) != 1 {
			t.Errorf("the markup lacks %s", want)
		}
	}
	for _, want := range []string{
		"#list { --order: var(--track-number) var(--track-server) var(--track-status) ",
		" --track-server: minmax(40px, var(--server, 3fr)); --least-server: var(--server, 40px); --track-status: var(--status, 72px); --least-status: var(--status, 72px);",
		" --least: calc(var(--least-number) + var(--least-server) + ",
		"#list { --track-endpoint: minmax(72px, var(--endpoint, 5fr)); }",
		"#list:not([data-asked~=\"server\"]) { --track-server: ; --least-server: 0px; }\n#list:not([data-asked~=\"server\"]) :is(.columns, .row) > .server { display: none; }\n",
		"#list[data-hidden~=\"server\"] { --track-server: ; --least-server: 0px; }\n",
	} {
		if strings.Count(style, want) != 1 {
			t.Errorf("the style lacks %s", want)
		}
	}
	if got, want := strings.Count(markup, `role="separator" aria-orientation="vertical"`), strings.Count(source(t, "panel.html"), `role="separator" aria-orientation="vertical"`)+len(columns)-1; got != want {
		t.Errorf("%d separators, want %d", got, want)
	}
}

func TestColumnsAreRefused(t *testing.T) {
	plain := func(*listmodel.RowText) string { return "" }
	for name, c := range map[string]struct {
		columns []listmodel.Column
		want    string
	}{
		"a cell and a text":     {append(slices.Clone(listmodel.Columns[2:]), listmodel.Column{Name: "status", Text: plain}), "not both"},
		"neither":               {append(slices.Clone(listmodel.Columns), listmodel.Column{Name: "server"}), "not neither"},
		"a cell without column": {listmodel.Columns[2:], "has a cell status"},
	} {
		if _, err := writeColumns(source(t, "panel.html"), c.columns); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := writeColumns("<p>", listmodel.Columns); err == nil {
		t.Error("markup without a list is taken")
	}
	if _, err := writeColumnStyle("p {}", listmodel.Columns); err == nil {
		t.Error("style without a place for columns is taken")
	}
}

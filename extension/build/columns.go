package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"misstep/wasm/ui/listmodel"
)

// Where the list's columns belong in the panel's markup and style.
var (
	list        = regexp.MustCompile(`(<div id="list"[^>]* data-hidden=")(")`)
	headings    = regexp.MustCompile(`(<div role="row" class="columns"[^>]*>)(</div>)`)
	rowTemplate = regexp.MustCompile(`(?s)(<template id="row">\n *<div [^>]*>\n)(.*?)( *</div>\n</template>)`)
	ownCell     = regexp.MustCompile(`(?m)^ *<span role="gridcell" class="(\w+)">.*</span>\n`)
)

const columnsMark = "/* columns: written here from the table in wasm/ui/listmodel */"

// writeColumns puts headings and cells of the list into the panel's markup. Cells
// that the row's template has itself stay; the others are plain.
func writeColumns(markup string, columns []listmodel.Column) (string, error) {
	row := rowTemplate.FindStringSubmatch(markup)
	if row == nil || !headings.MatchString(markup) || !list.MatchString(markup) {
		return "", errors.New(`panel.html: no empty element of class "columns", no template "row", or no list with data-hidden=""`)
	}
	own := map[string]string{}
	for _, cell := range ownCell.FindAllStringSubmatch(row[2], -1) {
		own[cell[1]] = cell[0]
	}
	var heads, cells strings.Builder
	var hidden []string // before the program runs
	for i, c := range columns {
		text := c.TextKey()
		help, separator := "", `<span role="separator" aria-orientation="vertical" data-i18n-title="columnWidthHelp"></span>`
		if c.Help {
			help = ` data-i18n-title="` + text + `Help"`
		}
		if i == len(columns)-1 {
			separator = ""
		}
		if c.Optional {
			hidden = append(hidden, c.Name)
		}
		fmt.Fprintf(&heads, `<span role="columnheader" class="%[1]s" data-column="%[1]s" data-i18n-label="%[2]s"><button type="button" data-action="sort" data-sort="%[1]s" data-i18n="%[2]s"%[3]s></button>%[4]s</span>`, c.Name, text, help, separator)
		switch cell, has := own[c.Name]; {
		case has == (c.Text != nil):
			return "", fmt.Errorf("column %s: it has a Text, or a cell in panel.html's template row; not both, not neither", c.Name)
		case has:
			cells.WriteString(cell)
			delete(own, c.Name)
		default:
			fmt.Fprintf(&cells, "    <span role=\"gridcell\" class=\"%s\"></span>\n", c.Name)
		}
	}
	for name := range own {
		return "", fmt.Errorf("panel.html: the template row has a cell %s, which is no column", name)
	}
	markup = list.ReplaceAllString(markup, "${1}"+strings.Join(hidden, " ")+"${2}")
	markup = headings.ReplaceAllStringFunc(markup, func(found string) string {
		part := headings.FindStringSubmatch(found)
		return part[1] + heads.String() + part[2]
	})
	return strings.Replace(markup, row[0], row[1]+cells.String()+row[3], 1), nil
}

// writeColumnStyle puts the widths of the list's columns into the panel's style.
// The list's attributes say which of them are hidden, and which a person asked for.
func writeColumnStyle(style string, columns []listmodel.Column) (string, error) {
	if strings.Count(style, columnsMark) != 1 {
		return "", fmt.Errorf("panel.css: want once %s", columnsMark)
	}
	var order, least []string
	var wide, narrow, hidden strings.Builder
	hide := func(rules *strings.Builder, list, name string) {
		fmt.Fprintf(rules, "%[1]s { --track-%[2]s: ; --least-%[2]s: 0px; }\n%[1]s :is(.columns, .row) > .%[2]s { display: none; }\n", list, name)
	}
	for _, c := range columns {
		track := func(width string) string {
			if c.Least == 0 {
				return fmt.Sprintf("--track-%s: var(--%s, %s);", c.Name, c.Name, width)
			}
			return fmt.Sprintf("--track-%s: minmax(%dpx, var(--%s, %s));", c.Name, c.Least, c.Name, width)
		}
		order = append(order, "var(--track-"+c.Name+")")
		least = append(least, "var(--least-"+c.Name+")")
		width := c.Width
		if c.Least > 0 {
			width = fmt.Sprintf("%dpx", c.Least)
		}
		wide.WriteString(" " + track(c.Width) + fmt.Sprintf(" --least-%[1]s: var(--%[1]s, %[2]s);", c.Name, width))
		switch {
		case c.Narrow == "":
			hide(&narrow, `#list:not([data-asked~="`+c.Name+`"])`, c.Name)
		case c.Narrow != c.Width:
			narrow.WriteString("#list { " + track(c.Narrow) + " }\n")
		}
		if !c.Always {
			hide(&hidden, `#list[data-hidden~="`+c.Name+`"]`, c.Name)
		}
	}
	rules := "#list { --order: " + strings.Join(order, " ") + "; --least: calc(" + strings.Join(least, " + ") + ");" + wide.String() + " }\n" +
		"@container (max-width: 560px) {\n" + narrow.String() + "}\n" + hidden.String()
	return strings.Replace(style, columnsMark, rules, 1), nil
}

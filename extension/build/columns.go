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
	headings    = regexp.MustCompile(`(<div role="row" class="columns"[^>]*>)(</div>)`)
	rowTemplate = regexp.MustCompile(`(?s)(<template id="row">\n *<div [^>]*>\n)(.*?)( *</div>\n</template>)`)
	ownCell     = regexp.MustCompile(`(?m)^ *<span role="gridcell" class="(\w+)">.*</span>\n`)
)

const columnsMark = "/* columns: written here from the table in wasm/ui/listmodel */"

// writeColumns puts headings and cells of the list into the panel's markup. Cells
// that the row's template has itself stay; the others are plain.
func writeColumns(markup string, columns []listmodel.Column) (string, error) {
	row := rowTemplate.FindStringSubmatch(markup)
	if row == nil || !headings.MatchString(markup) {
		return "", errors.New(`panel.html: no empty element of class "columns", or no template "row"`)
	}
	own := map[string]string{}
	for _, cell := range ownCell.FindAllStringSubmatch(row[2], -1) {
		own[cell[1]] = cell[0]
	}
	var heads, cells strings.Builder
	for i, c := range columns {
		text := "column" + strings.ToUpper(c.Name[:1]) + c.Name[1:]
		help, separator := "", `<span role="separator" aria-orientation="vertical" data-i18n-title="columnWidthHelp"></span>`
		if c.Help {
			help = ` data-i18n-title="` + text + `Help"`
		}
		if i == len(columns)-1 {
			separator = ""
		}
		fmt.Fprintf(&heads, `<span role="columnheader" class="%[1]s" data-column="%[1]s"><button type="button" data-action="sort" data-sort="%[1]s" data-i18n="%[2]s"%[3]s></button>%[4]s</span>`, c.Name, text, help, separator)
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
	markup = headings.ReplaceAllStringFunc(markup, func(found string) string {
		part := headings.FindStringSubmatch(found)
		return part[1] + heads.String() + part[2]
	})
	return strings.Replace(markup, row[0], row[1]+cells.String()+row[3], 1), nil
}

// writeColumnStyle puts the widths of the list's columns into the panel's style.
func writeColumnStyle(style string, columns []listmodel.Column) (string, error) {
	if strings.Count(style, columnsMark) != 1 {
		return "", fmt.Errorf("panel.css: want once %s", columnsMark)
	}
	var wide, narrow, hidden []string
	for _, c := range columns {
		track := func(width string) string {
			if c.Least == 0 {
				return fmt.Sprintf("var(--%s, %s)", c.Name, width)
			}
			return fmt.Sprintf("minmax(%dpx, var(--%s, %s))", c.Least, c.Name, width)
		}
		wide = append(wide, track(c.Width))
		if c.Narrow == "" {
			hidden = append(hidden, "."+c.Name)
			continue
		}
		narrow = append(narrow, track(c.Narrow))
	}
	rules := "#list { --order: " + strings.Join(wide, " ") + "; }\n" +
		"@container (max-width: 560px) {\n  #list { --order: " + strings.Join(narrow, " ") + "; }\n"
	if len(hidden) > 0 {
		rules += "  :is(.columns, .row) > :is(" + strings.Join(hidden, ", ") + ") { display: none; }\n"
	}
	return strings.Replace(style, columnsMark, rules+"}", 1), nil
}

package errorformat

import (
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
)

// maxPage bounds how much of an HTML page is looked at, in bytes.
const maxPage = 64 << 10

func looksLikeHTML(text string) bool {
	head := strings.ToLower(text[:min(len(text), 512)])
	return strings.Contains(head, "<!doctype html") || strings.Contains(head, "<html") || strings.Contains(head, "<head") || strings.Contains(head, "<body") || strings.Contains(head, "<title")
}

// extractHTML reads an error page: the consent page's sentence, or a
// gateway's title.
func (s reader) extractHTML(base catalog.Symptom, page string) []catalog.Symptom {
	base.Body = "html"
	page = page[:min(len(page), maxPage)]
	text := htmlText(page)
	if _, found := s.catalog.ConsentSentence(base.Pack, text); found {
		return []catalog.Symptom{s.sentence(base, text)}
	}
	base.Message = firstElement(page, "title")
	if heading := firstElement(page, "h1"); base.Message == "" || len(heading) > 3 && !strings.Contains(base.Message, heading) {
		base.Message = strings.TrimSpace(base.Message + " " + heading)
	}
	return []catalog.Symptom{base}
}

// firstElement is the text of the page's first element of this name.
func firstElement(page, name string) string {
	lower := asciiLower(page)
	start := strings.Index(lower, "<"+name)
	if start < 0 {
		return ""
	}
	open := strings.IndexByte(lower[start:], '>')
	if open < 0 {
		return ""
	}
	start += open + 1
	end := strings.Index(lower[start:], "</"+name)
	if end < 0 {
		return ""
	}
	return htmlText(page[start : start+end])
}

// htmlText is a page's text without its markup, scripts and styles, white
// space folded.
func htmlText(page string) string {
	var b strings.Builder
	lower := asciiLower(page)
	for i := 0; i < len(page); {
		if page[i] != '<' {
			next := strings.IndexByte(page[i:], '<')
			if next < 0 {
				next = len(page) - i
			}
			b.WriteString(page[i : i+next])
			i += next
			continue
		}
		end := strings.IndexByte(page[i:], '>')
		closing := ""
		switch rest := lower[i:]; {
		case strings.HasPrefix(rest, "<script"):
			closing = "</script"
		case strings.HasPrefix(rest, "<style"):
			closing = "</style"
		case strings.HasPrefix(rest, "<!--"):
			closing = "-->"
		}
		if closing != "" {
			if end = strings.Index(lower[i:], closing); end >= 0 {
				if closed := strings.IndexByte(page[i+end:], '>'); closed >= 0 {
					end += closed
				}
			}
		}
		if end < 0 {
			break
		}
		b.WriteByte(' ')
		i += end + 1
	}
	return strings.Join(strings.Fields(match.Unescape(b.String())), " ")
}

// asciiLower keeps byte offsets, which strings.ToLower does not for all of
// Unicode.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

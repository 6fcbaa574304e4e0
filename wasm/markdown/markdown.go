// Package markdown writes texts from elsewhere into Markdown so that nothing in
// them is markup.
package markdown

import "strings"

// oneLine takes line breaks and other control characters out of a text.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"|", `\|`, "#", `\#`, "!", `\!`, "~", `\~`, "&", `\&`, "@", "@\u200b", "://", ":\u200b//", "www.", "www\u200b.", "WWW.", "WWW\u200b.",
)

// Plain writes a text in which nothing is markup, a link or somebody's name.
func Plain(text string) string { return markup.Replace(oneLine(text)) }

// Prose is Plain, but for `code` between backquotes.
func Prose(text string) string {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		return Plain(text)
	}
	for i := range parts {
		if i%2 == 0 {
			parts[i] = Plain(parts[i])
		} else if parts[i] != "" {
			parts[i] = Code(parts[i])
		}
	}
	return strings.Join(parts, "")
}

// Code writes a text between more backquotes than it has in a row.
func Code(text string) string {
	text = oneLine(text)
	fence := strings.Repeat("`", longestRun(text)+1)
	if len(fence) > 1 {
		text = " " + text + " "
	}
	return fence + text + fence
}

// Fenced writes a block of code.
func Fenced(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = oneLine(lines[i])
	}
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return fence + "http\n" + strings.Join(lines, "\n") + "\n" + fence
}

// longestRun is how many backquotes stand in a row at most.
func longestRun(text string) int {
	longest, run := 0, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// Address writes the address of a documentation as a link.
func Address(url string) string {
	if !strings.HasPrefix(url, "https://") || strings.ContainsAny(url, "<> \n") {
		return Plain(url)
	}
	return "<" + url + ">"
}

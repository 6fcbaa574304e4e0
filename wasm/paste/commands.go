package paste

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
)

// commands reads the commands in a text, and what each of them printed on the lines
// below it. Before a command may be what shells, people and Markdown put there.
func commands(c *catalog.Catalog, text string) (found []httpmsg.Exchange) {
	above := ""
	for rest := text; ; {
		before, name, command := nextCommand(rest)
		if len(found) > 0 {
			printedBy(c, &found[len(found)-1], before)
		} else {
			above = before
		}
		if name == "" {
			if len(found) == 1 && found[0].Unrecorded && tellsFailure(c, above) {
				printedBy(c, &found[0], above) // the command was copied below what it printed
			}
			return found
		}
		words := shellWords(command)
		requests := readers[name](words)
		for _, request := range requests {
			found = append(found, httpmsg.Exchange{Request: request, Unrecorded: true, Pasted: strings.TrimSpace(command[:len(command)-len(words.rest)])})
		}
		if rest = words.rest; len(requests) > 1 {
			rest = printedInTurn(c, found[len(found)-len(requests):], rest)
		}
	}
}

// tellsFailure reports whether a text has the status of a failure, in a form of a client's.
func tellsFailure(c *catalog.Catalog, text string) bool {
	return slices.ContainsFunc(errorformat.Mentions(c, text), func(m errorformat.Mention) bool { return m.Status >= 400 && m.Address == "" })
}

// printedInTurn gives requests of one command what it printed, if that has a
// response for each, and returns what is left of the text.
func printedInTurn(c *catalog.Catalog, requests []httpmsg.Exchange, text string) string {
	before, _, _ := nextCommand(text)
	parts := strings.Split("\n"+before, "\nHTTP/")
	if len(parts) != len(requests)+1 || strings.TrimSpace(parts[0]) != "" {
		return text
	}
	for i := range requests {
		printedBy(c, &requests[i], "HTTP/"+parts[i+1])
	}
	return text[len(before):]
}

// readers make requests of the words of a command, by the program's name.
var readers = map[string]func(command) []httpmsg.Request{
	"curl":              func(c command) []httpmsg.Request { return curlRequests(c.words[1:], c.stdin) },
	"wget":              func(c command) []httpmsg.Request { return wgetRequest(c.words[1:]) },
	"http":              func(c command) []httpmsg.Request { return httpieRequest("http", c.words[1:]) },
	"https":             func(c command) []httpmsg.Request { return httpieRequest("https", c.words[1:]) },
	"invoke-webrequest": powershellRequest,
	"invoke-restmethod": powershellRequest,
	"iwr":               powershellRequest,
	"irm":               powershellRequest,
}

// nextCommand finds the first line that is a command: what is on the lines
// before it, the program's name, and the text from the name on. name is "" where
// there is none.
func nextCommand(text string) (before, name, command string) {
	at := 0
	for line := range strings.Lines(text) {
		if i, program := commandIn(line); i >= 0 {
			if i > 0 && (line[i-1] == '\'' || line[i-1] == '"') { // ssh host 'curl …'
				if end := strings.LastIndexByte(line, line[i-1]); end > i {
					return text[:at], program, line[i:end] + "\n" + text[at+len(line):]
				}
			}
			return text[:at], program, text[at+i:]
		}
		at += len(line)
	}
	return text, "", ""
}

// commandIn is where a command begins in a line; -1 where there is none.
func commandIn(line string) (at int, name string) {
	lower := strings.ToLower(line)
	for i := 0; i < len(lower); {
		for i < len(lower) && strings.IndexByte(" \t\r\n", lower[i]) >= 0 {
			i++
		}
		end := i
		for end < len(lower) && strings.IndexByte(" \t\r\n", lower[end]) < 0 {
			end++
		}
		word := strings.TrimLeft(lower[i:end], "`$(\"'")
		name = strings.TrimSuffix(word[strings.LastIndexAny(word, "/\\=(>$#%")+1:], ".exe")
		if readers[name] != nil && end < len(lower) && precedesCommand(line[:end-len(word)]+pathBefore(word, name)) && hasArguments(line[end:], name) {
			return end - len(word), name
		}
		if i == end {
			break
		}
		i = end
	}
	return -1, ""
}

// pathBefore is what comes before a program's name in its word, but for a path.
func pathBefore(word, name string) string {
	at := strings.LastIndex(word, name)
	if i := strings.LastIndexAny(word[:at], "=(>$#%"); i >= 0 {
		return word[:i+1]
	}
	return ""
}

// hasArguments reports whether what follows a program's name can be its arguments:
// "http" and "https" are words, too, and PowerShell puts a colon after the name of
// a command that failed.
func hasArguments(rest, name string) bool {
	words := strings.Fields(rest)
	if len(words) > 1 && strings.Trim(words[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		words = words[1:] // its method
	}
	if len(words) == 0 || len(words[0]) > 10 && httpmsg.IsDay(words[0][:10]) { // "https 2026-11-29T10:00:00.000000Z", an access log
		return false
	}
	return words[0] != ":" && (name != "http" && name != "https" || words[0][0] == '-' || strings.ContainsAny(words[0], "./") && strings.Trim(words[0], "0123456789.:()/") != "")
}

// runners are programs that run the command that stands behind their arguments.
var runners = []string{"docker", "docker-compose", "podman", "kubectl", "oc", "ssh", "bash", "sh", "zsh", "wsl", "heroku", "fly", "xargs"}

// precedesCommand reports whether what comes before a program's name in its line
// leaves it a command: nothing, a prompt, other commands, variables, Markdown.
func precedesCommand(before string) bool {
	before = strings.TrimSpace(before)
	if before == "" || strings.ContainsAny(before[:1], "#") && len(before) > 1 {
		return before == "" // a comment
	}
	for _, ending := range []string{"$", "#", "%", ">", "❯", "➜", "»", "λ", "&&", "||", "|", ";", "(", "`", "=", ":", "!", "{"} {
		if strings.HasSuffix(before, ending) {
			return true
		}
	}
	if strings.HasPrefix(before, "➜") || strings.HasPrefix(before, "❯") {
		return true
	}
	if first, _, _ := strings.Cut(before, " "); slices.Contains(runners, first) {
		return true
	}
	valued := false // the word before is an option
	for _, word := range strings.Fields(before[strings.LastIndexAny(before, "$#%>;&|(")+1:]) {
		switch word {
		case "sudo", "time", "env", "exec", "command", "nohup", "then", "do", "RUN", "-", "*", "watch", "&":
		default:
			if !valued && !strings.Contains(word, "=") && !strings.HasPrefix(word, "-") && strings.Trim(word, "0123456789.)") != "" {
				return false
			}
		}
		valued = strings.HasPrefix(word, "-")
	}
	return true
}

// printedBy gives an exchange what its command printed.
func printedBy(c *catalog.Catalog, x *httpmsg.Exchange, text string) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "```"))
	if text == "" {
		return
	}
	x.Pasted += "\n" + text
	x.Unrecorded = false
	if answer, ok := pastedHTTP(text); ok {
		x.Response = answer.Response
		if answer.Request.URL != "" { // what was sent says more than what was asked for
			answer.Request.PostData = x.Request.PostData
			x.Request = answer.Request
		}
	} else {
		for _, m := range errorformat.Mentions(c, text) {
			x.Response.Status = max(x.Response.Status, m.Status)
		}
		if message, ok := curlError(text); ok && x.Response.Status == 0 {
			x.Response.Error = message
			return
		}
		if text[0] == '{' && strings.Contains(text, `"access_token"`) && x.Response.Status == 0 {
			x.Response.Status = 200 // nothing else has one (RFC 6749, 5.1)
		}
		x.Response.Body.Set(text, "")
		x.Response.Body.Truncated = false
	}
}

// curlError finds curl's own message: "curl: (7) Failed to connect to …".
func curlError(text string) (string, bool) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "curl: (") {
			return strings.TrimSpace(line), true
		}
	}
	return "", false
}

package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// germanRules hold the German texts to one voice and to one name for each thing. bad
// shows a text that a rule refuses, good one that it lets pass.
var germanRules = []proseRule{
	{everywhere, `[a-zäöüß,] (Sie|Ihnen|Ihre[nrms]?)\b|\b[Dd](u|ir|ich|eine?[nrms]?)\b`,
		"nobody is addressed: a step is an infinitive", "Das Token, das Sie senden", "Das Token senden. Sie gilt einmal."},
	{everywhere, `(^|[.:] )(Füge|Führe|Prüfe|Setze|Gib|Nimm|Sende|Speichere|Versuche|Wiederhole|Vergleiche|Lass|Schreibe|Öffne|Wähle|Beginne|Erneuere|Zeichne)\b`,
		"a step is an infinitive", "Prüfe den Pfad.", "Den Pfad prüfen."},
	{everywhere, `\bBenutzer\b|\bUser\b`, "Nutzer", "der Benutzer", "der Nutzer"},
	{everywhere, `\bAnwendung(en)?\b`, "App", "diese Anwendung", "diese App"},
	{everywhere, `\bAnfragen?\b`, "Request", "die Anfrage", "der Request"},
	{everywhere, `\bResponses?\b`, "Antwort", "die Response", "die Antwort"},
	{everywhere, `\bRatenlimit|\bRate Limit`, "Rate-Limit", "das Ratenlimit", "das Rate-Limit"},
	{everywhere, `\bAutorisierungs-?(URL|[Cc]ode)`, "Authorization-URL, Authorization-Code", "die Autorisierungs-URL", "die Authorization-URL"},
	{everywhere, `\b(den|einen|[Dd]ieser|[Kk]einen) (Access-|Refresh-)?Token([ .,;:]|$)`, "das Token", "keinen Token senden", "kein Token senden, den Token-Endpunkt"},
	{everywhere, `(Token|Code|Tokens)[^.]* ausgegeben\b`, "a token is ausgestellt", "das Token wurde ausgegeben", "Fehler ohne Einzelheiten ausgegeben"},
	{everywhere, `(^|[^-])\b(Pack|Packs)\b`, "Paket", "das Pack", "das Paket"},
	{everywhere, `\b20[12]\d-\d\d-\d\d\b`, "a date in German form", "seit 2026-11-02", "seit dem 2.11.2026"},
	{everywhere, `[a-zäöü]  +[a-zäöü]| [,;]|\b(das das|und und|in in|zu zu)\b`, "one space, no word twice", "und und", "und"},
	{everywhere, "``|` `| \\( *\\)", "no empty code and no empty parentheses", "gesendet ``", "gesendet `x`"},
}

func TestGermanProse(t *testing.T) {
	compiled := compile(t, germanRules)
	code := regexp.MustCompile("`[^`]+`|„[^“]*“|\\$\\w+\\$|\\{\\w+\\}")
	texts := germanProse(t)
	if len(texts) < 3000 {
		t.Fatalf("%d texts, want many", len(texts))
	}
	for name, whole := range texts {
		text := code.ReplaceAllString(whole, "Code")
		for i, r := range germanRules {
			if found := compiled[i].FindString(text); found != "" {
				t.Errorf("%s: %q in %q. Write: %s", name, found, whole, r.instead)
			}
		}
	}
}

// germanProse reads every German text that people read.
func germanProse(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	var interfaceTexts map[string]struct{ Message string }
	readJSON(t, "../extension/_locales/de/messages.json", &interfaceTexts)
	for key, m := range interfaceTexts {
		all["extension/_locales/de "+key] = m.Message
	}
	var said map[string]string
	readJSON(t, "../catalog/messages/de.json", &said)
	for key, text := range said {
		all["catalog/messages/de.json "+key] = text
	}
	files, _ := filepath.Glob("../catalog/*/translations/de.json")
	phrases, _ := filepath.Glob("../catalog/*/translations/phrases/de.json")
	if len(files) == 0 || len(phrases) == 0 {
		t.Fatal("no translations")
	}
	for _, file := range append(files, phrases...) {
		var content any
		readJSON(t, file, &content)
		packTexts(content, "", func(place, text string) { all[strings.TrimPrefix(file, "../")+" "+place] = text })
	}
	return all
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// entriesStart is when the session of all entries begins: a day on which the
// API ran.
var entriesStart = time.Date(2026, 10, 30, 13, 46, 2, 0, time.UTC)

// entriesHAR shows every entry of the catalog once, in the order of the
// packs: each is the entry's first example, put back into the exchange it may
// have been read from. It holds no Authorization, as browsers leave it out of
// recordings by default, so that each entry is recognized by its response.
func entriesHAR(knowledge *catalog.Catalog) ([]byte, error) {
	var entries []object
	for _, pack := range knowledge.Packs() {
		for i := range pack.Errors {
			entry, err := entryExchange(pack, &pack.Errors[i], entriesStart.Add(time.Duration(len(entries))*7*time.Second))
			if err != nil {
				return nil, fmt.Errorf("exchange for entry %s: %w", pack.Errors[i].ID, err)
			}
			entries = append(entries, entry)
		}
	}
	return json.MarshalIndent(object{"log": object{
		"version": "1.2",
		"creator": object{"name": "all entries", "version": "1"},
		"entries": entries,
	}}, "", " ")
}

func entryExchange(pack *catalog.Pack, e *catalog.ErrorDef, started time.Time) (object, error) {
	example := e.Examples[0]
	method, address, found := strings.Cut(example.Request, " ")
	if !found {
		return nil, fmt.Errorf("its first example names no request (want \"GET https://…\", have %q)", example.Request)
	}
	if _, err := url.Parse(address); err != nil {
		return nil, err
	}
	headers := []object{header("Accept", "application/json")}
	if e.Kind != catalog.KindConsent {
		headers = append(headers, header("Origin", "https://app.example"), header("Sec-Fetch-Mode", "cors"))
	}
	status, mime, body := entryBody(pack, e, example.Symptom)
	response := object{
		"status": status, "statusText": http.StatusText(status), "httpVersion": "http/2.0", "redirectURL": "", "headersSize": -1, "bodySize": len(body),
		"headers": []object{header("Content-Type", mime), header("Date", started.Format(http.TimeFormat)), header("Access-Control-Allow-Origin", "*")},
		"content": object{"size": len(body), "mimeType": mime, "text": body},
		"cookies": []object{},
	}
	if e.Kind == catalog.KindNetwork {
		method = networkAnswer(method, example.Symptom, &headers, response)
	}
	duration, kind := 120, ""
	if example.Network == "pending" {
		duration, kind = 0, "fetch" // as Chromium has it
	}
	return object{
		"startedDateTime": started.Format("2006-01-02T15:04:05.000Z07:00"), "time": duration, "_resourceType": kind, "_cutOff": example.Network == "left",
		"request":  object{"method": method, "url": address, "httpVersion": "http/2.0", "headers": headers, "queryString": []object{}, "cookies": []object{}, "headersSize": -1, "bodySize": 0},
		"response": response, "cache": object{}, "timings": object{"send": 0, "wait": 120, "receive": 0},
	}, nil
}

// entryBody writes the body that the symptom was read from.
func entryBody(pack *catalog.Pack, e *catalog.ErrorDef, s catalog.Symptom) (status int, mime, body string) {
	const jsonType = "application/json;charset=UTF-8"
	if status = s.Status; status == 0 {
		status = http.StatusBadRequest // nobody wrote it down; this says least
	}
	switch {
	case e.Kind == catalog.KindConsent && len(pack.ConsentLeads) > 0:
		return http.StatusOK, "text/html;charset=UTF-8", "<!doctype html><title>Sign in</title><h1>" + html.EscapeString(pack.ConsentLeads[0]) + "</h1><p>" + html.EscapeString(s.Message) + "</p><p>" + html.EscapeString("Error 400: "+s.Type) + "</p>"
	case e.Kind == catalog.KindConsent:
		return http.StatusOK, "text/html;charset=UTF-8", "<!doctype html><title>Fitbit</title><p>The app you're trying to connect did not provide valid information to Fitbit. Please report this issue to them.</p><p>Developer information: " +
			html.EscapeString(strings.Trim(s.Type+" - "+s.Message, " -")) + "</p>"
	case slices.Contains(s.Keys, "error"):
		members := object{"error": s.Type}
		if s.Message != "" {
			members["error_description"] = s.Message
		}
		return status, jsonType, marshal(members)
	case len(s.Keys) > 0:
		members := object{}
		for _, key := range s.Keys {
			members[key] = "example"
		}
		return status, jsonType, marshal(members)
	case s.Body == "empty":
		return status, "", ""
	case s.Body == "html":
		return status, "text/html", "<!doctype html><html><head><title>" + html.EscapeString(strings.TrimSpace(fmt.Sprint(status, " ", s.Message))) + "</title></head><body></body></html>"
	case s.Body == "text":
		return status, "text/plain", s.Message
	case s.Type == "" && s.Message == "":
		return status, jsonType, "{}"
	case s.Type != "" && strings.ToUpper(s.Type) == s.Type:
		problem := object{"code": status, "message": s.Message, "status": s.Type}
		if s.Reason != "" {
			problem["details"] = []object{{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": s.Reason, "domain": pack.Hosts[0], "metadata": s.Values}}
		}
		return status, jsonType, marshal(object{"error": problem})
	}
	problem := object{}
	for name, text := range map[string]string{"errorType": s.Type, "fieldName": s.Field, "message": s.Message} {
		if text != "" {
			problem[name] = text
		}
	}
	return status, jsonType, marshal(object{"errors": []object{problem}, "success": false})
}

// networkAnswer makes response what a browser records when it had no response,
// or kept it from the page; it returns the method of the exchange.
func networkAnswer(method string, s catalog.Symptom, headers *[]object, response object) string {
	causes := map[string]string{
		"refused": "CONNECTION_REFUSED", "dns": "NAME_NOT_RESOLVED", "tls": "CERT_AUTHORITY_INVALID", "timeout": "CONNECTION_TIMED_OUT", "reset": "CONNECTION_RESET", "aborted": "ABORTED", "offline": "INTERNET_DISCONNECTED", "unknown": "FAILED",
	}
	response["content"] = object{"size": 0, "mimeType": "x-unknown"}
	switch s.Network {
	case "cors":
		response["status"], response["statusText"] = http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized)
		response["headers"], response["_error"] = []object{header("Content-Type", "application/json;charset=UTF-8")}, "net::ERR_FAILED"
		return method
	case "unrecorded":
		clear(response)
		return method
	case "incomplete":
		response["_error"] = "net::ERR_INCOMPLETE_CHUNKED_ENCODING"
		response["status"], response["statusText"] = http.StatusOK, http.StatusText(http.StatusOK)
		return method
	case "preflight":
		*headers = append(*headers, header("Access-Control-Request-Method", method), header("Access-Control-Request-Headers", "authorization"))
		response["status"], response["statusText"], response["headers"] = http.StatusForbidden, http.StatusText(http.StatusForbidden), []object{}
		return http.MethodOptions
	}
	response["status"], response["statusText"], response["headers"], response["_error"] = 0, "", []object{}, nil
	if cause := causes[s.Network]; cause != "" {
		response["_error"] = "net::ERR_" + cause
	}
	return method
}

// An entry that is put back into an exchange is read from it again.
func TestEveryEntryIsFoundInAnExchange(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	recording, err := entriesHAR(knowledge)
	if err != nil {
		t.Fatal(err)
	}
	session := diagnosis.NewSession(knowledge)
	if _, err := har.Read(bytes.NewReader(recording), nil, func(_ int, x httpmsg.Exchange) {
		if knowledge.Watched(x.Request.URL) == nil {
			t.Errorf("%s is not watched", x.Request.URL)
		}
		session.Add(x)
	}); err != nil {
		t.Fatal(err)
	}
	id := 0
	for _, pack := range knowledge.Packs() {
		for _, entry := range pack.Errors {
			id++
			d := session.Diagnosis(id)
			if len(d.Findings) == 0 || d.Findings[0].ID != entry.ID {
				t.Errorf("the exchange for %s is explained as %+v", entry.ID, d)
			}
			untold := entry.When != nil && (slices.Contains(entry.When.Network, "left") || slices.Contains(entry.When.Network, "unrecorded")) // nobody waits for its response, or knows it
			if success := entry.Kind == catalog.KindSuccess || untold; d.Failed == success {
				t.Errorf("the exchange for %s: failed is %v", entry.ID, d.Failed)
			}
		}
	}
	if id != session.LastID() {
		t.Errorf("%d entries, %d exchanges in the recording", id, session.LastID())
	}
}

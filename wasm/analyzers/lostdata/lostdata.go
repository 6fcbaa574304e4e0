// Package lostdata analyzes successes that bring less than there is: pages that
// nobody asks for, lists without data, and refresh tokens that soon end.
package lostdata

import (
	"strconv"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "lostdata",
	Causes: analysis.Weights{
		"empty-no-data":        0,
		"empty-range-reversed": 0,
		"empty-range-future":   0,
		"empty-source-family":  0,
		"page-not-followed":    0,
		"page-size-capped":     0,
		"refresh-token-short":  0,
	},
	Run: run,
}

// run looks at what succeeded. None of it is sure: nobody knows what a program
// wanted, and what was not recorded may have been asked for.
func run(pass *analysis.Pass) []analysis.Report {
	if !httpmsg.Succeeded(pass.Exchange) || pass.Preflight {
		return nil
	}
	if pass.Step == "token" {
		return checkRefreshToken(pass)
	}
	if pass.Pack.Paging == nil || pass.Endpoint == nil {
		return nil
	}
	if c := checkPage(pass); c != nil {
		return []analysis.Report{*c}
	}
	return checkEmpty(pass)
}

// checkPage finds that a response names a next page that no request asks for. A
// program that asks for few points at a time may want just those.
func checkPage(pass *analysis.Pass) *analysis.Report {
	next := pass.Session.NextPage(pass.ID)
	if next.Token == "" || next.Asked {
		return nil
	}
	most, of := pass.Endpoint.PageSize, pass.Endpoint.Name
	if t := pass.Pack.DataType(catalog.PathValue(pass.Endpoint, pass.Path, "data-type")); t != nil {
		if of = t.ID; t.PageSize > 0 {
			most = t.PageSize
		}
	}
	text := session.PageParam(pass.Exchange, pass.Pack.Paging.Size)
	size, _ := strconv.Atoi(text)
	if size == 1 {
		return nil // the newest, or whether there is any
	}
	names := pass.Pack.Paging
	c := &analysis.Report{Cause: "page-not-followed", Certainty: analysis.Possible,
		Values:   map[string]string{"data_type": of, "member": names.Next, "parameter": names.Token, "name": names.Size, "size": text},
		Evidence: []analysis.Evidence{{Label: names.Next, Text: analysis.Short(next.Token[:min(len(next.Token), 12)] + "…"), Where: location.ResponseBody.Member(names.Next)}}}
	if most > 0 {
		c.Values["most"] = strconv.Itoa(most)
	}
	if capped := most > 0 && size > most; capped {
		c.Cause = "page-size-capped"
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: names.Size, Text: text, Where: sizeAt(pass)})
	}
	if next.Later && (size == 0 || size >= most) {
		c.Certainty = analysis.Likely
	}
	return c
}

func sizeAt(pass *analysis.Pass) location.Location {
	if name := pass.Pack.Paging.Size; httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), name) != "" {
		return location.RequestParameter(name)
	}
	return location.RequestBody
}

// checkRefreshToken finds a refresh token with the lifetime of consent screens in testing.
// Users who grant access for a limited time may get other lifetimes.
func checkRefreshToken(pass *analysis.Pass) []analysis.Report {
	const name = "refresh_token_expires_in"
	known, told := pass.Pack.Lifetimes["refreshTokenInTesting"], session.TokenAnswer(pass.Exchange).RefreshSeconds()
	if known.Seconds == 0 || told <= known.Seconds-60 || told > known.Seconds {
		return nil
	}
	life := time.Duration(told) * time.Second
	return []analysis.Report{{Cause: "refresh-token-short", Certainty: analysis.Likely, Values: map[string]string{"lifetime": pass.Span(life.Round(time.Minute)), "value": strconv.Itoa(told), "name": name},
		Evidence: []analysis.Evidence{{Label: name, Text: strconv.Itoa(told), Where: location.ResponseBody.Member(name)}}}}
}

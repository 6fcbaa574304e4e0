package secrettest

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"misstep/wasm/httpmsg"
)

// userAgents as browsers and libraries send them.
var userAgents = []string{
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108]",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
	"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
	"axios/1.7.2", "python-requests/2.32.3", "okhttp/4.12.0", "PostmanRuntime/7.39.0", "insomnia/9.2.0", "Apache-HttpClient/4.5.14 (Java/17.0.11)", "Dart/3.4 (dart:io)", "curl/8.7.1",
	"MyApp/1.4.2 (com.example.myapp; build:20240501; iOS 17.4.1) Alamofire/5.9.1",
}

func (g *Generator) hex(n int) string { return hex.EncodeToString(g.Bytes(n)) }

func (g *Generator) base64(n int) string { return base64.StdEncoding.EncodeToString(g.Bytes(n)) }

func (g *Generator) uuid() string {
	h := g.hex(16)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

// A field is a header field in a shape that is seen on the web.
type field struct {
	name string
	make func(g *Generator) string
}

func always(texts ...string) func(*Generator) string {
	return func(g *Generator) string { return g.Pick(texts...) }
}

// requestFields and responseFields have no secrets in them, whatever they look like.
var requestFields = []field{
	{"User-Agent", always(userAgents...)},
	{"Accept", always("*/*", "application/json, text/plain, */*", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8")},
	{"Accept-Encoding", always("gzip, deflate, br, zstd", "gzip")},
	{"Accept-Language", always("en-US,en;q=0.9", "de-DE,de;q=0.9,en;q=0.8", "en_US")},
	{"Content-Type", func(g *Generator) string {
		return g.Pick("application/json;charset=UTF-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=----WebKitFormBoundary"+g.letters(16, small+capital+digits), "multipart/form-data; boundary="+g.hex(16))
	}},
	{"sec-ch-ua", always(`"Chromium";v="141", "Google Chrome";v="141", "Not?A_Brand";v="8"`)},
	{"sec-ch-ua-platform", always(`"macOS"`, `"Windows"`)},
	{"Sec-Fetch-Mode", always("cors", "navigate")},
	{"Origin", always("https://app.example.com", "null")},
	{"Referer", always("https://app.example.com/dashboard/2026/10?tab=sleep&range=week", "https://app.example.com/images/logo@2x.png")},
	{"If-None-Match", func(g *Generator) string { return `W/"` + g.hex(16) + `"` }},
	{"If-Modified-Since", always("Wed, 21 Oct 2026 07:28:00 GMT")},
	{"X-Requested-With", always("XMLHttpRequest", "com.example.app")},
	{"X-Request-ID", func(g *Generator) string { return g.Pick(g.uuid(), g.hex(16)) }},
	{"X-Correlation-Id", func(g *Generator) string { return g.Pick(g.uuid(), g.letters(22, small+capital+digits)) }},
	{"traceparent", func(g *Generator) string { return "00-" + g.hex(16) + "-" + g.hex(8) + "-01" }},
	{"tracestate", func(g *Generator) string { return "dd=s:1;o:rum;p:" + g.hex(8) + ",es=s:0.2" }},
	{"x-datadog-trace-id", func(g *Generator) string { return g.letters(19, digits) }},
	{"X-B3-TraceId", func(g *Generator) string { return g.hex(16) }},
	{"b3", func(g *Generator) string { return g.hex(16) + "-" + g.hex(8) + "-1" }},
	{"sentry-trace", func(g *Generator) string { return g.hex(16) + "-" + g.hex(8) + "-1" }},
	{"baggage", func(g *Generator) string {
		return "sentry-environment=production,sentry-release=" + g.hex(20) + ",sentry-public_key=" + g.hex(16) + ",sentry-trace_id=" + g.hex(16)
	}},
	{"newrelic", func(g *Generator) string { return g.base64(60) }},
	{"X-Amz-Date", always("20261030T134602Z")},
	{"x-amz-content-sha256", func(g *Generator) string { return g.hex(32) }},
	{"x-client-data", func(g *Generator) string { return g.base64(24) }},
	{"Sec-WebSocket-Key", func(g *Generator) string { return g.base64(16) }},
	{"Priority", always("u=1, i")},
	{"Postman-Token", func(g *Generator) string { return g.uuid() }},
	{"Sec-WebSocket-Protocol", always("graphql-transport-ws", "v12.stomp, v11.stomp", "v4.channel.k8s.io, base64.binary.k8s.io")},
	{"Access-Control-Request-Headers", always("authorization,x-b3-traceid,x-amz-content-sha256")},
	{"DNT", always("1")},
	{"Cache-Control", always("no-cache", "max-age=0")},
}

var responseFields = []field{
	{"Date", always("Fri, 30 Oct 2026 13:46:02 GMT")},
	{"Content-Type", always("application/json; charset=utf-8", "application/json;charset=UTF-8")},
	{"Content-Length", func(g *Generator) string { return fmt.Sprint(g.IntN(100000)) }},
	{"ETag", func(g *Generator) string {
		return g.Pick(`W/"`+g.hex(2)+"-"+g.base64(20)+`"`, `"`+g.hex(16)+`"`, `"`+g.hex(20)+`"`, `W/"`+g.hex(32)+`"`)
	}},
	{"Last-Modified", always("Thu, 29 Oct 2026 08:00:00 GMT")},
	{"Cache-Control", always("no-store, no-cache, must-revalidate", "private, max-age=0")},
	{"Expires", always("0", "-1", "Thu, 01 Jan 1970 00:00:00 GMT")},
	{"Vary", always("Accept-Encoding", "Origin, Authorization, X-Csrf-Token", "Cookie")},
	{"Server", always("cloudflare", "nginx/1.25.4", "ESF", "AmazonS3")},
	{"Via", func(g *Generator) string { return "1.1 " + g.hex(16) + ".cloudfront.net (CloudFront), 1.1 google" }},
	{"CF-RAY", func(g *Generator) string { return g.hex(8) + "-FRA" }},
	{"cf-cache-status", always("DYNAMIC", "HIT")},
	{"Report-To", func(g *Generator) string {
		return `{"endpoints":[{"url":"https:\/\/a.nel.cloudflare.com\/report\/v4?s=` + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(g.base64(90)) + `"}],"group":"cf-nel","max_age":604800}`
	}},
	{"NEL", always(`{"success_fraction":0,"report_to":"cf-nel","max_age":604800}`)},
	{"Reporting-Endpoints", func(g *Generator) string { return `default="https://reports.example.com/r?id=` + g.hex(16) + `"` }},
	{"X-Amz-Cf-Id", func(g *Generator) string { return g.base64(40) }},
	{"X-Amz-Cf-Pop", always("FRA56-P7")},
	{"x-amz-request-id", func(g *Generator) string { return g.letters(16, capital+digits) }},
	{"x-amz-id-2", func(g *Generator) string { return g.base64(56) }},
	{"x-amzn-RequestId", func(g *Generator) string { return g.uuid() }},
	{"X-Amzn-Trace-Id", func(g *Generator) string { return "Root=1-" + g.hex(4) + "-" + g.hex(12) + ";Sampled=0" }},
	{"X-Cache", always("Hit from cloudfront", "MISS, HIT")},
	{"X-Served-By", always("cache-fra-eddf8230057-FRA, cache-iad-kiad7000042-IAD")},
	{"X-Timer", always("S1730289962.123456,VS0,VE12")},
	{"X-GUploader-UploadID", func(g *Generator) string { return "ABPtcPo" + base64.RawURLEncoding.EncodeToString(g.Bytes(60)) }},
	{"x-goog-hash", func(g *Generator) string { return "crc32c=" + g.base64(4) + ",md5=" + g.base64(16) }},
	{"x-goog-generation", func(g *Generator) string { return g.letters(16, digits) }},
	{"x-cloud-trace-context", func(g *Generator) string { return g.hex(16) + ";o=1" }},
	{"X-FB-Debug", func(g *Generator) string { return g.base64(64) }},
	{"x-fb-trace-id", func(g *Generator) string { return g.letters(11, small+capital+digits) }},
	{"X-GitHub-Request-Id", func(g *Generator) string {
		return strings.ToUpper(g.hex(2) + ":" + g.hex(3) + ":" + g.hex(4) + ":" + g.hex(4) + ":" + g.hex(4))
	}},
	{"x-vercel-id", func(g *Generator) string {
		return "fra1::iad1::" + g.letters(5, small+digits) + "-1730289962123-" + g.hex(6)
	}},
	{"X-Runtime", always("0.123456")},
	{"x-ms-request-id", func(g *Generator) string { return g.uuid() }},
	{"x-azure-ref", func(g *Generator) string { return "20261030T134602Z-" + g.letters(40, small+digits) }},
	{"x-msedge-ref", func(g *Generator) string {
		return "Ref A: " + strings.ToUpper(g.hex(16)) + " Ref B: FRAEDGE1820 Ref C: 2026-10-30T13:46:02Z"
	}},
	{"x-oss-request-id", func(g *Generator) string { return strings.ToUpper(g.hex(12)) }},
	{"eagleid", func(g *Generator) string { return g.hex(16) }},
	{"x-tt-logid", func(g *Generator) string { return "20261030134602" + strings.ToUpper(g.hex(9)) }},
	{"x-tt-trace-host", func(g *Generator) string { return g.hex(70) }},
	{"akamai-grn", func(g *Generator) string { return "0." + g.hex(4) + ".1730289962." + g.hex(4) }},
	{"Content-MD5", func(g *Generator) string { return g.base64(16) }},
	{"Digest", func(g *Generator) string { return "SHA-256=" + g.base64(32) }},
	{"Content-Security-Policy", func(g *Generator) string {
		return "default-src 'self'; script-src 'nonce-" + g.base64(16) + "' 'sha256-" + g.base64(32) + "' https://cdn.example.com; report-uri /csp"
	}},
	{"Strict-Transport-Security", always("max-age=31536000; includeSubDomains; preload")},
	{"Permissions-Policy", always("accelerometer=(), otp-credentials=(self), publickey-credentials-get=(self)")},
	{"P3P", always(`CP="This is not a P3P policy"`)},
	{"Access-Control-Allow-Headers", always("authorization,content-type,x-csrf-token,x-api-key", "*")},
	{"Access-Control-Allow-Origin", always("*", "https://app.example.com")},
	{"WWW-Authenticate", always(`Bearer realm="https://accounts.google.com/", error="invalid_token"`)},
	{"Link", always(`<https://api.example.com/items?page=2&per_page=30>; rel="next"`)},
	{"Location", always("https://app.example.com/welcome?lang=en&from=2026")},
	{"Alt-Svc", always(`h3=":443"; ma=86400`)},
	{"Server-Timing", always(`cfExtPri, cfHdrFlush;dur=0, sid;desc="edge"`)},
	{"Fitbit-Rate-Limit-Remaining", always("149", "0")},
	{"Retry-After", always("3600")},
	{"X-Content-Type-Options", always("nosniff")},
	{"X-Frame-Options", always("SAMEORIGIN")},
	{"X-UA-Compatible", always("IE=edge")},
	{"SourceMap", func(g *Generator) string { return "/assets/app." + g.hex(10) + ".js.map" }},
	{"Content-Disposition", func(g *Generator) string { return `attachment; filename="export-` + g.hex(16) + `.csv"` }},
	{"X-Build-Version", func(g *Generator) string { return "2026.10.30-" + g.hex(20) }},
	{"X-Git-Sha", func(g *Generator) string { return g.Pick(g.hex(20), g.hex(4)) }},
	{"X-Commit", func(g *Generator) string { return g.Pick(g.hex(20), g.hex(32)) }},
	{"X-Nginx-Cache-Key", func(g *Generator) string { return g.hex(16) }},
	{"Surrogate-Key", func(g *Generator) string { return g.hex(20) }},
	{"X-Asset", func(g *Generator) string { return g.hex(32) }},
	{"X-Session", always("active", "none")},
	{"X-Powered-By", always("Express", "PHP/8.2.7")},
}

// cookies in shapes that trackers and servers set; their values hold what is
// in other headers, too.
func (g *Generator) cookies(agent string) string {
	list := []string{
		"_ga=GA1.2." + g.letters(10, digits) + ".1730289962", "_gid=GA1.2." + g.letters(9, digits) + ".1730289962", "lang=en-US", "theme=dark", "year=2026",
		"OptanonConsent=isGpcEnabled=0&datestamp=Wed+Oct+30+2026+13%3A46%3A02+GMT%2B0100&version=6.33.0&consentId=" + g.uuid() + "&landingPath=https%3A%2F%2Fapp.example.com%2Fdashboard",
		"ua=" + strings.ReplaceAll(agent, ";", "%3B"), "device={%22ua%22:%22" + strings.NewReplacer(";", "%3B", " ", "%20").Replace(agent) + "%22}",
		"sid=" + g.Secret(), "JSESSIONID=" + strings.ToUpper(g.hex(16)), "utag_main=v_id:" + g.hex(10) + "$_sn:1$_ss:1$_st:1730291762123", "gzip=gzip, deflate, br", "accept=application/json", "seg=" + g.letters(7, small+digits), "model=iPhone14", "os=windows10", "build=20240501",
	}
	g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return strings.Join(list[:4+g.IntN(len(list)-4)], "; ")
}

// Ordinary is an exchange as recordings of the web have them. Of its header
// fields only Authorization, Cookie and Set-Cookie hold secrets.
func (g *Generator) Ordinary() httpmsg.Exchange {
	some := func(fields []field) (list []httpmsg.Header) {
		for _, f := range fields {
			if g.IntN(3) > 0 {
				list = append(list, httpmsg.Header{Name: f.name, Value: f.make(g)})
			}
		}
		return list
	}
	x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", HTTPVersion: "h2", Headers: some(requestFields),
		URL: g.Pick(call, "https://api.fitbit.com/1/user/9QZ7KX/activities/steps/date/2026-10-30/1d.json", "https://api.fitbit.com/1/user/2026/profile.json", "https://api.fitbit.com/1/user/-/images/logo@2x.png")}}
	x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "Authorization", Value: "Bearer " + g.Again()}, httpmsg.Header{Name: "Cookie", Value: g.cookies(g.Pick(userAgents...))})
	x.Response = httpmsg.Response{Status: []int{200, 401, 404, 429}[g.IntN(4)], HTTPVersion: "h2", Headers: some(responseFields)}
	x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: "Set-Cookie", Value: "sid=" + g.Again() + "; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT\nlang=en; Path=/"})
	x.Response.Body = httpmsg.Body{Recorded: true, MimeType: "application/json", Text: `{"errors":[{"errorType":"system","message":"user_id 2026 of year 2026"}],"user_id":"2026"}`}
	return x
}

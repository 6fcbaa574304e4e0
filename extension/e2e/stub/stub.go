// Package stub stands for the Fitbit Web API on this machine: an HTTPS server
// that answers as api.fitbit.com and www.fitbit.com do, by a table of
// scenarios, and a plain HTTP server with the demo page that makes the calls.
package stub

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"misstep/extension/e2e/demo"
)

// Hangs is a path of the API's host at which no response ever comes.
const Hangs = "/1/user/-/hangs.json"

// Live is what the paths of live.html's requests begin with. There an expired
// token is refused, a preflight of gone is, too, and what begins with hang- or slow-
// is as it says.
const Live = "/live/"

// day is when the stub answers, by its own clock: while the Fitbit Web API still
// did. Later responses are explained by the shutdown alone.
var day = time.Date(2026, 10, 30, 14, 0, 11, 0, time.UTC)

// Hosts are the hosts that the HTTPS server answers for.
var Hosts = []string{"api.fitbit.com", "www.fitbit.com"}

// A Server is a running stub.
type Server struct {
	HTTPSPort int            // of 127.0.0.1, where Hosts are answered
	Address   string         // of the demo page: http://localhost:PORT/
	Pages     *http.ServeMux // what the plain HTTP server serves; add to it

	listeners []net.Listener
	lock      sync.Mutex
	hosts     map[string]bool
	hanging   int
	live      map[string]bool // paths under Live that were asked for
}

// Start starts both servers at free ports of the loopback interface.
func Start() (*Server, error) {
	certificate, err := selfSigned(Hosts)
	if err != nil {
		return nil, err
	}
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	pages, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		api.Close()
		return nil, err
	}
	port := func(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }
	s := &Server{
		HTTPSPort: port(api),
		Address:   fmt.Sprintf("http://localhost:%d/", port(pages)),
		Pages:     http.NewServeMux(),
		listeners: []net.Listener{api, pages},
		hosts:     map[string]bool{},
		live:      map[string]bool{},
	}
	s.Pages.Handle("/", http.FileServerFS(demo.Files))
	s.Pages.HandleFunc("/live-begun", s.begun)
	s.Pages.HandleFunc("/scenarios.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(Scenarios)
	})
	quiet := log.New(io.Discard, "", 0) // browsers drop connections at will
	secure := &http.Server{Handler: s.noted(dated(s.hang(s.answerLive(http.HandlerFunc(answer))))), ErrorLog: quiet,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}}}
	go secure.ServeTLS(api, "", "")
	plain := &http.Server{Handler: s.noted(fresh(s.Pages)), ErrorLog: quiet}
	go plain.Serve(pages)
	return s, nil
}

// Close stops both servers.
func (s *Server) Close() {
	for _, listener := range s.listeners {
		listener.Close()
	}
}

// Asked returns the hosts, with ports, that requests were for, sorted.
func (s *Server) Asked() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var hosts []string
	for host := range s.hosts {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	return hosts
}

// Hanging is how many requests there were to Hangs.
func (s *Server) Hanging() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.hanging
}

func (s *Server) hang(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != Hangs {
			next.ServeHTTP(w, r)
			return
		}
		s.lock.Lock()
		s.hanging++
		s.lock.Unlock()
		<-r.Context().Done()
	})
}

// answerLive answers what live.html asks for, in the way of Google's APIs: nothing of
// it may be stored, which keeps Chromium from reading a body that the page does not.
func (s *Server) answerLive(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, live := strings.CutPrefix(r.URL.Path, Live)
		if r.URL.Query().Has("live") { // the consent page, as it should be
			w.Header().Set("Content-Type", html)
			io.WriteString(w, "<!doctype html><title>Authorize</title><p>Log in")
			return
		}
		if !live {
			next.ServeHTTP(w, r)
			return
		}
		header := w.Header()
		allow(header)
		if r.Method == http.MethodOptions {
			header.Set("Access-Control-Allow-Headers", "authorization")
			if path == "gone.json" {
				header.Del("Date") // it is today that it is gone
				w.WriteHeader(http.StatusGone)
			}
			return
		}
		s.lock.Lock()
		s.live[strings.TrimPrefix(strings.TrimPrefix(path, "hang-"), "slow-")] = true
		s.lock.Unlock()
		switch {
		case strings.HasPrefix(path, "hang-"):
			<-r.Context().Done()
			return
		case strings.HasPrefix(path, "slow-"):
			time.Sleep(3 * time.Second)
		case path == "redirect.json":
			header.Set("Location", Live+"redirected.json")
			w.WriteHeader(http.StatusFound)
			return
		}
		header.Set("Content-Type", "application/json")
		header.Set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, failure("expired_token", "Access token expired: live."))
	})
}

// begun answers some time after a request of live.html has come.
func (s *Server) begun(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Query().Get("kind") + ".json"
	for came := false; !came && r.Context().Err() == nil; time.Sleep(10 * time.Millisecond) {
		s.lock.Lock()
		came = s.live[path]
		s.lock.Unlock()
	}
	time.Sleep(2 * time.Second) // a person does not go on at once
}

// noted remembers the host of every request.
func (s *Server) noted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.lock.Lock()
		s.hosts[r.Host] = true
		s.lock.Unlock()
		next.ServeHTTP(w, r)
	})
}

// dated has answers come on the stub's day.
func dated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", day.Format(http.TimeFormat))
		next.ServeHTTP(w, r)
	})
}

// fresh keeps pages out of the browser's cache.
func fresh(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// find returns the scenario of a request, nil when there is none.
func find(host, method string, path string, form string) *Scenario {
	for i, scenario := range Scenarios {
		u, err := url.Parse(scenario.URL)
		if err != nil || u.Host != host || u.Path != path {
			continue
		}
		if method == http.MethodOptions || scenario.Method == method && scenario.Form == form {
			return &Scenarios[i]
		}
	}
	return nil
}

// answer answers as the API does.
func answer(w http.ResponseWriter, r *http.Request) {
	sent, _ := io.ReadAll(r.Body)
	scenario := find(r.Host, r.Method, r.URL.Path, string(sent))
	if scenario == nil {
		scenario = &Scenario{Status: http.StatusNotFound, Body: failure("not_found", "The API you are requesting could not be found.")}
	}
	header := w.Header()
	header.Set("Cache-Control", "no-cache, private")
	if r.Method == http.MethodOptions {
		allow(header)
		header.Set("Access-Control-Allow-Methods", "GET,POST,PUT,DELETE")
		header.Set("Access-Control-Allow-Headers", "authorization,accept-language,accept-locale,content-type")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !scenario.NoCORS {
		allow(header)
	}
	header.Set("Content-Type", "application/json;charset=UTF-8")
	header.Set("Fitbit-Rate-Limit-Limit", "150")
	header.Set("Fitbit-Rate-Limit-Remaining", "112")
	// The counter is reset at the top of the hour.
	now := time.Now()
	header.Set("Fitbit-Rate-Limit-Reset", fmt.Sprint(int(now.Truncate(time.Hour).Add(time.Hour).Sub(now).Seconds())))
	for name, value := range scenario.Answer {
		header.Set(name, value)
	}
	if scenario.Status == http.StatusGone {
		header.Del("Date") // it is today that it is gone
	}
	_, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	body := strings.ReplaceAll(scenario.Body, "{bearer}", bearer)
	w.WriteHeader(scenario.Status)
	if scenario.InPieces {
		half := len(body) / 2
		io.WriteString(w, body[:half])
		w.(http.Flusher).Flush()
		time.Sleep(300 * time.Millisecond)
		body = body[half:]
	}
	io.WriteString(w, body)
}

// allow lets pages of any origin read the response.
func allow(header http.Header) { header.Set("Access-Control-Allow-Origin", "*") }

// selfSigned makes a certificate for the hosts; nobody keeps its key.
func selfSigned(hosts []string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: hosts[0]}, DNSNames: hosts,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(30 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// Package app is the controller: it joins what was captured and opened to the
// session, and the session to the views. It speaks to the page that hosts it by
// way of package browser, and explains nothing itself.
package app

// Package location says where in an exchange something was read: a part of the
// request or the response, and a name within it. Words for it are made at the
// edge, by messages.Formatter.Place.
package location

import "strconv"

// A Part is what is looked at. Its text is how programs read it in JSON, the
// same in every language.
type Part string

// The parts that have names within: of a header, of a parameter, of a member of
// a body ("errors[0].message").
const (
	requestHeader    Part = "request header"
	requestParameter Part = "request parameter"
	responseHeader   Part = "response header"
	exchange         Part = "exchange"
)

// A Location is where something was read.
type Location struct {
	Part     Part
	Name     string // within the part; "" is all of it
	Exchange int    // number of another exchange; 0 is the one that is explained
}

// Whole parts. Only the bodies and the pasted text are asked for a member: see
// Member.
var (
	RequestMethod   = Location{Part: "request method"}
	RequestURL      = Location{Part: "request URL"}
	RequestHeaders  = Location{Part: "request headers"}
	RequestBody     = Location{Part: "request body"}
	RequestStart    = Location{Part: "request start"}
	ResponseStatus  = Location{Part: "response status"}
	ResponseHeaders = Location{Part: "response headers"}
	ResponseBody    = Location{Part: "response body"}
	ResponseError   = Location{Part: "response error"} // what the browser or client said of a call without a response
	PastedText      = Location{Part: "pasted text"}
	Session         = Location{Part: "session"}      // several exchanges
	Announcement    = Location{Part: "announcement"} // the vendor's, not in the recording
)

// Headers that several packages read.
var (
	Authorization   = RequestHeader("Authorization")
	ContentType     = RequestHeader("Content-Type")
	WWWAuthenticate = ResponseHeader("WWW-Authenticate")
	Date            = ResponseHeader("Date")
)

// RequestHeader is a header of the request.
func RequestHeader(name string) Location { return Location{Part: requestHeader, Name: name} }

// RequestParameter is a parameter of the request's query or form.
func RequestParameter(name string) Location { return Location{Part: requestParameter, Name: name} }

// ResponseHeader is a header of the response.
func ResponseHeader(name string) Location { return Location{Part: responseHeader, Name: name} }

// Exchange is another exchange of the session, by its number.
func Exchange(id int) Location { return Location{Part: exchange, Exchange: id} }

// Member is a member of a body by its path, such as "errors[0].message".
func (l Location) Member(path string) Location {
	l.Name = path
	return l
}

// IsZero reports whether there is no location: omitzero leaves it out of JSON.
func (l Location) IsZero() bool { return l == Location{} }

// String is the location for programs: "response header Date", "exchange 12".
func (l Location) String() string {
	switch {
	case l.Exchange != 0:
		return string(l.Part) + " " + strconv.Itoa(l.Exchange)
	case l.Name != "":
		return string(l.Part) + " " + l.Name
	}
	return string(l.Part)
}

// MarshalText is String: JSON has a location as one text.
func (l Location) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

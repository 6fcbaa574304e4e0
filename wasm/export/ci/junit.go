package ci

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

// JUnit is XML in the form that build servers show as tests: a suite is a file, a
// test is a request.
var JUnit = Format{
	Head:       xml.Header + "<testsuites name=\"Misstep\">\n",
	NewSection: func(file string) Section { return &suite{suiteXML: suiteXML{Name: visible(file)}} },
	Tail:       func([]Rule, string) string { return "</testsuites>\n" },
}

type suiteXML struct {
	XMLName   xml.Name  `xml:"testsuite"`
	Name      string    `xml:"name,attr"`
	Tests     int       `xml:"tests,attr"`
	Failures  int       `xml:"failures,attr"`
	Errors    int       `xml:"errors,attr"`
	Skipped   int       `xml:"skipped,attr"`
	Time      string    `xml:"time,attr"`
	Timestamp string    `xml:"timestamp,attr,omitempty"`
	Cases     []caseXML `xml:"testcase"`
}

type caseXML struct {
	Name    string      `xml:"name,attr"`
	Class   string      `xml:"classname,attr"`
	Time    string      `xml:"time,attr"`
	Failure *failureXML `xml:"failure"`
}

type failureXML struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// suiteSize bounds the requests of a suite. How many there are comes before them, so
// they are held; a longer file has several suites.
const suiteSize = 10_000

type suite struct {
	suiteXML
	milliseconds float64
}

func (s *suite) Result(r *Result) string {
	if s.Timestamp == "" && !r.Started.IsZero() {
		s.Timestamp = r.Started.UTC().Format("2006-01-02T15:04:05")
	}
	s.Tests++
	s.milliseconds += r.Duration
	class := r.Diagnosis.Endpoint
	if class == "" {
		class = "Other requests"
	}
	test := caseXML{Name: call(r), Class: visible(class), Time: seconds(r.Duration)}
	if r.Diagnosis.Failed {
		s.Failures++
		f := first(&r.Diagnosis)
		test.Failure = &failureXML{Message: visible(f.Title), Type: f.ID, Text: strings.Join(paragraphs(r, &f), "\n")}
	}
	s.Cases = append(s.Cases, test)
	if len(s.Cases) < suiteSize {
		return ""
	}
	part := s.text()
	*s = suite{suiteXML: suiteXML{Name: s.Name}}
	return part
}

func (s *suite) Tail() string {
	if len(s.Cases) == 0 {
		return ""
	}
	return s.text()
}

func (s *suite) text() string {
	s.Time = seconds(s.milliseconds)
	text, err := xml.MarshalIndent(s.suiteXML, "  ", "  ")
	if err != nil {
		panic(err) // strings and numbers can always be written
	}
	return string(text) + "\n"
}

func seconds(milliseconds float64) string {
	return strconv.FormatFloat(time.Duration(milliseconds*float64(time.Millisecond)).Seconds(), 'f', 3, 64)
}

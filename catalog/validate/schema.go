package validate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"misstep/catalog/builtin"
	"misstep/catalog/messages"
)

// packSchema is schema.json, read when the first pack is validated.
var packSchema = sync.OnceValues(func() (*schema, error) {
	root := &schema{}
	err := json.Unmarshal([]byte(builtin.Schema), root)
	return root, err
})

// A schema is JSON Schema as far as schema.json uses it; reading any other
// keyword is an error.
//
// Decoding with unknown members refused would be a tenth of the code and 100 kB
// less of the module, but it stops at the first mistake, tells no element of a
// list (errors.title, not errors[2] (quota-gone).title), and takes null, what is
// missing, empty or of the wrong form for good: of the 35 broken packs in
// read_test.go it failed fifteen, ten of them accepted outright. All of that
// in Go again would be these rules a second time, beside those that editors read.
type schema struct {
	Schema      string `json:"$schema"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Default     any    `json:"default"`

	Type  string   `json:"type"`
	Enum  []string `json:"enum"`
	Const any      `json:"const"` // a text, or true or false

	combined
	ofText
	ofNumber
	ofArray
	ofObject

	never bool // the schema false
}

// combined is what a schema is made of other schemas by.
type combined struct {
	Defs  map[string]*schema `json:"$defs"`
	Ref   string             `json:"$ref"`
	AllOf []*schema          `json:"allOf"`
	AnyOf []*schema          `json:"anyOf"`
	OneOf []*schema          `json:"oneOf"`
	If    *schema            `json:"if"`
	Then  *schema            `json:"then"`
}

type ofText struct {
	MinLength int    `json:"minLength"`
	Pattern   string `json:"pattern"`
	Format    string `json:"format"` // only "date"
}

type ofNumber struct {
	Minimum *float64 `json:"minimum"`
	Maximum *float64 `json:"maximum"`
}

type ofArray struct {
	Items       *schema `json:"items"`
	MinItems    int     `json:"minItems"`
	MaxItems    *int    `json:"maxItems"`
	UniqueItems bool    `json:"uniqueItems"`
}

type ofObject struct {
	Properties           map[string]*schema `json:"properties"`
	Required             []string           `json:"required"`
	AdditionalProperties *schema            `json:"additionalProperties"`
	PropertyNames        *schema            `json:"propertyNames"`
	MinProperties        int                `json:"minProperties"`
}

func (s *schema) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "true":
		return nil
	case "false":
		s.never = true
		return nil
	}
	type keywords schema // without this method
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode((*keywords)(s)); err != nil {
		return err
	}
	if s.Format != "" && s.Format != "date" {
		return fmt.Errorf("format %q is none that is checked", s.Format)
	}
	switch s.Const.(type) {
	case nil, string, bool:
	default:
		return fmt.Errorf("const %v is neither a text nor true or false", s.Const)
	}
	if s.Ref != "" && !strings.HasPrefix(s.Ref, refPrefix) {
		return fmt.Errorf("$ref %q does not begin with %s", s.Ref, refPrefix)
	}
	return nil
}

const refPrefix = "#/$defs/"

// A validation checks one value against the schema.
type validation struct {
	root     *schema
	patterns map[string]*regexp.Regexp
}

// check lists what is wrong with a value, which stands at where.
func (v *validation) check(s *schema, value any, where string) (problems []Problem) {
	add := func(what string, values ...any) {
		problems = append(problems, Problem{Path: where, What: messages.New(what, values...)})
	}
	if s.never {
		add("problem.not-there")
		return problems
	}
	if s.Ref != "" {
		problems = append(problems, v.check(v.root.Defs[strings.TrimPrefix(s.Ref, refPrefix)], value, where)...)
	}
	if s.Type != "" && !isOfType(value, s.Type) {
		add("problem.must-be", "want", typeNames[s.Type], "have", shown(value))
		return problems // what else is wrong with it follows from that
	}
	text, isText := value.(string)
	if s.Enum != nil && !(isText && slices.Contains(s.Enum, text)) {
		add("problem.one-of", "want", strings.Join(s.Enum, ", "), "have", shown(value))
	}
	if s.Const != nil && s.Const != value {
		add("problem.must-be", "want", s.Const, "have", shown(value))
	}
	switch value := value.(type) {
	case string:
		problems = append(problems, v.checkText(s, value, where)...)
	case json.Number:
		n, err := value.Float64()
		if err != nil || s.Minimum != nil && n < *s.Minimum {
			add("problem.at-least", "least", number(s.Minimum), "have", shown(value))
		}
		if s.Maximum != nil && n > *s.Maximum {
			add("problem.at-most", "most", number(s.Maximum), "have", shown(value))
		}
	case []any:
		problems = append(problems, v.checkList(s, value, where)...)
	case map[string]any:
		problems = append(problems, v.checkObject(s, value, where)...)
	}
	return append(problems, v.checkCombined(s, value, where)...)
}

func number(bound *float64) any {
	if bound == nil {
		return messages.New("value.any-size")
	}
	return strconv.FormatFloat(*bound, 'f', -1, 64)
}

func (v *validation) checkText(s *schema, text, where string) (problems []Problem) {
	switch n := utf8.RuneCountInString(text); {
	case n < s.MinLength && n == 0:
		problems = append(problems, Problem{Path: where, What: messages.New("problem.empty")})
	case n < s.MinLength:
		problems = append(problems, Problem{Path: where, What: messages.New("problem.short-text", "least", s.MinLength)})
	}
	if s.Pattern != "" && !v.pattern(s.Pattern).MatchString(text) {
		problems = append(problems, Problem{Path: where, What: messages.New("problem.form", "form", s.Pattern, "have", shown(text))})
	}
	if s.Format == "date" {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			problems = append(problems, Problem{Path: where, What: messages.New("problem.date", "have", shown(text))})
		}
	}
	return problems
}

func (v *validation) pattern(text string) *regexp.Regexp {
	if v.patterns[text] == nil {
		v.patterns[text] = regexp.MustCompile(text)
	}
	return v.patterns[text]
}

func (v *validation) checkList(s *schema, list []any, where string) (problems []Problem) {
	if len(list) < s.MinItems {
		problems = append(problems, Problem{Path: where, What: messages.New("problem.short-list", "least", s.MinItems)})
	}
	if s.MaxItems != nil && len(list) > *s.MaxItems {
		problems = append(problems, Problem{Path: where, What: messages.New("problem.long-list", "most", *s.MaxItems, "count", len(list))})
	}
	if s.UniqueItems {
		seen := map[string]int{}
		for i, item := range list {
			text, err := json.Marshal(item) // members of objects sorted
			if first, again := seen[string(text)]; err == nil && again {
				problems = append(problems, Problem{Path: where, What: messages.New("problem.same-twice", "first", first, "second", i)})
				break
			}
			seen[string(text)] = i
		}
	}
	if s.Items == nil {
		return problems
	}
	for i, item := range list {
		if problems = append(problems, v.check(s.Items, item, at(where, i, item))...); len(problems) > maxProblems {
			break
		}
	}
	return problems
}

// at is where an element of a list is, with its ID when it has one.
func at(where string, i int, item any) string {
	where += "[" + strconv.Itoa(i) + "]"
	if object, ok := item.(map[string]any); ok {
		if id, ok := object["id"].(string); ok && id != "" && len(id) <= 80 {
			where += " (" + id + ")"
		}
	}
	return where
}

func (v *validation) checkObject(s *schema, object map[string]any, where string) (problems []Problem) {
	for _, name := range s.Required {
		if _, there := object[name]; !there {
			problems = append(problems, Problem{Path: where, What: messages.New("problem.lacks", "name", strconv.Quote(name))})
		}
	}
	if len(object) < s.MinProperties {
		problems = append(problems, Problem{Path: where, What: messages.New("problem.empty")})
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if s.PropertyNames != nil {
			for _, p := range v.check(s.PropertyNames, name, where) {
				problems = append(problems, Problem{Path: where, What: messages.New("problem.member-name", "what", p.What)})
			}
		}
		inside := name
		if where != "" {
			inside = where + "." + name
		}
		switch member := s.Properties[name]; {
		case member != nil:
			problems = append(problems, v.check(member, object[name], inside)...)
		case s.AdditionalProperties == nil:
		case s.AdditionalProperties.never:
			problems = append(problems, Problem{Path: where, What: messages.New("problem.unknown-member", "name", shown(name), "known", strings.Join(slices.Sorted(maps.Keys(s.Properties)), ", "))})
		default:
			problems = append(problems, v.check(s.AdditionalProperties, object[name], inside)...)
		}
		if len(problems) > maxProblems {
			break
		}
	}
	return problems
}

// checkCombined checks a value against the schemas that a schema is put
// together from.
func (v *validation) checkCombined(s *schema, value any, where string) (problems []Problem) {
	for _, part := range s.AllOf {
		problems = append(problems, v.check(part, value, where)...)
	}
	if s.If != nil && s.Then != nil && len(v.check(s.If, value, where)) == 0 {
		problems = append(problems, v.check(s.Then, value, where)...)
	}
	fitting := func(parts []*schema) (n int) {
		for _, part := range parts {
			if len(v.check(part, value, where)) == 0 {
				n++
			}
		}
		return n
	}
	if len(s.AnyOf) > 0 && fitting(s.AnyOf) == 0 {
		problems = append(problems, Problem{Path: where, What: messages.New("problem.any-member", "names", requiredBy(s.AnyOf))})
	}
	if n := fitting(s.OneOf); len(s.OneOf) > 0 && n != 1 {
		problems = append(problems, Problem{Path: where, What: messages.New("problem.one-member", "names", requiredBy(s.OneOf), "count", n)})
	}
	return problems
}

// requiredBy names the members by which a choice of schemas differs.
func requiredBy(choice []*schema) string {
	var names []string
	for _, s := range choice {
		names = append(names, strings.Join(s.Required, " + "))
	}
	return strings.Join(names, ", ")
}

var typeNames = map[string]messages.Message{
	"object": messages.New("value.object"), "array": messages.New("value.list"), "string": messages.New("value.text"),
	"integer": messages.New("value.integer"), "boolean": messages.New("value.boolean"),
}

func isOfType(value any, name string) bool {
	switch value := value.(type) {
	case map[string]any:
		return name == "object"
	case []any:
		return name == "array"
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case json.Number:
		n, err := value.Float64()
		return name == "integer" && err == nil && n == float64(int64(n))
	}
	return false
}

// shown is a value as a problem shows it, shortened.
func shown(value any) any {
	switch value := value.(type) {
	case map[string]any:
		return messages.New("value.object")
	case []any:
		return messages.New("value.list")
	case nil:
		return "null"
	case string:
		return strconv.Quote(messages.Ellipsize(value, 60))
	}
	if text := fmt.Sprint(value); len(text) <= 60 {
		return text
	}
	return messages.New("value.long-number")
}

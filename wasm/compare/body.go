package compare

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

const (
	largestBody = 256 << 10 // bytes of JSON that are compared member by member
	mostMembers = 400
)

// bodyOf lists what a request's body says: the parameters of a form, the
// members of a JSON body by their paths, otherwise the text as one.
func bodyOf(r *httpmsg.Request) []httpmsg.Header {
	if r.PostData == nil || r.PostData.Text == "" && len(r.PostData.Params) == 0 {
		return nil
	}
	text := r.PostData.Text
	if len(text) <= largestBody && len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		if value, ok := jsonscan.Decode(text); ok {
			return members(nil, "", value)
		}
	}
	if form := (httpmsg.Request{PostData: r.PostData}).Params(); len(form) > 0 {
		return form
	}
	return []httpmsg.Header{{Value: text}}
}

// members appends the plain values in a JSON value, each by its path.
func members(list []httpmsg.Header, path string, value any) []httpmsg.Header {
	if len(list) >= mostMembers {
		return list
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := name
			if path != "" {
				at = path + "." + name
			}
			list = members(list, at, v[name])
		}
		if len(v) == 0 {
			list = append(list, httpmsg.Header{Name: path, Value: "{}"})
		}
	case []any:
		for i, item := range v {
			list = members(list, fmt.Sprintf("%s[%d]", path, i), item)
		}
		if len(v) == 0 {
			list = append(list, httpmsg.Header{Name: path, Value: "[]"})
		}
	case string:
		list = append(list, httpmsg.Header{Name: path, Value: v})
	default:
		text, _ := json.Marshal(v)
		list = append(list, httpmsg.Header{Name: path, Value: string(text)})
	}
	return list
}

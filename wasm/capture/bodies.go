package capture

import (
	"io"
	"strings"

	"misstep/wasm/archive"
	"misstep/wasm/httpmsg"
)

// mostBody bounds what is read of one body from beside a recording, or unpacked, in
// bytes: the longest that the panel shows.
const mostBody = 4 << 20

// completeBodies reads what a recording keeps in files of its own, and unpacks what it
// keeps packed. What cannot be had stays missing.
func (r *Recording) completeBodies(x *httpmsg.Exchange) {
	if d := x.Request.PostData; d != nil && d.File != "" {
		if raw, _, ok := r.fileBeside(d.File); ok {
			d.Text, d.File = string(raw), ""
		}
	}
	b := &x.Response.Body
	if b.File != "" {
		if raw, cut, ok := r.fileBeside(b.File); ok {
			b.Read(raw, cut)
		}
	}
	if how := b.Packing(); how != "" {
		packed := io.NopCloser(strings.NewReader(b.Packed))
		if raw, cut, ok := bounded(unpack(packed, archive.Format(how))); ok {
			b.Read(raw, cut)
		}
	}
	b.Packed = "" // there is no other time
}

// fileBeside reads a file that stands beside the recording.
func (r *Recording) fileBeside(name string) (raw []byte, cut, ok bool) {
	if r.beside == nil {
		return nil, false, false
	}
	stream, err := r.beside(name)
	if err != nil || stream == nil {
		return nil, false, false
	}
	return bounded(stream)
}

// bounded reads as much of a stream as a body may have. What breaks off has what came
// before.
func bounded(stream io.ReadCloser) (raw []byte, cut, ok bool) {
	defer stream.Close()
	raw, err := io.ReadAll(io.LimitReader(stream, mostBody+1))
	if len(raw) > mostBody {
		return raw[:mostBody], true, true
	}
	return raw, err != nil, err == nil || len(raw) > 0
}

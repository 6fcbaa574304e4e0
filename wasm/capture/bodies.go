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

// mostBeside bounds what recordings in one archive get from files beside them, in
// bytes. They may name one file as often as they like.
const mostBeside = 256 << 20

// A fileBody is what was read of a file beside a recording.
type fileBody struct {
	raw     []byte
	cut, ok bool
}

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

// fileBeside is what is in a file beside the recording. It is unpacked once, while
// the recording is read.
func (r *Recording) fileBeside(name string) (raw []byte, cut, ok bool) {
	if r.beside == nil || *r.room < 0 {
		return nil, false, false
	}
	file, known := r.files[name]
	if !known {
		if stream, err := r.beside(name); err == nil && stream != nil {
			file.raw, file.cut, file.ok = bounded(stream)
		}
		if r.files == nil {
			r.files = map[string]fileBody{}
		}
		r.files[name] = file
	}
	if *r.room -= len(file.raw); *r.room < 0 {
		return nil, false, false
	}
	return file.raw, file.cut, file.ok
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

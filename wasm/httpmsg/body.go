package httpmsg

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"misstep/catalog/messages"
)

// firefoxLimit is where Firefox cuts the bodies it keeps.
const firefoxLimit = 1 << 20

// SetBody fills the response body from getContent: text, and "base64" or
// nothing as its encoding. An empty text counts as recorded only where it is
// believable: DevTools gives none for bodies it did not keep.
func SetBody(x *Exchange, text, encoding string) {
	b := &x.Response.Body
	if text == "" && (b.Size > 0 || x.Response.Error != "" || x.Response.Status == 0) {
		return
	}
	b.Set(text, encoding)
}

// Set decodes a recorded text into the body and reports whether it is complete. Only text
// is kept, and what may be unpacked to text.
func (b *Body) Set(text, encoding string) {
	b.Recorded, b.DroppedBytes, b.Missing, b.Packed = true, 0, "", ""
	size := int64(len(text))
	raw, encoded := fromBase64(text, encoding, b.MimeType)
	if !encoded {
		raw, encoded = packedText(text)
	}
	if encoded {
		b.setBytes(raw)
		return
	}
	b.setText(text, size)
}

// setBytes is Set for the bytes that came.
func (b *Body) setBytes(raw []byte) {
	b.Recorded, b.DroppedBytes, b.Missing, b.Packed = true, 0, "", ""
	if packing(string(raw)) != "" {
		b.Recorded, b.Missing, b.Packed = false, MissingPacked, string(raw)
		return
	}
	b.setText(decodeText(raw, b.MimeType), int64(len(raw)))
}

// setText is Set for the text that so many bytes were.
func (b *Body) setText(text string, size int64) {
	if isBinary(text) {
		b.Recorded, b.Missing = false, MissingBinary
		return
	}
	b.Text = strings.TrimPrefix(text, "\ufeff")
	b.Truncated = size == firefoxLimit || b.Size > size+utf8.UTFMax && !IsUTF16Size(b.Size, text)
	if b.Size == 0 {
		b.Size = size
	}
}

// Packing is how the body is packed still, by the name that a browser's
// DecompressionStream has for it; "" when it is not, or cannot be unpacked.
func (b *Body) Packing() string {
	if how := packing(b.Packed); how != "zstd" {
		return how
	}
	return ""
}

// Read takes the bytes of a body that was packed, or in a file of its own. cut: there
// was more of it.
func (b *Body) Read(raw []byte, cut bool) {
	b.File, b.Size = "", 0
	b.setBytes(raw)
	b.Truncated = b.Truncated || cut
}

// packing recognizes packed bytes by their beginning.
func packing(raw string) string {
	switch {
	case len(raw) < 4:
	case raw[0] == 0x1f && raw[1] == 0x8b && raw[2] == 8:
		return "gzip"
	case raw[0] == 0x78 && (int(raw[0])<<8|int(raw[1]))%31 == 0 && !utf8.ValidString(raw): // "x" and "^" may begin a text
		return "deflate"
	case raw[:4] == "\x28\xb5\x2f\xfd":
		return "zstd"
	}
	return ""
}

// packedText is the bytes of a packed body that a recorder has taken for text, each
// byte for a character.
func packedText(text string) ([]byte, bool) {
	if !strings.HasPrefix(text, "\x1f\u008b\b") {
		return nil, false
	}
	raw := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return nil, false
		}
		raw = append(raw, byte(r))
	}
	return raw, true
}

// binaryLooked bounds how much of a body is looked at for whether it is text, in bytes.
const binaryLooked = 512

// isBinary reports whether a text has been made of bytes that are none: it begins
// with more than a few control characters, and characters that could not be read.
func isBinary(text string) bool {
	odd, all := 0, 0
	for _, r := range text[:min(len(text), binaryLooked)] {
		if all++; r == utf8.RuneError || r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\x1b' {
			odd++
		}
	}
	return odd > 2 && odd > all/8
}

// fromBase64 undoes the encoding that a recorder names. One that names none may
// have encoded the body all the same: then it is JSON or HTML under it, and not
// above.
func fromBase64(text, encoding, mimeType string) ([]byte, bool) {
	if strings.EqualFold(strings.TrimSpace(encoding), "base64") {
		return decodeBase64(text)
	}
	if encoding != "" || len(text) < 16 || strings.HasPrefix(strings.ToLower(mimeType), "image/") || !startsAsBase64(text) {
		return nil, false
	}
	raw, ok := decodeBase64(text)
	if !ok {
		return nil, false
	}
	trimmed := bytes.TrimSpace(raw)
	isHTML := bytes.HasPrefix(trimmed, []byte("<")) && bytes.HasSuffix(trimmed, []byte(">"))
	return raw, json.Valid(trimmed) && (trimmed[0] == '{' || trimmed[0] == '[') || isHTML || packing(string(raw)) == "gzip"
}

// startsAsBase64 reports whether a text begins as an object, an array, a tag or
// gzip does in base64.
func startsAsBase64(text string) bool {
	for _, start := range []string{"e", "W", "P", "I", "C", "D", "H4sI"} { // {, [, <, space, line ends
		if strings.HasPrefix(text, start) {
			return !strings.ContainsAny(text[:16], " {}[]<>\"':,.")
		}
	}
	return false
}

// Decode undoes the encoding that a recorder names of the body of a request.
func (d *PostData) Decode(encoding string) {
	if strings.EqualFold(strings.TrimSpace(encoding), "base64") {
		if raw, ok := decodeBase64(d.Text); ok {
			d.Text = string(raw)
		}
	}
}

// Keep makes the text the body's own, if it was lent.
func (b *Body) Keep() {
	if b.Lent {
		b.Text, b.Lent = strings.Clone(b.Text), false
	}
}

// Truncate keeps the first bytes of Text, to save memory.
func (b *Body) Truncate(most int) {
	if len(b.Text) <= most {
		b.Keep()
		return
	}
	kept := strings.Clone(messages.Truncate(b.Text, most)) // a part of it would keep the whole
	b.DroppedBytes += len(b.Text) - len(kept)
	b.Text, b.Lent = kept, false
}

// IsUTF16Size reports whether a body of that size was UTF-16, and its text is whole.
func IsUTF16Size(size int64, text string) bool {
	if size > 2*int64(len(text))+2 {
		return false
	}
	units := int64(0)
	for _, r := range text {
		units += int64(utf16.RuneLen(r))
	}
	return size == 2*units || size == 2*units+2
}

// decodeBase64 takes either alphabet, with or without padding and line ends.
func decodeBase64(s string) ([]byte, bool) {
	if raw, err := base64.StdEncoding.DecodeString(s); err == nil { // as recorders write it
		return raw, true
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\n', ' ', '\t', '=':
			return -1
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, s)
	raw, err := base64.RawStdEncoding.DecodeString(s)
	return raw, err == nil
}

// decodeText reads bytes as text in the charset that a byte order mark or the
// MIME type names; what isn't text becomes U+FFFD.
func decodeText(raw []byte, mimeType string) string {
	s := string(raw)
	mime := strings.ToLower(mimeType)
	switch {
	case strings.HasPrefix(s, "\xff\xfe"):
		return decodeUTF16(raw[2:], 1)
	case strings.HasPrefix(s, "\xfe\xff"):
		return decodeUTF16(raw[2:], 0)
	case utf8.ValidString(s):
		return s
	case strings.Contains(mime, "8859-1"), strings.Contains(mime, "windows-1252"):
		runes := make([]rune, len(raw))
		for i, c := range raw {
			runes[i] = rune(c)
		}
		return string(runes)
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// decodeUTF16 reads 16-bit units; high is the place of the high byte in each.
func decodeUTF16(raw []byte, high int) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i+high])<<8 | uint16(raw[2*i+1-high])
	}
	return string(utf16.Decode(units))
}

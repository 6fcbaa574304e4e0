package httpmsg

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
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

// Set decodes a recorded text into the body and tells whether it is all of it.
func (b *Body) Set(text, encoding string) {
	b.Recorded, b.DroppedBytes, b.Missing = true, 0, ""
	size := int64(len(text))
	if strings.EqualFold(encoding, "base64") {
		if raw, ok := decodeBase64(text); ok {
			size = int64(len(raw))
			text = decodeText(raw, b.MimeType)
		}
	}
	b.Text = strings.TrimPrefix(text, "\ufeff")
	b.Truncated = size == firefoxLimit || b.Size > size+utf8.UTFMax && !IsUTF16Size(b.Size, text)
	if b.Size == 0 {
		b.Size = size
	}
}

// Truncate lets go of a text behind its first bytes, to save memory. What was
// recorded of it is not what is there any more.
func (b *Body) Truncate(most int) {
	if len(b.Text) <= most {
		return
	}
	end := most
	for end > 0 && !utf8.RuneStart(b.Text[end]) {
		end--
	}
	b.DroppedBytes += len(b.Text) - end
	b.Text = strings.Clone(b.Text[:end]) // a part of it would keep the whole
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
// MIME type names; what is no text becomes U+FFFD.
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

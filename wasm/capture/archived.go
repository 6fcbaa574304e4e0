package capture

import (
	"strings"

	"misstep/wasm/archive"
	"misstep/wasm/redact"
)

// An otherFile is a file in an archive that isn't a recording. One may have a body.
type otherFile struct {
	archive.Member
	read bool
}

// archived finds the recordings in an archive: the .har files, which may be packed
// once more, or, where there are none, those that are .json.
func archived(name string, f File) (Contents, error) {
	room := mostBeside
	c := Contents{room: &room}
	members, err := archive.List(f, f.Size())
	if c.Cut = err == archive.ErrBroken; err != nil && !c.Cut {
		return c, err
	}
	wanted := ".har"
	if !anyEnds(members, wanted) {
		wanted = ".json"
	}
	others := map[string]*otherFile{}
	for _, m := range members {
		_, can := m.Format()
		switch isRecording := ends(m, wanted); {
		case m.Folder() || strings.HasPrefix(m.Name, "__MACOSX/"):
		case isRecording && !can:
			c.Refused = append(c.Refused, m)
		case isRecording:
			c.Sources = append(c.Sources, Source{redact.FileName(name + " › " + m.Name),
				func(<-chan struct{}) (*Stream, error) { return openMember(f, m, len(members)) },
				func(file string) (*Stream, error) { return openBeside(f, others, m.Name, file, len(members)) },
				c.room,
			})
		default:
			other := &otherFile{Member: m}
			c.others = append(c.others, other)
			others[m.Name] = other
		}
	}
	return c, nil
}

func anyEnds(members []archive.Member, end string) bool {
	for _, m := range members {
		if ends(m, end) && !strings.HasPrefix(m.Name, "__MACOSX/") {
			return true
		}
	}
	return false
}

// ends reports whether a file has that ending, perhaps before .gz.
func ends(m archive.Member, end string) bool {
	return strings.HasSuffix(strings.TrimSuffix(strings.ToLower(m.Name), gzEnding), end)
}

const gzEnding = ".gz"

// openMember is the text of one file among so many in an archive.
func openMember(f File, m archive.Member, all int) (*Stream, error) {
	from, to, err := m.Place(f, f.Size())
	if err != nil {
		return nil, err
	}
	format, _ := m.Format()
	inside, most := archive.Plain, m.Unpacked
	if strings.HasSuffix(strings.ToLower(m.Name), gzEnding) {
		inside, most = archive.Gzip, 0
	}
	s := NewStream(f.Section(from, to), to-from, format, inside)
	if most == 0 { // the archive does not say
		most = archive.MostUnpacked / int64(all)
	}
	s.ReadCloser = streamed{archive.Limited(s.ReadCloser, most), s.ReadCloser}
	return s, nil
}

// openBeside is the text of a file in the folder of a recording in an archive, by
// the name that the recording has for it; nil if there is none.
func openBeside(f File, others map[string]*otherFile, recording, file string, all int) (*Stream, error) {
	folder := recording[:strings.LastIndexByte(recording, '/')+1]
	other := others[folder+strings.TrimPrefix(file, "./")]
	if other == nil {
		return nil, nil
	}
	if _, can := other.Format(); !can {
		return nil, nil
	}
	other.read = true
	return openMember(f, other.Member, all)
}

// othersNamed bounds the files in an archive that are named though they aren't recordings.
const othersNamed = 3

// Left are names of the files in an archive that were not read, some of them, and
// how many those are.
func (c *Contents) Left() (names []string, all int) {
	for _, other := range c.others {
		if other.read {
			continue
		}
		if all++; all <= othersNamed {
			names = append(names, redact.FileName(other.Name))
		}
	}
	return names, all
}

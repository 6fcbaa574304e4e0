package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A file is one to be packed.
type file struct {
	name       string // its path, with slashes
	data       []byte
	executable bool
}

// named returns what is in a file, nothing where there is none.
func named(files []file, name string) []byte {
	for _, each := range files {
		if each.name == name {
			return each.data
		}
	}
	return nil
}

// filesBelow reads all files of a folder.
func filesBelow(folder string) (files []file, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		read, err := readFile(folder, filepath.ToSlash(name))
		files = append(files, read)
		return err
	})
	return files, err
}

func readFile(folder, name string) (file, error) {
	path := filepath.Join(folder, filepath.FromSlash(name))
	about, err := os.Lstat(path)
	if err != nil {
		return file{}, err
	}
	if !about.Mode().IsRegular() {
		return file{}, fmt.Errorf("%s is no plain file (%s); packages hold nothing else", path, about.Mode().Type())
	}
	data, err := os.ReadFile(path)
	return file{name: name, data: data, executable: about.Mode()&0o100 != 0}, err
}

// packed is when all files of a package are from: the first day that a ZIP can store. When
// they were really written differs from build to build.
var packed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// archive is a zip of the files, below a folder ("" or "name/"). It depends on
// their names, contents and whether they can be executed, and on nothing else.
func archive(files []file, folder string) ([]byte, error) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for _, each := range files {
		header := &zip.FileHeader{Name: folder + each.name, Method: zip.Deflate, Modified: packed}
		header.SetMode(0o644)
		if each.executable {
			header.SetMode(0o755)
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(each.data); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

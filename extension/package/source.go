package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// sourceFiles is what the project is built from: what git tracks, as it is in
// the folder now. Where there is no git, in an unpacked source archive, it is
// all that was not built or installed.
func sourceFiles(root string) (files []file, err error) {
	_, err = os.Lstat(filepath.Join(root, ".git"))
	if errors.Is(err, fs.ErrNotExist) {
		return unpackedFiles(root)
	}
	if err != nil {
		return nil, err
	}
	list := exec.Command("git", "ls-files", "-z")
	list.Dir = root
	listed, err := list.Output()
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		read, err := readFile(root, name)
		if err != nil {
			return nil, err
		}
		files = append(files, read)
	}
	return files, nil
}

// unpackedFiles leaves out what .gitignore does.
func unpackedFiles(root string) (files []file, err error) {
	all := os.DirFS(root)
	err = fs.WalkDir(all, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name == "dist" || entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		read, err := readFile(root, name)
		files = append(files, read)
		return err
	})
	return files, err
}

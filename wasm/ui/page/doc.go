// Package page is the document that views draw into: the present window, its
// elements and listeners, and what several views do alike, such as writing
// runs of text, filling lists, saving files and opening menus. All text in it
// stays text and is never read as markup.
package page

// Package shell joins the views to one document: tabs, the message bar, files
// that are dropped, clicks and keys, of which each view has told its own, and
// when all is drawn. It is what the program knows of the view.
//
// A Shell outlives the documents it draws into. Firefox reloads the panel's
// document whenever DevTools is docked anew, so the filter, the selection and
// all other state are in the views, and a document is only a screen.
package shell

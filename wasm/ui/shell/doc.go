// Package shell joins the views to one document: tabs, the message bar, files that are
// dropped, clicks and keys, which each view registers, and when to draw. The rest of the
// program knows only this part of the UI.
//
// A Shell outlives the documents it draws into. Firefox reloads the panel's document
// whenever DevTools is docked again, so the filter, the selection and all other state are
// in the views, and a document is only a screen.
package shell

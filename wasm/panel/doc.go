// Package panel is the view: the list of exchanges and the explanation of the
// chosen one, drawn into the markup of panel.html.
//
// A Panel outlives the documents it draws into. Firefox reloads the panel's
// document whenever DevTools is docked anew, so the filter, the selection and
// all other state are here, and a document is only a screen. What to show is
// worked out in plain Go (line, query, segment, body), apart from the drawing.
package panel

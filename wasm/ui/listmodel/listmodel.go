// Package listmodel works out what the list of exchanges shows: what each row
// says, which rows there are, in which order, and which of them a window sees.
// It reads a session and knows no document; ui/list draws it.
package listmodel

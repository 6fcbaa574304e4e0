// Package har reads and writes HTTP Archive (HAR 1.1 and 1.2) recordings. It
// also reads single entries as DevTools hands them over. It knows no browser and
// no API.
package har

import "misstep/wasm/httpmsg"

// What moved to httpmsg, by the names that others know it under still.
type (
	Header   = httpmsg.Header
	Param    = httpmsg.Param
	Exchange = httpmsg.Exchange
	Request  = httpmsg.Request
	PostData = httpmsg.PostData
	Response = httpmsg.Response
	Body     = httpmsg.Body
)

const (
	MissingNavigated = httpmsg.MissingNavigated
	MissingUnread    = httpmsg.MissingUnread

	MethodDelete  = httpmsg.MethodDelete
	MethodGet     = httpmsg.MethodGet
	MethodOptions = httpmsg.MethodOptions

	StatusBadRequest       = httpmsg.StatusBadRequest
	StatusUnauthorized     = httpmsg.StatusUnauthorized
	StatusForbidden        = httpmsg.StatusForbidden
	StatusNotFound         = httpmsg.StatusNotFound
	StatusMethodNotAllowed = httpmsg.StatusMethodNotAllowed
	StatusLengthRequired   = httpmsg.StatusLengthRequired
	StatusTooManyRequests  = httpmsg.StatusTooManyRequests
	StatusBadGateway       = httpmsg.StatusBadGateway
	StatusGatewayTimeout   = httpmsg.StatusGatewayTimeout
)

var (
	Reason  = httpmsg.Reason
	SetBody = httpmsg.SetBody
)

package catalog

// A Tag says what went wrong in words that mean the same in every pack.
// Errors carry them (ErrorDef.Tags), and who explains an exchange asks for them
// and not for the errors of one pack.
type Tag string

// The tags there are; schema.json has them, too.
const (
	DateInvalid        Tag = "date-invalid"        // a date in the request is invalid, or outside of the data
	RangeTooLong       Tag = "range-too-long"      // the request asks for more days than one call gives; the limit may be in its message
	TimeRangeTooLong   Tag = "time-range-too-long" // the request asks for a longer time of detailed data than one call gives
	PeriodInvalid      Tag = "period-invalid"      // the period is none that the endpoint takes
	FieldMissing       Tag = "field-missing"       // a parameter that the endpoint needs was not found in the request
	EndpointNotFound   Tag = "endpoint-not-found"  // the API has no such address
	ResourceUnknown    Tag = "resource-unknown"    // a name in the path isn't one that the API knows
	ArgumentRefused    Tag = "argument-refused"    // something in the request is wrong, and the API doesn't say what
	MethodNotAllowed   Tag = "method-not-allowed"  // the address does not take this method
	HTTPSRequired      Tag = "https-required"      // the request was not made over https
	ApplicationRefused Tag = "application-refused" // the API's owner did not allow this application the call
	CallerRefused      Tag = "caller-refused"      // a refusal that doesn't say who may call
	CodeExpired        Tag = "code-expired"        // the authorization code is too old, or was used
	DataReturned       Tag = "data-returned"       // a success with data in its body
	CORSBlocked        Tag = "cors-blocked"        // a response came that the page may not read
	PreflightRefused   Tag = "preflight-refused"   // the browser's preflight was not allowed
	NetworkFailed      Tag = "network-failed"      // no response, and the browser does not say why
)

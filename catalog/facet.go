package catalog

// A Facet says what went wrong in words that mean the same in every pack.
// Entries carry them (Entry.About), and who examines an exchange asks for them
// and not for the entries of one pack.
type Facet string

// The facets there are; schema.json has them, too.
const (
	DateInvalid        Facet = "date-invalid"        // a date in the request is none, or lies where there is nothing
	RangeTooLong       Facet = "range-too-long"      // the request asks for more days than one call gives; the limit may stand in its message
	TimeRangeTooLong   Facet = "time-range-too-long" // the request asks for a longer time of detailed data than one call gives
	PeriodInvalid      Facet = "period-invalid"      // the period is none that the endpoint takes
	FieldMissing       Facet = "field-missing"       // a parameter that the endpoint needs was not found in the request
	EndpointNotFound   Facet = "endpoint-not-found"  // the API has no such address
	ResourceUnknown    Facet = "resource-unknown"    // a name in the path is none that the API knows
	MethodNotAllowed   Facet = "method-not-allowed"  // the address does not take this method
	HTTPSRequired      Facet = "https-required"      // the request was not made over https
	ApplicationRefused Facet = "application-refused" // the API's owner did not allow this application the call
	CallerRefused      Facet = "caller-refused"      // a refusal that does not say who may call
	CodeExpired        Facet = "code-expired"        // the authorization code is too old, or was used
	DataReturned       Facet = "data-returned"       // a success with data in its body
	CORSBlocked        Facet = "cors-blocked"        // an answer came that the page may not read
	PreflightRefused   Facet = "preflight-refused"   // the browser's preflight was not allowed
	NetworkFailed      Facet = "network-failed"      // no answer, and the browser does not say why
)

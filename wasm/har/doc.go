// Package har reads and writes HTTP Archive (HAR 1.1 and 1.2) recordings. It
// also reads single entries as DevTools hands them over. It knows no browser and
// no API.
package har

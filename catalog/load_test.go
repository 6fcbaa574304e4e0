package catalog

// builtIn are the packs of catalog/builtin. It imports this package, so
// builtin_test.go, which may import both, puts them here.
var builtIn []*BuiltIn

// PutBuiltIn is for builtin_test.go.
func PutBuiltIn(packs []*BuiltIn) { builtIn = packs }

func load() *Catalog { return Load(builtIn) }

// CompletePacks are those that are ready, by ID.
func CompletePacks(c *Catalog) (ids []string) {
	for _, pack := range c.packs {
		if pack.complete {
			ids = append(ids, pack.ID)
		}
	}
	return ids
}

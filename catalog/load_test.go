package catalog

// builtIn are the packs of catalog/builtin. It imports this package, so
// builtin_test.go, which may import both, puts them here.
var builtIn []*BuiltIn

// PutBuiltIn is for builtin_test.go.
func PutBuiltIn(packs []*BuiltIn) { builtIn = packs }

func load() *Catalog { return Load(builtIn) }

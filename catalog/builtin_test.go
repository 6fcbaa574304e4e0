package catalog_test

import (
	"misstep/catalog"
	"misstep/catalog/builtin"
)

func init() { catalog.PutBuiltIn(builtin.Packs) }

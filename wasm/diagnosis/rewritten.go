package diagnosis

import "slices"

// Rewritten is the diagnosis with another text in place of each that has
// something of the recording in it.
func (d Diagnosis) Rewritten(replace func(string) string) Diagnosis {
	d.Method, d.URL, d.Message = replace(d.Method), replace(d.URL), replace(d.Message)
	d.Findings = slices.Clone(d.Findings)
	for i := range d.Findings {
		f := &d.Findings[i]
		f.Type, f.Title, f.Fact, f.Message, f.Cause = replace(f.Type), replace(f.Title), replace(f.Fact), replace(f.Message), replace(f.Cause)
		values := make(map[string]string, len(f.Values))
		for name, value := range f.Values {
			values[name] = replace(value)
		}
		f.Values = values
		f.Fixes = slices.Clone(f.Fixes)
		for i := range f.Fixes {
			f.Fixes[i] = replace(f.Fixes[i])
		}
		f.Evidence = slices.Clone(f.Evidence)
		for i := range f.Evidence {
			f.Evidence[i].Label, f.Evidence[i].Text = replace(f.Evidence[i].Label), replace(f.Evidence[i].Text)
		}
		f.Corrections = slices.Clone(f.Corrections)
		for i := range f.Corrections {
			f.Corrections[i].Value = replace(f.Corrections[i].Value)
		}
	}
	if d.Replacement != nil {
		d.Replacement = d.Replacement.Rewritten(replace)
	}
	return d
}

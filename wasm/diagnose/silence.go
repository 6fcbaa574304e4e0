package diagnose

// examineSilence finds what is wrong with answers that are no errors.
func examineSilence(e *examination) []clue { return nil }

package diagnose

// examineAuthorization reads the Authorization header.
func examineAuthorization(e *examination) []clue { return nil }

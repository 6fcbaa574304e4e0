package diagnose

// examineProofKey checks PKCE.
func examineProofKey(e *examination) []clue { return nil }

package session

import "misstep/wasm/redact"

// Secrets are what the exchanges show to be secret, and the ids of users, so
// that what one of them tells is masked in all that leaves. Exchanges that are
// forgotten have told theirs if they were asked for.
func (s *Session) Secrets() *redact.Secrets {
	if s.secrets == nil {
		s.secrets = redact.NewSecrets()
		for _, pack := range s.catalog.Packs() {
			for _, example := range pack.Credentials.ExampleTokens {
				s.secrets.Keep(example.Subject)
			}
		}
	}
	learner := s.secrets.Learner()
	for _, id := range s.unlearned {
		if id >= s.First() {
			learner.Exchange(*s.Exchange(id))
		}
	}
	s.unlearned = nil
	return s.secrets
}

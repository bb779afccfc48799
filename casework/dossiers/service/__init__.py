"""The use-cases of dossiers: they take a session and plain values, never a request."""

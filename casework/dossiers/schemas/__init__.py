"""Forms of dossiers. What a scheme asks for is read from its version, never written here."""

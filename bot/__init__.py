"""Speaking with people: questions in, cited answers out."""

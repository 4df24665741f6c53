"""Tables of the package. No code."""

"""Files, folders and streams into reports; identity by content."""

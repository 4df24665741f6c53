"""The records: frozen, slotted, without I/O. Everything else imports these; they import nothing but errors."""

"""Tables, session, writer, reader and migrations: where reports and events rest."""

"""One workroom per subject: times, places, actors, quantities, events, attribution. They never import each other."""

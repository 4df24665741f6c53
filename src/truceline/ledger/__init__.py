"""Incidents into truces and their state by day, as known on any later day."""

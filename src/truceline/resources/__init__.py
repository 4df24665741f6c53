"""Data files into frozen lookups: codebook, lexicons, actor registry, gazetteer."""

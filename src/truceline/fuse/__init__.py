"""Events and judgements into incidents: one occurrence once, with every report's version of it."""

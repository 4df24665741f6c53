"""Batches, resume and progress."""

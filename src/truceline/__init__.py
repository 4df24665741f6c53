"""Truceline: a sourced, queryable record of armed conflict, read from dated news reports."""

__version__ = "0.1.0"

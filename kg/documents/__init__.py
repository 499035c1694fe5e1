"""Turns bytes into documents: one reader per format."""

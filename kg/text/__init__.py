"""Repairs and segments a document's text, with a map back to the offsets of the text it is stored with."""

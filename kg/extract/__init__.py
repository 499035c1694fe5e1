"""Reads a document into an extract."""

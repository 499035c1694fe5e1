"""The graph of Herodotus."""

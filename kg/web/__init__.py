"""The web of Herodotus."""

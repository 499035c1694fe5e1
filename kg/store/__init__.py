"""The store of Herodotus."""

"""The identity of Herodotus."""

"""The cli of Herodotus."""

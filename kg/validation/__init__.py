"""The validation of Herodotus."""

"""The api of Herodotus."""

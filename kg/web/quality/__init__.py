"""The quality page in words: what every statement had to fit, what did not, and how well texts are read."""

from kg.web.quality.measured import measured
from kg.web.quality.page import quality_page
from kg.web.quality.shapes import Shape, shapes

__all__ = ["Shape", "measured", "quality_page", "shapes"]

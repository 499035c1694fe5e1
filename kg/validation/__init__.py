"""Whether a document's graph may enter the store: runs the shapes and says in words what is wrong.

A fast engine decides, pySHACL is the authority that writes the reports; both start from the same ``shapes/``.
"""

from kg.validation.files import validate_files
from kg.validation.gate import Gate, validate_documents
from kg.validation.report import Report
from kg.validation.result import Result, Severity

__all__ = ["Gate", "Report", "Result", "Severity", "validate_documents", "validate_files"]

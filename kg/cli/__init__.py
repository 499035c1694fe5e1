"""The command line: what people type, translated into one call inward and back into words.

One module for each family of commands. Heavy imports stand inside the commands, so that ``kg --help`` is quick.
"""

from kg.cli.program import main, program

__all__ = ["main", "program"]

"""The default extractor: rules of grammar and lexicons over a dependency parse.

``RuleExtractor`` is the door; ``find`` gives what each rule found, for those who want to see.
"""

from kg.extract.rules.rule_extractor import RuleExtractor, find

__all__ = ["RuleExtractor", "find"]

"""The default extractor: rules of grammar and lexicons over a dependency parse."""

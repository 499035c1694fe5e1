"""Herodotus: documents become a knowledge graph in which every statement carries who claims it, and in which words.

The packages follow the flow of data: ``documents`` → ``text`` → ``extract`` → ``identity`` → ``graph`` →
``validation`` → ``store``, composed by ``workspace`` and ``pipeline`` and reached through ``cli`` and ``api``.
"""

__version__ = "0.1.0"

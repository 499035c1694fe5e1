"""Who may do what, and how much of it: tokens with scopes, budgets of requests and of query-seconds.

``layer`` stands around the application, ``tokens`` knows who a token belongs to, ``sessions`` people with a browser,
``budgets`` what each client has left.
"""

from kg.api.access.budgets import Budgets
from kg.api.access.exposure import check_exposure, is_exposed
from kg.api.access.layer import Access
from kg.api.access.sessions import Sessions
from kg.api.access.tokens import IssuedToken, Tokens

__all__ = ["Access", "Budgets", "IssuedToken", "Sessions", "Tokens", "check_exposure", "is_exposed"]

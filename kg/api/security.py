"""Security headers of pages."""

from __future__ import annotations

from kg.api.problem import Header

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


def security(*, styles: bool = False) -> tuple[Header, ...]:
    """What a browser may do with a page: nothing but what this service itself gives it.

    ``styles`` lets the page's own scripts write style sheets into it, as editors and drawings do; never scripts.
    """
    policy = _POLICY + ("; style-src 'self' 'unsafe-inline'" if styles else "")
    return (
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    )

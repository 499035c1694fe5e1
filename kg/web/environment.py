"""The environment of the templates, in which every value is escaped."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.web.page import Page
from kg.web.place import Place

_HERE = Path(__file__).resolve().parent


def static_folder() -> Path:
    """The folder of the style sheet, the icon and the scripts."""
    return _HERE / "static"


def render(template: str, **values: object) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)


def render_page(page: Page, place: Place, version: int) -> str:
    """The HTML of a page, made from one version of the data."""
    return render(
        page.template,
        **page.values,
        page=page,
        place=place,
        root=place.root,
        section=page.section,
        version=version,
    )


@cache
def environment() -> Environment:
    """The templates."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["number"] = "{:,}".format
    made.filters["data_block"] = _data_block
    return made


def _data_block(value: object) -> Markup:
    """JSON for a script element that is not run: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - no markup is left in it

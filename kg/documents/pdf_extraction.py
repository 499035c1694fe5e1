"""The program that takes a PDF apart; it runs in a process of its own, which may loop, swell or die.

It reads the file from standard input and writes JSON: the lines of each page with their places, or why there are none.
It imports nothing of this project, so that it starts quickly.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

_MOST_CHARACTERS = 20_000_000

Line = tuple[str, float, float, float]
"""Text, and in points: distance from the left and from the bottom, size of the letters."""


class Lines:
    """Gathers what is drawn on a page into lines; it is called with each stretch of text."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._text = ""
        self._place = (0.0, 0.0, 0.0)

    def __call__(self, text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        """Adds ``text``, drawn with the matrices ``cm`` and ``tm``. A line break in it ends a line."""
        scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or abs(tm[1] * cm[1])
        place = (
            tm[4] * cm[0] + tm[5] * cm[2] + cm[4],
            tm[4] * cm[1] + tm[5] * cm[3] + cm[5],
            abs(float(size)) * scale or 1.0,
        )
        if text.strip() and self._text.strip() and abs(place[1] - self._place[1]) > 0.6 * max(place[2], self._place[2]):
            self.end()
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end()
            if part.strip():  # a line begins with its first letter, and is as large as its largest
                left, bottom, largest = self._place if self._text.strip() else place
                self._place = (left, bottom, max(largest, place[2]))
            self._text += part

    def end(self) -> None:
        """Ends the line."""
        text = " ".join(self._text.split())
        if text:
            left, bottom, size = (round(value, 1) for value in self._place)
            self.lines.append((text, left, bottom, size))
        self._text = ""


def lines_of(page: PageObject) -> list[Line]:
    """The lines of one page in the order in which they are drawn."""
    lines = Lines()
    page.extract_text(visitor_text=lines)
    lines.end()
    return lines.lines


def extract(data: bytes) -> dict[str, Any]:
    """The pages and metadata of a PDF, or an ``error``. ``broken`` counts the pages that could not be read."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "encrypted"}
    pages: list[list[Line]] = []
    broken = characters = 0
    for number in range(len(reader.pages)):
        try:
            lines = lines_of(reader.pages[number])
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - the parser meets what no standard foresees; the other pages may be sound
            broken += 1
            continue
        characters += sum(len(line[0]) for line in lines)
        if characters > _MOST_CHARACTERS:
            return {"error": "huge"}
        pages.append(lines)
    return {"pages": pages, "broken": broken, "about": about(reader)}


def about(reader: PdfReader) -> dict[str, str]:
    """What the file says of itself."""
    found = {}
    try:
        info: dict[str, Any] = dict(reader.metadata or {})
        for key in ("/Title", "/Author", "/CreationDate"):
            if isinstance(info.get(key), str):
                found[key] = str(info[key])
        if isinstance(language := reader.root_object.get("/Lang"), str):
            found["/Lang"] = str(language)
    except Exception:  # noqa: BLE001 - metadata that cannot be read do not matter enough to lose the text
        return found
    return found


def extracted(data: bytes) -> dict[str, Any]:
    """What ``extract`` gives, or the ``error`` of a file that cannot be read at all."""
    try:
        return extract(data)
    except DependencyError:
        return {"error": "encrypted"}
    except (MemoryError, RecursionError):
        return {"error": "huge"}
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError) as error:
        return {"error": "broken", "reason": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Reads a PDF from standard input and writes what it holds, as JSON, to standard output."""
    logging.disable(logging.CRITICAL)
    json.dump(extracted(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()

"""Prose: whether words of a document are sentences that tell something, or markup, data or talk to a machine.

These are signs on the surface. They come before grammar (``assertion``), which holds where no sign gives a text away.
"""

from __future__ import annotations

import re
from typing import Final

from kg.extract.llm.grounding import Stretch
from kg.extract.llm.scene import Scene

_CODE: Final = re.compile(
    r"[{}]|```|~~~|</?[a-zA-Z!?][^>\n]{0,200}>|&lt;|<\||\|>|\[/?INST\]|<<|>>|=>|->|::|\"\s*:\s*[\"\[{\d]|'\s*:\s*['\[{]"
    r"|\|[^|\n]+\||\b[A-Za-z_]+\([^()\n]*,[^()\n]*\)|\bkg:\w+|\b\w+\s*=\s*[\"'\[]|^#{1,6}\s|;\s*(?:--|drop|insert)\b"
    r"|\b(?:INSERT|SELECT|DELETE)\s+(?:DATA|INTO|WHERE|FROM|\?)",
    re.MULTILINE,
)
_WRITING: Final = r"(?:add|output|include|insert|write|emit|record|return)"
_PRODUCT: Final = r"(?:knowledge\s+graph|json|triples?)"
_MACHINE: Final = r"(?:assistant|ai|a\.i\.|language\s+model|chatbot|extractor|llm|bot|parser)"
_LABEL: Final = (
    r"(?:system|assistant|user|developer|human|ai|bot|instructions?|prompt|response|answer|(?:expected\s+)?output"
    r"|(?:note|message|instructions?|attention|reminder|memo|order)\s+(?:to|for)\s+(?:the\s+|any\s+|all\s+)?"
    r"[\w ,/-]{0,40})"
)
_TALK: Final = re.compile(
    "|".join(
        (
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}"
            r"\b(?:instruction|prompt|rule|guideline|direction|message|context)s?\b",
            r"\bsystem\s+(?:prompt|message|instruction|override|note)\b",
            r"\b(?:you\s+are|act\s+as|acting\s+as|pretend\s+to\s+be)\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+){0,3}"
            + _MACHINE
            + r"\b",
            r"^\W*" + _LABEL + r"\W*[:>\]]",
            r"\b(?:in|into|to)\s+your\s+(?:answer|output|response|reply)\b",
            r"\b(?:in|into|to)\s+(?:your|the)\s+(?:json|knowledge\s+graph|extraction)\b",
            r"\b" + _WRITING + r"(?:ed)?\s+(?:[\w']+\s+){0,3}?(?:to|into|in)\s+the\s+graph\b",
            r"\b(?:" + _PRODUCT + r"|language\s+models?|prompts?)\b[^.!?\n]{0,60}\b" + _WRITING + r"\b",
            r"\b" + _WRITING + r"\b[^.!?\n]{0,60}\b(?:" + _PRODUCT + r"|claims?\s+that|fact\s+that)\b",
            r"\b(?:for|of)\s+(?:the|your|this|our)\s+(?:knowledge\s+graph|extraction|extractor|json)\b",
            r"\b(?:note|store|extract|register|" + _WRITING + r")\s+(?:down\s+)?the\s+(?:following|next)\b",
            r"\b(?:fact|claim|statement|relation)s?\s+to\s+(?:be\s+)?(?:store|extract|" + _WRITING + r")(?:e?d)?\b",
            r"\b(?:dear|hello|hi|hey|attention)\s+(?:\w+\s+)?" + _MACHINE + r"s?\b",
            r"[(\[]\s*(?:to\s+|for\s+)?" + _MACHINE + r"s?\s*[:,]",
            r"\b(?:models?|extractors?|parsers?|chatbots?)\s+(?:that\s+|now\s+)?(?:process|read|pars|extract)(?:ing|e?s)\b",
            r"\bas\s+an?\s+(?:helpful|obedient|good|ai)\s+(?:\w+\s+)?" + _MACHINE + r"\b",
            r"\b(?:tell|inform|show|warn)\s+the\s+users?\b",
            r"\b(?:begin|end|start)\s+of\s+(?:the\s+)?(?:text|document|system|instructions?|prompt|data|input|passage)\b",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
_FICTION: Final = re.compile(
    r"\b(?:suppose|supposing|imagine|imaginary|pretend|hypothetical(?:ly)?|fictional|fictitious|for example|e\.g\."
    r"|for instance|example|made[- ]up|let us say|let's say|what if|as if|as though"
    r"|(?:parallel|alternate|alternative) (?:world|universe|timeline|reality|history)"
    r"|in (?:the|an?|this|his|her) (?:novel|film|movie|game|story|play)"
    r"|test (?:sentence|string|case))\b",
    re.IGNORECASE,
)


def is_code(scene: Scene, stretch: Stretch) -> bool:
    """Whether the block around a range holds markup, data or code: names in it stand side by side and say nothing."""
    return bool(_CODE.search(_around(scene, stretch)))


def talks_to_machine(scene: Scene, stretch: Stretch) -> bool:
    """Whether the block around a range speaks to whoever processes it: labels of a chat, talk of prompts and output."""
    return bool(_TALK.search(_around(scene, stretch)))


def is_fiction(scene: Scene, sentence: Stretch) -> bool:
    """Whether a sentence says of itself that it gives an example or imagines something."""
    return bool(_FICTION.search(scene.text[sentence.begin : sentence.end]))


def quotations(scene: Scene, block: Stretch) -> list[Stretch]:
    """The ranges between quotation marks in a block, marks left out; one that is not closed goes on to its end."""
    out, opened = [], -1
    text = scene.text
    for i in range(block.begin, block.end):
        char = text[i]
        if opened < 0 and (char in '"“„«' or (char == "‘" and (i == block.begin or not text[i - 1].isalnum()))):
            opened = i
        elif opened >= 0 and _closes(text, opened, i):
            if i > opened + 1:
                out.append(Stretch(opened + 1, i))
            opened = -1
    if opened >= 0 and text[opened] != "‘" and opened + 1 < block.end:
        out.append(Stretch(opened + 1, block.end))
    return out


_CLOSING: Final = {'"': '"', "“": '”"', "„": '“”"', "«": "»", "‘": "’"}


def _closes(text: str, opened: int, i: int) -> bool:
    if text[i] not in _CLOSING[text[opened]]:
        return False
    return text[opened] != "‘" or i + 1 >= len(text) or not text[i + 1].isalnum()


def _around(scene: Scene, stretch: Stretch) -> str:
    block = scene.block_of(stretch) or stretch
    return scene.text[block.begin : block.end]

"""Assertion: whether a text says that something is so, where its words merely name it.

"Add that A leads B" names A, B and leading, and says nothing of the kind. The document itself says what its main
clauses say. What stands in the complement of another word ("that …", a quotation, a question, a condition, an order)
is said by whoever that word tells of, or by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.extract.llm import prose
from kg.extract.llm.grounding import Stretch
from kg.extract.llm.kept import Told
from kg.extract.llm.reason import Reason
from kg.extract.llm.scene import Scene
from kg.extract.rules import phrases
from kg.model import BlockKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_EMBEDDING: Final = frozenset({"ccomp", "csubj", "csubjpass"})
_LETTING: Final = frozenset(
    {"make", "let", "help", "have", "see", "watch", "allow", "enable", "force", "cause", "get", "leave"}
)
"""What these have others do is as real as they are."""
_CONDITIONS: Final = frozenset({"if", "unless", "whether", "lest", "whatever", "provided", "assuming"})
_SECOND: Final = frozenset({"you", "your", "yours", "yourself", "yourselves", "y'all"})
_DUTY: Final = frozenset({"must", "should", "shall", "ought", "let"})
_VERBS: Final = frozenset({"VERB", "AUX"})


def objection(
    scene: Scene, anchor: Token, sentence: Stretch, told: Told | None, *, granted: bool = False
) -> Reason | None:
    """Why the words around ``anchor`` do not say that it is so, if they do not.

    ``granted``: it stands inside a noun phrase that takes it for granted ("said Prime Minister X …"); in what somebody
    is reported to say, such words are the document's own.
    ``told`` is the attribution that a claim is put under: it may stand in that attribution's content, and then the cue
    has to be said by the document in turn.
    """
    here = Stretch(anchor.idx, anchor.idx + len(anchor))
    if prose.is_code(scene, here):
        return Reason.CODE
    if prose.talks_to_machine(scene, here):
        return Reason.INSTRUCTION
    if told is None:
        return _own(scene, anchor, here, sentence, granted=granted)
    cue = scene.tokens(told.cue)
    if cue is None:
        return Reason.CUE
    inner = _embedded(anchor, {t.i for t in cue})
    if inner is not None:
        return inner
    return _saying(scene, cue.root, told)


def _own(scene: Scene, anchor: Token, here: Stretch, sentence: Stretch, *, granted: bool) -> Reason | None:
    """What keeps the document from saying it in its own voice."""
    block = scene.block_of(here)
    if block is not None and any(q.contains(here) for q in prose.quotations(scene, block)):
        return Reason.QUOTED
    if prose.is_fiction(scene, sentence):
        return Reason.REALIS
    tokens = scene.tokens(sentence)
    if tokens is None:
        return Reason.APART
    outside = [t for t in tokens if (t.lower_ in _SECOND or is_order(t)) and not _in_quotes(scene, t)]
    if outside:
        return Reason.INSTRUCTION
    if _announced(anchor) or introduced(scene, sentence) or scene.words(sentence).rstrip("\"'”’)").endswith("!"):
        return Reason.INSTRUCTION
    if _asks(anchor):
        return Reason.REALIS
    embedded = _embedded(anchor, set())
    if embedded is Reason.VOICE and granted and _is_reported(scene, anchor):
        embedded = None
    return embedded or _obliged(anchor)


def _saying(scene: Scene, cue: Token, told: Told) -> Reason | None:
    """What keeps the document from saying that the source says it."""
    outside = [
        t for t in cue.sent if not any(c.begin <= t.idx < c.end for c in told.content) and not _in_quotes(scene, t)
    ]
    if any(is_order(t) for t in outside) or (any(t.lower_ in _SECOND for t in outside) and _obliged(cue)):
        return Reason.INSTRUCTION
    if cue.sent.text.rstrip().endswith("?") and not told.content[-1].overlaps(_last(cue)):
        return Reason.REALIS
    for verb in _above(cue):
        if any(c.dep_ == "neg" or (c.dep_ == "nsubj" and c.lower_ in _NOBODY) for c in verb.children):
            return Reason.POLARITY
        if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children):
            return Reason.REALIS
        if any(c.dep_ == "aux" and (c.tag_ == "MD" or c.lower_ in _DUTY) for c in verb.children):
            return Reason.REALIS
    return None


_NOBODY: Final = frozenset({"nobody", "none", "no-one", "noone", "nothing", "neither"})


def _last(cue: Token) -> Stretch:
    last = [t for t in cue.sent if not t.is_space and not t.is_punct]
    return Stretch(last[-1].idx, last[-1].idx + len(last[-1])) if last else Stretch(cue.idx, cue.idx + len(cue))


def _embedded(anchor: Token, cue: set[int]) -> Reason | None:
    """What stands between a word and the main clause (or the cue) and keeps it from being said there."""
    current = anchor
    while current.i not in cue:
        if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in current.children):
            return Reason.REALIS
        if any(c.dep_ == "advcl" and _is_condition(c) for c in current.children):
            return Reason.REALIS
        head = current.head
        if head == current or head.i in cue:
            return None
        if current.dep_ in _EMBEDDING and not (current.dep_ == "ccomp" and head.lemma_.lower() in _LETTING):
            return Reason.VOICE
        if (
            current.dep_ in {"acl", "relcl"}
            and any(c.dep_ in {"mark", "nsubj", "dobj"} and c.lower_ == "that" for c in current.children)
            and head.pos_ == "NOUN"
            and current.dep_ == "acl"
        ):
            return Reason.VOICE  # "the claim that …"
        current = head
    return None


def _is_condition(clause: Token) -> bool:
    """As in "if he won", "had he won"."""
    if any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in clause.children):
        return True
    first = clause.left_edge
    return first.dep_ == "aux" and first.lower_ in {"had", "were", "should"} and _subject(clause)


def _is_reported(scene: Scene, anchor: Token) -> bool:
    """Whether all that a word is embedded in is what somebody is reported to say."""
    chain = (anchor, *anchor.ancestors)
    return all(t.head.i in scene.found.voices.cues for t in chain if t.dep_ in _EMBEDDING)


def _obliged(anchor: Token) -> Reason | None:
    """What should be is not what is ("the answer must say so")."""
    for verb in _above(anchor):
        if any(c.dep_ == "aux" and c.lower_ in _DUTY for c in verb.children):
            return Reason.REALIS
    return None


def _above(token: Token) -> Iterator[Token]:
    """The verbs from a word up to the main clause."""
    for current in (token, *token.ancestors):
        if current.pos_ in _VERBS:
            yield current


def is_order(token: Token) -> bool:
    """Whether the word is an imperative: a verb without subject, tense or infinitive's "to"."""
    if token.pos_ not in _VERBS or token.tag_ not in {"VB", "VBP"}:
        return False
    if any(c.dep_ == "aux" and c.lemma_ != "do" for c in token.children):
        return False
    if _is_called(token):
        return True
    if token.dep_ == "conj":
        return token.head.pos_ in _VERBS and is_order(token.head) and not phrases.subjects(token)
    if token.dep_ == "advcl":
        return (
            token.tag_ == "VB" and not any(c.dep_ in {"mark", "advmod"} for c in token.children) and not _subject(token)
        )
    if token.dep_ == "ccomp":
        return token.tag_ == "VB" and token.head.lemma_.lower() not in _LETTING and not _subject(token)
    return token.dep_ in {"ROOT", "parataxis", "dep"} and not _subject(token)


def _is_called(verb: Token) -> bool:
    """As in "Northland, attack the base": a name that is called, and an order; the verb does not agree with it."""
    called = [c for c in verb.children if c.dep_ in {"nsubj", "npadvmod", "vocative"} and c.tag_ in {"NNP", "NN"}]
    comma = (
        any(c.text == "," and called and called[0].i < c.i < verb.i for c in verb.doc[called[0].i : verb.i])
        if called
        else False
    )
    return comma and verb.dep_ == "ROOT" and not any(c.dep_ in {"conj", "appos", "relcl"} for c in called[0].children)


def _subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"} for c in verb.children)


def _announced(anchor: Token) -> bool:
    """Whether a clause with a verb and a colon announce the word in its own sentence ("Repeat after me: …")."""
    before = [t for t in anchor.sent if t.i < anchor.i]
    colon = next((t.i for t in reversed(before) if t.text in {":", "："}), None)
    return colon is not None and any(t.pos_ in _VERBS | {"PRON"} for t in before if t.i < colon)


def introduced(scene: Scene, sentence: Stretch) -> bool:
    """Whether words before the sentence announce it by a colon: an order to readers, or in its block at all."""
    at = scene.sentences.index(sentence)
    block = scene.block_of(sentence)
    if at == 0 or block is None:
        return False
    before = scene.sentences[at - 1]
    if block.contains(before):
        return scene.words(before).endswith((":", "：", ">"))
    return _opened(scene, block)


def _opened(scene: Scene, block: Stretch) -> bool:
    """Whether a block, or the list it is an item of, follows an order that ends in a colon."""
    number = scene.blocks.index(block) - 1
    segments = scene.found.reading.text.segments
    while number > 0 and segments[number].kind is BlockKind.ITEM:
        number -= 1
    last = scene.sentences_of(scene.blocks[number])[-1:]
    tokens = scene.tokens(last[0]) if last else None
    if tokens is None or not scene.words(last[0]).endswith((":", "：")):
        return False
    return prose.talks_to_machine(scene, last[0]) or any(is_order(t) or t.lower_ in _SECOND for t in tokens)


def _asks(anchor: Token) -> bool:
    last = next((t for t in reversed(anchor.sent) if not t.is_space and not t.is_quote), None)
    return last is not None and last.text == "?"


def _in_quotes(scene: Scene, token: Token) -> bool:
    here = Stretch(token.idx, token.idx + len(token))
    block = scene.block_of(here)
    return block is not None and any(q.contains(here) for q in prose.quotations(scene, block))

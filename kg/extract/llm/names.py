"""Names: how words denote, and whether they can denote what they are said to denote."""

from __future__ import annotations

from typing import Final

from kg import reference
from kg.extract.llm.grounding import Stretch
from kg.extract.llm.scene import Scene
from kg.extract.rules import lexicon, nameforms, nominals
from kg.model import EntityClass, MentionKind

_PERSONAL: Final = lexicon.words("he she him her his hers himself herself who whom whose i me my mine myself")
_THINGS: Final = lexicon.words("it its itself")
_PRONOUNS: Final = (
    _PERSONAL
    | _THINGS
    | lexicon.words(
        "they them their theirs themselves we us our ours ourselves this that these those which one ones both"
    )
    | lexicon.words("each some many others another")
)
_SMALL: Final = lexicon.words("the a an of and for in on to de la el al von van bin ibn abu")
_BRANCHES: Final = (EntityClass.PERSON, EntityClass.ORGANISATION, EntityClass.GROUP, EntityClass.PLACE)


def kind_of(scene: Scene, stretch: Stretch) -> MentionKind | None:
    """How the words denote an entity; ``None`` where they are no noun phrase at all."""
    head = scene.head(stretch)
    if head is None:
        return None
    words = scene.words(stretch).casefold().split()
    if all(word.strip(".,'’\"") in _PRONOUNS for word in words):
        return MentionKind.PRONOUN
    if head.pos_ == "PROPN" or head.tag_ in {"NNP", "NNPS"} or state_code(scene.words(stretch)) is not None:
        return MentionKind.NAME
    if head.pos_ in {"NOUN", "PRON", "NUM"} or head.tag_ in {"NN", "NNS", "CD"}:
        return MentionKind.NOMINAL
    return MentionKind.NAME if head.text[:1].isupper() and not head.is_sent_start else None


def key(name: str) -> str:
    """The form under which equal names meet: no case, no accents, no article."""
    return reference.fold(name)


def state_code(name: str) -> str | None:
    """The state that a name, a demonym or a capital stands for."""
    bare = name.removesuffix("'s").removesuffix("’s").strip()
    for look_up in (
        reference.state_by_name,
        reference.state_by_adjective,
        reference.state_by_inhabitant,
        reference.state_by_capital,
    ):
        found = look_up(bare)
        if found is not None:
            return found.code
    return None


def are_listed_alike(one: str, other: str) -> bool:
    """Whether the packaged lists know two names as those of one state or organisation ("the US", "United States")."""
    first, second = reference.organisation_by_name(one), reference.organisation_by_name(other)
    if first is not None and second is not None:
        return first.slug == second.slug
    codes = state_code(one), state_code(other)
    return codes[0] is not None and codes[0] == codes[1]


def may_name(name: str, words: str) -> bool:
    """Whether a mention that is a name can be one of what is called ``name``.

    Equal, a part of the other (titles aside), an acronym, or another name of the same entry of the packaged lists.
    """
    one, other = _words(name), _words(words)
    if one == other and one:
        return True
    if are_listed_alike(name, words):
        return True
    first, second = reference.organisation_by_name(name), reference.organisation_by_name(words)
    if first is not None and second is not None:
        return False
    codes = state_code(name), state_code(words)
    if not one or not other:
        return False
    if set(one) <= set(other) or set(other) <= set(one):
        return codes[0] is None and codes[1] is None
    return _is_acronym(name, words) or _is_acronym(words, name)


def _words(name: str) -> list[str]:
    titles = {title.rstrip(".").casefold() for title in nameforms.ADDRESS}
    words = [w.removesuffix("'s").removesuffix("’s").strip(".,'’\"") for w in name.replace("-", " ").split()]
    folded = [reference.fold(w) for w in words if w]
    telling = [w for w in folded if w and w not in _SMALL and w not in titles and len(w) > 1]
    return telling or [w for w in folded if w]


def _is_acronym(short: str, long: str) -> bool:
    letters = "".join(c for c in short if c.isalpha())
    if not 2 <= len(letters) <= 8 or not letters.isupper() or " " in short.strip():
        return False
    words = [w for w in long.replace("-", " ").split() if w]
    initials = "".join(w[0].upper() for w in words if w[0].isupper())
    every = "".join(w[0].upper() for w in words)
    return len(words) > 1 and letters in {initials, every}


def contradicts(scene: Scene, stretch: Stretch, kind: MentionKind, cls: EntityClass) -> bool:
    """Whether the words themselves show something of another branch than ``cls``: a person, organisation, group, place.

    Pronouns by their gender, nouns by the lexicon, names by the packaged lists or by the words that names are made of.
    What an unlisted name without such a word names is the model's to say.
    """
    head = scene.head(stretch)
    if head is None:
        return True
    words = scene.words(stretch)
    if kind is MentionKind.PRONOUN:
        word = words.casefold()
        if word in _PERSONAL - {"who", "whose", "whom"}:
            return cls not in {EntityClass.PERSON, EntityClass.ACTOR} and word not in {
                "i",
                "me",
                "my",
                "mine",
                "myself",
            }
        return word in _THINGS and cls is EntityClass.PERSON
    if kind is MentionKind.NOMINAL:
        told = nominals.class_of(head)
        return told is not None and not _agree(told, cls, loose=True)
    listed = reference.organisation_by_name(words)
    if listed is not None:
        return not _agree(listed.cls, cls, loose=True)
    if state_code(words) is not None:
        return cls is EntityClass.PERSON or cls in {EntityClass.COMPANY, EntityClass.MEDIA_ORGANISATION}
    told = _told_class(words)
    return told is not None and not _agree(told, cls, loose=True)


def _told_class(name: str) -> EntityClass | None:
    """The class that an unlisted name tells by its words: "… Ministry", "… Airport", a first name and a surname."""
    parts = name.removesuffix("'s").removesuffix("’s").split()
    for kind in lexicon.load("organisations")["kind"]:
        if len(parts) > 1 and parts[-1] in kind["heads"]:
            return EntityClass(kind["class"])
    first = lexicon.load("firstnames")
    if len(parts) > 1 and parts[0].casefold() in {*first["female"].split(), *first["male"].split()}:
        return EntityClass.PERSON
    return None


def _agree(told: EntityClass, said: EntityClass, *, loose: bool) -> bool:
    """Whether two classes may be of one thing; loosely: an office is a building and a body, people a group."""
    if told.is_a(said) or said.is_a(told) or (EntityClass.ACTOR in (told, said) and not _is_place(told, said)):
        return True
    one, other = _branch(told), _branch(said)
    if one is other:
        return True
    if not loose:
        return False
    pair = {one, other}
    if EntityClass.GROUP in pair and EntityClass.PLACE not in pair:
        return True
    housed = EntityClass.FACILITY in (told, said) or EntityClass.STATE in (told, said)
    return pair == {EntityClass.ORGANISATION, EntityClass.PLACE} and housed


def _is_place(*classes: EntityClass) -> bool:
    return any(c.is_a(EntityClass.PLACE) for c in classes)


def _branch(cls: EntityClass) -> EntityClass:
    return next((b for b in _BRANCHES if cls.is_a(b)), EntityClass.ACTOR)


def may_be_one(scene: Scene, one: Stretch, other: Stretch) -> bool:
    """Whether two descriptions may denote one thing: by the same noun, or by the rules' reading."""
    first, second = scene.head(one), scene.head(other)
    if first is None or second is None:
        return False
    if first.lemma_.lower() == second.lemma_.lower():
        return True
    cast = scene.found.cast
    return cast.at(first) is not None and cast.at(first) is cast.at(second)

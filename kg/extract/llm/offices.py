"""The offices: whether words say that somebody holds a post or bears a designation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses
from kg.extract.llm.reason import Reason
from kg.extract.rules import lexicon, nominals, phrases, posts
from kg.model import EntityClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS: Final = frozenset({"VERB", "AUX"})
_COPULAS: Final = lexicon.words(
    "be become remain serve act work elect appoint name nominate make declare resign swear promote replace succeed"
)
_FOLLOWING: Final = frozenset({"replace", "succeed"})
_DESIGNATING: Final = lexicon.words(
    "designate list blacklist proscribe sanction classify name label declare brand ban outlaw recognise recognize deem"
)


def is_title(token: Token) -> bool:
    """Whether a word may head the title of a post: a title of the lexicon, or a noun for a person."""
    return posts.is_title(token) or (token.pos_ in {"NOUN", "PROPN"} and nominals.class_of(token) is EntityClass.PERSON)


def is_label(token: Token) -> bool:
    """Whether a word may head the label of a designation: a noun or adjective, neither a number nor who bears it.

    Beside a verb it is what the verb calls somebody: "as a …", "… a …", "on the list of …".
    """
    if token.pos_ not in {"NOUN", "ADJ", "PROPN"} or token.like_num or token.ent_type_ in {"DATE", "CARDINAL"}:
        return False
    verb = next((t for t in token.ancestors if t.pos_ in _VERBS and t.lemma_.lower() in _DESIGNATING), None)
    if verb is None:
        return token.pos_ != "PROPN"
    if token.dep_ == "pobj":
        return token.head.lower_ in {"as", "of", "for", "under"}
    return token.dep_ not in {"nsubj", "nsubjpass", "agent", "npadvmod", "poss", "compound", "amod", "nmod"} and (
        token.dep_ != "dobj" or token.pos_ != "PROPN"
    )


def office(post: Token, holder: Token) -> Reason | None:
    """Why ``holder`` is not who ``post`` says somebody is (a title, "member", "ally"), if so."""
    way = clauses.path(post, holder)
    if way is None or clauses.parted(post, holder):
        return Reason.APART
    if post == holder:
        return None
    verbs = [t for t in way if t.pos_ in _VERBS]
    if not verbs:
        return None if _beside(post, holder) else Reason.DIRECTION
    if len(verbs) > 1 or verbs[0].lemma_.lower() not in _COPULAS:
        return Reason.APART
    verb = verbs[0]
    objects = phrases.objects(verb)
    given = clauses.patients(verb) if objects and post.i not in {o.i for o in objects} else set()
    if verb.lemma_.lower() in _FOLLOWING:
        given = clauses.agents(verb)  # "X replaced Y as head": X is
    borne = given or clauses.agents(verb) | clauses.patients(verb)
    return None if holder.i in borne and not _below(post, holder) else Reason.DIRECTION


def _beside(post: Token, holder: Token) -> bool:
    """Whether the two stand for one: in apposition, or a title before a name."""
    one, other = clauses.core(post), clauses.core(holder)
    if _below(post, holder):
        return False
    joined = (
        holder.head == post or post.head == holder or (one == other and post.dep_ != "conj" and holder.dep_ != "conj")
    )
    if joined and "conj" not in {post.dep_ if post.head == holder else "", holder.dep_ if holder.head == post else ""}:
        return True
    inner = {t.dep_ for t in (clauses.path(post, holder) or [])[1:-1]}
    return one == other and "conj" not in inner | {post.dep_} and holder.dep_ in {"conj", "appos", "compound"}


def _below(post: Token, holder: Token) -> bool:
    """Whether the holder is what the post is of ("leader of X", "X's leader")."""
    how = clauses.under(holder, post)
    return how is not None and (how != "modifier" or holder.pos_ == "PROPN")


def of_office(post: Token, organisation: Token) -> Reason | None:
    """Why the post is not one of the organisation, if so."""
    way = clauses.path(post, organisation)
    if way is None or clauses.parted(post, organisation):
        return Reason.APART
    if any(t.pos_ in _VERBS for t in way) or any(t.dep_ == "conj" for t in way[1:-1]):
        return Reason.APART
    return Reason.APART if organisation.dep_ == "conj" and organisation.head in (post, post.head) else None


def designation(predicate: Predicate, label: Token, actor: Token) -> Token | Reason:
    """The word that says the designation, or why there is none: some word of the sentence must designate."""
    way = clauses.path(label, actor)
    if way is None or clauses.parted(label, actor):
        return Reason.APART
    verb = next((t for t in way if t.pos_ in _VERBS and t.lemma_.lower() != "be"), None)
    if verb is None:
        near = (label, label.head, actor)
        word = next((c for t in near for c in (t, *t.children) if c.lemma_.lower() in _DESIGNATING), None)
        if word is None:
            return Reason.PREDICATE
        return Reason.APART if any(t.dep_ == "conj" for t in way) else label.head  # the label may be quoted
    if verb.lemma_.lower() not in _DESIGNATING:
        return Reason.PREDICATE
    agents, patients = clauses.agents(verb), clauses.patients(verb)
    if predicate is Predicate.DESIGNEE:
        return verb if actor.i in patients or (actor.i not in agents and not patients) else Reason.DIRECTION
    return verb if actor.i in agents and actor.i not in patients else Reason.DIRECTION

"""Two invented documents with everything that an extract can hold, written out by hand."""

from dataclasses import dataclass, field
from hashlib import sha256

from kg.model import (
    Attribution,
    Block,
    BlockKind,
    Certainty,
    Claim,
    ClaimObject,
    ClassObject,
    DateObject,
    Designation,
    Document,
    Effect,
    Entity,
    EntityClass,
    EntityKey,
    Event,
    EventClass,
    Extract,
    Identification,
    Identity,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Polarity,
    Post,
    Predicate,
    Realis,
    Span,
    Tenure,
    TextObject,
    Toll,
)

BASE = "http://example.org/"

KARSK = """Strike on Karsk 🜂

Norland bombed the Iron Brigade in Karsk on 14 March 2021 with rockets. The Brigade said the airstrike killed 25 of \
its fighters, while Estmark’s government said 15 fighters were killed. Norland denied the raid. “We are \
ready”, General Ada Roe, the defence minister of Norland, said; Estmark may have supplied the rockets.

The Brigade vowed to attack Port Lund. Estmark arms the Iron Brigade, according to Norland. Norland designated it a \
"terrorist organisation" in 2015 under the Sanctions Act. The two met in Port Lund. Talks are reportedly stalled.
"""

LUND = """Observers in Port Lund

Norland shelled Karsk in March 2021 in response to a raid. Estmark supports the Iron Brigade. Ada Roe resigned.
"""

ENTITIES: dict[str, tuple[EntityKey, EntityClass, str]] = {
    "norland": (EntityKey("organisation", "norland"), EntityClass.STATE, "Norland"),
    "brigade": (EntityKey("organisation", "iron-brigade"), EntityClass.ARMED_GROUP, "Iron Brigade"),
    "estmark": (EntityKey("organisation", "estmark"), EntityClass.STATE, "Estmark"),
    "government": (
        EntityKey("organisation", "estmark-government"),
        EntityClass.GOVERNMENT_BODY,
        "Estmark’s government",
    ),
    "roe": (EntityKey("person", "ada-roe"), EntityClass.PERSON, "Ada Roe"),
    "karsk": (EntityKey("place", "karsk"), EntityClass.SETTLEMENT, "Karsk"),
    "lund": (EntityKey("place", "port-lund"), EntityClass.SETTLEMENT, "Port Lund"),
}


@dataclass
class Fiction:
    """One document in the making; ``node`` numbers nodes by their letter."""

    name: str
    text: str
    title: str
    entities: list[Entity] = field(default_factory=list)
    identifications: list[Identification] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def at(self, words: str, occurrence: int = 1) -> Span:
        """The span of the words, the first time that they occur or later."""
        begin = -1
        for _ in range(occurrence):
            begin = self.text.index(words, begin + 1)
        return Span(begin, begin + len(words))

    def entity(self, name: str, *mentions: Span, kind: MentionKind = MentionKind.NAME) -> NodeId:
        """One of the entities above, as the mentions denote it."""
        key, cls, label = ENTITIES[name]
        known = next((i.entity for i in self.identifications if i.key == key), None)
        node = known or NodeId(f"n{len(self.entities) + 1}")
        if known is None:
            self.entities.append(Entity(node, cls, label, proper=True))
            self.identifications.append(Identification(node, key, cls, label, **_EXTRA.get(name, {})))
        self.mentions.extend(Mention(span, node, kind) for span in mentions)
        return node

    def group(self, words: str, slug: str) -> NodeId:
        """A group of people by description."""
        node = NodeId(f"n{len(self.entities) + 1}")
        self.entities.append(Entity(node, EntityClass.GROUP, words, proper=False))
        self.identifications.append(Identification(node, EntityKey("group", slug), EntityClass.GROUP, words))
        self.mentions.append(Mention(self.at(words), node, MentionKind.NOMINAL))
        return node

    def claim(
        self,
        subject: str,
        predicate: Predicate,
        value: ClaimObject,
        *evidence: Span,
        by: NodeId | None = None,
        via: str | None = None,
        mention: Span | None = None,
        polarity: Polarity = Polarity.AFFIRMED,
        certainty: Certainty = Certainty.CERTAIN,
        realis: Realis = Realis.ACTUAL,
        confidence: float = 0.9,
    ) -> None:
        """The next claim."""
        self.claims.append(
            Claim(
                NodeId(f"c{len(self.claims) + 1}"), NodeId(subject), predicate, value, evidence, "by-hand", confidence,
                by, NodeId(via) if via else None, mention, polarity, certainty, realis,
            )
        )  # fmt: skip

    def document(self, **metadata: object) -> Document:
        checksum = sha256(self.text.encode()).hexdigest()
        block = Block(Span(0, len(self.text)), BlockKind.PARAGRAPH)
        return Document(
            Document.id_for(checksum), self.name, checksum, "text/plain", self.text, (block,), self.title, **metadata
        )  # type: ignore[arg-type]  # tests are not type-checked


_EXTRA: dict[str, dict] = {
    "karsk": {
        "latitude": 50.25,
        "longitude": 20.4,
        "geonames": 424242,
        "within": (EntityKey("place", "east-estmark"), EntityKey("place", "estmark")),
    },
    "estmark": {"territory": EntityKey("place", "estmark"), "wikidata": "Q424242"},
    "brigade": {"aliases": ("The Brigade",)},
    "roe": {"aliases": ("General Ada Roe",)},
}
ADDED = (
    Identification(
        NodeId("x1"), EntityKey("place", "east-estmark"), EntityClass.ADMINISTRATIVE_AREA, "East Estmark",
        within=(EntityKey("place", "estmark"),),
    ),
    Identification(NodeId("x2"), EntityKey("place", "estmark"), EntityClass.COUNTRY, "Estmark"),
)  # fmt: skip


def node(name: NodeId) -> NodeObject:
    return NodeObject(name)


@dataclass(frozen=True)
class Told:
    """A document with its extract, its identity and the names of its files."""

    document: Document
    extract: Extract
    identity: Identity
    names: tuple[str, ...]


def karsk() -> Told:
    """A strike that two parties count differently and one denies; a plan, a designation, a tenure, a relation."""
    f = Fiction("karsk.txt", KARSK, "Strike on Karsk 🜂")
    p = Predicate
    norland = f.entity("norland", f.at("Norland"), f.at("Norland", 2), f.at("Norland", 3))
    brigade = f.entity(
        "brigade", f.at("Iron Brigade"), f.at("The Brigade"), f.at("The Brigade", 2), f.at("Iron Brigade", 2)
    )
    f.entity(
        "brigade",
        f.at("its"),
        f.at(" it ").__class__(f.at(" it ").begin + 1, f.at(" it ").end - 1),
        kind=MentionKind.PRONOUN,
    )
    place = f.entity("karsk", f.at("Karsk"), f.at("Karsk", 2))
    government = f.entity("government", f.at("Estmark’s government"))
    estmark = f.entity(
        "estmark", f.at("Estmark may").__class__(f.at("Estmark may").begin, f.at("Estmark may").begin + 7)
    )
    roe = f.entity("roe", f.at("General Ada Roe"))
    lund = f.entity("lund", f.at("Port Lund"), f.at("Port Lund", 2))
    f.entity("norland", f.at("The two"), kind=MentionKind.NOMINAL)
    f.entity("estmark", f.at("The two"), kind=MentionKind.NOMINAL)
    its, fifteen = f.group("25 of its fighters", "g-25-of-its-fighters"), f.group("15 fighters", "g-15-fighters")
    bombed, strike, raid = f.at("bombed"), f.at("airstrike"), f.at("raid")
    first = f.at("Norland bombed the Iron Brigade in Karsk on 14 March 2021 with rockets.")
    told_25 = f.at("the airstrike killed 25 of its fighters")
    told_15 = f.at("15 fighters were killed")
    f.mentions += [Mention(s, NodeId("e1"), MentionKind.TRIGGER) for s in (bombed, strike, raid)]
    f.claim("e1", p.TYPE, ClassObject(EventClass.AIRSTRIKE), first)
    f.claim("e1", p.AGENT, node(norland), first, mention=f.at("Norland"))
    f.claim("e1", p.TARGET, node(brigade), first, mention=f.at("Iron Brigade"))
    f.claim("e1", p.INSTRUMENT, TextObject("rockets"), first, mention=f.at("rockets"))
    f.claim("e1", p.PLACE, node(place), first, mention=f.at("Karsk", 2))
    f.claim("e1", p.DATE, DateObject("2021-03-14"), first, mention=f.at("14 March 2021"))
    f.claim("e1", p.TOLL, node(NodeId("t1")), told_25, by=brigade, via="a1", mention=f.at("25 of its fighters"))
    f.claim("e1", p.TOLL, node(NodeId("t2")), told_15, f.at("killed", 2), by=government, via="a2", confidence=0.75)
    f.claim(
        "e1", p.AGENT, node(norland), f.at("Norland denied the raid"), by=norland, via="a3", polarity=Polarity.DENIED
    )
    f.claim(
        "e1", p.TYPE, ClassObject(EventClass.ATTACK), f.at("the raid"), by=norland, via="a3", polarity=Polarity.DENIED
    )
    f.mentions.append(Mention(f.at("supplied"), NodeId("e2"), MentionKind.TRIGGER))
    maybe = f.at("Estmark may have supplied the rockets")
    f.claim("e2", p.TYPE, ClassObject(EventClass.AID), maybe, by=roe, via="a4", certainty=Certainty.POSSIBLE)
    f.claim("e2", p.AGENT, node(estmark), maybe, by=roe, via="a4", certainty=Certainty.POSSIBLE)
    f.mentions.append(Mention(f.at("attack"), NodeId("e3"), MentionKind.TRIGGER))
    plan = f.at("The Brigade vowed to attack Port Lund.")
    f.claim("e3", p.TYPE, ClassObject(EventClass.ATTACK), plan, by=brigade, via="a5", realis=Realis.FUTURE)
    f.claim("e3", p.AGENT, node(brigade), plan, by=brigade, via="a5", realis=Realis.FUTURE)
    f.claim("e3", p.TARGET, node(lund), plan, by=brigade, via="a5", mention=f.at("Port Lund"), realis=Realis.FUTURE)
    f.mentions.append(Mention(f.at("met"), NodeId("e4"), MentionKind.TRIGGER))
    f.claim("e4", p.TYPE, ClassObject(EventClass.MEETING), f.at("The two met in Port Lund."))
    arms = f.at("Estmark arms the Iron Brigade")
    f.claim(estmark, p.ARMS, node(brigade), arms, by=norland, via="a6", certainty=Certainty.PROBABLE)
    listed = f.at('Norland designated it a "terrorist organisation" in 2015 under the Sanctions Act.')
    f.claim("d1", p.DESIGNEE, node(brigade), listed)
    f.claim("d1", p.AUTHORITY, node(norland), listed)
    f.claim("d1", p.DATE, DateObject("2015"), listed)
    f.claim("d1", p.PROGRAMME, TextObject("Sanctions Act"), listed)
    office = f.at("General Ada Roe, the defence minister of Norland")
    f.claim("o1", p.HOLDER, node(roe), office)
    f.claim("o1", p.POST, node(NodeId("p1")), office)
    f.claim("o1", p.ORGANISATION, node(norland), office)

    def attribution(
        number: int, cue: Span, content: tuple[Span, ...], source: Span | None, who: NodeId | None
    ) -> Attribution:
        return Attribution(NodeId(f"a{number}"), source, cue, content, who)

    attributions = (
        attribution(1, f.at("said"), (told_25,), f.at("The Brigade"), brigade),
        attribution(2, f.at("said", 2), (told_15,), f.at("Estmark’s government"), government),
        attribution(3, f.at("denied"), (f.at("the raid"),), f.at("Norland", 2), norland),
        attribution(4, f.at("said", 3), (f.at("“We are ready”"), maybe), f.at("General Ada Roe"), roe),
        attribution(5, f.at("vowed"), (f.at("to attack Port Lund"),), f.at("The Brigade", 2), brigade),
        attribution(6, f.at("according to"), (arms,), f.at("Norland", 4), norland),
        attribution(7, f.at("reportedly"), (f.at("Talks are"), f.at("stalled")), None, None),
    )
    document = f.document(
        date="2021-03-15",
        authors=("A. Writer",),
        publisher="The Example",
        url="http://news.example/karsk?id=1",
        language="en",
    )
    extract = Extract(
        document.id,
        "rules 0.1.0",
        tuple(f.entities),
        tuple(Event(NodeId(f"e{n}"), cls) for n, cls in enumerate(
            (EventClass.AIRSTRIKE, EventClass.AID, EventClass.ATTACK, EventClass.MEETING), start=1
        )),
        tuple(f.mentions),
        attributions,
        (Toll(NodeId("t1"), Effect.KILLED, 25, 25, its), Toll(NodeId("t2"), Effect.KILLED, None, 15, fifteen)),
        (Designation(NodeId("d1"), "terrorist organisation", "Sanctions Act"),),
        (Post(NodeId("p1"), "defence minister"),),
        (Tenure(NodeId("o1")),),
        tuple(f.claims),
    )  # fmt: skip
    identity = Identity(document.id, tuple(f.identifications), ADDED)
    return Told(document, extract, identity, ("karsk.txt", "press/karsk.txt"))


def lund() -> Told:
    """Another account of a strike, in a document of one name and no date."""
    f = Fiction("lund.txt", LUND, "Observers in Port Lund")
    p = Predicate
    norland, brigade = f.entity("norland", f.at("Norland")), f.entity("brigade", f.at("Iron Brigade"))
    place, estmark = f.entity("karsk", f.at("Karsk")), f.entity("estmark", f.at("Estmark"))
    f.entity("lund", f.at("Port Lund"))
    f.entity("roe", f.at("Ada Roe"))
    first = f.at("Norland shelled Karsk in March 2021 in response to a raid.")
    f.mentions += [
        Mention(f.at("shelled"), NodeId("e1"), MentionKind.TRIGGER),
        Mention(f.at("raid"), NodeId("e2"), MentionKind.TRIGGER),
    ]
    f.claim("e1", p.TYPE, ClassObject(EventClass.SHELLING), first)
    f.claim("e1", p.AGENT, node(norland), first)
    f.claim("e1", p.TARGET, node(place), first)
    f.claim("e1", p.DATE, DateObject("2021-03"), first)
    f.claim("e1", p.IN_RESPONSE_TO, node(NodeId("e2")), first)
    f.claim("e2", p.TYPE, ClassObject(EventClass.RAID), f.at("a raid"))
    f.claim(estmark, p.SUPPORTS, node(brigade), f.at("Estmark supports the Iron Brigade."))
    document = f.document()
    events = (Event(NodeId("e1"), EventClass.SHELLING), Event(NodeId("e2"), EventClass.RAID))
    extract = Extract(document.id, "rules 0.1.0", tuple(f.entities), events, tuple(f.mentions), claims=tuple(f.claims))
    return Told(document, extract, Identity(document.id, tuple(f.identifications), ADDED), ("lund.txt",))

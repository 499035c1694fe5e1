"""One fault, at least, for each shape: how the sample is broken, where the result must be, and what it must say."""

# ruff: noqa: E501 - a table reads better with one fault a line

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    shape: str
    focus: str
    says: str
    update: str
    file: str = ""

    @property
    def id(self) -> str:
        return f"{self.shape}:{self.update}"[:80]


def swap(subject: str, predicate: str, value: str) -> str:
    """An update that puts another value, or none, in the place of all values."""
    insert = f"{subject} {predicate} {value}" if value else ""
    return f"DELETE {{ {subject} {predicate} ?v }} INSERT {{ {insert} }} WHERE {{ {subject} {predicate} ?v }}"


def drop(subject: str, predicate: str) -> str:
    return swap(subject, predicate, "")


def add(triple: str) -> str:
    return f"INSERT DATA {{ {triple} }}"


def remove(triple: str) -> str:
    return f"DELETE DATA {{ {triple} }}"


def rename(old: str, new: str) -> str:
    """An update that gives a node another IRI."""
    return (
        f"DELETE {{ {old} ?p ?o . ?s ?q {old} }} INSERT {{ {new} ?p ?o . ?s ?q {new} }} "
        f"WHERE {{ {{ {old} ?p ?o }} UNION {{ ?s ?q {old} }} }}"
    )


S = "span:89\\,106"  # "Saltmarsh Brigade"
SUMMARY = "summary:e1-killed"
STEP = "step:tarsk--organisation-saltmarsh-brigade"
NO = "rejection:1"
READ = "reading:r1"
TIE = "tie:tarsk--supports--organisation-saltmarsh-brigade"
TWO_TEXTS = add('$text nif:isString "another"')

_BY_FILE: dict[str, tuple[Fault, ...]] = {
    "document": (
        Fault("Document-sha256", "$doc", "exactly one SHA-256", drop("$doc", "kg:sha256")),
        Fault("Document-sha256", "$doc", "64 lower-case hexadecimal", swap("$doc", "kg:sha256", '"ABC"')),
        Fault("Document-fileName", "$doc", "file name", swap("$doc", "kg:fileName", '""')),
        Fault("Document-extractor", "$doc", "at most one extractor", add('$doc kg:extractor "another"')),
        Fault("Document-date", "$doc", "EDTF", swap("$doc", "dcterms:date", '"2021-02-30"^^edtf:EDTF')),
        Fault("Document-date", "$doc", "EDTF", swap("$doc", "dcterms:date", '"2021-03-04"')),
        Fault("Document-title", "$doc", "at most one title", add('$doc dcterms:title "Another"')),
        Fault("Context", "$text", "is a nif:Context", remove("$text a nif:Context")),
        Fault("Context-text", "$text", "exactly one text", TWO_TEXTS),
        Fault("Context-text", "$text", "exactly one text", drop("$text", "nif:isString")),
    ),
    "span": (
        Fault("Span", S, "is a nif:Phrase", remove(f"{S} a nif:Phrase")),
        Fault("Span", "c:c1", "ends in its range", add("c:c1 a kg:Span, nif:Phrase")),
        Fault("Span-begin", S, "begins at exactly one offset", drop(S, "nif:beginIndex")),
        Fault("Span-begin", S, "xsd:integer of 0 or more", swap(S, "nif:beginIndex", "-1")),
        Fault("Span-end", S, "ends at exactly one offset", swap(S, "nif:endIndex", '"106"')),
        Fault("Span-begin-before-end", S, "ends after it begins", swap(S, "nif:endIndex", "89")),
        Fault("Span-quote-given", S, "quotes exactly one piece", drop(S, "nif:anchorOf")),
        Fault("Span-quote-given", S, "non-empty", swap(S, "nif:anchorOf", '""')),
        Fault("Span-context", S, "exactly one context", drop(S, "nif:referenceContext")),
        Fault("Span-name", "$text", "IRI of the span", swap(S, "nif:endIndex", "105")),
        Fault("Span-name", "$text", "IRI of the span", rename(S, "<http://example.org/other#char=89,106>")),
    ),
    "quote": (
        Fault("Span-inside", "$text", "beyond the end", swap(S, "nif:endIndex", "100000")),
        Fault("Span-quote", "$text", "not what stands there", swap(S, "nif:anchorOf", '"Saltmarsh brigade"')),
        Fault("Span-quote", "$text", "not what stands there", swap(S, "nif:beginIndex", "90")),
        Fault("Span-quote", "$text", "not what stands there", swap(S, "nif:endIndex", "107")),
        Fault("Span-quote", "$text", "not what stands there", swap("$text", "nif:isString", '"Another text."')),
    ),
    "mention": (
        Fault("Mention", S, "is a span", remove(f"{S} a kg:Span")),
        Fault("Mention-denotes", S, "at least one thing", drop(S, "itsrdf:taIdentRef")),
        Fault("Mention-denotes", S, "described as", swap(S, "itsrdf:taIdentRef", "person:nobody")),
        Fault("Mention-kind", S, "name, nominal, pronoun or trigger", swap(S, "kg:mentionKind", '"verb"')),
        Fault("Mention-kind", S, "name, nominal, pronoun or trigger", drop(S, "kg:mentionKind")),
    ),
    "attribution": (
        Fault("Attribution-cue", "a:a1", "exactly one cue", drop("a:a1", "kg:cue")),
        Fault("Attribution-cue", "a:a1", "exactly one cue", add("a:a1 kg:cue " + S)),
        Fault("Attribution-content", "a:a1", "at least one content", drop("a:a1", "kg:content")),
        Fault("Attribution-source", "a:a1", "at most one source", add("a:a1 kg:source " + S)),
        Fault("Attribution-claimant", "a:a1", "it is an actor", swap("a:a1", "kg:claimant", "place:port-maren")),
    ),
    "claim": (
        Fault("Claim", "c:c2", "is an rdf:Statement", remove("c:c2 a rdf:Statement")),
        Fault("Claim-subject", "c:c9", "exactly one subject", drop("c:c9", "rdf:subject")),
        Fault("Claim-predicate", "c:c9", "exactly one predicate", swap("c:c9", "rdf:predicate", "skos:related")),
        Fault("Claim-object", "c:c10", "exactly one object", add("c:c10 rdf:object body:tarsk")),
        Fault("Claim-object", "c:c10", "valid EDTF", swap("c:c10", "rdf:object", '"2021-13"^^edtf:EDTF')),
        Fault("Claim-claimant", "c:c2", "exactly one claimant", drop("c:c2", "kg:claimant")),
        Fault("Claim-claimant", "c:c2", "exactly one claimant", add("c:c2 kg:claimant $doc")),
        Fault("Claim-claimant", "c:c2", "an actor, or the document", swap("c:c2", "kg:claimant", "place:port-maren")),
        Fault("Claim-polarity", "c:c2", "exactly one polarity", drop("c:c2", "kg:polarity")),
        Fault("Claim-polarity", "c:c2", "exactly one polarity", add("c:c2 kg:polarity kg:Denied")),
        Fault("Claim-certainty", "c:c2", "exactly one certainty", swap("c:c2", "kg:certainty", "kg:Actual")),
        Fault("Claim-realis", "c:c2", "exactly one realis", drop("c:c2", "kg:realis")),
        Fault("Claim-confidence", "c:c2", "from 0 to 1", swap("c:c2", "kg:confidence", "1.1")),
        Fault("Claim-confidence", "c:c2", "xsd:decimal", swap("c:c2", "kg:confidence", "9e-1")),
        Fault("Claim-confidence", "c:c2", "exactly one confidence", drop("c:c2", "kg:confidence")),
        Fault("Claim-rule", "c:c2", "exactly one rule", drop("c:c2", "kg:rule")),
        Fault("Claim-evidence", "c:c2", "at least one span of evidence", drop("c:c2", "kg:evidence")),
        Fault("Claim-document", "c:c2", "exactly one document", drop("c:c2", "kg:statedIn")),
        Fault("Claim-document", "c:c2", "exactly one document", add("c:c2 kg:statedIn <http://example.org/d>")),
        Fault("Claim-attribution", "c:c2", "At most one attribution", add("c:c2 kg:attribution a:a2")),
        Fault("Claim-object-mention", "c:c2", "At most one span", swap("c:c2", "kg:objectMention", "person:dana-kroll")),
        Fault("Claim-object-kind", "$doc", "does not fit its predicate", swap("c:c9", "rdf:predicate", "kg:date")),
        Fault("Claim-object-kind", "$doc", "does not fit its predicate", swap("c:c10", "rdf:object", '"a mob"')),
        Fault("Claim-object-kind", "$doc", "does not fit its predicate", swap("c:c10", "rdf:predicate", "kg:instrument")),
        Fault("Claim-object-kind", "$doc", "does not fit its predicate", swap("c:c9", "rdf:object", "schema:Event")),
        Fault(
            "Claim-own-words", "$doc", "words of another document",
            swap("c:c2", "kg:evidence", "<http://example.org/document/x#char=0,3>"),
        ),
        Fault("Claim-stands", "$doc", "its plain triple is missing", drop("e:e1", "kg:agent")),
        Fault("Claim-stands", "$doc", "its plain triple is missing", remove("e:e1 a kg:RocketAttack")),
        Fault("Claim-stands", "$doc", "its plain triple is missing", swap("c:c10", "kg:polarity", "kg:Affirmed")),
    ),
    "statement": (
        Fault("Statement", "e:e1", "without a claim", add("e:e1 kg:participant body:tarsk")),
        Fault("Statement", "e:e1", "without a claim", add(f"{NO} kg:rejects c:c7")),
        Fault("Statement", "e:e2", "without a claim", add("e:e2 kg:agent body:saltmarsh-brigade")),  # only denied
        Fault("Statement", "e:e3", "without a claim", add("e:e3 kg:agent body:ostravia")),  # only future
        Fault("Statement", "body:tarsk", "without a claim", add("body:tarsk kg:arms body:saltmarsh-brigade")),  # possible
        Fault("Statement", "e:e4", "without a claim", add("e:e4 kg:inResponseTo e:e1")),  # only hypothetical
        Fault("Statement", "e:e1", "without a claim", add('e:e1 kg:date "2021-03-04"^^edtf:EDTF')),
        Fault("Statement", "o:o1", "without a claim", swap("c:c27", "rdf:object", "person:ilya-venn")),
        Fault("Statement", "d:d1", "without a claim", swap("c:c19", "kg:certainty", "kg:Possible")),
    ),
    "date": (
        Fault("Date-valid", "e:e1", "days which exist", swap("e:e1", "kg:date", '"2021-02-29"^^edtf:EDTF')),
        Fault("Date-valid", "e:e1", "EDTF literal", swap("e:e1", "kg:date", '"2021-03-03"^^xsd:date')),
        Fault("Bounds-earliest", "e:e1", "earliest day", swap("e:e1", "kg:earliest", '"2021-03-03"')),
        Fault("Bounds-latest", "e:e1", "latest day", swap("e:e1", "kg:latest", '"2021-02-30"^^xsd:date')),
        Fault("Bounds-of-date", "e:e1", "has a date", drop("e:e1", "kg:date")),
    ),
    "toll": (
        Fault("Toll", "t:t1", "a minimum, a maximum, or both", drop("t:t1", "kg:min")),
        Fault("Toll-effect", "t:t1", "exactly one effect", drop("t:t1", "kg:effect")),
        Fault("Toll-effect", "t:t1", "exactly one effect", swap("t:t1", "kg:effect", "kg:Actual")),
        Fault("Toll-min", "t:t1", "of 0 or more", swap("t:t1", "kg:min", "-1")),
        Fault("Toll-min", "t:t1", "whole number", swap("t:t1", "kg:min", "12.5")),
        Fault("Toll-max", "t:t2", "whole number", swap("t:t2", "kg:max", '"many"')),
        Fault("Toll-range", "t:t2", "does not exceed its maximum", swap("t:t2", "kg:max", "14")),
        Fault("Toll-group", "t:t1", "it is an actor", swap("t:t1", "kg:group", "place:port-maren")),
    ),
    "designation": (
        Fault("Designation-label", "d:d1", "exactly one label", drop("d:d1", "skos:prefLabel")),
        Fault("Designation-designee", "d:d1", "is an actor", swap("d:d1", "kg:designee", "place:port-maren")),
        Fault("Designation-authority", "d:d1", "is an actor", swap("d:d1", "kg:authority", "place:port-maren")),
        Fault("Designation-programme", "d:d1", "skos:Concept", remove("programme:security-act-s7 a skos:Concept")),
        Fault("Designation-of-whom", "d:d1", "who is designated", drop("c:c19", "rdf:predicate")),
    ),
    "post": (
        Fault("Post", "p:p1", "is an org:Post", remove("p:p1 a org:Post")),
        Fault("Post-label", "p:p1", "exactly one title", swap("p:p1", "skos:prefLabel", "7")),
    ),
    "tenure": (
        Fault("Tenure", "o:o1", "is an org:Membership", remove("o:o1 a org:Membership")),
        Fault("Tenure-holder", "o:o1", "is an actor", swap("o:o1", "kg:holder", "place:port-maren")),
        Fault("Tenure-post", "o:o1", "is a post", swap("o:o1", "kg:post", "place:port-maren")),
        Fault("Tenure-organisation", "o:o1", "is an organisation", swap("o:o1", "kg:organisation", "group:dockers")),
        Fault("Tenure-whose", "o:o1", "whose tenure", drop("c:c27", "rdf:subject")),
    ),
    "entity": (
        Fault("Entity-label", "person:ilya-venn", "exactly one preferred label", drop("person:ilya-venn", "skos:prefLabel")),
        Fault("Entity-label", "place:port-maren", "exactly one preferred label", add('place:port-maren skos:prefLabel "M"')),
        Fault("Entity-alias", "place:port-maren", "other names", add("place:port-maren skos:altLabel 7")),
        Fault("Entity-match", "body:ostravia", "named by an IRI", add('body:ostravia skos:exactMatch "Q1"')),
    ),
    "actor": (
        Fault("Actor-lineage", "person:ilya-venn", "typed as a kg:Actor", remove("person:ilya-venn a kg:Actor")),
        Fault("Relation", "place:port-maren", "is an actor", add("place:port-maren kg:leads body:tarsk")),
        Fault("Relation-object", "body:tarsk", "another actor", add("body:tarsk kg:leads place:port-maren")),
        Fault("Relation-place", "body:tarsk", "in a place", add("body:tarsk kg:activeIn body:ostravia")),
        Fault("Relation-nationality", "person:ilya-venn", "is a state", add("person:ilya-venn kg:nationality place:ostravia")),
    ),
    "person": (
        Fault("Person", "person:ilya-venn", "not at the same time", add("person:ilya-venn a kg:Organisation")),
        Fault("Person", "person:ilya-venn", "not at the same time", add("person:ilya-venn a kg:Event")),
    ),
    "organisation": (
        Fault("Organisation", "body:tarsk", "not at the same time", add("body:tarsk a kg:Place")),
        Fault("Organisation-lineage", "body:tarsk", "typed as a kg:Organisation", remove("body:tarsk a kg:Organisation")),
        Fault("Organisation-territory", "body:ostravia", "is a state", remove("body:ostravia a kg:State")),
        Fault("Organisation-territory-place", "body:ostravia", "is a place", swap("body:ostravia", "kg:territory", "body:tarsk")),
    ),
    "group": (
        Fault("Group", "group:dockers", "not at the same time", add("group:dockers a kg:Person")),
        Fault("Group", "group:dockers", "not at the same time", add("group:dockers a kg:Place")),
    ),
    "place": (
        Fault("Place", "place:port-maren", "not at the same time", add("place:port-maren a kg:Event")),
        Fault("Place-lineage", "place:port-maren", "typed as a kg:Place", remove("place:port-maren a kg:Place")),
        Fault("Place-latitude", "place:port-maren", "-90 to 90", swap("place:port-maren", "wgs84:lat", "91.0")),
        Fault("Place-longitude", "place:port-maren", "-180 to 180", swap("place:port-maren", "wgs84:long", '"west"')),
        Fault("Place-geonames", "place:port-maren", "GeoNames id", swap("place:port-maren", "kg:geonames", '"9900001"')),
        Fault("Place-within", "place:port-maren", "within places", swap("place:port-maren", "kg:within", "body:tarsk")),
    ),
    "event": (
        Fault("Event", "e:e1", "not at the same time", add("e:e1 a kg:Actor")),
        Fault("Event-class", "e:e2", "exactly one class", drop("e:e2", "kg:eventClass")),
        Fault("Event-class", "e:e2", "exactly one class", add("e:e2 kg:eventClass kg:Riot")),
        Fault("Event-class", "e:e2", "the ontology's events", swap("e:e2", "kg:eventClass", "kg:Person")),
        Fault("Event-claimed", "e:e2", "No claim says", swap("c:c9", "rdf:subject", "e:e1")),
        Fault("Event-trigger", "e:e2", "No mention denotes", "DELETE WHERE { ?m itsrdf:taIdentRef e:e2 }"),
        Fault("Event-role", "e:e1", "fills an event's role", swap("e:e1", "kg:agent", "t:t1")),
        Fault("Event-instrument", "e:e1", "non-empty string", swap("e:e1", "kg:instrument", "body:tarsk")),
        Fault("Event-place", "e:e1", "at a place", swap("e:e1", "kg:place", "body:tarsk")),
        Fault("Event-toll", "e:e1", "is a kg:Toll", add("e:e1 kg:toll body:tarsk")),
        Fault("Event-other", "e:e1", "is part of, an event", add("e:e1 kg:subEventOf body:tarsk")),
        Fault("Event-happened", "e:e1", "without a claim", add(f"{NO} kg:rejects c:c1")),
        Fault("Event-happened", "e:e2", "without a claim", add("e:e2 a kg:Attack")),  # only denied
        Fault("Event-happened", "e:e3", "without a claim", add("e:e3 a kg:MilitaryOperation")),  # only future
        Fault("Event-happened", "e:e1", "without a claim", add("e:e1 a kg:Airstrike")),  # of another class
        Fault("Event-happened", "e:e1", "without a claim", swap("c:c1", "kg:certainty", "kg:Possible")),
        Fault("Event-lineage", "e:e1", "typed as a kg:Event", remove("e:e1 a kg:Event")),
        Fault("Attack-lineage", "e:e1", "typed as a kg:Attack", remove("e:e1 a kg:Attack")),
        Fault("Sanctioning-lineage", "e:e4", "typed as a kg:Sanctioning", remove("e:e4 a kg:Sanctioning")),
        *(
            Fault(f"{parent}-lineage", "e:e2", f"typed as a kg:{parent}", add(f"e:e2 a kg:{child}"))
            for parent, child in {
                "MilitaryOperation": "Invasion",
                "Coercion": "Detention",
                "Protest": "Riot",
                "PoliticalEvent": "Coup",
                "DiplomaticEvent": "Visit",
                "Communication": "Threat",
                "LegalEvent": "Trial",
            }.items()
        ),
    ),
    "listing": (
        Fault("ReferenceList-title", "list:register", "exactly one title", drop("list:register", "dcterms:title")),
        Fault("ReferenceList-title", "list:register", "exactly one title", add('list:register dcterms:title "Another"')),
        Fault("ReferenceList-source", "list:register", "which file", drop("list:register", "dcterms:source")),
        Fault("ReferenceList-sha256", "list:register", "exactly one SHA-256", drop("list:register", "kg:sha256")),
        Fault("ReferenceList-sha256", "list:register", "64 lower-case", swap("list:register", "kg:sha256", '"ABC"')),
        Fault("ReferenceList-date", "list:register", "EDTF", swap("list:register", "dcterms:date", '"2021-02-30"^^edtf:EDTF')),
        Fault("ReferenceList-entries", "list:register", "how many", swap("list:register", "kg:entries", "-1")),
        Fault("Listing-list", "listing:17", "exactly one reference list", drop("listing:17", "kg:listedIn")),
        Fault("Listing-list", "listing:17", "exactly one reference list", add("listing:17 kg:listedIn list:another")),
        Fault("Listing-entity", "listing:17", "exactly one entity", drop("listing:17", "kg:listedEntity")),
        Fault("Listing-entity", "listing:17", "exactly one entity", swap("listing:17", "kg:listedEntity", '"him"')),
        Fault("Listing-label", "listing:17", "exactly one primary name", swap("listing:17", "skos:prefLabel", '""')),
        Fault("Listing-country", "listing:17", "two capitals", swap("listing:17", "kg:countryCode", '"Iraq"')),
        Fault("Listing-designation", "listing:17", "is a kg:ListedDesignation", remove("listed:1 a kg:ListedDesignation")),
        Fault("ListedDesignation", "listed:1", "either listed or claimed", add("listed:1 a kg:Designation")),
        Fault("ListedDesignation-label", "listed:1", "exactly one label", drop("listed:1", "skos:prefLabel")),
        Fault("ListedDesignation-authority", "listed:1", "exactly one authority", drop("listed:1", "kg:listedAuthority")),
        Fault("ListedDesignation-date", "listed:1", "EDTF", swap("listed:1", "kg:listedOn", '"2019-13"^^edtf:EDTF')),
        Fault("ListedDesignation-date", "listed:1", "at most one date", add('listed:1 kg:listedOn "2018"^^edtf:EDTF')),
        Fault("ListedDesignation-listing", "listed:1", "exactly one listing", drop("listing:17", "kg:listedDesignation")),
    ),
    "toll-summary": (
        Fault("TollSummary-event", SUMMARY, "exactly one event", drop(SUMMARY, "kg:event")),
        Fault("TollSummary-event", SUMMARY, "exactly one event", swap(SUMMARY, "kg:event", "body:tarsk")),
        Fault("TollSummary-effect", SUMMARY, "exactly one effect", swap(SUMMARY, "kg:effect", "kg:Affirmed")),
        Fault("TollSummary-best", SUMMARY, "exactly one best figure", drop(SUMMARY, "kg:best")),
        Fault("TollSummary-low", SUMMARY, "exactly one lowest figure", drop(SUMMARY, "kg:low")),
        Fault("TollSummary-high", SUMMARY, "exactly one highest figure", drop(SUMMARY, "kg:high")),
        Fault("TollSummary-low", SUMMARY, "of 0 or more", swap(SUMMARY, "kg:low", "-1")),
        Fault("TollSummary-low-best", SUMMARY, "not below its lowest", swap(SUMMARY, "kg:best", "2")),
        Fault("TollSummary-best-high", SUMMARY, "not above its highest", swap(SUMMARY, "kg:best", "7")),
        Fault("TollSummary-unbounded", SUMMARY, "may be more", swap(SUMMARY, "kg:unbounded", '"yes"')),
        Fault("TollSummary-claimants", SUMMARY, "one or more", swap(SUMMARY, "kg:claimantCount", "0")),
        Fault("TollSummary-method", SUMMARY, "in words", swap(SUMMARY, "kg:method", '""')),
        Fault("TollSummary-claims", SUMMARY, "at least one claim", drop(SUMMARY, "kg:derivedFrom")),
    ),
    "relationship": (
        Fault("Relationship-from", TIE, "starts from exactly one", drop(TIE, "kg:relationFrom")),
        Fault("Relationship-from", TIE, "starts from exactly one", swap(TIE, "kg:relationFrom", "place:port-maren")),
        Fault("Relationship-to", TIE, "leads to exactly one", add(f"{TIE} kg:relationTo body:ostravia")),
        Fault("Relationship-others", TIE, "not one with itself", swap(TIE, "kg:relationTo", "body:tarsk")),
        Fault("Relationship-kind", TIE, "exactly one kind", swap(TIE, "kg:relationKind", '"Supports them"')),
        Fault("Relationship-claims", TIE, "how many claims", swap(TIE, "kg:claimCount", "0")),
        Fault("Relationship-claimants", TIE, "how many claimants", swap(TIE, "kg:claimantCount", "0")),
        Fault("Relationship-documents", TIE, "how many documents", swap(TIE, "kg:documentCount", "0")),
        Fault("Relationship-events", TIE, "how many events", drop(TIE, "kg:eventCount")),
        Fault("Relationship-affirmed", TIE, "how many affirming claims", drop(TIE, "kg:affirmedCount")),
        Fault("Relationship-denied", TIE, "how many denying claims", drop(TIE, "kg:deniedCount")),
        Fault("Relationship-first-day", TIE, "at most one first", swap(TIE, "kg:firstDay", "2021")),
        Fault("Relationship-last-day", TIE, "at most one last", add(f'{TIE} kg:lastDay "2021-04-01"^^xsd:date')),
        Fault("Relationship-days", TIE, "not after its last", swap(TIE, "kg:firstDay", '"2022-01-01"^^xsd:date')),
        Fault("Relationship-listed", TIE, "at least one of its claims", drop(TIE, "kg:derivedFrom")),
        Fault("Connection-from", STEP, "exactly one actor", add(f"body:ostravia kg:connection {STEP}")),
        Fault("Connection-to", STEP, "leads to exactly one", drop(STEP, "kg:connects")),
        Fault("Connection-links", STEP, "names the kinds", swap(STEP, "kg:links", '""')),
    ),
    "rejection": (
        Fault("Rejection-rejects", NO, "exactly one claim", drop(NO, "kg:rejects")),
        Fault("Rejection-rejects", NO, "exactly one claim", swap(NO, "kg:rejects", "body:tarsk")),
        Fault("Rejection-rejects", NO, "exactly one claim", add(f"{NO} kg:rejects c:c1")),
        Fault("Rejection-reviewer", NO, "exactly one reviewer", swap(NO, "kg:reviewer", '""')),
        Fault("Rejection-created", NO, "when it was decided", swap(NO, "dcterms:created", '"2021-03-10"^^xsd:date')),
        Fault("Rejection-reason", NO, "at most one reason", add(f'{NO} kg:reason "it is a dream"')),
    ),
    "reading": (
        Fault("Reading-used", READ, "exactly one document", drop(READ, "prov:used")),
        Fault("Reading-model", READ, "exactly one language model", swap(READ, "prov:wasAssociatedWith", "body:tarsk")),
        Fault("Reading-prompt", READ, "version of its instructions", swap(READ, "kg:prompt", '""')),
        Fault("Reading-temperature", READ, "exactly one temperature", swap(READ, "kg:temperature", "-0.5")),
        Fault("Reading-passages", READ, "how many passages", drop(READ, "kg:passages")),
        Fault("Reading-asked", READ, "tokens of its questions", swap(READ, "kg:tokensAsked", "-1")),
        Fault("Reading-answered", READ, "tokens of its answers", add(f"{READ} kg:tokensAnswered 7")),
        Fault("Reading-refusal", READ, "is a refusal", add(f"{READ} kg:refusal body:tarsk")),
        Fault("Refusal-reason", "refusal:r1-not-in-text", "exactly one reason", drop("refusal:r1-not-in-text", "kg:refusedFor")),
        Fault("Refusal-count", "refusal:r1-not-in-text", "above 0", swap("refusal:r1-not-in-text", "kg:refusedCount", "0")),
        Fault("LanguageModel-label", "model:replay", "name at its server", drop("model:replay", "skos:prefLabel")),
        Fault("GeneratedBy", "body:tarsk", "is a reading", add("c:c1 prov:wasGeneratedBy body:tarsk")),
    ),
    "conflict": (
        Fault("Conflict-claims", "c:c1", "is a claim", add("c:c1 kg:conflictsWith body:tarsk")),
        Fault("Conflict-both-ways", "c:c1", "both directions", remove("c:c9 kg:conflictsWith c:c1")),
        Fault("Supersession-claims", "c:c10", "is a claim", swap("c:c10", "kg:supersedes", "body:tarsk")),
        Fault("Supersession", "c:c10", "supersedes itself", add("c:c2 kg:supersedes c:c10")),
        Fault("Supersession", "c:c10", "supersedes itself", add("c:c10 kg:supersedes c:c10")),
    ),
}  # fmt: skip

FAULTS = tuple(
    Fault(fault.shape, fault.focus, fault.says, fault.update, file)
    for file, faults in _BY_FILE.items()
    for fault in faults
)

"""What is told: no denial, plan or doubt is lost where several claims become one row."""

from hypothesis import given
from hypothesis import strategies as st

from kg.web import Place
from kg.web.told import Known, Quote, Told, foremost

TOLD = st.builds(
    Told,
    claim=st.integers(0, 10**6).map("http://example.org/id/claim/{}".format),
    subject=st.just("http://example.org/id/event/e1"),
    predicate=st.just("agent"),
    object=st.just("http://example.org/id/person/a"),
    claimant=st.integers(0, 7).map("http://example.org/id/person/p{}".format),
    document=st.just("http://example.org/document/d"),
    polarity=st.sampled_from(["Affirmed", "Denied"]),
    certainty=st.sampled_from(["Certain", "Probable", "Possible"]),
    realis=st.sampled_from(["Actual", "Future", "Hypothetical"]),
    rejected_by=st.sampled_from(["", "Ada"]),
)
ROWS = st.lists(TOLD, min_size=1, max_size=12, unique_by=lambda one: one.claim)
KNOWN = Known({}, {}, Place("/page/id/person/a", "http://example.org/"))


@given(ROWS)
def test_every_stance_but_the_plain_one_is_told(rows: list[Told]) -> None:
    cells = [cell.text for cell in KNOWN.stances(rows)]
    stances = {one.stance for one in rows} - {""}
    assert len(cells) == len(stances)
    for stance in stances:
        assert any(cell == stance or cell.startswith(f"{stance}, by ") for cell in cells)
    if len({one.stance for one in rows}) > 1:
        assert all(", by " in cell for cell in cells), "it is not said who puts it so"


@given(ROWS)
def test_the_quote_of_a_row_is_of_a_claim_that_says_so_where_there_is_one(rows: list[Told]) -> None:
    chosen = next(one for one in rows if one.claim == foremost(rows))
    assert chosen.is_affirmed or not any(one.is_affirmed for one in rows)
    assert not chosen.stance or all(one.stance for one in rows)


@given(ROWS)
def test_claimants_are_named_or_counted_each_once(rows: list[Told]) -> None:
    cells = KNOWN.claimants(rows)
    named = [cell for cell in cells if cell.iri]
    assert len({cell.iri for cell in named}) == len(named)
    left = int(cells[-1].text.split()[0]) if not cells[-1].iri else 0
    assert len(named) + left == len({one.claimant for one in rows})


def test_a_row_without_a_known_quote_has_no_evidence() -> None:
    told = Told("http://example.org/id/claim/1", "s", "agent", "o", "c", "d", "Affirmed", "Certain", "Actual")
    assert KNOWN.evidence([told]) is None
    known = Known({}, {told.claim: Quote("words", "http://example.org/document/d#char=1,2")}, KNOWN.place)
    evidence = known.evidence([told])
    assert evidence is not None
    assert (evidence.text, evidence.href) == ("words", "../../../page/id/claim/1")

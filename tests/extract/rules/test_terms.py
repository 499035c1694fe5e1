"""Terms: when a post is held; single readings stand in ``sentences/titles.toml``."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read
from kg.extract.rules import RuleExtractor
from kg.model import Edtf, Predicate

VERBS = ["was appointed", "was named", "served as", "resigned as", "retired as", "was dismissed as", "was elected"]
WHEN = ["", " in 2011", " in June 2011", " on June 3, 2011", " since 2011", " until 2011", " from 2003 to 2011"]


@given(verb=st.sampled_from(VERBS), when=st.sampled_from(WHEN), former=st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_date_of_a_tenure_is_valid_and_names_its_holder(verb: str, when: str, former: bool) -> None:
    text = f"{'Former mayor ' if former else ''}Lena Fisk {verb} director of the harbour{when}. The town was told."
    extract = RuleExtractor().extract(read(text.encode(), "tenure.txt"))
    held = {c.subject for c in extract.claims if c.predicate is Predicate.HOLDER}
    dated = [
        c for c in extract.claims if c.predicate is Predicate.DATE and c.subject in {t.id for t in extract.tenures}
    ]
    for claim in dated:
        Edtf.parse(str(claim.object.value))  # type: ignore[union-attr]
        assert claim.subject in held
    if former:
        assert any(c.object.value == "../XXXX" for c in dated)  # type: ignore[union-attr]

"""Questions in plain words: which named query they have the shape of, and what they give for its parameters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.queries import all_queries, load, readings
from kg.queries.asked import _machine
from kg.queries.shapes import tokens
from kg.queries.shapes.groups import GROUPS

# Each line: the question, the query, what it gives: "name=" what its words give, "name:" what it implies as a whole.
ASKED = """
Who attacked the Iron Brigade? | attacks | on=Iron Brigade
who attacked the iron brigade | attacks | on=iron brigade
WHO ATTACKED NORLAND??? | attacks | on=NORLAND
Who has attacked Norland since 2019? | attacks | on=Norland since=2019
Who bombed Norland in Estmark in March 2021? | attacks | on=Norland in=Estmark since=2021-03 until=2021-03
Who bombed Norland in March 2021 in Estmark? | attacks | on=Norland in=Estmark since=2021-03 until=2021-03
Which groups have attacked Norland? | attacks | on=Norland
What countries struck the Iron Brigade before 2020? | attacks | on=Iron Brigade until=2019-12-31
Which militia fired rockets at Norland? | attacks | on=Norland
Whom did Norland attack? | attacks | by=Norland
Who did Norland attack in 2021? | attacks | by=Norland since=2021 until=2021
Which militias has Norland bombed since 2019? | attacks | by=Norland since=2019
Did Norland attack Estmark? | attacks | by=Norland on=Estmark
Has Estmark been bombed by Norland? | attacks | on=Estmark by=Norland
When did Norland shell Estmark? | attacks | by=Norland on=Estmark
How often has Norland bombed Estmark? | attacks | by=Norland on=Estmark
By whom was Norland attacked? | attacks | on=Norland
Who was Norland attacked by? | attacks | on=Norland
Who was attacked by Norland? | attacks | by=Norland
Who is responsible for the attacks on Norland? | attacks | on=Norland
Who carried out the attack on the Iron Brigade? | attacks | on=Iron Brigade
Which attacks did Norland carry out on Estmark? | attacks | by=Norland on=Estmark
Show me all attacks by Norland on Estmark | attacks | by=Norland on=Estmark
Please list the attacks by Norland | attacks | by=Norland
Who killed Qassem Soleimani? | attacks | on=Qassem Soleimani
Who attacked whom? | attacks |
Can you tell me who attacked Kataib Hezbollah? | attacks | on=Kataib Hezbollah
I would like to know who attacked Kataib Hezbollah | attacks | on=Kataib Hezbollah
do you know whom Norland attacked? | attacks | by=Norland
Who attacked Karsk? | events-in-place | in=Karsk class:Attack
Was Karsk shelled in 2021? | events-in-place | in=Karsk since=2021 until=2021 class:Attack
How is Norland related to Estmark? | relations | one=Norland other=Estmark
How are Norland and Estmark related? | relations | one=Norland other=Estmark
how's norland connected with estmark | relations | one=norland other=estmark
What is the relationship between Norland and Estmark? | relations | one=Norland other=Estmark
What are Norland's ties to Estmark? | relations | one=Norland other=Estmark
What did Norland do to Estmark? | relations | one=Norland other=Estmark
Did Norland and Estmark meet? | relations | one=Norland other=Estmark
Is Ada Roe a member of the Iron Brigade? | relations | one=Ada Roe other=Iron Brigade
Does Estmark support the Iron Brigade? | relations | one=Estmark other=Iron Brigade
Tell me how Iran and Kataib Hezbollah are connected | relations | one=Iran other=Kataib Hezbollah
How is Norland connected to Ada Roe? | connections | from=Norland to=Ada Roe
What links Norland and Estmark? | connections | from=Norland to=Estmark
Is there a connection between Norland and Estmark? | connections | from=Norland to=Estmark
By which relationships are Norland and Estmark connected? | paths | from=Norland to=Estmark
Is there a path from Norland to Estmark? | paths | from=Norland to=Estmark
How many died in Karsk? | casualties | only:Killed in=Karsk
How many people were killed in Kirkuk? | casualties | only:Killed in=Kirkuk
how many people have died in Estmark in 2021 | casualties | only:Killed in=Estmark since=2021 until=2021
In 2021, how many people died in Estmark? | casualties | only:Killed in=Estmark since=2021 until=2021
How many civilians were wounded in Karsk? | casualties | only:Injured whom=civilians in=Karsk
How many people died in airstrikes since 2019? | casualties | only:Killed class=Airstrike since=2019
How many people died in the Karsk attack? | casualties | only:Killed in=Karsk class=Attack
How many people did Norland kill? | casualties | only:Killed by=Norland
How many fighters did Norland kill in Karsk? | casualties | only:Killed whom=fighters by=Norland in=Karsk
How many people were detained in Karsk? | casualties | only:Detained in=Karsk
How many were arrested by Norland? | casualties | only:Detained by=Norland
How many people are missing in Karsk? | casualties | only:Missing in=Karsk
How many were displaced in Estmark between 2019 and 2021? | casualties | only:Displaced in=Estmark since=2019 until=2021
What's the death toll in Karsk? | casualties | only:Killed in=Karsk
How many casualties were there in Karsk? | casualties | in=Karsk
How many people died according to Estmark? | casualties | only:Killed claimant=Estmark
Who died in Karsk? | casualties | only:Killed in=Karsk
How many died in the raid on Port Lund? | toll-summaries | event=raid on Port Lund only:Killed
Which attacks killed more than 20 people? | toll-summaries | least=21 only:Killed
Which attacks killed at least twenty people? | toll-summaries | least=20 only:Killed
What was the deadliest attack? | toll-summaries | only:Killed
How many died according to karsk.txt? | tolls | document=karsk.txt
Where did airstrikes happen? | event-places | class=Airstrike
Where did the air strikes take place in 2021? | event-places | class=Airstrike since=2021 until=2021
Where were there protests since March 2020? | event-places | class=Protest since=2020-03
where have drone strikes occurred | event-places | class=DroneStrike
When was the raid on Port Lund? | event-places | of=raid on Port Lund
Where does the Iron Brigade operate? | event-places | actor=Iron Brigade
Show me kidnappings on a map | event-places | class=Abduction
Where did airstrikes happen in Estmark? | events-in-place | class=Airstrike in=Estmark
What happened in Karsk? | events-in-place | in=Karsk
What has happened in Karsk since 14 March 2021? | events-in-place | in=Karsk since=2021-03-14
What happened in March 2021 in Karsk? | events-in-place | in=Karsk since=2021-03 until=2021-03
What's going on in Karsk? | events-in-place | in=Karsk
Which bombings took place in Karsk? | events-in-place | class=Bombing in=Karsk
Were there any protests in Karsk in 2021? | events-in-place | class=Protest in=Karsk since=2021 until=2021
Who was arrested in Karsk? | events-in-place | in=Karsk class:Detention
What happened in 2021? | events-in-period | since=2021 until=2021
What happened between 3 and 5 January 2020? | events-in-period | since=2020-01-03 until=2020-01-05
Which protests happened in the summer of 2020? | events-in-period | class=Protest since=2020-06-01 until=2020-08-31
What happened on January 3rd, 2020? | events-in-period | since=2020-01-03 until=2020-01-03
How many airstrikes were there in the 1990s? | events-in-period | class=Airstrike since=1990-01-01 until=1999-12-31
What did Iran do in March 2020? | timeline | actor=Iran since=2020-03 until=2020-03
What has Ada Roe done since 2019? | timeline | actor=Ada Roe since=2019
What happened to the Iron Brigade? | timeline | actor=Iron Brigade
Which events was Norland involved in? | timeline | actor=Norland
What happened since 2019? | timeline | since=2019
Who leads the Quds Force? | relationship-summary | actor=Quds Force kind:leads
Who's the leader of the Iron Brigade? | relationship-summary | actor=Iron Brigade kind:leads
Who commands the Iron Brigade? | relationship-summary | actor=Iron Brigade kind:leads
Whom does Ada Roe lead? | relationship-summary | actor=Ada Roe kind:leads
Who supports Hezbollah? | relationship-summary | actor=Hezbollah kind:supports
Which countries back the Iron Brigade? | relationship-summary | actor=Iron Brigade kind:supports
Which groups does Estmark fund? | relationship-summary | actor=Estmark kind:supports
tell me who Iran supports | relationship-summary | actor=Iran kind:supports
Who are the backers of the Iron Brigade? | relationship-summary | actor=Iron Brigade kind:supports
Who arms the Iron Brigade? | relationship-summary | actor=Iron Brigade kind:arms
Who supplies the Iron Brigade with weapons? | relationship-summary | actor=Iron Brigade kind:arms
Who sells weapons to the Iron Brigade? | relationship-summary | actor=Iron Brigade kind:arms
Who are Norland’s allies? | relationship-summary | actor=Norland kind:alliedWith
Who is allied with Norland? | relationship-summary | actor=Norland kind:alliedWith
Who are the enemies of Norland? | relationship-summary | actor=Norland kind:opposes
Which organization does Ada Roe belong to? | relationship-summary | actor=Ada Roe kind:memberOf
Who threatened Norland? | relationship-summary | actor=Norland kind:threatens
Whom did Ada Roe meet? | relationship-summary | actor=Ada Roe kind:meets
Who accuses Norland? | relationship-summary | actor=Norland kind:accuses
Who backs whom? | backing |
Who is behind the Iron Brigade? | backing | actor=Iron Brigade
Who supports whom according to karsk.txt? | relationships | document=karsk.txt
What does Norland say? | statements | claimant=Norland
What did Mr. Ada Roe say about Estmark? | statements | claimant=Mr. Ada Roe about=Estmark
What happened according to Estmark? | statements | claimant=Estmark
What does only Norland claim? | single-source | claimant=Norland
Who says most? | claimants |
Who says what in karsk.txt? | attributions | document=karsk.txt
What does Norland deny? | denials | claimant=Norland
Who denies what? | denials |
What is planned? | plans |
What does the Iron Brigade threaten to do? | plans | claimant=Iron Brigade
Who designated Kataib Hezbollah? | designated | designee=Kataib Hezbollah
Who designated the Iron Brigade as a terrorist organization? | designated | designee=Iron Brigade
Whom has Norland sanctioned? | designated | by=Norland
Has Norland blacklisted the Iron Brigade? | designated | by=Norland designee=Iron Brigade
Which organisations are labelled as terrorist organisations by Norland? | designated | by=Norland
Is the Iron Brigade a terrorist organisation? | designated | designee=Iron Brigade
When was the Iron Brigade designated by Norland? | designated | designee=Iron Brigade by=Norland
Which sanctions lists is the Iron Brigade on? | listed-designations | designee=Iron Brigade
Is the designation of the Iron Brigade disputed? | designation-disagreements | designee=Iron Brigade
Where do accounts disagree? | disagreements |
Where do the accounts disagree about the death toll? | disagreements | about:toll
Where do sources differ on the Iron Brigade? | disagreements | actor=Iron Brigade
Where do reports contradict each other about what happened in Karsk? | disagreements | in=Karsk
Who contradicts Norland? | disagreements | claimant=Norland
Which claims contradict each other? | conflicts |
Who is Ada Roe? | actor | actor=Ada Roe
Who was Qassem Soleimani? | actor | actor=Qassem Soleimani
What do we know about Norland? | actor | actor=Norland
Tell me everything about Norland | actor | actor=Norland
What surrounds the Iron Brigade? | network | actor=Iron Brigade
Show me the network of Ada Roe | network | actor=Ada Roe
Who is the defence minister of Norland? | tenures | as=defence minister at=Norland
Which post does Ada Roe hold? | tenures | holder=Ada Roe
What is Ada Roe's job? | tenures | holder=Ada Roe
Which documents are there? | documents |
Which actors appear most often? | actors |
Who is mentioned in karsk.txt? | mentions | document=karsk.txt
Which places are mentioned in karsk.txt? | places | document=karsk.txt
"""

NOT_ASKED = """
Mosul attack
attack on Karsk
the attack on Karsk
airstrikes in Karsk
airstrikes since 2019
Norland attacked Estmark
Norland attacked Estmark in March 2021
Estmark supports the Iron Brigade
Ada Roe is the defence minister of Norland
people killed in Karsk
killed in Karsk 2021
death toll Karsk
Who Attacked Whom Foundation
The Who
Who's Who
World Health Organization (WHO)
The Guess Who
Who Dares Wins
Doctors Without Borders
Where Eagles Dare
When the Levee Breaks
How to Win Friends
What Women Want
Why Nations Fail
Whose Streets
Show of force
Show me the money
list of attacks
Tell me more
who
who?
what
How many
where
Which?
what if
is it true
did it happen
does anyone know
do you know
Are you sure
Who attacked it?
who attacked the
who attacked in
how is
How is Norland
What did he do?
What happened
related to Estmark
12345
who who who
what what
in March 2020
last Monday
kirkuk
"Iron Brigade" rocket
SELECT * WHERE { ?s ?p ?o }
"""


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("line", _lines(ASKED))
def test_a_question_is_read_as_the_query_that_answers_it(line: str) -> None:
    text, name, wanted = (part.strip() for part in line.split("|"))
    found = [one for one in readings(text) if one.query.name == name]
    assert found, [one.query.name for one in readings(text)]
    made = " ".join(
        f"{one.parameter.name}={one.value if one.parameter.type in ('date', 'class', 'integer') else one.text}"
        if one.text
        else f"{one.parameter.name}:{one.value}"
        for one in found[0].given
    )
    assert set(_parts(made)) == set(_parts(wanted))


def _parts(text: str) -> list[str]:
    """``on=Iron Brigade since=2019`` in pieces."""
    pieces: list[str] = []
    for word in text.split():
        name, mark, _ = word.partition("=") if "=" in word else word.partition(":")
        if mark and name.isalpha():
            pieces.append(word)
        else:
            pieces[-1] += f" {word}"
    return pieces


@pytest.mark.parametrize("text", _lines(NOT_ASKED))
def test_what_is_no_question_is_not_taken_for_one(text: str) -> None:
    assert readings(text) == ()


def test_there_are_enough_of_both() -> None:
    assert len(_lines(ASKED)) >= 120
    assert len(_lines(NOT_ASKED)) >= 40
    assert {line.split("|")[1].strip() for line in _lines(ASKED)} >= {"attacks", "casualties", "relations", "timeline"}


@pytest.mark.parametrize("query", all_queries(), ids=lambda query: query.name)
def test_the_examples_of_a_query_are_read_as_it(query) -> None:
    assert query.examples
    for example in query.examples:
        assert query.name in {one.query.name for one in readings(example)}, example


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("What did Norland do last Monday?", "depends on the day"),
        ("What happened yesterday?", "depends on the day"),
        ("What happened two days ago?", "depends on the day"),
        ("What happened in March?", "has no year"),
        ("What happened on 3/1/2020?", "may be two days"),
        ("What happened on 31 February 2020?", "no date that there is"),
        ("What happened between 2021 and 2020?", "ends before it begins"),
        ("What happened in early 2020?", "does not say which days"),
    ],
)
def test_a_period_that_says_no_days_is_refused_with_the_reason(text: str, why: str) -> None:
    first = readings(text)[0]
    refused = [given for given in first.given if given.problem]
    assert {given.parameter.name for given in refused} == {"since", "until"}
    assert all(why in given.problem and not given.value for given in refused)


def test_names_keep_their_own_words_and_letters() -> None:
    (given,) = readings("who attacked “Al-Qaeda in the Arabian Peninsula”?")[0].given[:1]
    named = {one.given[0].text for one in readings("who attacked Al-Qaeda in the Arabian Peninsula?")}
    assert "Al-Qaeda in the Arabian Peninsula" in named
    assert given.is_name


def test_values_of_a_reading_are_bound_by_its_query() -> None:
    """What is read at once is a value that the query takes."""
    for line in _lines(ASKED):
        for one in readings(line.split("|")[0].strip()):
            needed = {p.name: "Norland" for p in one.query.parameters if p.required and p.name not in one.values}
            needed = {name: "2020" if name in ("since", "until") else value for name, value in needed.items()}
            assert one.query.bind({**needed, **one.values})


WORDS = sorted(
    {word for group in GROUPS.values() for word in group.replace("(", " ").replace("|", " ").split() if word.isalpha()}
    | {"who", "what", "how", "many", "in", "and", "between", "2020", "march", "karsk", "norland", "'s", "the", "{on}"}
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_whatever_words_come_each_reading_can_be_bound(words: list[str]) -> None:
    text = " ".join(words)
    for one in readings(text):
        parameters = {parameter.name for parameter in load(one.query.name).parameters}
        assert {given.parameter.name for given in one.given} <= parameters
        for given_ in one.given:
            assert given_.text in " ".join(text.split())
            if given_.value:
                given_.parameter.clause(given_.value)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_nothing_that_is_typed_is_an_error(text: str) -> None:
    readings(text)
    readings(f"who attacked {text}")
    for token in tokens(text):
        assert 0 <= token.begin < token.end <= len(text)


HOSTILE = (
    *(
        f"{word} " * 24
        for word in ("who", "the", "in", "how many", "between", "last", "early", "monday", "to", "'s", "not")
    ),
    "what happened " + "from 2019 to " * 14,
    "who attacked " + "a " * 40,
    "who attacked x" + " in y" * 22,
    "how is " + "x and " * 11 + "related to " + "y and " * 10 + "z",
    "how many " + "x " * 6 + "died in " + "airstrike " * 6 + "in x " * 8,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_time_grows_with_the_text_and_not_with_the_ways_to_read_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ways are counted, not timed: for each word there are no more than there are states."""
    kept = 0
    states = len(_machine()[0]._states)

    def counted(ways, state, way):
        nonlocal kept
        kept += 1
        known = ways.get(state)
        if known is None or way[0] < known[0]:
            ways[state] = way

    monkeypatch.setattr("kg.queries.shapes.automaton._keep", counted)
    readings(text)
    assert tokens(text)
    assert kept <= states * len(tokens(text))


def test_a_text_that_is_too_long_for_a_question_is_none() -> None:
    assert readings("who attacked Norland" + " " * 300) == ()
    assert readings("who attacked " + "x " * 60) == ()

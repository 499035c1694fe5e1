"""A shard gives back what was put into it; one that is not whole, or says what cannot be, is refused as a whole."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ShardError
from kg.shards import Header, Shard, dump, is_shard
from kg.shards import format as form
from kg.workspace import Arrival, Failure
from tests.shards.made import HEADER, altered, arrival, frame, lines_of, packed, records, shard

TEXTS: dict[str, str | bytes] = {
    "/in/a.txt": "Alpha attacks Beta\nBeta attacks Gamma\n",
    "/in/b.txt": "beta attacks DELTA\r\n",
    "/in/bad.txt": "UNREADABLE\n",
}
SOUND = shard(TEXTS)
DOCUMENT, OTHER = 1, 2


def test_what_was_read_comes_back_as_it_was() -> None:
    read = records(TEXTS)
    taken = list(Shard(SOUND, "here"))
    assert [replace(one, seconds=0.0) if isinstance(one, Arrival) else one for one in read] == taken
    assert isinstance(taken[2], Failure)
    assert "says that it cannot be read" in taken[2].reason


def test_the_header_says_how_it_was_read_and_counts_say_what_is_in_it() -> None:
    made = Shard(SOUND, "here")
    assert made.header == Header("toy 1", '{"date":null}', "0.0.0")
    assert (made.documents, made.failures) == (2, 1)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(("/a", "/b", "s3://c/d", "/e é", "/f\\xff")), WORDS, max_size=4))
def test_any_documents_go_in_and_out_and_equal_ones_give_equal_bytes(texts: dict[str, str]) -> None:
    read = records({place: f"Alpha attacks Beta\n{text}" for place, text in texts.items()})
    data = dump(HEADER, read)
    assert data == dump(HEADER, list(Shard(data, "here")))
    for before, after in zip(read, Shard(data, "here"), strict=True):
        assert after == (replace(before, seconds=0.0) if isinstance(before, Arrival) else before)


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbfAlpha attacks Beta", "Alphá attacks Beta".encode("utf-16"), b"A\x1b attacks B"]
)
def test_bytes_that_are_no_plain_utf8_come_back_as_they_were(content: bytes) -> None:
    (one,) = Shard(dump(HEADER, records({"/in/a.txt": content})), "here")
    assert isinstance(one, Arrival)
    assert one.content == content


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SOUND) * 8 - 1))
def test_a_flipped_bit_anywhere_is_found_before_anything_is_believed(bit: int) -> None:
    damaged = bytearray(SOUND)
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ShardError, match=r"^here: .*(damaged|no shard|version)"):
        Shard(bytes(damaged), "here")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SOUND) - 1))
def test_a_shard_that_was_cut_off_anywhere_is_refused(length: int) -> None:
    with pytest.raises(ShardError, match=r"damaged|no shard"):
        Shard(SOUND[:length], "here")


def test_something_behind_its_end_is_refused() -> None:
    with pytest.raises(ShardError, match="damaged"):
        Shard(SOUND + b"x", "here")
    with pytest.raises(ShardError, match="one whole frame"):
        Shard(form.sealed(form.unsealed(SOUND, "") * 2), "here")


def test_other_versions_are_shards_and_refused_with_what_to_do() -> None:
    newer = SOUND.replace(b"herodotus shard 1", b"herodotus shard 2")
    assert is_shard(newer[:32])
    with pytest.raises(ShardError, match=r"has version 2 .* reads version 1.*newer"):
        Shard(newer, "here")


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", zstandard.ZstdCompressor().compress(b"{}"), SOUND[:10]])
def test_what_is_no_shard_is_not_taken_for_one(head: bytes) -> None:
    assert not is_shard(head)


def put(*keys: Any, value: Any) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        place = lines[DOCUMENT]
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


HOSTILE: dict[str, tuple[Callable[[list[Any]], object], str]] = {
    "other bytes": (put("utf8", value="Alpha attacks Gamma"), "checksum is not that of its bytes"),
    "no bytes": (put("utf8", value=None), "neither 'utf8' nor 'base64'"),
    "bytes twice": (put("base64", value="AAAA"), "or in both"),
    "another document's text": (put("document", "sha256", value="0" * 64), "checksum is not that"),
    "another id": (put("document", "id", value="0" * 20), "id does not go with"),
    "another document's extract": (put("extract", "document", value="0" * 20), "id does not go with"),
    "another name": (put("document", "name", value="../x"), "another name"),
    "another extractor": (put("extract", "extractor", value="rules/2"), "read by 'rules/2'"),
    "a span outside": (put("extract", "mentions", 0, "span", "end", value=10_000), "span ends at 10000"),
    "evidence outside": (put("extract", "claims", 0, "evidence", 0, "end", value=999), "span ends at 999"),
    "a span before the text": (put("extract", "mentions", 0, "span", "begin", value=-1), "begin < end"),
    "no evidence": (put("extract", "claims", 0, "evidence", value=[]), "no evidence"),
    "a block outside": (put("document", "blocks", 0, "span", "end", value=999), "outside of its text"),
    "blocks that overlap": (
        lambda lines: lines[1]["document"]["blocks"].append(lines[1]["document"]["blocks"][0]),
        "overlap",
    ),
    "skips outside": (put("document", "blocks", 0, "skip", value=[{"begin": 500, "end": 501}]), "skips lies outside"),
    "an id that is an address": (put("extract", "entities", 0, "id", value="n1/../../x"), "no id of a node"),
    "an id twice": (put("extract", "entities", 1, "id", value="n1"), "two nodes"),
    "a node that is not there": (put("extract", "claims", 1, "object", "node", value="n77"), "not there"),
    "a confidence of two": (put("extract", "claims", 0, "confidence", value=2.0), "confidence"),
    "no number": (put("extract", "claims", 0, "confidence", value=float("nan")), "confidence"),
    "a script for an address": (put("document", "url", value="javascript:alert(1)"), "address is none"),
    "a type that is not read": (put("document", "media_type", value="image/png"), "'image/png'"),
    "a date that is none": (put("document", "date", value="yesterday"), "no EDTF"),
    "an unknown class": (put("extract", "events", 0, "cls", value="Party"), r"extract\.events\.0\.cls"),
    "a number for a text": (put("document", "text", value=5), r"document\.text"),
    "a field too few": (lambda lines: lines[1].pop("sha256"), "sha256"),
    "an unknown kind": (put("kind", value="pickle"), "kind"),
    "a second header": (lambda lines: lines.insert(2, lines[0]), "where none may"),
    "no header": (lambda lines: lines.pop(0), "no header"),
    "options that are none": (lambda lines: lines[0].update(options="[1]"), "options"),
    "options in another form": (lambda lines: lines[0].update(options='{"date": null}'), "options"),
    "a nameless extractor": (lambda lines: lines[0].update(extractor="\n"), "extractor"),
    "a place with a line feed": (put("location", value="/in/a\n"), "control characters"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_is_refused_though_every_checksum_is_right(what: str) -> None:
    change, why = HOSTILE[what]
    with pytest.raises(ShardError, match=why) as refused:
        Shard(altered(SOUND, change), "s3://b/x.shard.zst")
    assert str(refused.value).startswith("s3://b/x.shard.zst: it is refused")
    assert str(refused.value).endswith("make it again from its sources.")


def test_a_sound_shard_may_be_taken_apart_and_put_together() -> None:
    """So that the tests above fail for their reasons, and for no other."""
    assert list(Shard(altered(SOUND, lambda _: None), "here")) == list(Shard(SOUND, "here"))


def test_the_last_line_must_say_what_is_there() -> None:
    lines = lines_of(SOUND)
    body = b"".join(form.lines().dump_json(form.lines().validate_python(line)) + b"\n" for line in lines[:-1])
    with pytest.raises(ShardError, match="last line is missing"):
        Shard(frame(body), "here")
    with pytest.raises(ShardError, match="not what its last line says"):
        Shard(frame(body + b'{"kind":"end","documents":2,"failures":1,"sha256":"' + b"0" * 64 + b'"}\n'), "here")
    with pytest.raises(ShardError, match="where none may"):
        Shard(packed(lines), "here")


def test_a_bomb_is_put_out_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "ALLOWANCE", 1 << 20)
    with pytest.raises(ShardError, match="unpacks to more than"):
        Shard(frame(b'{"kind":"shard",' + bytes(200 << 20)), "here")
    monkeypatch.setattr(form, "ALLOWANCE", 1 << 30)
    monkeypatch.setattr(form, "LONGEST_LINE", 1 << 20)
    with pytest.raises(ShardError, match=r"line 1\): it has more than 1,048,576 bytes"):
        Shard(frame(b" " * (1 << 21)), "here")


def test_json_without_end_is_refused() -> None:
    with pytest.raises(ShardError, match="refused"):
        Shard(frame(b"[" * 100_000 + b"\n"), "here")


def test_what_no_reader_would_believe_becomes_a_failure_where_it_is_written() -> None:
    (sound,) = records({"/in/a.txt": "Alpha attacks Beta"})
    assert isinstance(sound, Arrival)
    assert sound.extracted
    wrong = replace(sound, extracted=replace(sound.extracted, document=replace(sound.extracted.document, date="soon")))
    (first, second) = Shard(dump(HEADER, [wrong, sound]), "here")
    assert isinstance(first, Failure)
    assert "no EDTF" in first.reason
    assert second == replace(sound, seconds=0.0)
    with pytest.raises(ValueError, match="nothing was read"):
        dump(HEADER, [arrival("/in/a.txt", b"x")])


def test_a_shard_can_be_looked_into_with_common_tools(tmp_path: Path) -> None:
    """The seal is a frame that zstd passes over."""
    (tmp_path / "a.zst").write_bytes(SOUND)
    try:
        done = subprocess.run(["zstd", "-dc", tmp_path / "a.zst"], capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("zstd is not installed")
    assert done.stdout.startswith(b'{"extractor":"toy 1"')

"""Sources: files, folders and standard input, found before anything is read."""

import io
import os
import sys
from types import SimpleNamespace

import pytest

from kg.documents import collect
from kg.errors import DocumentError


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.HTML", "sub/deep/d.htm", ".hidden.txt", ".git/e.txt", "README.md", "LICENSE",
                 "paper.pdf", "slides.ppt", "table.xyz", "noextension", "notice-of-sanctions.txt"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"words of {name}")
    return tmp_path


def test_a_folder_gives_its_documents_in_order_and_names_relative_to_it(folder):
    wanted = [source for source in collect([str(folder)]) if source.skipped is None]
    assert [source.name for source in wanted] == [
        "a.md",
        "b.txt",
        "notice-of-sanctions.txt",
        "paper.pdf",
        "sub/c.HTML",
        "sub/deep/d.htm",
    ]
    assert [source.location for source in wanted] == [str(folder / source.name) for source in wanted]
    assert wanted[4].load() == b"words of sub/c.HTML"


def test_other_files_are_skipped_with_the_reason(folder):
    skipped = {source.name: source.skipped for source in collect([str(folder)]) if source.skipped}
    assert set(skipped) == {"README.md", "LICENSE", "slides.ppt", "table.xyz", "noextension"}
    assert "about the folder" in skipped["README.md"]
    assert skipped["slides.ppt"] == "PowerPoint is not read yet"
    assert "'.xyz'" in skipped["table.xyz"]


def test_a_file_that_is_named_itself_is_read_whatever_its_name(folder):
    names = ("README.md", "paper.pdf", "noextension", ".hidden.txt")
    sources = list(collect([str(folder / name) for name in names]))
    assert [(source.name, source.skipped) for source in sources] == [(name, None) for name in names]


def test_each_location_comes_once_but_naming_a_skipped_file_counts(folder):
    sources = list(
        collect([str(folder), str(folder / "a.md"), str(folder / "README.md"), str(folder / "sub" / ".." / "b.txt")])
    )
    assert [source.location for source in sources].count(str(folder / "a.md")) == 1
    assert [source.location for source in sources].count(str(folder / "b.txt")) == 1
    assert [s.skipped is None for s in sources if s.name == "README.md"] == [False, True]


def test_a_missing_path_fails_alone(folder):
    sources = list(collect([str(folder / "gone.txt"), str(folder / "b.txt")]))
    with pytest.raises(DocumentError, match=r"^gone\.txt: there is no such file"):
        sources[0].load()
    assert sources[1].load() == b"words of b.txt"


def test_paths_that_cannot_be_paths_fail_when_loaded():
    for given in ("\0", "x" * 5000, ""):
        sources = list(collect([given]))
        for source in sources:
            if source.skipped is None and source.path is not None and given:
                with pytest.raises(DocumentError):
                    source.load()


def test_links_in_circles_and_into_nothing_are_harmless(folder):
    (folder / "sub" / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "linked.txt").symlink_to(folder / "b.txt")
    found = {source.name: source.skipped for source in collect([str(folder)])}
    assert found["sub/circle"] == "it is a link to a folder"
    assert "cannot be looked at" in (found["dangling.txt"] or "")
    assert "cannot be looked at" in (found["self.txt"] or "")
    assert found["linked.txt"] is None


def test_what_is_no_file_is_skipped(folder):
    os.mkfifo(folder / "pipe.txt")
    assert {source.name: source.skipped for source in collect([str(folder)])}["pipe.txt"] == "it is not a file"


def test_an_empty_folder_gives_nothing(tmp_path):
    assert list(collect([str(tmp_path)])) == []


def test_standard_input_is_read_once(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"words")))
    (source,) = collect(["-", "-"])
    assert (source.name, source.location) == ("-", "-")
    assert source.load() == b"words"


def test_no_more_is_loaded_than_shows_that_it_is_too_much(folder):
    (source,) = collect([str(folder / "b.txt")])
    assert source.load(limit=4) == b"words"


def test_names_that_are_no_utf_8_can_be_written_down(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("words")
    (source,) = collect([str(tmp_path)])
    assert source.name == r"caf\xe9.txt"
    assert source.load() == b"words"

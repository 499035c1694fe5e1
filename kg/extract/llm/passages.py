"""The passages: a document in pieces of bounded size that a model can be asked about; each ends with a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.llm.grounding import Stretch
from kg.extract.llm.scene import Scene
from kg.model import Span

OVERLAP = 2
"""Sentences that a passage shares with the one before it, so that what goes over the border is in one of them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of a document, in order. ``blocks`` are runs of them, one for each block of the document they touch."""

    blocks: tuple[tuple[Stretch, ...], ...]

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The ranges of the readable text that the passage is made of; sentences side by side make one."""
        return tuple((run[0].begin, run[-1].end) for run in self.blocks)

    def text(self, scene: Scene) -> str:
        """The words that the model is given; a blank line stands between blocks and where something is left out."""
        return "\n\n".join(scene.text[begin:end] for begin, end in self.ranges)


def cut(scene: Scene, longest: int, within: Sequence[Span] | None = None) -> Iterator[Passage]:
    """The passages of a document, in order, of ``longest`` characters unless a sentence alone has more.

    With ``within``, only sentences that overlap one of these spans of the stored text, each with the one before it. A
    passage ends before a block that does not fit, if it then is at least half full, else before a sentence.
    """
    chosen = _chosen(scene, within)
    begin = 0
    while begin < len(chosen):
        end = _end(scene, chosen, begin, longest)
        yield Passage(_runs(scene, chosen[begin:end]))
        if end >= len(chosen):
            return
        begin = max(end - OVERLAP, begin + 1)


def _chosen(scene: Scene, within: Sequence[Span] | None) -> list[int]:
    """Indices of the sentences to be read."""
    if within is None:
        return list(range(len(scene.sentences)))
    asked = [i for i, s in enumerate(scene.sentences) if any(scene.span(s).overlaps(w) for w in within)]
    return sorted({j for i in asked for j in (i - 1, i) if j >= 0})


def _end(scene: Scene, chosen: list[int], begin: int, longest: int) -> int:
    size, end = 0, begin
    while end < len(chosen):
        sentence = scene.sentences[chosen[end]]
        size += sentence.end - sentence.begin + 2
        if size > longest and end > begin:
            break
        end += 1
    if end >= len(chosen):
        return end
    at = end
    while at > begin + 1 and _joined(scene, chosen[at - 1], chosen[at]):
        at -= 1
    first = scene.sentences[chosen[begin]].begin
    return at if scene.sentences[chosen[at - 1]].end - first >= longest // 2 else end


def _joined(scene: Scene, one: int, other: int) -> bool:
    """Whether two sentences stand side by side in one block."""
    stretch = Stretch(scene.sentences[one].begin, scene.sentences[other].end)
    return other == one + 1 and scene.block_of(stretch) is not None


def _runs(scene: Scene, chosen: list[int]) -> tuple[tuple[Stretch, ...], ...]:
    runs: list[list[int]] = []
    for i in chosen:
        if runs and _joined(scene, runs[-1][-1], i):
            runs[-1].append(i)
        else:
            runs.append([i])
    return tuple(tuple(scene.sentences[i] for i in run) for run in runs)

"""Split a paper's blocks into passages, each under the locator by which a reader finds it in the
paper.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.drafts import Draft
from index.numbers import bare_numbers, ordinal
from index.readers.block import Block
from index.splitter import Splitter


@dataclass(frozen=True, slots=True)
class Passage:
    """What we quote: the words of one numbered place in a paper.

    `paper` is the paper's id, `locator` says where in it ("2.10", "54(v)"), `heading` is the trail
    of headings above it with, for a point, the words that lead into the list. `source` tells
    whether `text` is the paper's own or our summary of it; `summary` is our summary of the same
    passage, if there is one, and `asked` are questions it answers as staff would put them.
    """

    paper: str
    locator: str
    heading: tuple[str, ...]
    text: str
    page: int | None = None
    source: str = "paper"
    summary: str = ""
    asked: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # Caches are looked into by passage; to go through all that it answers takes longer.
        return hash((self.paper, self.locator, self.text))

    @property
    def id(self) -> str:
        """Which passage this is; the same when its words change."""
        return f"{self.paper}#{self.locator}"

    @property
    def key(self) -> str:
        """Which passage this is, with exactly these words: 10 hex digits."""
        return key_of(self.id, self.text)

    @property
    def own_words(self) -> str:
        """What BM25 finds it by: its headings and its text."""
        return " ".join((*self.heading, self.text))

    @property
    def said_of_it(self) -> str:
        """What BM25 finds it by beside its own words: our summary and the questions it answers."""
        return " ".join((self.summary, *self.asked))

    @property
    def digest(self) -> str:
        """Which words these are: 16 hex digits of SHA-256, white space collapsed."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:16]


def key_of(identity: str, words: str) -> str:
    """Return the key of a passage of this id with these words."""
    return hashlib.sha256(f"{identity}\n{words}".encode(errors="replace")).hexdigest()[:10]


def split(paper: str, blocks: Sequence[Block]) -> list[Passage]:
    """Return a paper's passages in reading order, every locator different."""
    splitter = Splitter(
        ahead=Counter(block.text for block in blocks if block.kind == "marker"),
        bare=bare_numbers(block.text for block in blocks if block.kind == "paragraph"),
    )
    for block, follower in zip_longest(blocks, blocks[1:]):
        splitter.take(block, follower)
    return _told_apart(_questions_with_replies(splitter.drafts), paper)


def _questions_with_replies(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with each numbered question and the reply of the same number made one."""
    replies = {draft.locator: draft for draft in drafts if draft.reply}
    if not replies:
        return drafts
    joined = []
    for draft in drafts:
        if draft.reply:
            continue
        reply = replies.pop(draft.locator, None) if draft.numbered else None
        if reply:
            draft.locator = f"Question {draft.locator} and reply"
            draft.paragraphs += [reply.reply, *reply.paragraphs]
        joined.append(draft)
    for draft in replies.values():
        draft.locator = f"Reply {draft.locator}"
    return joined + list(replies.values())


def _told_apart(drafts: list[Draft], paper: str) -> list[Passage]:
    """Return the drafts as passages; a locator used again is told apart as "3.4 (second)"."""
    uses: Counter[str] = Counter()
    passages = []
    for draft in drafts:
        text = "\n".join(draft.paragraphs).strip()
        if not text:
            continue
        uses[draft.locator] += 1
        use = uses[draft.locator]
        locator = draft.locator if use == 1 else f"{draft.locator} ({ordinal(use)})"
        passages.append(Passage(paper, locator, draft.heading, text, draft.page))
    return passages

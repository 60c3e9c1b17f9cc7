"""The originals in the knowledge folder: kept, told apart by their words, removed."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from index.build import original_of
from index.readers import Document, ReadError, read_document
from index.register import Paper


def text_digest(document: Document) -> str:
    """Return which words a document holds, 16 hex digits; alike for every format and layout."""
    words = (word for block in document.blocks for word in re.findall(r"\w+", block.text.lower()))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def keep(file: Path, knowledge: Path, identity: str, suffix: str) -> None:
    """Copy a file beside and rename it into place, so that a fault leaves what was there."""
    before = original_of(knowledge, identity)
    target = knowledge / "papers" / f"{identity}{suffix}"
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    os.close(descriptor)
    try:
        shutil.copyfile(file, name)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    if before and before != target:
        before.unlink()


def fetched_before(knowledge: Path) -> dict[str, tuple[str, str]]:
    """Return the (etag, modified) of each address that something was fetched from."""
    try:
        said = json.loads((knowledge / "papers" / _FETCHED).read_text(encoding="utf-8"))
        return {url: (str(etag), str(modified)) for url, (etag, modified) in said.items()}
    except (OSError, ValueError, AttributeError):
        # Without it everything is fetched anew, and nothing is lost.
        return {}


def note_fetched(knowledge: Path, url: str, etag: str, modified: str) -> None:
    """Keep what to ask an address with the next time."""
    path = knowledge / "papers" / _FETCHED
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(fetched_before(knowledge) | {url: (etag, modified)}, indent=1)
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


_FETCHED = ".fetched.json"


@dataclass(slots=True)
class Held:
    """What the knowledge folder holds, for finding a paper that is there under another name."""

    knowledge: Path
    _digests: dict[str, str] = field(default_factory=dict)

    def same_text(self, papers: list[Paper], digest: str) -> Paper | None:
        """Return the paper whose original has these words, None where none has."""
        return next((paper for paper in papers if self._digest(paper) == digest), None)

    def _digest(self, paper: Paper) -> str:
        original = original_of(self.knowledge, paper.id)
        if original is None:
            return ""
        if paper.digest:
            return paper.digest
        if paper.id not in self._digests:
            try:
                self._digests[paper.id] = text_digest(read_document(original))
            except ReadError:
                self._digests[paper.id] = ""
        return self._digests[paper.id]

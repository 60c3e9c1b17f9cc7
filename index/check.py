"""What is wrong with the knowledge folder, one plain sentence each."""

from collections.abc import Sequence
from pathlib import Path

from index.build import original_of, passages_of
from index.gate import marks
from index.glossary import GlossaryError, read_glossary
from index.onboarding import OnboardingError, missing, read_onboarding
from index.passages import Passage, split
from index.positions import PositionsError, read_positions, unsupported
from index.readers import SUFFIXES, ReadError, read_document
from index.register import Paper, RegisterError, read_register
from index.summaries import SummaryError, disagreements, read_summary


def problems(knowledge: Path) -> list[str]:
    """Return everything that stops the knowledge from being whole; empty when nothing does."""
    try:
        papers = read_register(knowledge / "papers.yaml")
    except RegisterError as error:
        return error.problems
    found: list[str] = []
    passages: list[Passage] = []
    for paper in papers:
        try:
            found += _of_paper(knowledge, paper)
            passages += passages_of(knowledge, paper)
        except (SummaryError, ReadError) as error:
            found.append(str(error))
    found += _strangers(knowledge, {paper.id for paper in papers})
    try:
        read_glossary(knowledge / "glossary.yaml")
    except GlossaryError as error:
        found.append(str(error))
    return found + _of_ledger(knowledge, papers, passages) + _of_onboarding(knowledge, passages)


def _of_paper(knowledge: Path, paper: Paper) -> list[str]:
    summary = knowledge / "summaries" / f"{paper.id}.md"
    original = original_of(knowledge, paper.id)
    if not summary.is_file() and original is None:
        return [
            f"{paper.id}: neither a summary nor an original is there; write {summary.name} or "
            "add the paper."
        ]
    entries = read_summary(summary) if summary.is_file() else []
    if original is None:
        return []
    document = read_document(original)
    found = []
    if paper.visibility == "public" and (said := marks(document, limit=1)):
        found.append(
            f"papers/{original.name}: it says “{said[0].words[:120]}” and its visibility is "
            "public; set it to restricted in papers.yaml or remove the paper."
        )
    passages = split(paper.id, document.blocks)
    return found + (disagreements(passages, entries) if entries and passages else [])


def _of_ledger(knowledge: Path, papers: Sequence[Paper], passages: Sequence[Passage]) -> list[str]:
    try:
        topics = read_positions(knowledge / "positions.yaml")
    except PositionsError as error:
        return error.problems
    return unsupported(topics, papers, passages)


def _of_onboarding(knowledge: Path, passages: Sequence[Passage]) -> list[str]:
    try:
        steps = read_onboarding(knowledge / "onboarding.yaml")
    except OnboardingError as error:
        return error.problems
    return missing(steps, passages)


def _strangers(knowledge: Path, known: set[str]) -> list[str]:
    """Return a sentence for each summary or original that the register does not have."""
    files = sorted((knowledge / "summaries").glob("*.md"))
    files += sorted(p for p in (knowledge / "papers").glob("*") if p.suffix.lower() in SUFFIXES)
    return [
        f"{path.parent.name}/{path.name}: the register has no paper '{path.stem}'; add an entry "
        "or remove the file."
        for path in files
        if path.stem not in known
    ]

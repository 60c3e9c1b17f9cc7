"""What is wrong with the knowledge folder, one plain sentence each."""

from pathlib import Path

from index.build import original_of
from index.glossary import GlossaryError, read_glossary
from index.passages import split
from index.readers import SUFFIXES, ReadError, read
from index.register import Paper, RegisterError, read_register
from index.summaries import SummaryError, disagreements, read_summary


def problems(knowledge: Path) -> list[str]:
    """Return everything that stops the knowledge from being whole; empty when nothing does."""
    try:
        papers = read_register(knowledge / "papers.yaml")
    except RegisterError as error:
        return error.problems
    found = [problem for paper in papers for problem in _of_paper(knowledge, paper)]
    found += _strangers(knowledge, {paper.id for paper in papers})
    try:
        read_glossary(knowledge / "glossary.yaml")
    except GlossaryError as error:
        found.append(str(error))
    return found


def _of_paper(knowledge: Path, paper: Paper) -> list[str]:
    summary = knowledge / "summaries" / f"{paper.id}.md"
    original = original_of(knowledge, paper.id)
    if not summary.is_file() and original is None:
        return [
            f"{paper.id}: neither a summary nor an original is there; write {summary.name} or "
            "add the paper."
        ]
    try:
        entries = read_summary(summary) if summary.is_file() else []
        passages = split(paper.id, read(original)) if original else []
    except (SummaryError, ReadError) as error:
        return [str(error)]
    return disagreements(passages, entries) if entries and passages else []


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

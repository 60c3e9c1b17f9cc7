"""Question in, Answer out: the sentences that answer, word for word, and the passages they stand
in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from itertools import islice
from typing import Literal

from bot.choosing import MOST_SENTENCES, Chooser, Sentence, asked_in, nearest_to, opening
from bot.citation import Citation, cite, cited
from bot.collection import (
    Register,
    asks_if_held,
    front_page,
    is_about_paper_before,
)
from bot.comparing import comparison
from bot.coverage import is_held_from, names, said_in, sentences_with_words
from bot.finding import Finder, Found, first_of_each
from bot.gaps import Gap, gap_of, gaps, lacks_figure
from bot.guard import Notice
from bot.hearing import Hearing
from bot.hears_once import HearsOnce
from bot.judges import Judges
from bot.kinds import KINDS_GIVEN, asks_overview
from bot.known_names import known_names
from bot.leading import predates, states_something, to_front
from bot.ledger import Ledger, Side, Stand, is_government_silent
from bot.locators import Located, items_of
from bot.meaning import (
    asked_meaning,
    asked_terms,
    asks_unknown,
    is_unmentioned,
    names_stranger,
    unwritten_in,
    writes_out,
    writing_out_first,
)
from bot.mentions import is_only_listed, mentioning, subject_mentioned, subject_told_of
from bot.moved import answered_whole, moved
from bot.over_time import (
    VERDICTS,
    is_over_time,
    statuses_listed,
)
from bot.question import Named, Question, Vocabulary, as_question
from bot.questions_put import questions_put
from bot.reading import AsSuch, Message, Reader
from bot.spelling import Speller
from bot.verdict import Judge, Verdict
from index.encoder import Encoder, Heard
from index.glossary import Term
from index.held import Held
from index.passages import Passage
from index.positions import Position, Topic
from index.register import Paper
from index.search import Hit, Sought, words_of
from index.sentences import sentences
from index.vectors import Matrix

Outcome = Literal[
    "answered", "partly_answered", "nothing_found", "personal_data", "urgent", "out_of_scope"
]
SEARCHED: tuple[Outcome, ...] = ("answered", "partly_answered", "nothing_found")
"""The outcomes of a question that was searched; the others never are."""
UNKEPT: tuple[Outcome, ...] = ("personal_data", "urgent")
"""The outcomes of a message that may tell of a real person: nothing of it is kept or repeated."""
DEFAULT_LIMIT = 3
LARGEST_LIMIT = 20
_FEW = 2
"""Passages asked for as such, up to which more than one sentence of each is told."""
_LOOKED_AT, _SEVERAL = 6, 2
"""Hits among which the items of a list are looked for, and how many of them are several."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer was looked for in; `latest` is the date of the newest paper."""

    papers: int
    passages: int
    latest: date
    date_note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What we send. `nearest` holds passages only when nothing was found.

    `noticed` says by codes why a message was not searched (see bot.guard), never in its words.
    `stands` are the ledger's rows on what was asked, oldest first, each resting on a citation.
    `gaps` say what of the question is not covered, where it was not wholly answered, and what the
    glossary says of a term, where it is asked what that is. `papers` are
    those that a question about the collection itself asks for, the newest first. `contact` is
    whom to call where somebody may be in danger, as the operator put it. `question` is empty in an
    answer whose outcome is one of UNKEPT.
    """

    question: str
    outcome: Outcome
    searched: Searched
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    noticed: tuple[str, ...] = ()
    stands: tuple[Stand, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contact: str = ""
    papers: tuple[Paper, ...] = ()


class Answerer:
    """Answers questions from one edition; keeps what is costly to make anew for each question."""

    def __init__(
        self,
        edition: Held,
        encoder: Encoder,
        judges: Judges | None = None,
        urgent_contact: str = "",
    ) -> None:
        if edition.about.model != encoder.name:
            raise ValueError(f"edition of model {edition.about.model}, encoder {encoder.name}")
        self.edition = edition
        self._urgent_contact = urgent_contact
        self._encoder = encoder
        self._judges = judges.of(encoder.name) if judges else Judges()
        publishers = {paper.publisher for paper in edition.papers}
        speller = Speller(edition)
        self._vocabulary = Vocabulary(edition.glossary, speller, publishers, self._judges.seams)
        hearing = Hearing(
            self._judges.guard,
            known_names(edition),
            speller.is_word,
            self.mended,
            lambda vector: self.nearest(vector, 1)[0],
        )
        self._ledger = Ledger(edition.topics)
        self._judge = Judge(edition, self._ledger, self._judges.weights)
        self._register = Register(edition.papers)
        self._finder = Finder(edition, self._vocabulary, self._judges.ranking, self._register)
        self._reader = Reader(edition, encoder, hearing, self._finder)

    def over(self, edition: Held) -> "Answerer":
        """Return what answers alike from another edition, such as the public part of this one."""
        return Answerer(edition, self._encoder, self._judges, self._urgent_contact)

    def answer(self, asked: str, history: Sequence[str] = (), limit: int = DEFAULT_LIMIT) -> Answer:
        """Return the answer with at most `limit` citations; a list asked for comes complete.

        Raises QuestionError for what is no question. A message with case details, a live risk or
        another matter is never searched.
        """
        text = as_question(asked)
        read = self._reader.read(text, history)
        message, encode = read.message, read.encode
        if read.noticed:
            return self._held_back(text, read.noticed)
        if known := self._known(message, read.as_such, encode):
            return known
        near = self._finder.find(message.question, message.parts, encode)
        return (
            self._mentioned(message, near, limit)
            or self._known_beside(message, near, limit)
            or self._judged(message, near, limit)
        )

    def _known(self, asked: Message, as_such: AsSuch, encode: HearsOnce) -> Answer | None:
        """Return what the register, a locator or the ledger knows, None where it is to be found."""
        papers = as_such.papers
        if papers is None and asked.safe and is_about_paper_before(asked.mended):
            papers = self._papers_before(asked.safe, encode)
        if papers is not None:
            return self._collection(asked.text, papers)
        if as_such.located:
            return self._located(asked.text, as_such.located)
        if elsewhere := self._of_elsewhere(asked):
            return elsewhere
        statuses = statuses_listed(asked.mended, asked.before)
        if statuses and not self._known_of_each(asked):
            return self._of_ledger(asked.text, self._listed(statuses))
        if put := self._put(asked.text, asked.question):
            return put
        is_several = any(asked.parts.names)
        sides = comparison(
            asked.question, self.edition.topics, self.edition.papers, is_several=is_several
        )
        if sides:
            return self._compared(asked.text, sides)
        if rows := answered_whole(asked.question, self.edition):
            return self._of_ledger(asked.text, rows)
        topic = moved(asked.question, self.edition.topics)
        return self._moved(asked.text, topic) if topic else None

    def _of_elsewhere(self, asked: Message) -> Answer | None:
        """Return that no paper is of a place, where it is asked whether one is; None for another
        question.
        """
        missing = tuple(
            Gap("held", place[0])
            for place in asked.question.places
            if not is_held_from(self.edition.papers, place)
        )
        if not missing or not asks_if_held(self._vocabulary.without_sides(asked.mended)):
            return None
        if not all(side.is_place for side in self._vocabulary.sides_in(asked.mended)):
            return None
        return Answer(asked.text, "nothing_found", self._searched, gaps=missing)

    def _judged(self, asked: Message, found: Found, limit: int) -> Answer:
        """Return what was found as an answer, as far as it is one."""
        text, question = asked.text, asked.question
        meant = asked_meaning(question)
        hits = writing_out_first(found.hits, meant)
        unwritten = unwritten_in(self.edition, meant, hits)
        for each in unwritten:
            if told := self._written_out(asked, each, hits):
                return told
        # "What does DfE stand for" asks no position of it.
        if not meant and (led := self._judge.government_in(found)):
            hits = to_front(hits, hits.index(led))
        is_unknown = (
            is_unmentioned(meant, hits)
            or asks_unknown(question, hits)
            or names_stranger(self.edition, question)
            or is_only_listed(self.edition, question.asked)
            or predates(self.edition, question, hits[0].passage)
        )
        verdict = Verdict("nothing_found") if is_unknown else self._judge.verdict(found)
        outcome = verdict.outcome
        if unwritten and outcome == "answered":
            outcome = "partly_answered"
        if found.is_several and outcome != "nothing_found":
            found = replace(found, parts=verdict.parts)
            hits = first_of_each(found.parts, hits)
        citations = self._cited(hits[:limit])
        glossed = tuple(Gap("meaning", each.term, each.meaning) for each in unwritten)
        missing = tuple(dict.fromkeys((*glossed, *self._gaps(question, hits, verdict))))
        # What papers say of a thing is seldom what it is.
        if not glossed:
            asked_of = [question, *(part.question for part in found.parts if part.named)]
            terms = dict.fromkeys(term for each in asked_of for term in asked_terms(each))
            of_terms = (Gap("meaning", term.term, term.meaning) for term in terms)
            missing = tuple(dict.fromkeys((*of_terms, *missing)))
        if outcome == "nothing_found":
            return Answer(text, outcome, self._searched, nearest=citations, gaps=missing)
        # Of the first few only, so that whoever asks for more passages is told the same.
        first = hits[: min(limit, DEFAULT_LIMIT)]
        needed = self._beside(found, first)
        chosen = Chooser(self.edition, question, found.sought, meant).choose(first, needed)
        # Of the sentences alone: what else stands in the passages is hardly the figure asked for.
        shown = [sentence.text for sentence in chosen]
        if outcome == "partly_answered" and lacks_figure(question, shown):
            missing = (*missing, Gap("figure"))
        stands: tuple[Stand, ...] = ()
        if is_over_time(question.asked):
            cited_ids = [hit.passage.id for hit in hits[:limit]]
            stands = self._ledger.standing(question.all_words, cited_ids)
        # Who asks when it agreed to something does not ask to what.
        if not (meant or KINDS_GIVEN & question.asks):
            chosen, citations = self._with_items(question.asked, chosen, citations, hits)
        return Answer(text, outcome, self._searched, chosen, citations, stands=stands, gaps=missing)

    def _cited(self, hits: Sequence[Hit]) -> tuple[Citation, ...]:
        """Return hits as citations, numbered from 1."""
        return tuple(cited(self.edition, hit, number) for number, hit in enumerate(hits, 1))

    def _written_out(self, asked: Message, term: Term, hits: Sequence[Hit]) -> Answer | None:
        """Return the passage that writes a term out, None where none does."""

        def tells(text: str) -> bool:
            return writes_out(text, term)

        return self._told_by(asked, term.term, tells, mentioning(self.edition, tells, hits)[:1])

    def _told_by(
        self,
        asked: Message,
        subject: str,
        tells: Callable[[str], bool],
        passages: Sequence[Passage],
    ) -> Answer | None:
        """Return passages as an answer, each by the sentence that `tells` of a subject; None where
        there are none.
        """
        if not passages:
            return None
        citations = tuple(cite(self.edition, one.id, n) for n, one in enumerate(passages, 1))
        chosen = tuple(Sentence(nearest_to(subject, c.quote, tells), c.number) for c in citations)
        return Answer(asked.text, "answered", self._searched, chosen, citations)

    def _with_items(
        self,
        asked: str,
        chosen: tuple[Sentence, ...],
        citations: tuple[Citation, ...],
        hits: Sequence[Hit],
    ) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
        """Return sentences and citations, where the first sentence only opens a list ("it agreed
        to:"), or its passage does and several of the list are near too, or all of it is asked for,
        led by that, with the items of the list, each a passage of its own, behind it.
        """
        first, *others = chosen
        passage = hits[0].passage
        is_led, is_opening = first.text.endswith(":"), passage.text.rstrip().endswith(":")
        is_whole = asks_overview(asked)
        if first.citation != 1 or not (is_led or is_opening or is_whole):
            return chosen, citations
        items = items_of(self.edition, passage)[:LARGEST_LIMIT]
        near = {hit.passage.id for hit in hits[:_LOOKED_AT]}
        is_near = sum(item.id in near for item in items) >= _SEVERAL
        is_wanted = is_led or is_near or (is_whole and len(items) >= _SEVERAL)
        if not is_wanted:
            return chosen, citations
        if is_opening and not is_led:
            *_, stem = sentences(passage.text)
            if not states_something(f"{stem[:-1]}."):
                return chosen, citations
            first = Sentence(stem, 1)
            others = [one for one in chosen if stem not in one.text]
        ids = [hit.passage.id for hit, _ in zip(hits, citations, strict=False)]
        ids += [item.id for item in items if item.id not in ids]
        more = range(len(citations), len(ids))
        further = (cite(self.edition, ids[place], place + 1) for place in more)
        numbered = [(ids.index(item.id) + 1, item) for item in items]
        told = {sentence.citation: sentence for sentence in others}
        listed = [
            told.get(number) or Sentence(opening(item.text, 1)[0], number)
            for number, item in numbered
        ]
        rest = (sentence for sentence in others if sentence not in listed)
        return (first, *listed, *rest), (*citations, *further)

    @cached_property
    def _searched(self) -> Searched:
        newest = self.edition.newest
        return Searched(
            papers=len(self.edition.papers),
            passages=self.edition.about.passages,
            latest=newest.published,
            date_note=newest.date_note,
        )

    def _held_back(self, text: str, noticed: Notice) -> Answer:
        """Return what is said to a message that must not be searched."""
        told = Answer(text, noticed.outcome, self._searched, noticed=noticed.kinds)
        if told.outcome not in UNKEPT:
            return told
        return replace(told, question="", contact=self._urgent_contact)

    def _papers_before(self, safe: Sequence[str], encode: HearsOnce) -> tuple[Paper, ...] | None:
        """Return the papers that a thread last spoke of: those it named, else the one that the
        question before is nearest to.
        """
        if named := self._register.before(safe):
            return named
        last = self._reader.understood(safe[-1], safe[:-1])
        hits = self._finder.find(last.question, last.parts, encode).hits
        return (self.edition.paper(hits[0].passage.paper),) if hits else None

    def find(self, asked: str, history: Sequence[str]) -> Found:
        """Return the question understood, as it was sought, and the nearest passages."""
        message, encode = self._reader.understood(asked, history), self._reader.encode()
        return self._finder.find(message.question, message.parts, encode)

    def measured(self, asked: str, history: Sequence[str]) -> tuple[list[Hit], Matrix]:
        """Return the passages that may come first, and what speaks for each (see bot.ranking)."""
        message, encode = self._reader.understood(asked, history), self._reader.encode()
        return self._finder.measured(message.question, message.parts, encode)

    def named_in(self, text: str) -> Named:
        """Return what of the glossary a text names."""
        return self._vocabulary.named_in(self._vocabulary.mend(text))

    def mended(self, text: str) -> str:
        """Return a text with its chat spellings and slips of the pen put right."""
        return self._vocabulary.mend(" ".join(text.split()))

    def masked(self, text: str, parts: Sequence[str]) -> tuple[str, list[int] | None]:
        """Return a text, its slips mended and its sides masked, and where in it its parts begin;
        None for these where one of them is not found.
        """
        return self._vocabulary.masked(text, parts)

    def vector(self, text: str) -> Matrix:
        """Return a text's unit vector, shape (dimensions,)."""
        found: Matrix = self._encoder.encode([text])[0]
        return found

    def heard(self, text: str) -> Heard:
        """Return a text as the model hears it."""
        return self._encoder.hear([text])[0]

    def nearest(self, vector: Matrix, count: int) -> list[float]:
        """Return the cosines of a unit vector with the views nearest to it, best first."""
        _, cosines = self.edition.nearest_views(Sought(vector[None], ()), count)
        return sorted((float(cosine) for cosine in cosines.ravel()), reverse=True) or [-1.0]

    def _gaps(self, question: Question, hits: Sequence[Hit], verdict: Verdict) -> tuple[Gap, ...]:
        """Return what of the question is not covered, as far as that can be told."""
        if not hits or verdict.outcome == "answered":
            return ()
        is_silent = self._judge.is_silent_on_government(question, hits)
        found = gaps(self.edition, question, hits, is_government_silent=is_silent)
        told = {gap.named for gap in verdict.unsaid}
        return (*verdict.unsaid, *(gap for gap in found if gap.named not in told))

    def _listed(self, statuses: Sequence[str]) -> list[tuple[Topic, Position]]:
        """Return every recommendation that government gave one of these statuses, by status."""
        each = (self._ledger.with_status(status)[:LARGEST_LIMIT] for status in statuses)
        return [row for rows in each for row in rows]

    def _known_of(self, question: Question, before: Sequence[str]) -> Answer | None:
        """Return what one question asks to have listed: recommendations by their status, or what
        somebody asked; None for another. `before` are those before it.
        """
        if rows := self._listed(statuses_listed(question.own, before)):
            return self._of_ledger(question.asked, rows)
        return self._put(question.asked, question)

    def _put(self, text: str, question: Question) -> Answer | None:
        """Return the questions that passages record, each as it was put, where just these are asked
        for; None for another question.
        """
        put = questions_put(self.edition, self._register, question)
        if not put:
            return None
        each = enumerate(put[:LARGEST_LIMIT], 1)
        citations = tuple(cite(self.edition, one.id, number) for number, one in each)
        chosen = tuple(Sentence(asked_in(one.quote), one.number) for one in citations)
        return Answer(text, "answered", self._searched, chosen, citations)

    def _known_of_each(self, asked: Message) -> list[Answer | None]:
        """Return the same for each of several questions; none where no list is asked for in any."""
        parts = asked.parts
        before = list(asked.before)
        each = []
        for question in parts.questions if any(parts.names) else ():
            each.append(self._known_of(question, before))
            before.append(question.own)
        return each if any(each) else []

    def _known_beside(self, asked: Message, found: Found, limit: int) -> Answer | None:
        """Return the answer to several questions of which some ask for a list that is known, these
        behind the answer to the others; None where none does.
        """
        each = self._known_of_each(asked)
        known = [answer for answer in each if answer]
        if not known:
            return None
        others = [part for part, answer in zip(found.parts, each, strict=False) if not answer]
        if others:
            rest = others[0] if len(others) == 1 else replace(found, parts=tuple(others))
            told = self._judged(replace(asked, question=rest.question), rest, limit)
            if told.outcome == "nothing_found":
                gaps = (*(gap_of(part.named) for part in others), *told.gaps)
                told = replace(told, nearest=(), gaps=gaps)
            known = [told, *known]
        return replace(reduce(_joined, known), question=asked.text)

    def _compared(self, text: str, sides: tuple[Topic, tuple[Side, ...]]) -> Answer:
        """Return what each of those compared says on a topic, in the order they were named."""
        topic, each = sides
        rows = [(topic, position) for side in each for position in side.positions]
        missing = tuple(Gap("side", side.name) for side in each if not side.positions)
        return self._of_ledger(text, rows, missing)

    def _moved(self, text: str, topic: Topic) -> Answer:
        """Return what the review and government say on a topic, and where that one says nothing."""
        missing = (Gap("government"),) if is_government_silent(topic) else ()
        return self._of_ledger(text, [(topic, p) for p in topic.positions], missing)

    def _of_ledger(
        self,
        text: str,
        rows: Sequence[tuple[Topic, Position]],
        missing: tuple[Gap, ...] = (),
    ) -> Answer:
        """Return rows of the ledger as an answer, each with its passage and a sentence of it."""
        if not rows:
            return Answer(text, "nothing_found", self._searched, gaps=missing)
        numbers: dict[str, int] = {}
        for _, position in rows:
            numbers.setdefault(position.passage, len(numbers) + 1)
        citations = tuple(cite(self.edition, identity, n) for identity, n in numbers.items())
        stands = tuple(Stand(t.name, p, numbers[p.passage]) for t, p in rows)
        chosen = tuple(
            Sentence(
                nearest_to(
                    stand.position.line,
                    citations[stand.citation - 1].quote,
                    told.search if (told := VERDICTS.get(stand.position.status)) else None,
                ),
                stand.citation,
            )
            for stand in stands
        )
        return Answer(
            text,
            "partly_answered" if missing else "answered",
            self._searched,
            tuple(dict.fromkeys(chosen)),
            citations,
            stands=stands,
            gaps=missing,
        )

    def _mentioned(self, asked: Message, found: Found, limit: int) -> Answer | None:
        """Return the papers that speak of something, each with the sentence that names it, where it
        is asked whether or which do so, or nothing where none can; None for another question.
        """
        subject = subject_mentioned(asked.mended)
        told_of = subject or subject_told_of(asked.mended)
        wanted = set(words_of(told_of))
        if not wanted:
            return None
        terms = self.named_in(told_of).terms
        forms = [form for term in terms for form in term.forms]
        beyond = wanted - set(words_of(" ".join(forms)))
        is_term = len(terms) == 1 and not beyond
        is_nowhere = not all(map(self.edition.has, beyond))
        if not subject:
            is_nowhere = is_term and not self._is_named(forms, found)
        if is_nowhere:
            near = self._cited(found.hits[:limit])
            return Answer(asked.text, "nothing_found", self._searched, nearest=near)
        if not subject:
            return None

        def tells(text: str) -> bool:
            if is_term:
                return names(text.lower(), forms)
            # "Kinship care in custody" may be in none of those that speak of kinship care.
            return any(wanted <= words for _, words in sentences_with_words(text))

        passages = mentioning(self.edition, tells, found.hits)[:LARGEST_LIMIT]
        papers = tuple(self.edition.paper(passage.paper) for passage in passages)
        told = self._told_by(asked, subject, tells, passages)
        return replace(told, papers=papers) if told else None

    def _is_named(self, forms: Sequence[str], found: Found) -> bool:
        """Whether any passage, or our summary of it, names something in one of its forms."""
        if any(names(said_in(hit.passage).lower(), forms) for hit in found.hits):
            return True
        return bool(mentioning(self.edition, lambda text: names(text.lower(), forms), found.hits))

    def _collection(self, text: str, papers: Sequence[Paper]) -> Answer:
        """Return what papers say of themselves, each by the line of its front page that is nearest
        to its title; one alone says more.
        """
        each = (front_page(self.edition, paper.id) for paper in papers)
        pages = list(islice(filter(None, each), LARGEST_LIMIT))
        if not pages:
            return Answer(text, "nothing_found", self._searched)
        told = self._quoted(text, pages)
        if len(pages) > 1:
            titled = (Sentence(nearest_to(c.title, c.quote), c.number) for c in told.citations)
            told = replace(told, sentences=tuple(titled))
        return replace(told, papers=tuple(papers))

    def _located(self, text: str, asked: Located) -> Answer:
        """Return the passages asked for by their locators, and which of these there are not."""
        if not asked.passages:
            return Answer(text, "nothing_found", self._searched, gaps=asked.missing)
        quoted = self._quoted(text, asked.passages[:LARGEST_LIMIT])
        if not asked.missing:
            return quoted
        return replace(quoted, outcome="partly_answered", gaps=asked.missing)

    def _quoted(self, text: str, passages: Sequence[Passage]) -> Answer:
        """Return passages as an answer, of few of them more sentences than one."""
        citations = tuple(
            cite(self.edition, passage.id, number) for number, passage in enumerate(passages, 1)
        )
        most = 1 if len(citations) > _FEW else MOST_SENTENCES
        chosen = tuple(
            Sentence(sentence, citation.number)
            for citation in citations
            for sentence in opening(citation.quote, most)
        )
        return Answer(text, "answered", self._searched, chosen, citations)

    def _beside(self, found: Found, hits: Sequence[Hit]) -> set[int]:
        """Return the numbers of the passages that a question about several needs beside the best:
        those nearest to its parts, and what other papers say on the same topic.
        """
        of_parts = {part.hits[0].number for part in found.parts if part.hits}
        if not is_over_time(found.question.asked):
            return of_parts & {hit.number for hit in hits}
        return of_parts | {hit.number for hit in self._ledger.on_same_topic(hits)}


def _joined(first: Answer, second: Answer) -> Answer:
    """Return an answer with another behind it, whose passages are numbered on from its own."""
    numbers = {citation.key: citation.number for citation in first.citations}
    further = [citation for citation in second.citations if citation.key not in numbers]
    more = [replace(one, number=len(numbers) + n) for n, one in enumerate(further, 1)]
    numbers |= {citation.key: citation.number for citation in more}
    places = {citation.number: numbers[citation.key] for citation in second.citations}
    is_whole = first.outcome == second.outcome == "answered"
    said = (replace(one, citation=places[one.citation]) for one in second.sentences)
    stands = (replace(one, citation=places[one.citation]) for one in second.stands)
    return replace(
        first,
        outcome="answered" if is_whole else "partly_answered",
        sentences=tuple(dict.fromkeys((*first.sentences, *said))),
        citations=(*first.citations, *more),
        stands=tuple(dict.fromkeys((*first.stands, *stands))),
        gaps=tuple(dict.fromkeys((*first.gaps, *second.gaps))),
    )

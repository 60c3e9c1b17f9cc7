"""What changed as JSON."""

from typing import Any

from bot.as_json import citation_as_json, position_as_json, unnumbered
from bot.citation import citation_of, publisher_link
from bot.ledger import standing
from bot.news import News
from index.changes import Changes, TopicChange
from index.edition import About
from index.passages import Passage
from index.positions import Position
from index.register import Paper


def news_as_json(news: News) -> dict[str, Any]:
    """Return what changed as a value that json.dumps can write; `index` is null where there is no
    earlier edition to compare with.
    """
    return {
        "since": news.since.isoformat(),
        "topic": news.topic.id if news.topic else None,
        "published": {
            "papers": [_paper(paper) for paper in news.published.papers],
            "topics": [
                {"id": topic.id, "positions": [_stand(position) for position in topic.positions]}
                for topic in news.published.topics
            ],
        },
        "from": _edition(news.before.about) if news.before else None,
        "to": _edition(news.after.about),
        "reaches_back": news.reaches_back,
        "index": None if news.changes is None else _changes(news, news.changes),
    }


def _changes(news: News, changes: Changes) -> dict[str, Any]:
    def cited(passage: Passage) -> dict[str, Any]:
        return unnumbered(citation_as_json(citation_of(news.paper(passage.paper), passage)))

    return {
        "papers_added": [_paper(paper) for paper in changes.papers_added],
        "papers_gone": [_paper(paper) for paper in changes.papers_gone],
        "added": [cited(passage) for passage in changes.added],
        "removed": [cited(passage) for passage in changes.removed],
        "reworded": [
            {
                "before": cited(pair.before),
                "after": cited(pair.after),
                "quoted_anew": pair.is_requoted,
                "words": [
                    {"kind": mark.kind, "text": mark.text}
                    for mark in pair.marks
                    if not pair.is_requoted
                ],
            }
            for pair in changes.reworded
        ],
        "ledger": [_topic_change(change) for change in changes.topics],
    }


def _topic_change(change: TopicChange) -> dict[str, Any]:
    return {
        "id": change.topic.id,
        "name": change.topic.name,
        "before": standing(change.before).moves[-1] if change.before else None,
        "after": standing(change.after).moves[-1] if change.after else None,
        "came": [_stand(position) for position in change.came],
        "went": [_stand(position) for position in change.went],
    }


def _edition(about: About) -> dict[str, Any]:
    return {"id": about.id, "built": about.built}


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.id,
        "title": paper.title,
        "publisher": paper.publisher,
        "published": paper.published.isoformat(),
        "date_note": paper.date_note,
        "url": publisher_link(paper),
    }


def _stand(position: Position) -> dict[str, Any]:
    return position_as_json(position) | {"passage": position.passage}

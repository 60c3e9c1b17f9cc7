"""Numbers about the service for Prometheus: counts and times, never anything that somebody said.

The only place that imports prometheus_client. Each process counts for itself; what collects them
adds the replicas up.
"""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

_REGISTRY = CollectorRegistry()
_QUESTIONS = Counter(
    "review_bot_questions", "Questions by outcome.", ("front", "outcome"), registry=_REGISTRY
)
_SECONDS = Histogram(
    "review_bot_answer_seconds",
    "Seconds until an answer was ready to be sent.",
    ("front",),
    registry=_REGISTRY,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_FEEDBACK = Counter(
    "review_bot_feedback", "What readers thought.", ("front", "verdict"), registry=_REGISTRY
)
_DIGESTS = Counter("review_bot_digests", "Digests by outcome.", ("outcome",), registry=_REGISTRY)
_REFUSED = Counter(
    "review_bot_events_refused", "Events that were not taken.", ("why",), registry=_REGISTRY
)
_FAULTS = Counter("review_bot_faults", "Faults by their event.", ("event",), registry=_REGISTRY)
_AGE = Gauge("review_bot_edition_age_seconds", "Since the edition was built.", registry=_REGISTRY)
_PASSAGES = Gauge("review_bot_passages", "Passages in the edition.", registry=_REGISTRY)
_STORE = Gauge("review_bot_store_reachable", "1 while the store answers.", registry=_REGISTRY)
_PAUSED = Gauge("review_bot_paused", "1 while no question is answered.", registry=_REGISTRY)
_COUNTED = {
    "digest_sent": (_DIGESTS, "sent"),
    "digest_stopped": (_DIGESTS, "stopped"),
    "digest_put_off": (_DIGESTS, "put_off"),
    "duplicate": (_REFUSED, "duplicate"),
    "taken_over": (_REFUSED, "taken_over"),
    "too_large": (_REFUSED, "too_large"),
    "unsigned": (_REFUSED, "unsigned"),
    "refused": (_REFUSED, "refused"),
    "malformed": (_REFUSED, "malformed"),
}


@dataclass(frozen=True, slots=True)
class Now:
    """What is the case while the numbers are read."""

    edition_age: float
    passages: int
    is_store_reachable: bool
    is_paused: bool


def asked(front: str, outcome: str, seconds: float) -> None:
    """Count a question and the time until its answer was ready."""
    _QUESTIONS.labels(front, outcome).inc()
    _SECONDS.labels(front).observe(seconds)


def told(front: str, verdict: str) -> None:
    """Count what a reader thought of an answer."""
    _FEEDBACK.labels(front, verdict).inc()


def heard(event: str, *, is_fault: bool) -> None:
    """Count what the log was told, by the event's name alone."""
    if event in _COUNTED:
        counter, label = _COUNTED[event]
        counter.labels(label).inc()
    if is_fault:
        _FAULTS.labels(event).inc()


def page(now: Now) -> tuple[bytes, str]:
    """Return the numbers as Prometheus reads them, and their content type."""
    _AGE.set(now.edition_age)
    _PASSAGES.set(now.passages)
    _STORE.set(now.is_store_reachable)
    _PAUSED.set(now.is_paused)
    return generate_latest(_REGISTRY), CONTENT_TYPE_LATEST

"""The pages of a tiny edition, asked in the process itself."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import uvicorn
from toys import TOY_MODEL, WordEncoder, edition_of

from bot.answer import Answerer
from bot.audience import Access
from bot.desk import Desk, Policy
from bot.library import NOBODY, Library
from bot.serve import web_app
from bot.settings import DoorSettings, Settings, WebSettings
from bot.store import Store
from bot.web.front import WebFront
from index.edition import load
from index.vectors import Matrix
from tests.local_slack import free_port, until

BASE = "http://bot.kirkford.example"
ASHBY, OSTLEY, CLOSED = "ashby-2023-03-01", "ostley-2022-06-07", "closed-2023-05-02"
PAPERS = {
    ASHBY: ("Kinship carers get £90 a week.", "Homes are near school.", "An advocate is offered."),
    OSTLEY: ("The review recommended an allowance for kinship carers.", "Agency staff cost more."),
}
POSITIONS = f"""topics:
  - id: allowance
    name: kinship allowance
    question: Will kinship carers be paid?
    positions:
      - date: 2022-06-07
        stage: finding
        status: recommended
        who: The review
        passage: "{OSTLEY}#1"
        line: An allowance for kinship carers was recommended.
      - date: 2023-03-01
        stage: local
        status: welcomed
        who: Ashby
        passage: "{ASHBY}#1"
        line: Ashby pays its kinship carers.
"""
GLOSSARY = """terms:
  - term: family hub
    meaning: A place where families find help.
    short: [FH]
"""


class Encoder(WordEncoder):
    """Counts the words it knows; a text of none of them points away from all others."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Matrix:
        """Return one unit vector a text."""
        vectors = super().encode(texts, progress)
        vectors[vectors[:, -1] > 0.99] = -1 / np.sqrt(vectors.shape[1])
        return vectors


class Pages:
    """The pages, and what stands behind them."""

    def __init__(self, folder: Path, doors: DoorSettings, access: Access = NOBODY) -> None:
        self.folder = folder
        self.access = access
        self.store = Store(f"sqlite:///{folder / 'store.db'}")
        self.store.migrate()
        self.desk = Desk(self.library(), self.store, Policy(), self.library)
        papers = Settings(folder / "knowledge", folder / "var", TOY_MODEL)
        self.app = web_app(self.desk, [WebFront(self.desk, WebSettings(), doors, papers)])

    def library(self) -> Library:
        """Return the library of the current edition."""
        edition = load(self.folder / "var", restricted=bool(self.access))
        answerer = Answerer(edition, Encoder())
        return Library(answerer, (), self.folder / "var", self.access)

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Return the answer to a request."""
        return self.send("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        """Return the answer to a request that brings something."""
        return self.send("POST", path, **more)

    def send(
        self, method: str, path: str, peer: str = "203.0.113.7", **more: Any
    ) -> httpx.Response:
        """Return the answer to a request from a peer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(peer, 40_000))
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())


@contextmanager
def toy_pages(
    folder: Path, doors: DoorSettings | None = None, access: Access = NOBODY
) -> Iterator[Pages]:
    """Yield the pages of two fictional papers; `folder` may already hold an edition of others."""
    if not (folder / "var" / "current").is_file():
        edition_of(folder, PAPERS, positions=POSITIONS, glossary=GLOSSARY)
    pages = Pages(folder, doors or DoorSettings(questions_a_minute=100_000), access)
    yield pages
    pages.desk.close()


@contextmanager
def served(pages: Pages) -> Iterator[str]:
    """Yield the address at which a real server gives the pages out."""
    port = free_port()
    config = uvicorn.Config(pages.app, port=port, log_config=None, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()

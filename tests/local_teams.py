"""A real Teams client run on this machine, one a user, with the signing proxy before the bot."""

import asyncio
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import yaml

from tests.local_slack import HOME, free_port, is_up, running, until
from tests.signing_proxy import SigningProxy
from tests.teams_double import BOT, TENANT

TEAM, TEAM_OBJECT = "team-anyshire", "99999999-8888-4777-8666-555555555555"
GROUP, CHANNEL = "group-chat", "channel-practice"


@dataclass(frozen=True)
class Person:
    """Somebody who chats; fictional."""

    key: str
    name: str
    number: int

    def entry(self) -> dict[str, str]:
        """Return how the client's configuration names them."""
        given, surname = self.name.split()
        address = f"{self.key}@anyshire.test"
        return {
            "id": f"user-{self.key}",
            "name": self.name,
            "userPrincipleName": address,
            "aadObjectId": f"00000000-0000-4000-8000-{self.number:012d}",
            "givenName": given,
            "surname": surname,
            "email": address,
        }


LENA, OMAR = Person("lena", "Lena Marsh", 1), Person("omar", "Omar Reed", 2)
# The client wants exactly five others beside its own person.
_OTHERS = [
    Person(key, f"{key.title()} Reed", number)
    for number, key in enumerate(("ana", "ben", "cai", "dee"), 10)
]


def client_program() -> Path | None:
    """Return where the client is: REVIEW_BOT_PLAYGROUND, or below node_modules; None if absent."""
    given = os.environ.get("REVIEW_BOT_PLAYGROUND")
    path = HOME / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
    found = Path(given) if given else path
    return found if found.is_file() and shutil.which("node") else None


@dataclass(frozen=True)
class Said:
    """A message in a client, and the conversation that it began or stands in."""

    id: str
    place: str


@dataclass
class LocalTeams:
    """One person's running client, driven over the interface of its own page."""

    base: str
    person: Person
    config: dict[str, Any]
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def personal(self) -> str:
        """The conversation of this person with the bot."""
        return str(self.config["personalChat"]["id"])

    def say(self, text: str, where: str = "", *, mention: bool = False) -> Said:
        """Have the person write a message, to the bot alone unless a place is named."""
        bot = self.config["bot"]
        body: dict[str, Any] = {"type": "text", "textFormat": "plain", "from": self._sender()}
        body |= {"text": text, "mentions": []}
        if mention:
            name = f"<at>{bot['name']}</at>"
            body["text"] = f"{name} {text}"
            body["mentions"] = [{"type": "mention", "mentioned": bot, "text": name}]
        place = where or self.personal
        answer = self._post(f"/_conversation/v1/conversations/{place}/messages", body)
        return Said(str(answer["messageId"]), str(answer.get("postConversationId") or place))

    def invoke(self, name: str, value: Any, at: Said | None = None) -> dict[str, Any]:
        """Have the client call the bot for what the person did at a message; return what came
        back.
        """
        return self._post("/_conversation/v1/invoke", self._deed(value, at) | {"name": name})

    def _deed(self, value: Any, at: Said | None) -> dict[str, Any]:
        place = {"id": at.place if at else self.personal}
        deed = {"value": value, "from": self._sender(), "conversation": place}
        return deed | ({"replyToId": at.id} if at else {})

    def install(self, place: str = "") -> None:
        """Install the bot in a conversation."""
        self._post(f"/_debug/conversation/{place or self.personal}/installation", {})

    def answers(self, place: str = "") -> list[dict[str, Any]]:
        """Return what the bot wrote in a conversation, as it stands now."""
        found: dict[str, dict[str, Any]] = {}
        for told in list(self.heard):
            if told.get("actionConversationId") == (place or self.personal) and "message" in told:
                message = told["message"]
                if message["from"]["id"] == self.config["bot"]["id"]:
                    found[message["messageId"]] = message
        return list(found.values())

    def typed(self, place: str = "") -> int:
        """Return how often the bot showed that it is at work."""
        sign = ("typing", place or self.personal)
        told = list(self.heard)
        return sum((t.get("action"), t.get("actionConversationId")) == sign for t in told)

    def _sender(self) -> dict[str, str]:
        return {"id": self.person.entry()["id"]}

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.post(self.base + path, json=body)
        if answer.status_code == 502 and "socket hang up" in answer.text:
            # It kept a connection to a bot that was started again meanwhile. Teams tries again.
            answer = self.http.post(self.base + path, json=body)
        if answer.status_code >= 400:
            raise AssertionError(f"{path} was answered {answer.status_code}: {answer.text}")
        with suppress(ValueError):
            found = answer.json()
            return found if isinstance(found, dict) else {"answer": found}
        return {}


@contextmanager
def local_teams(folder: Path, person: Person, proxy: SigningProxy) -> Iterator[LocalTeams]:
    """Run a person's client until the test is over; all persons share the places in it."""
    port = free_port()
    others = [p for p in (LENA, OMAR, *_OTHERS) if p != person]
    config = {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": "Review bot"},
        "currentUser": person.entry(),
        "users": [p.entry() for p in others],
        "personalChat": {"id": f"personal-{person.key}"},
        "groupChat": {"id": GROUP, "name": "Duty team"},
        "team": {
            "id": TEAM,
            "name": "Practice",
            "aadGroupId": TEAM_OBJECT,
            "channels": [{"id": CHANNEL, "name": "Practice"}],
        },
    }
    path = folder / f"playground-{person.key}.yml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    program = client_program()
    assert program is not None
    command = ["node", str(program), "start", "-e", f"{proxy.base}/messages", "-c", "msteams"]
    command += ["-p", str(port), "--su", proxy.service_url(person.key), "--dt"]
    environment = {"M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(path)}
    environment |= {"TEAMSAPPTESTER_BROWSER": "none"}
    base = f"http://127.0.0.1:{port}"
    proxy.clients[person.key] = base
    # In a folder of its own, as it leaves files where it is started.
    with running(command, environment, folder / f"playground-{person.key}.log", folder):
        until(lambda: is_up(f"{base}/_internal/v1/config"), 60)
        teams = LocalTeams(base, person, config)
        listening = threading.Thread(target=lambda: asyncio.run(_listen(teams)), daemon=True)
        listening.start()
        yield teams


async def _listen(teams: LocalTeams) -> None:
    """Note all that the client's own page would show, until the client ends."""
    stream = teams.base.replace("http", "ws") + "/_ws_conversation/v1/conversations/stream"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(stream, max_msg_size=0) as page,
    ):
        async for told in page:
            teams.heard.append(json.loads(told.data))

"""Who will read what is said, and who of them may be shown restricted papers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audience:
    """Who will read an answer: everybody in `channel`, or where it is private only `person`.

    Both are named with their front ("slack:C0123"). Outside are those of no known home: guests,
    other organisations, conversations shared with these.
    """

    is_outside: bool = True
    channel: str = ""
    person: str = ""
    is_private: bool = False


EVERYBODY = Audience()


@dataclass(frozen=True, slots=True)
class Access:
    """The channels and the people that restricted papers answer to; nobody unless named."""

    channels: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.channels or self.people)

    def is_for(self, audience: Audience) -> bool:
        """Whether everybody in an audience may be shown restricted papers."""
        if audience.is_outside:
            return False
        if audience.channel in self.channels:
            return True
        return audience.is_private and audience.person in self.people

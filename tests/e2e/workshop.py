"""Given: a workshop that is held now on a running stack, with an organizer and people made directly in the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from gatherings.store import gatherings
from mentoring import clock, links
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.recruitment import Member
from mentoring.tables.vocabulary import GatheringKind, Noted, Seat, SignUpState
from tests.unit.gatherings.givens import gathering
from tests.unit.pairing.givens import participant, programme

if TYPE_CHECKING:
    from mentoring.tables.core import Item
    from mentoring.tables.recruitment import Participant
    from tests.e2e.client import RunningStack

HOST = "prowadzaca"
NAMES = ("Ada", "Bolek", "Celina", "Damian", "Ewa", "Filip", "Gosia", "Hubert", "Iga", "Julek")
SURNAMES = ("Kowal", "Lis", "Mazur", "Nowak", "Osa")


@dataclass
class Workshop:
    """A workshop of people from five departments; those who are `there` are noted as present already."""

    stack: RunningStack
    number: int
    there: int
    programme_id: str = "warsztat"
    gathering_id: str = "warsztat-dzis"
    people: list[Participant] = field(default_factory=list)

    @property
    def here(self) -> str:
        """Return the path of its pages."""
        return f"/gatherings/{self.programme_id}/{self.gathering_id}"

    def begin(self) -> None:
        """Write programme, people, the gathering, sign-ups and who is there."""
        self.people = [self._person(one) for one in range(self.number)]
        starts_at = self.stack.now - timedelta(minutes=5)
        texts = {"pl": {"title": "Warsztat rozmów"}, "en": {"title": "Workshop of talks"}}
        held = Gathering(
            *Gathering.key(self.programme_id, self.gathering_id), gathering_id=self.gathering_id,
            programme_id=self.programme_id, by=HOST, made_at=clock.iso(starts_at), uid="warsztat@tandem",
        )  # fmt: skip
        told = gathering(what=GatheringKind.WORKSHOP, starts_at=starts_at, minutes=120, texts=texts)
        items: list[Item] = [
            programme(self.programme_id, stage="running", name="Wiosna rozmów", organization_id="warsztat-firma"),
            Member(*Member.key("warsztat-firma", HOST), organization_id="warsztat-firma", person_id=HOST, role="owner"),
            gatherings.keep(held, told),
            *self.people,
            *map(self._signed_up, self.people),
            *map(self._noted, self.people[: self.there]),
        ]
        table, client = self.stack.physical["CoreTable"], self.stack.aws("dynamodb")
        for start in range(0, len(items), 25):
            puts = [{"PutRequest": {"Item": self._raw(one)}} for one in items[start : start + 25]]
            client.batch_write_item(RequestItems={table: puts})

    def _person(self, number: int) -> Participant:
        role = "mentor" if number % 2 else "mentee"
        one = participant(f"{self.programme_id}{number:02}", role, self.programme_id, department=f"D{number % 5}")
        one.name = f"{NAMES[number % 10]} {SURNAMES[number // 10]}"
        return one

    def _signed_up(self, one: Participant) -> SignUp:
        made = SignUp(
            *SignUp.key(self.gathering_id, one.person_id), gathering_id=self.gathering_id,
            programme_id=self.programme_id, person_id=one.person_id, participant_id=one.participant_id,
            seat=Seat.ONLINE, state=SignUpState.GOING, at=clock.iso(self.stack.now),
        )  # fmt: skip
        made.place()
        return made

    def _noted(self, one: Participant) -> Attendance:
        made = Attendance(
            *Attendance.key(self.gathering_id, one.person_id), gathering_id=self.gathering_id,
            programme_id=self.programme_id, person_id=one.person_id, participant_id=one.participant_id, present=True,
            noted=Noted.HOST, by=HOST, at=clock.iso(self.stack.now),
        )  # fmt: skip
        made.place()
        return made

    @staticmethod
    def _raw(one: Item) -> dict[str, Any]:
        return dict(one.serialize()) | {"version": {"N": "1"}}

    def signed_in(
        self, browser: Any, person_id: str, locale: str, size: tuple[int, int], *, inspected: bool = False
    ) -> Any:
        """Return a page of a new browser whose owner is signed in for the day; `inspected` lets foreign scripts in."""
        secret = self.stack.aws("secretsmanager").get_secret_value(SecretId=self.stack.physical["SigningKey"])
        known = SimpleNamespace(signing_key=secret["SecretString"], accepted_key="")
        with patch.object(links, "settings", lambda: known):
            token = links.sign(
                "access", person_id, expires_at=self.stack.now + timedelta(days=1), session="none", locale=locale,
                email=f"{person_id}@firma.example", zone="Europe/Warsaw",
            )  # fmt: skip
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(
            locale=locale, viewport=viewport, timezone_id="Europe/Warsaw", bypass_csp=inspected
        )
        context.add_cookies([
            {"name": name, "value": value, "url": self.stack.layout.public_url}
            for name, value in (("tandem_access", token), ("tandem_lang", locale))
        ])  # fmt: skip
        return context.new_page()

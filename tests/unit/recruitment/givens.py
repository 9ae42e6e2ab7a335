"""People, programmes and files for the tests of recruitment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.tables.recruitment import Application, Member, Programme
from recruitment import domain
from recruitment.imports import cells, profiles
from recruitment.use_cases import importing, organizations, programmes, reached, stages
from tests.fakes import MemoryStore, context_at

if TYPE_CHECKING:
    from mentoring.context import Context

HEADER = "Rola;Imię;Nazwisko;E-mail;Tematy;Liczba mentees;Języki;Zgoda na regulamin;Zgoda RODO\n"


class World:
    """A store with Anna's organization and her programme, and contexts for whoever acts in it."""

    kept_in = MemoryStore

    def __init__(self, stage: str = "recruiting", **settings: Any) -> None:
        self.store = self.kept_in()
        organization = organizations.found(self.who("anna"), "Firma")
        self.organization_id = organization.organization_id
        wish = {"name": "Wiosna", "slug": "wiosna"} | settings
        self.programme_id = programmes.create_programme(self.who("anna"), self.organization_id, wish).programme_id
        for name, role in (("kora", "coordinator"), ("widz", "viewer")):
            key = Member.key(self.organization_id, name)
            self.store.put(Member(*key, organization_id=self.organization_id, person_id=name, role=role))
        self.to(stage)
        self.store.outbox.clear()

    def who(self, name: str, **values: Any) -> Context:
        """Return the context of somebody signed in, or of nobody."""
        return context_at(store=self.store, person_id=name, service="recruitment", **values)

    def to(self, stage: str) -> None:
        """Move the programme on to a stage."""
        while self.programme.stage != stage:
            following = domain.Programme(self.programme.stage).following
            seen = stages.preview_move(self.who("anna"), self.programme_id, following).found.tag
            stages.move_programme(self.who("anna"), self.programme_id, following, expected=seen)

    @property
    def programme(self) -> Programme:
        """Return the programme as it is kept."""
        found = self.store.get(Programme, *Programme.key(self.programme_id))
        assert found is not None
        return found

    @property
    def published(self) -> list[str]:
        """Return the names of events published since the world began."""
        return [event.name for event in self.store.events]

    def take(self, *people: str) -> list[str]:
        """Import people, each `Mentor:name` or `Mentee:name`; return their application ids."""
        done = importing.import_applications(self.who("anna"), self.programme_id, file(*people))
        assert not done.errors
        roles = (one.split(":") for one in people)
        return [
            reached.application_id_of(self.programme_id, role.lower(), f"{name}@firma.example") for role, name in roles
        ]


def file(*people: str, **cells_of_all: str) -> bytes:
    """Return a CSV file of people, each `Mentor:name` or `Mentee:name`."""
    languages = cells_of_all.get("languages", "polski C2")
    rows = (one.split(":") for one in people)
    return (
        HEADER
        + "".join(
            f"{role};{name};Nowak;{cells.plain(name)}@firma.example;negocjacje;{2 if role == 'Mentor' else ''};{languages};tak;tak\n"
            for role, name in rows
        )
    ).encode()


def profile(role: str = "mentee", **typed: str) -> Any:
    """Return a profile as the form makes it."""
    raw = {"role": role, "first_name": "Ada", "last_name": "Nowak", "email": "a@firma.example", "topics": "negocjacje"}
    raw |= {"capacity": "2" if role == "mentor" else "", "rules_consent": "yes", "privacy_consent": "yes"}
    values, refused = cells.read_cells(raw | typed)
    assert not refused
    return profiles.profile_of(values, "2026-03-02T12:00:00Z", "Europe/Warsaw", by=profiles.PERSON)


def kept(world: World, application_id: str) -> Application:
    found = world.store.get(Application, *Application.key(world.programme_id, application_id))
    assert found is not None
    return found

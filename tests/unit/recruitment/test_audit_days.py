"""The audit of some days: what is read of it, by whatever else is filtered, and of how many it reads the names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.errors import Invalid
from mentoring.tables.recruitment import Application, Audit
from mentoring.tables.vocabulary import Act, Audience, GuideStage
from mentoring.tables.workspace import Guide
from recruitment.use_cases import audited
from recruitment.use_cases.auditing import Deed, entry, programme
from tests.unit.recruitment.givens import World

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

DAY = date(2026, 3, 28)
MOMENTS = (
    "2026-03-27T22:59:59Z",
    "2026-03-27T23:00:00Z",  # midnight in Warsaw
    "2026-03-28T22:59:59Z",
    "2026-03-28T23:00:00Z",
    "2026-03-29T21:59:59Z",  # the day on which clocks go forward is an hour shorter
    "2026-03-29T22:00:00Z",
)


@pytest.fixture
def world() -> World:
    """Given: an act at each moment, by Anna and by Kora, of two kinds, and nothing else."""
    world = World(zone="Europe/Warsaw")
    kept = world.store.query(Audit, *Audit.of(f"PROGRAMME#{world.programme_id}"))
    world.store.items = {key: raw for key, raw in world.store.items.items() if key not in {(o.pk, o.sk) for o in kept}}
    for number, at in enumerate(MOMENTS):
        for who in ("anna", "kora"):
            act = Act.STAGE if number % 2 else Act.EXPORTED
            put(world, at, act, by=who)
    return world


def put(world: World, at: str, act: Act, about: Iterable[str] = (), by: str = "anna", **facts: Any) -> None:
    one = entry(programme(world.programme_id), Deed(act, list(about), facts), by, clock.parse(at), f"{act}{by}")
    world.store.put(one)


def read(world: World, limit: int = 50, **wanted: Any) -> list[str]:
    """Read page by page; return the moments of what was done, each once."""
    found: list[str] = []
    after = ""
    while True:
        page = audited.of_programme(world.who("widz"), world.programme_id, audited.Wanted(**wanted), after, limit)
        found += [one.audit.at for one in page.items]
        if not (after := page.next):
            return sorted(set(found))


def test_given_a_day_when_read_then_it_is_that_of_the_programme_s_zone(world: World) -> None:
    assert read(world, first=DAY, last=DAY) == list(MOMENTS[1:3])
    assert read(world, first=date(2026, 3, 29), last=date(2026, 3, 29)) == list(MOMENTS[3:5])
    assert read(world, first=date(2026, 3, 29)) == list(MOMENTS[3:])
    assert read(world, last=DAY) == list(MOMENTS[:3])
    assert read(world, first=date(1900, 1, 1), last=date(2200, 12, 31)) == list(MOMENTS)
    assert read(world, first=date(2026, 4, 1)) == read(world, last=date(1950, 1, 1)) == []


@pytest.mark.parametrize("filters", [{}, {"by": "kora"}, {"act": Act.STAGE}, {"by": "kora", "act": Act.STAGE}])
def test_given_other_filters_and_small_pages_when_a_day_is_read_then_nothing_outside_of_it_is(
    world: World, filters: dict[str, str]
) -> None:
    world.store.pages.clear()
    found = read(world, limit=1, first=DAY, last=DAY, **filters)
    expected = [MOMENTS[1]] if "act" in filters else list(MOMENTS[1:3])
    assert found == expected
    entries = 2 * len(MOMENTS[1:3]) // (2 if "by" in filters or "act" in filters else 1)
    assert sum(world.store.pages) == entries, "DynamoDB reads the range, and we drop nothing of it"


def test_given_a_last_day_before_the_first_when_read_then_it_is_said_beside_it(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        read(world, first=DAY, last=date(2026, 3, 27))
    assert set(refusal.value.fields) == {"/to"}


def test_given_entries_about_a_hundred_people_each_when_a_page_is_read_then_only_those_shown_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    for number in range(50):
        about = [f"a{number}-{nth}" for nth in range(100)]
        world.store.put(*(_applicant(world, one) for one in about[:6]))
        put(world, f"2026-04-01T10:00:{number:02}Z", Act.FIRST_MAILS, about)
    asked: list[int] = []
    real = world.store.get_many

    def counted(kind: Any, keys: Any) -> Any:
        wanted = list(dict.fromkeys(keys))
        asked.append(len(wanted))
        return real(kind, wanted)

    monkeypatch.setattr(world.store, "get_many", counted)
    found = audited.of_programme(world.who("anna"), world.programme_id, audited.Wanted()).items
    assert [len(one.ids) for one in found] == [100] * 50, "JSON has all ids"
    assert {tuple(one.about) for one in found[:1]} == {tuple(f"a49-{nth}@firma.example" for nth in range(5))}
    assert max(asked) == 1 + 50 * audited.NAMED


def _applicant(world: World, one: str) -> Application:
    key = Application.key(world.programme_id, one)
    told = {"application_id": one, "programme_id": world.programme_id, "email": f"{one}@firma.example"}
    return Application(*key, **told, role="mentee", profile={"first_name": "", "last_name": ""})


@pytest.mark.parametrize("who", ["anna", "widz"])
def test_given_acts_about_guides_when_read_then_these_are_called_by_their_titles(who: str) -> None:
    world = World()
    texts = {"pl": {"title": "Pierwsze kroki", "text": "…"}, "en": {"title": "First steps", "text": "…"}}
    guide = Guide(*Guide.key(world.programme_id, "g1"), guide_id="g1", programme_id=world.programme_id, texts=texts)
    guide.audience, guide.stage = Audience.BOTH, GuideStage.ALWAYS
    world.store.put(guide)
    put(world, "2026-04-01T10:00:00Z", Act.GUIDE_CHANGED, ["g1", "deleted since"])
    for locale, title in (("pl", "Pierwsze kroki"), ("en", "First steps")):
        (one, *_) = audited.of_programme(
            world.who(who, locale=locale), world.programme_id, audited.Wanted(act=Act.GUIDE_CHANGED)
        ).items
        assert (one.about, one.facts["number"]) == ([title], 2)

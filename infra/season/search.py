"""At the end of a season the planted words are looked for wherever somebody else than the pair might find them.

Each place is searched for a control as well, something that has to be there: a search that finds nothing proves
nothing. That the pair reads every planted word proves that they were written.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from http import HTTPStatus
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from infra.season.acts.season import ORGANIZER, finished
from infra.season.people import expect
from infra.season.planted import Planted, texts_of_file, texts_of_mail
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from infra.season.acts.season import Season
    from infra.season.backstage import Backstage
    from infra.season.people import Person

DOCUMENT = ROOT / "infra" / "openapi.json"
VARIABLE = re.compile(r"{(\w+)}")
AT_THE_DESK = "desk."
"""How the fields begin that organizers are written to: they read them, and nobody else does."""
FIXED = ("programme_id", "pair_id")
"""Ids that aren't taken from answers: of the first pair, which wrote into every field, and of its programme."""

Ids = defaultdict[str, dict[str, None]]
"""Variable of a path → ids that are known for it, in the order in which they became known."""


def search(season: Season, backstage: Backstage, reports: dict[str, bytes]) -> dict[str, Any]:
    """Search everywhere; return how many words in how many places, what was found, and how many controls."""
    pair, ids = season.pairs[0], defaultdict[str, dict[str, None]](dict)
    ids["programme_id"][season.programme_id] = ids["pair_id"][pair.pair_id] = None
    _check_that_the_pair_reads_all(season, ids, reports[f"{pair.pair_id}.pdf"])
    programme = season.organizer.get(f"/v1/programmes/{season.programme_id}")
    places: dict[str, tuple[Callable[[], Iterable[str | bytes]], str]] = {
        "mails to organizers": (lambda: _mails(season, ORGANIZER), programme["name"]),
        "routes of organizers": (lambda: _answers(season.organizer, ids), programme["name"]),
        "exports": (lambda: _exports(season), pair.mentee.email),
        "logs": (backstage.logs, season.organizer.person_id),
        "events": (backstage.events, pair.pair_id),
        "tables": (backstage.tables, programme["name"]),
        "bucket": (backstage.bucket, programme["name"]),
    }
    found, controls = dict[str, list[str]](), list[str]()
    for place, (texts, control) in places.items():
        here = Planted(season.planted.words | season.erased.words | {"": control}).found_in(texts())
        controls += [place] if "" in here else []
        if place == "routes of organizers":  # who is written to reads it
            here = {one for one in here if not one.startswith(AT_THE_DESK)}
        if here - {""}:
            found[place] = sorted(here - {""})
    return {
        "secrets_searched": len(season.planted.words) + len(season.erased.words),
        "secrets_found": sum(map(len, found.values())),
        "secrets_found_in": found,
        "controls_found": len(controls),
        "controls_missing": sorted(places.keys() - controls),
        "events_searched": len({json.loads(one)["detail"]["meta"]["id"] for one in backstage.events()}),
    }


def _check_that_the_pair_reads_all(season: Season, ids: Ids, report: bytes) -> None:
    texts = list[str | bytes](texts_of_file(report))
    for text in _answers(season.pairs[0].mentee, ids, 6):
        texts.append(text)
        texts += [season.stage.fetch(url) for url in re.findall(r'"file_url": ?"([^"]+)"', text)]
    read = season.planted.found_in(texts)
    expect(read == season.planted.words.keys(), f"the pair doesn't read {sorted(season.planted.words.keys() - read)}")


def _answers(person: Person, ids: Ids, each: int = 2) -> Iterator[str]:
    """Yield what somebody is answered at every route of the document that only shows something.

    Asked for are the first ids of a kind that stand in answers, also to others who asked before: `each` of them.
    """
    asked = set[str]()
    while waiting := {place for path in _paths() for place in _places(path, ids, each)} - asked:
        for place in sorted(waiting):
            asked.add(place)
            yield _asked(person, place, ids)


@cache
def _paths() -> tuple[str, ...]:
    document = json.loads(DOCUMENT.read_text("utf-8"))
    return tuple(path for path, operations in document["paths"].items() if "get" in operations)


def _places(path: str, ids: Ids, each: int) -> Iterator[str]:
    names = VARIABLE.findall(path)
    for values in product(*(islice(ids[name], each) for name in names)):
        known = iter(values)
        yield VARIABLE.sub(lambda _, known=known: next(known), path)  # type: ignore[misc]


def _asked(person: Person, place: str, ids: Ids) -> str:
    """Return the answer of a route; what there isn't for somebody says nothing of it."""
    query = f"programme_id={next(iter(ids['programme_id']))}&limit=200&to=closing&q=tajne"
    answer = person.look(f"{place}?{query}")
    expect(answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, f"GET {place} answered {answer.status_code}")
    if answer.is_success:
        for name, value in _ids_in(answer.json()):
            if name not in FIXED:
                ids[name].setdefault(value)
    return answer.text


def _ids_in(answer: Any) -> Iterator[tuple[str, str]]:
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name.endswith("_id") and isinstance(value, str) and value:
                yield name, value
            yield from _ids_in(value)
    elif isinstance(answer, list):
        for one in answer:
            yield from _ids_in(one)


def _mails(season: Season, to: str) -> Iterator[str | bytes]:
    for mail in season.stage.mails(to):
        yield from texts_of_mail(season.stage.eml(mail))


def _exports(season: Season) -> Iterator[str | bytes]:
    """Yield what organizers can carry away: the applications, and their report of each process."""
    job = finished(season, season.organizer.post(f"/v1/programmes/{season.programme_id}/exports"))
    yield season.stage.fetch(job["file_url"])
    for pair in season.pairs:
        view = season.organizer.get(f"/v1/reports/{season.programme_id}/pairs/{pair.pair_id}")
        yield from texts_of_file(season.organizer.download(view["url"]))

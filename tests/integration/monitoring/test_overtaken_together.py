"""Several matters at once in a browser, while somebody else changes one of them in that very moment."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from mentoring import clock
from mentoring.events.meetings import MeetingHeld
from mentoring.events.monitoring import PairWentInactive
from mentoring.events.workspace import ContractSigned
from mentoring.tables.vocabulary import Worry
from monitoring import api
from monitoring.domain import Deed
from monitoring.use_cases import desk, requests
from tests.fakes import MemoryStore, context_at
from tests.integration.lambdas import coming, over
from tests.unit.monitoring.givens import event, pair, published, season, take
from tests.unit.pairing.givens import Rival

LIST = "/monitoring/p/matters"
LONG_AGO = clock.now() - timedelta(days=40)


def asking(pairs: int = 2) -> MemoryStore:
    """Given: silent pairs that ask for help."""
    given = season(*(pair(str(nth), f"m{nth}", f"e{nth}") for nth in range(pairs)))
    for nth in range(pairs):
        held = MeetingHeld("p", str(nth), "m", clock.iso(LONG_AGO), 1, presumed=False)
        take(given, event(ContractSigned("p", str(nth), 1, "hash")), event(held), at=LONG_AGO)
        requests.ask(context_at(clock.now(), store=given, person_id=f"e{nth}"), str(nth), Worry.HELP)
    return given


def test_given_somebody_quicker_when_pairs_are_reminded_together_then_the_others_are_and_it_is_said_which_was_not() -> (
    None
):
    """The last transaction of a request waits for its answer: that of a pair is written with the next pair's."""
    given = Rival(
        lambda store: desk.deal(context_at(clock.now(), store=store, person_id="ola"), "p", "0", Deed.TAKE), times=0
    )
    given.items = asking().items
    call = over(api.app, given)
    chosen = {"do": "remind", "which": "every"}
    (led,) = call("POST", f"{LIST}/preview", "ola", form=chosen)["multiValueHeaders"]["Location"]
    page = call("GET", f"{LIST}/preview", "ola", **dict(parse_qsl(urlsplit(led).query)))["body"].split("<h1>")[1]
    fields: dict[str, list[str]] = {"do": ["remind"]}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        fields.setdefault(name, []).append(value)
    given.times = 1

    answer = call("POST", LIST, "ola", form=fields)

    body = html.unescape(answer["body"])
    assert (answer["statusCode"], "1 pair wasn't reminded:" in body) == (200, True)
    left, done = body.split("These were reminded:")
    assert ("E0 – M0: Somebody changed this" in left, "E1 – M1" in left, "E1 – M1" in done) == (True, False, True)
    assert [one.pair_id for one in published(given, PairWentInactive)] == ["1"]


def test_given_lines_that_are_ticked_when_looked_at_then_the_look_has_an_address_of_its_own_and_does_nothing() -> None:
    given = asking()
    call = over(api.app, given)
    answer = call("POST", f"{LIST}/preview", "ola", form={"do": "later", "about": ["0", "1"], "until": coming(0)})
    (led,) = answer["multiValueHeaders"]["Location"]
    asked = dict(parse_qsl(urlsplit(led).query))
    assert (answer["statusCode"], urlsplit(led).path, asked) == (
        303, f"{LIST}/preview", {"do": "later", "about": "0,1", "until": coming(0)},
    )  # fmt: skip
    before = len(given.events)
    for language, words in (("en", "2 matters"), ("pl", "2 sprawy")):
        page = call("GET", f"{LIST}/preview", "ola", language=language, **asked)
        assert (page["statusCode"], words in page["body"]) == (200, True)
    assert len(given.events) == before
    assert call("GET", f"{LIST}/preview", "wit", **asked)["statusCode"] == 404
    assert call("GET", f"{LIST}/preview", "ola", do="done", about="0,nobody")["statusCode"] == 404


@pytest.mark.parametrize(
    "asked", [{}, {"do": "end", "about": "0"}, {"do": "later", "about": "0", "until": "2001-01-01"}, {"do": "x" * 3000}]
)
def test_given_an_address_that_no_form_made_or_a_day_that_has_passed_when_opened_then_to_the_list(
    asked: dict[str, str],
) -> None:
    answer = over(api.app, asking())("GET", f"{LIST}/preview", "ola", **asked)
    assert (answer["statusCode"], answer["multiValueHeaders"]["Location"]) == (303, [LIST])

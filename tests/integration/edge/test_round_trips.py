"""Each route asks the tables as often as docs/round-trips.md says, and no more; what organizers do is in the audit."""

from __future__ import annotations

import re

import pytest

from tests.bench import trips
from tests.bench.trips import Counting, Trips
from tests.integration.routes import ROUTES

SENT_ONLY = "sends a mail again that an act in the audit has caused"
ELSEWHERE = "tests/unit/recruitment/test_audited.py sends it"
LOOKS = "changes nothing: it shows what would come of it"
UNAUDITED = {
    r"POST (/organizer|/v1)/organizations$": "nobody else organizes yet who could read it; the organization says who founded it",
    r"POST /organizer/programmes/<programme_id>/applications/preview$": LOOKS,
    r"POST /v1/programmes/<programme_id>/decisions/preview$": LOOKS,
    r"POST /organizer/setups$": LOOKS,
    r"POST /v1/programmes/<programme_id>/again/preview$": LOOKS,
    r"POST (/organizer/programmes/<programme_id>/contact|/v1/programmes/<programme_id>/contact-requests)$": SENT_ONLY,
    r"POST /organizer/programmes/<programme_id>/import$": "a file lies ready; the import is written down when it is asked for",
    r"POST /organizer/programmes/<programme_id>/jobs/<job_id>$": "the job was written down when it was asked for",
    r"POST (/organizer|/v1)/programmes/<programme_id>/first-mails$": f"nobody waits for one in the season; {ELSEWHERE}",
    r"POST .*/invitations/<invitation_id>/(again|mails)$": f"in the season it was sent a moment ago; {ELSEWHERE}",
    r"POST /organizer/team/<organization_id>/mails$": "of which mails somebody gets concerns them alone",
}
"""Routes of organizers that write nothing into the audit, and why."""
DRAFT = "a draft, which nobody but organizers sees yet; the announcement is told"
IN_THE_WALK = "in the season nobody sees it yet, and nothing is told; {} sends it"
UNTOLD = {
    r"POST (/gatherings/<programme_id>/new|/v1/gatherings/<programme_id>(/copies)?)$": DRAFT,
    r"(POST /gatherings/\S+/deletion|DELETE /v1/gatherings/\S+/plan)$": DRAFT,
    r"(POST /gatherings/\S+/edit|PUT /v1/gatherings/\S+/plan)$": IN_THE_WALK.format(
        "tests/unit/gatherings/test_signing_up.py"
    ),
    r"(POST|PUT|DELETE) (/v1)?/onboarding/<programme_id>/lists/<role>\S*$": IN_THE_WALK.format(
        "tests/integration/gatherings/test_onboarding.py"
    ),
    r"(POST|PUT) (/v1)?/handbook/<programme_id>/guides/<guide_id>$": IN_THE_WALK.format(
        "tests/integration/workspace/test_guides.py"
    ),
    r"(POST|PUT) (/v1)?/handbook/<programme_id>/guides/<guide_id>/place$": "in which order guides are listed",
    r"POST (/v1)?/handbook/<programme_id>/guides/starter-set$": DRAFT,
    r"POST (/v1)?/inbox/<programme_id>/<participant_id>/(assignment|settled)$": "who looks after what stands in the inbox",
    r"POST /v1/monitoring/<programme_id>/matters/<about>/given-back$": (
        "in the season nobody has it; tests/unit/monitoring/test_matters.py gives one back"
    ),
    r"POST /v1/pairs/<pair_id>/rematch$": (
        "in the season it is decided on the page before; tests/integration/pairing/test_matching_again.py decides it there"
    ),
    r"POST (/announcements/<programme_id>/new|/v1/announcements/<programme_id>/preview)$": LOOKS,
    r"POST (/v1)?/monitoring/<programme_id>/matters/preview$": LOOKS,
    r"POST /v1/\S+/moves/preview$": LOOKS,
    r"POST /v1/pairing/<programme_id>/pairs/preview$": LOOKS,
}
"""Routes of organizers in other services that recruitment isn't told of, and why."""
OF_ORGANIZERS = re.compile(r"(/organizer/|/v1/organizations|/v1/programmes)(?!.*/(mine/<role>|withdrawals))")
"""Where recruitment's organizers do things; what applicants do with their own application lies beside it."""


@pytest.fixture(scope="module")
def season() -> Counting:
    """Given: a season, played through the real handlers."""
    return trips.played()


@pytest.fixture(scope="module")
def played(season: Counting) -> trips.Table:
    """Given: how often each route of the season asked the tables."""
    return dict(season.counted)


def test_given_a_season_when_organizers_change_something_then_it_is_in_the_audit_or_said_why_not(
    season: Counting,
) -> None:
    changes = {
        f"{one.method} {one.rule}"
        for one in ROUTES
        if one.service == "recruitment" and one.method != "GET" and OF_ORGANIZERS.match(one.rule)
    } & season.counted.keys()  # that all are played is another test's
    excused = {pattern: {one for one in changes if re.match(pattern, one)} for pattern in UNAUDITED}
    assert changes - season.audited == set().union(*excused.values())
    assert all(excused.values()), "each reason is one of a route"


def test_given_a_season_when_organizers_change_something_elsewhere_then_the_audit_is_told_or_it_is_said_why_not(
    season: Counting,
) -> None:
    recruitment = {f"{one.method} {one.rule}" for one in ROUTES if one.service == "recruitment"}
    changes = season.organized - recruitment
    excused = {pattern: {one for one in changes if re.match(pattern, one)} for pattern in UNTOLD}
    assert changes - season.audited == set().union(*excused.values())
    assert all(excused.values()), "each reason is one of a route"


def test_given_a_season_when_every_call_is_counted_then_no_route_takes_more_than_its_row(played: trips.Table) -> None:
    assert trips.beyond(played, trips.committed()) == []


def test_given_a_season_when_it_was_played_then_every_route_was_counted(played: trips.Table) -> None:
    assert trips.uncounted(played) == set()


def test_given_a_season_when_a_route_takes_more_than_it_should_then_it_says_a_reason_of_its_own(
    played: trips.Table,
) -> None:
    assert trips.unsaid(played) == []


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ({}, "GET /home says no reason"),
        ({r"GET /home$": "two lists", r"POST /home$": "none"}, "POST /home$ is no route's reason"),
        ({r"GET /\S+$": "lists"}, r"GET /\S+$ is the reason of 11 routes"),
    ],
)
def test_given_routes_over_the_limit_when_a_reason_is_missing_shared_or_dead_then_it_is_told(
    monkeypatch: pytest.MonkeyPatch, reasons: dict[str, str], told: str
) -> None:
    monkeypatch.setattr(trips, "WHY", reasons)
    found = {f"GET /{one}": Trips(3) for one in ("home", *(range(10) if "11" in told else ()))}
    assert trips.unsaid(found) == [told]


@pytest.mark.parametrize("more", [Trips(2, 1), Trips(1, 2), Trips(1, 1, 1), Trips(1, 1, 0, 1)])
def test_given_a_route_when_it_takes_one_call_more_then_it_is_told(more: Trips) -> None:
    told = trips.beyond({"GET /home": more}, {"GET /home": Trips(1, 1)})
    assert told == [f"GET /home: {more}, allowed Trips(reads=1, writes=1, bucket=0, keys=0)"]


def test_given_a_route_when_it_has_no_row_then_it_is_told() -> None:
    assert trips.beyond({"GET /new": Trips(1)}, {}) == ["GET /new has no row"]

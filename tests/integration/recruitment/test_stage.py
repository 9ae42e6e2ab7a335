"""A change of stage, over pages and JSON: shown, asked, and shown again when something changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.monitoring import Watch
from mentoring.tables.recruitment import Programme
from tests.fakes.people import pair
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA, NOBODY, STRANGER, VIEWER, Person
from tests.integration.recruitment.test_api import import_sample

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def _at_stage(store: DynamoStore, programme_id: str, stage: str) -> None:
    """Given: a programme has come to a stage."""
    programme = store.get(Programme, *Programme.key(programme_id))
    assert programme is not None
    programme.stage = stage
    programme.save()


def _seen(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_given_applications_that_wait_when_recruitment_closes_then_the_page_counts_asks_and_asks_again(
    programme: str,
) -> None:
    import_sample(programme, "zgloszenia-z-bledami.csv")
    url = f"/organizer/programmes/{programme}/stage"
    assert f'href="{url}?to=matching"' in ANNA.get(f"/organizer/programmes/{programme}").text
    asked = ANNA.get(f"{url}?to=matching")
    assert (asked.status, "6 applications still wait for your decision" in asked.text) == (200, True)
    assert "No email goes out because of this." in asked.text
    assert ANNA.submit(url, to="matching").status == 409
    one = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["application_id"]
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "rejected", "application_ids": [one]})
    stale = ANNA.submit(url, to="matching", version=_seen(asked.text))
    assert (stale.status, "Something changed while you were looking" in stale.text) == (412, True)
    assert ANNA.submit(url, to="matching", version=_seen(stale.text)).status == 303
    back = ANNA.get(f"{url}?to=recruiting").text
    refused = ANNA.submit(url, to="recruiting", version=_seen(back))
    assert (refused.status, "Going back a stage needs a reason" in refused.text) == (422, True)
    assert ANNA.submit(url, to="recruiting", version=_seen(back), reason="za mało osób").status == 303


def test_given_a_change_that_closes_something_when_sent_over_json_then_it_needs_what_its_preview_said(
    programme: str,
) -> None:
    import_sample(programme, "zgloszenia-z-bledami.csv")
    url = f"/v1/programmes/{programme}/stage"
    refused = ANNA.post(url, {"to": "matching"})
    assert (refused.status, refused.json["type"]) == (409, "urn:tandem:problem:unconfirmed")
    preview = ANNA.get(f"{url}?to=matching")
    shown, tag = preview.json, preview.headers["etag"]
    assert (shown["asks"], shown["counts"], shown["mails"]) == (True, [{"what": "waiting", "number": 6}], [])
    stale = ANNA.post(url, {"to": "matching"}, if_match='"another"')
    assert (stale.status, stale.json["type"]) == (412, "urn:tandem:problem:changed-meanwhile")
    assert ANNA.post(url, {"to": "matching"}, if_match=tag).json["stage"] == "matching"
    assert not ANNA.get(f"{url}?to=running").json["asks"]
    assert ANNA.get(f"{url}?to=closed").status == 409


@pytest.mark.parametrize("who", [STRANGER, VIEWER])
def test_given_somebody_who_may_not_decide_when_they_look_at_a_change_then_there_is_none(
    programme: str, who: Person
) -> None:
    assert who.get(f"/v1/programmes/{programme}/stage?to=matching").status == 404
    assert who.get(f"/organizer/programmes/{programme}/stage?to=matching").status == 404
    assert NOBODY.get(f"/v1/programmes/{programme}/stage?to=matching").status == 401


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (0, ["1 pair that never met ends now", "2 emails about the end of the process", "still ahead are called off"]),
        (2, ["1 pair that has met still writes its joint summary: it keeps its 30 days", "No email goes out"]),
    ],
)
def test_given_a_process_that_is_open_when_its_programme_is_to_be_closed_then_the_page_says_what_becomes_of_it(
    programme: str, store: DynamoStore, held: int, said: list[str]
) -> None:
    one = pair(meetings_held=held)
    one.programme_id, one.list_pk = programme, f"PROGRAMME#{programme}"
    watch = Watch(
        *Watch.key(one.pair_id), pair_id=one.pair_id, programme_id=programme, started_at="2026-03-02T12:00:00Z"
    )
    watch.place()
    keep(store, one, watch)
    _at_stage(store, programme, "closing")
    page = ANNA.get(f"/organizer/programmes/{programme}/stage?to=closed").text
    assert [one for one in said if one not in page] == []
    assert f"{held} of 8 planned meetings held" in page
    assert "Meetings that are still ahead" not in ANNA.get(f"/organizer/programmes/{programme}/stage?to=running").text

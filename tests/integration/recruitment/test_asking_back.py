"""Asking people of an earlier edition to come again, by JSON: what would happen, and then exactly that."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import ids
from tests.integration.recruitment.conftest import ANNA, STRANGER, Person
from tests.integration.recruitment.test_pages import FORM

HEADER = "if-match"


@pytest.fixture
def new(programme: str) -> str:
    """Given: Ada and Ewa took part in an edition, of whom Ada wants to be told of the next one, which is open."""
    for one, more in (("ada", {"news": "yes"}), ("ewa", {})):
        assert Person(one).submit("/programmes/wiosna/apply/mentee", submit="yes", **FORM, **more).status == 303
    here = f"/v1/programmes/{programme}"
    people = [one["application_id"] for one in ANNA.get(f"{here}/applications").json["items"]]
    assert ANNA.post(f"{here}/decisions", {"decision": "accepted", "application_ids": people}).status == 200
    made = ANNA.post(f"{here}/copies", {"name": "Jesień", "kick_off": "2026-09-01"}).json["programme_id"]
    assert ANNA.post(f"/v1/programmes/{made}/stage", {"to": "recruiting"}).status == 200
    return str(made)


def wish(programme: str, **told: Any) -> dict[str, Any]:
    return {"earlier_id": programme} | told


def test_given_an_edition_when_looked_at_by_json_then_it_says_whom_it_concerns_and_each_mail(
    programme: str, new: str
) -> None:
    here = f"/v1/programmes/{new}/again"
    assert ANNA.get(here).json["items"] == [{"programme_id": programme, "name": "Wiosna", "copied": True}]
    found = ANNA.post(f"{here}/preview", wish(programme))
    told = found.json
    counted = {name: told[name] for name in ("asked", "silent", "asked_before", "here_already")}
    assert counted == {"asked": 1, "silent": 1, "asked_before": 0, "here_already": 0}
    assert told["names"] == [f"{FORM['first_name']} {FORM['last_name']}"]
    (mail,) = told["mails"]
    assert (mail["number"], mail["subject"]) == (1, "Would you like to come again? Jesień")
    assert "Wiosna" in mail["lines"][0]
    assert ANNA.post(f"{here}/preview", wish(programme, role="mentor")).json["asked"] == 0


def test_given_a_preview_when_confirmed_with_its_version_then_a_job_asks_and_a_repeated_request_is_the_same(
    programme: str, new: str
) -> None:
    here = f"/v1/programmes/{new}/again"
    tag = ANNA.post(f"{here}/preview", wish(programme)).headers["etag"]
    assert ANNA.post(here, wish(programme)).status == 428, "nobody is asked unseen"
    assert ANNA.post(here, wish(programme, role="mentor"), **{HEADER: tag}).status == 412
    sent = {HEADER: tag, "idempotency-key": ids.new()}
    first, again = (ANNA.post(here, wish(programme), **sent) for _ in range(2))
    assert (first.status, first.json["task"], again.json) == (202, "ask_back", first.json)
    job = ANNA.get(first.headers["location"]).json
    assert (job["state"], job["asked"]) == ("waiting", 0)


@pytest.mark.parametrize("path", ["", "/preview"])
def test_given_somebody_outside_when_they_ask_then_there_is_nothing(programme: str, new: str, path: str) -> None:
    assert STRANGER.post(f"/v1/programmes/{new}/again{path}", wish(programme), **{HEADER: '"x"'}).status == 404
    assert ANNA.post(f"/v1/programmes/{new}/again{path}", wish("elsewhere"), **{HEADER: '"x"'}).status == 404

"""Asking people of an earlier edition to come again, by JSON: what would happen, and then exactly that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from identity import api as identity
from mentoring import ids, links
from mentoring.tables.recruitment import AskedBack
from mentoring.tables.vocabulary import Again
from tests.fakes.context import NOON
from tests.integration.lambdas import keep, send
from tests.integration.recruitment.conftest import ANNA, STRANGER, Person
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

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
    assert (mail["number"], mail["subject"]) == (1, "Would you like to come again? “Jesień”")
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


@pytest.mark.parametrize(("mailed", "browser"), [("pl", "en"), ("en", "pl")])
def test_given_a_mail_in_another_language_than_the_browser_s_when_they_begin_then_signing_in_is_in_that_of_the_mail(
    store: DynamoStore, programme: str, new: str, mailed: str, browser: str
) -> None:
    (one,) = [
        each
        for each in ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
        if each["email"][:3] == "ada"
    ]
    asked = AskedBack.key(new, one["application_id"])
    told = {"application_id": one["application_id"], "programme_id": new, "earlier_id": programme, "said": Again.NONE}
    keep(store, AskedBack(*asked, **told, asked_at="2026-03-02T12:00:00Z"))
    claims = {"programme_id": new, "earlier_id": programme, "address": ids.address_key(one["email"])}
    token = links.sign("again", one["application_id"], expires_at=NOON.replace(year=2100), locale=mailed, **claims)
    reader, here = Person("", browser), f"/programmes/again/{token}"
    page = reader.get(here)
    assert page.headers["content-language"] == mailed
    cookie = page.headers["set-cookie"].partition(";")[0]
    begun = reader.submit(here, answer="came_again")
    assert begun.status == 303
    shown = reader.get("/", cookie=cookie)
    assert shown.status == 200, (cookie, shown)
    assert shown.headers["content-language"] == mailed
    sign_in = send(identity.handler, "GET", "/sign-in", language=browser, headers={"cookie": cookie})
    assert sign_in["multiValueHeaders"]["Content-Language"] == [mailed]
    assert reader.get("/").headers["content-language"] == browser
    chosen = reader.get("/", cookie=f"{cookie}; tandem_lang={browser}")
    assert chosen.headers["content-language"] == browser, "what they choose goes first"
    assert "tandem_mailed" not in Person("ada", browser).get(here).headers.get("set-cookie", "")


def test_given_nobody_to_ask_when_looked_at_then_that_is_said_and_there_is_no_button(programme: str, new: str) -> None:
    page = ANNA.get(f"/organizer/programmes/{new}/again?earlier={programme}&role=mentor").text
    assert "There is nobody to ask." in page
    assert f'action="/organizer/programmes/{new}/again"' not in page
    assert (
        "Nie ma kogo zapytać."
        in Person("anna", "pl").get(f"/organizer/programmes/{new}/again?earlier={programme}&role=mentor").text
    )

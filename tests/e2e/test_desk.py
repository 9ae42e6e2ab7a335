"""The organizers' desk on the deployed template, roles enforced: inbox, announcements, and what readers see of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from infra.season import acts
from infra.season.people import Stage
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.season.people import Person
    from tests.e2e.client import RunningStack

SAMPLE = ROOT / "infra" / "season" / "samples" / "zgloszenia.csv"
TEXTS = {"pl": {"subject": "Warsztat w środę", "text": "Zaczynamy **o 16:00**."}}


@pytest.fixture(scope="module")
def season(stack: RunningStack) -> Iterator[acts.Season]:
    """Given: a programme with everybody of the sample accepted."""
    played = acts.Season(Stage(stack.layout.public_url, stack.layout.mailbox_url), print)
    acts.announce(played, "Warsztat ogłoszeń", "Firma od ogłoszeń")
    acts.take_applications(played, SAMPLE.name, SAMPLE.read_bytes())
    played.stage.settle()
    yield played
    played.close()


@pytest.fixture(scope="module")
def somebody(season: acts.Season) -> Person:
    """Given: somebody who takes part, signed in."""
    accepted = acts.listed(season.organizer, f"/v1/programmes/{season.programme_id}/applications")
    person = season.person(accepted[0]["email"])
    person.sign_in()
    return person


def test_given_a_plea_when_the_organizers_work_on_it_then_every_route_of_the_desk_may_do_its_part(
    season: acts.Season, somebody: Person
) -> None:
    mine, inbox = f"/v1/desk/{season.programme_id}/messages", f"/v1/inbox/{season.programme_id}"
    somebody.post(mine, {"text": "Coś jest nie tak."})
    (row,) = season.organizer.get(inbox)["items"]
    theirs = f"{inbox}/{row['participant_id']}"
    assert [one["text"] for one in season.organizer.get(f"{theirs}/messages")["items"]] == ["Coś jest nie tak."]
    season.organizer.post(f"{theirs}/assignment", {"person_id": season.organizer.person_id})
    season.organizer.post(f"{theirs}/messages", {"text": "Zadzwońmy."})
    somebody.post(f"{mine}/read", {"number": 2})
    assert [one["text"] for one in somebody.get(mine)["items"]] == ["Zadzwońmy.", "Coś jest nie tak."]
    assert season.organizer.post(f"{theirs}/settled", {})["state"] == "answered"


def test_given_an_announcement_when_sent_then_each_gets_one_mail_sees_it_and_the_organizer_sees_how_many(
    season: acts.Season, somebody: Person
) -> None:
    here, mine = f"/v1/announcements/{season.programme_id}", f"/v1/desk/{season.programme_id}/announcements"
    found = season.organizer.post(f"{here}/preview", {"texts": TEXTS})
    wish = {"texts": TEXTS, "count": found["count"], "digest": found["digest"]}
    sent = season.organizer.post(here, wish)
    season.stage.settle()
    found_mails = season.stage.mails(kind="announcement")
    mails = [one for one in found_mails if any(season.programme_id in link for link in one.links)]
    assert found["unconfirmed"] < found["count"] > 10  # other seasons of the stack have confirmed some addresses
    assert [one.subject for one in mails if one.to == somebody.email] == ["Warsztat w środę"]
    assert len(mails) == len({one.to for one in mails}) == found["count"]
    (got,) = somebody.get(mine)["items"]
    assert (got["subject"], got["seen"]) == ("Warsztat w środę", False)
    somebody.post(f"{mine}/{got['announcement_id']}/seen", {})
    assert somebody.get(f"{mine}/{got['announcement_id']}")["seen"]
    shown = season.organizer.get(f"{here}/{sent['announcement_id']}")
    assert (shown["state"], shown["told"], shown["seen"]) == ("sent", found["count"], 1)
    assert [one["seen"] for one in season.organizer.get(here)["items"]] == [1]


def test_given_the_pages_of_the_desk_when_opened_then_their_functions_may_read_all_they_show(
    season: acts.Season, somebody: Person
) -> None:
    programme_id = season.programme_id
    (item,) = season.organizer.get(f"/v1/announcements/{programme_id}")["items"]
    (row,) = season.organizer.get(f"/v1/inbox/{programme_id}")["items"]
    pages = {
        f"/inbox/{programme_id}": season.organizer,
        f"/inbox/{programme_id}/{row['participant_id']}": season.organizer,
        f"/announcements/{programme_id}": season.organizer,
        f"/announcements/{programme_id}/new": season.organizer,
        f"/announcements/{programme_id}/{item['announcement_id']}": season.organizer,
        f"/desk/{programme_id}": somebody,
        f"/desk/{programme_id}/announcements": somebody,
        f"/desk/{programme_id}/announcements/{item['announcement_id']}": somebody,
        "/home": somebody,
    }
    found = {path: who.status(path) for path, who in pages.items()}
    assert found == dict.fromkeys(pages, 200)

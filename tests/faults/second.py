"""A second programme, made with pages: people who say no, addresses that don't work, proposals nobody answers."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season import acts
from infra.season.forms import forms
from infra.season.people import expect
from tests.faults.corners import decide_all, press, signed_in
from tests.faults.plot import applications

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.season.people import Mail, Person
    from tests.faults.stage import Theatre

JAN = {
    "first_name": "Jan", "last_name": "Garncarz", "form": "m", "city": "Gdańsk", "department": "Finanse",
    "languages": "polski C2", "topics": "wystąpienia publiczne, negocjacje", "mode": "online",
    "hours_per_month": "2", "availability": "pn 9:00-11:00, wt 16:00-18:00, śr 9:00-11:00",
    "goal": "Chcę mówić spokojnie.", "position": "specjalista/ka", "rules_consent": "yes", "privacy_consent": "yes",
}  # fmt: skip


class Second:
    """The programme and its organizer."""

    def __init__(self, season: acts.Season, theatre: Theatre) -> None:
        self.season, self.theatre = season, theatre
        self.organizer = season.organizer
        self.id = self.slug = ""

    @property
    def home(self) -> str:
        """Return the organizer's page."""
        return f"/organizer/programmes/{self.id}"

    def scenes(self) -> list[Callable[[], Any]]:
        """Return the scenes in their order."""
        return [self.announce, self.apply, self.decide, self.correct, self.pair, self.refuse, self.choose]

    def announce(self) -> None:
        """Organization, programme, its contact address and settings."""
        organizer = self.organizer
        with signed_in(organizer):
            press(organizer, "/organizer", "/organizer/organizations", name="Druga Firma")
            found = organizer.get("/v1/organizations")["items"]
            organization = next(one for one in found if one["name"] == "Druga Firma")["organization_id"]
            place = press(
                organizer, f"/organizer/programmes?organization={organization}", "/organizer/programmes",
                organization_id=organization, name="Jesień z mentorem", contact="kontakt@firma.example",
                planned_meetings="3", interval_days="14",
            )  # fmt: skip
            self.id = place.split("?")[0].rsplit("/", 1)[1]
            self.slug = organizer.get(f"/v1/programmes/{self.id}")["slug"]
            press(organizer, f"{self.home}/stage?to=recruiting", f"{self.home}/stage")
            press(organizer, f"{self.home}/settings", f"{self.home}/settings", **self._settings())
        contact = self.season.person("kontakt@firma.example")
        contact.click(contact.next_mail("contact"), "/programmes/contact/")

    def _settings(self) -> dict[str, str]:
        return {
            "audience": "Dla wszystkich.",
            "visibility": "public",
            "accent": "forest",
            "zone": "Europe/Warsaw",
            "pairing_mode": "most_served",
            "threshold": "0",
            "rules_pl": "Zasady.",
        }

    def apply(self) -> None:
        """Somebody applies with the page: a draft, sent, withdrawn, sent again."""
        person, here = self.season.person("jan.garncarz@firma.example"), f"/programmes/{self.slug}/apply/mentee"
        with signed_in(person):
            page = next(one for one in forms(person.browser.get(here).text) if one.method == "post")
            for where in (f"{here}/draft", here):  # a draft, while it is typed and with its button
                person.browser.post(where, data=page.values | JAN, headers={"Origin": person.stage.origin})
            press(person, here, here, **JAN)
            press(person, here, f"{here}/withdraw")
            press(person, here, here, **JAN)

    def decide(self) -> None:
        """A file is taken; people are asked for more, wait, are accepted, change it; one says «that's not me»."""
        organizer = self.organizer
        content = applications(("Anna", "Łukasz", "Piotr", "Zofia", "Hanna"))
        body = {"filename": "a.csv", "content_base64": base64.b64encode(content).decode()}
        organizer.post(f"/v1/programmes/{self.id}/imports", body)
        organizer.post(f"/v1/programmes/{self.id}/first-mails")
        here, jan = f"{self.home}/applications", self._application("jan.garncarz@firma.example")
        with signed_in(organizer):
            press(organizer, f"{here}/{jan}", here, "needs_info", message="Proszę o więcej.")
            press(organizer, f"{here}/{jan}", here, "waitlisted")
            press(organizer, f"{here}/{jan}", here, "accepted")
            again = {"rules_pl": "Nowe zasady.", "rules_again": "yes"}
            press(organizer, f"{self.home}/settings", f"{self.home}/settings", **self._settings() | again)
        person, page = self.season.person("jan.garncarz@firma.example"), f"/programmes/{self.slug}/apply/mentee"
        with signed_in(person):
            text = person.browser.get(f"/programmes/{self.slug}/texts/rules").text
            expect("Nowe zasady." in text, "the text to agree to isn't there")
            press(person, page, f"{page}/consents")
            press(person, page, f"{page}/profile", **JAN | {"hours_per_month": "3"})
        zofia = self.season.person("zofia.bednarz@firma.example")
        zofia.click(self._last(zofia, "added"), "/programmes/answer/", "not_me")

    def correct(self) -> None:
        """Mails come back, the address is trusted once more, comes back again, and is corrected; all are accepted."""
        organizer, here = self.organizer, f"{self.home}/applications"
        hanna = self._application("hanna.klos@firma.example")
        self._bounce("hanna.klos@firma.example")
        with signed_in(organizer):
            press(organizer, f"{here}/{hanna}", f"{here}/{hanna}/address/trust")
            self._bounce("hanna.klos@firma.example")
            press(organizer, f"{here}/{hanna}", f"{here}/{hanna}/address", email="hanna.klosowa@firma.example")
            right = self.season.person("hanna.klosowa@firma.example")
            right.click(self._last(right, "added"), "/programmes/answer/", "me")
            decide_all(organizer, here, "accepted")

    def pair(self) -> None:
        """A round is calculated twice with the page, edited, and sent."""
        organizer, here = self.organizer, f"/pairing/{self.id}"
        with signed_in(organizer):
            press(organizer, f"{self.home}/stage?to=matching", f"{self.home}/stage")
            press(organizer, here, f"{here}/rounds")
            press(organizer, here, f"{here}/rounds")
            page = organizer.browser.get(here).text
            send = next(one.action for one in forms(page) if one.action.endswith("/send"))
            press(organizer, here, send)

    def refuse(self) -> None:
        """One mentee says no, one says yes and waits; the others don't answer until it is too late."""
        season = self.season
        asked = [one for one in season.stage.mails(kind="proposal") if self._is_open(one)]
        expect(len(asked) >= 4, f"{len(asked)} open proposals")
        season.person(asked[0].to).click(asked[0], "/proposals/answer/", "decline", reason="Nie teraz.")
        season.person(asked[-1].to).click(asked[-1], "/proposals/answer/", "accept")
        for _ in range(8):
            season.stage.move_to(acts.iso(season.now + timedelta(days=1)))
            season.stage.run("PairingSchedule", acts.iso(season.now))

    def choose(self) -> None:
        """The mentees choose: one asks a mentor with the page, who says no."""
        organizer, here = self.organizer, f"/pairing/{self.id}"
        with signed_in(organizer):
            press(organizer, here, f"{here}/rounds", mode="self_matching")

    def _application(self, email: str) -> str:
        found = acts.listed(self.organizer, f"/v1/programmes/{self.id}/applications")
        return str(next(one for one in found if one["email"] == email)["application_id"])

    def _bounce(self, email: str) -> None:
        sent = next(one for one in reversed(self.theatre.sent) if one.to == email)
        self.theatre.bounce(sent)

    def _is_open(self, mail: Mail) -> bool:
        person = self.season.person(mail.to)
        page = person.browser.get(mail.link("/proposals/answer/")).text
        return any("/proposals/answer/" in one.action for one in forms(page))

    @staticmethod
    def _last(person: Person, kind: str) -> Mail:
        return person.stage.mails(person.email, kind)[-1]

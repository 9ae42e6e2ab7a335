"""What people do about their application themselves: some fill in the form, others complete what a file lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.season.forms import form_with
from infra.season.people import SeasonFailed, expect
from mentoring.tables.vocabulary import Role
from recruitment import answers, imports

if TYPE_CHECKING:
    from infra.season.acts.season import Season
    from infra.season.people import Mail
    from recruitment.imports import Row

MOST_BY_FORM = 2
"""At most so many of each role apply by the form, and at most every fourth."""
SAID = {
    "topics": "komunikacja", "availability": "pn 16:00-18:00, śr 16:00-18:00", "languages": "polski C2, angielski B2",
    "zone": "Warszawa", "capacity": "1", "mode": "online", "hours_per_month": "2", "style": "pytający",
    "city": "Warszawa", "phone": "+48 600 100 200",
}  # fmt: skip
"""What people answer who are asked for something that a file lacks or nobody can read: field → text."""


def apply_by_form(season: Season, content: bytes, mapping: dict[str, Any] | None) -> int:
    """Some people of the file don't wait for it: they fill in the form, with what the file says of them.

    Return how many. They sign in by a link from a mail, open the page, and send its form.
    """
    chosen = _who_apply(imports.read(content, season.now, None, imports.mapping_of(mapping or {})).good)
    for row in chosen:
        person = season.person(row.email)
        person.sign_in()
        path = f"/programmes/{season.slug}/apply/{row.role}"
        said = {name: one for name, one in answers.form_of(row.profile, row.role, person.locale, []).items() if one}
        agreed = {"rules_consent": "yes", "privacy_consent": "yes"}
        person.press(path, path, **said | agreed)
        expect("wyślij" in person.page(path).casefold() or "wysłane" in person.page(path), f"{path} isn't sent")
    season.stage.settle()
    season.stage.await_mails("application_received", len(chosen))
    return len(chosen)


def _who_apply(rows: tuple[Row, ...]) -> list[Row]:
    """Return the rows of those who apply themselves: who has one role, and of whom the file says all but consents."""
    emails = [one.email for one in rows]
    found: list[Row] = []
    for role in Role:
        mine = [one for one in rows if one.role == role]
        able = [one for one in mine if emails.count(one.email) == 1 and _is_whole(one)]
        found += able[: min(MOST_BY_FORM, len(mine) // 4)]
    return found


def _is_whole(row: Row) -> bool:
    profile = row.profile
    told = profile["last_name"] and profile["topics"] and (row.role == Role.MENTOR or profile["goal"])
    return bool(told) and all(name.endswith("_consent") for name in row.asked)


def complete(season: Season) -> int:
    """Who is asked for something by the first mail answers on its page: consents, and what nobody could read.

    Return how many did. Nobody is asked for a consent afterwards.
    """
    return sum(_answer(season, mail) for mail in season.stage.mails(kind="added"))


def _answer(season: Season, mail: Mail) -> bool:
    person, link = season.person(mail.to), "/programmes/answer/"
    page = person.browser.get(mail.link(link)).text
    try:
        asked = form_with(page, "me")
    except LookupError as error:
        raise SeasonFailed(f"{mail.kind} to {mail.to}: {error}") from error
    said = {name: text for name, text in SAID.items() if name in asked.values}
    if not said and not asked.boxes:
        return False
    person.click(mail, link, "me", **said, **asked.boxes)
    left = form_with(person.browser.get(mail.link(link)).text, "")
    expect(not left.boxes, f"{mail.to} is still asked for {sorted(left.boxes)}")
    return True

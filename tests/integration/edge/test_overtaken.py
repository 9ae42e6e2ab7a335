"""Two organizers edit the same form: the second sees what the first saved beside what they typed; nothing is lost."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gatherings import api as gatherings
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.recruitment import Programme
from recruitment import api as recruitment
from tests.fakes.people import ORGANIZER, PROGRAMME
from tests.integration.furnished import furnish
from tests.integration.lambdas import send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

SETTINGS = (recruitment.handler, f"/organizer/programmes/{PROGRAMME}/settings", "purpose")
GATHERING = (gatherings.handler, f"/gatherings/{PROGRAMME}/ga/edit", "text_pl")


def _fields(page: str) -> dict[str, str]:
    """Return what a browser would send of a form that nobody touches."""
    form = page[page.index('<form method="post"', page.index("<main")) :]
    form = form[form.rindex("<form", 0, form.index('name="version"')) :]
    form = form[: form.index("</form>")]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (not re.search("radio|checkbox", tag) or " checked" in tag):
            found[name[1]] = html.unescape(value[1] if value else "")
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options) or re.findall(
            r'<option value="([^"]*)"', options
        )
        found[name] = html.unescape(chosen[0])
    return {name: value for name, value in found.items() if name != "form_key"}


@pytest.mark.parametrize(("handler", "path", "field"), [SETTINGS, GATHERING], ids=["settings", "gathering"])
def test_given_a_form_somebody_saved_meanwhile_when_sent_then_both_texts_are_shown_and_nothing_is_overwritten(
    agreed: DynamoStore, handler: object, path: str, field: str
) -> None:
    furnish(agreed)
    call = partial(send, handler)  # type: ignore[arg-type]
    opened = _fields(call("GET", path, ORGANIZER)["body"])
    assert call("POST", path, ORGANIZER, form=opened | {field: "Co zapisała Anna"})["statusCode"] == 303

    stale = call("POST", path, ORGANIZER, form=opened | {field: "Co wpisał Jan"})

    assert stale["statusCode"] == 412
    shown = html.unescape(stale["body"])
    assert "Meanwhile somebody saved:</strong> Co zapisała Anna" in shown
    again = _fields(stale["body"])
    assert (again[field], again["version"] != opened["version"]) == ("Co wpisał Jan", True)
    kept = (
        agreed.get(Gathering, *Gathering.key(PROGRAMME, "ga"))
        if field == "text_pl"
        else agreed.get(Programme, *Programme.key(PROGRAMME))
    )
    assert kept is not None
    assert "Anna" in str(kept.attribute_values)
    assert call("POST", path, ORGANIZER, form=again)["statusCode"] == 303

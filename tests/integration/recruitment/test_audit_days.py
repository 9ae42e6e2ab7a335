"""The audit of some days, on the page and in JSON."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from mentoring import clock
from mentoring.tables.recruitment import Organization
from mentoring.tables.vocabulary import Act
from recruitment import api
from recruitment.use_cases import auditing
from recruitment.use_cases.auditing import Deed
from tests.fakes.people import ORGANIZER, PROGRAMME, STRANGER
from tests.integration.lambdas import keep, said, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
PAGES = (f"/organizer/programmes/{PROGRAMME}/audit", "/organizer/team/org-1/audit")
ROUTES = (f"/v1/programmes/{PROGRAMME}/audit", "/v1/organizations/org-1/audit")
ADDRESSES = [*PAGES, *ROUTES]
WRONG = [
    ("from", "2026-02-30"), ("to", "wczoraj"), ("from", "1-1-1"), ("to", "0001-01-01"), ("from", "9" * 10_000),
    ("to", "2026-03-27T10:00:00Z' OR 1=1"),
]  # fmt: skip


@pytest.fixture
def audited(agreed: DynamoStore) -> DynamoStore:
    """Given: four acts, two of them on 28 March in Warsaw, in the programme and in its organization."""
    keep(agreed, Organization(*Organization.key("org-1"), organization_id="org-1", name="Firma"))
    moments = ("2026-03-27T22:59:59Z", "2026-03-27T23:00:00Z", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z")
    for place in (auditing.programme(PROGRAMME), auditing.organization("org-1")):
        for at in moments:
            keep(agreed, auditing.entry(place, Deed(Act.EXPORTED, [], {}), ORGANIZER, clock.parse(at), "1"))
    return agreed


@pytest.mark.usefixtures("audited")
@pytest.mark.parametrize("filters", [{}, {"by": ORGANIZER}, {"act": "exported"}, {"by": ORGANIZER, "act": "exported"}])
def test_given_a_day_when_asked_for_with_other_filters_then_page_and_json_have_what_was_done_on_it(
    filters: dict[str, str],
) -> None:
    day = {"from": "2026-03-28", "to": "2026-03-28"}
    for page in PAGES:
        shown = call("GET", page, ORGANIZER, **filters, **day)
        assert shown["statusCode"] == 200
        assert [shown["body"].count("<li><p><strong>"), shown["body"].count('value="2026-03-28"')] == [2, 2]
    for route in ROUTES:
        items = said(call("GET", route, ORGANIZER, **filters, **day))["items"]
        assert [one["at"] for one in items] == ["2026-03-28T22:59:59Z", "2026-03-27T23:00:00Z"]


@pytest.mark.usefixtures("audited")
def test_given_a_day_of_more_than_a_page_when_paged_then_the_filters_are_kept_and_nothing_is_read_twice() -> None:
    for address in ADDRESSES[:1] + ADDRESSES[2:3]:
        query = {"from": "2026-03-28", "to": "2026-03-28", "by": ORGANIZER, "limit": "1"}
        seen = []
        for _ in range(3):  # DynamoDB says only then that nothing follows
            answer = call("GET", address, ORGANIZER, **query)
            if address in ROUTES:
                told = said(answer)
                seen += [one["at"] for one in told["items"]]
                query |= {"cursor": told["next"] or ""}
            else:
                seen += re.findall(r'<time datetime="([^"]*)"', answer["body"])
                (following,) = re.findall(r'href="\?([^"]*)" rel="next"', answer["body"]) or [""]
                query = dict(parse_qsl(html.unescape(following))) | {"limit": "1"}
        assert len(seen) == len(set(seen)) == 2
        assert not query.get("cursor")
        assert address in ROUTES or "There is nothing older." in answer["body"]


@pytest.mark.usefixtures("audited")
@pytest.mark.parametrize("route", ROUTES)
def test_given_a_cursor_when_used_with_another_filter_then_it_is_refused_in_words(route: str) -> None:
    cursor = said(call("GET", route, ORGANIZER, limit="1"))["next"]
    assert cursor
    for other in ({"by": ORGANIZER}, {"act": "exported"}, {"from": "2026-03-28"}, {"to": "2026-03-28"}):
        refused = call("GET", route, ORGANIZER, cursor=cursor, **other)
        assert (refused["statusCode"], [one["pointer"] for one in said(refused)["errors"]]) == (422, ["/cursor"])


@pytest.mark.usefixtures("audited")
@pytest.mark.parametrize(("name", "typed"), WRONG)
@pytest.mark.parametrize("address", ADDRESSES)
def test_given_no_day_when_asked_for_then_it_is_said_beside_its_field(address: str, name: str, typed: str) -> None:
    refused = call("GET", address, ORGANIZER, **{name: typed, "act": "exported"})
    assert refused["statusCode"] == 422
    if address in ROUTES:
        assert [one["pointer"] for one in said(refused)["errors"]] == [f"/{name}"]
        return
    field = refused["body"].split(f'<label for="{name}">')[1].split("</div>")[0]
    assert 'class="why"' in field
    assert typed[:40] in html.unescape(field)
    assert 'value="exported" selected' in refused["body"]
    assert call("GET", address, STRANGER, **{name: typed})["statusCode"] == 404


@pytest.mark.usefixtures("audited")
@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_given_a_last_day_before_the_first_when_asked_for_then_it_is_said_beside_the_last(
    address: str, language: str
) -> None:
    words = {"pl": "Ten dzień jest przed pierwszym.", "en": "This day comes before the first one."}[language]
    days = {"from": "2026-03-28", "to": "2026-03-27"}
    refused = call("GET", address, ORGANIZER, language=language, **days)
    assert (refused["statusCode"], words in html.unescape(refused["body"])) == (422, True)
    assert call("GET", address, STRANGER, **days)["statusCode"] == 404

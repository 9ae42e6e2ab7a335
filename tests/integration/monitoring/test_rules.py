"""A programme's rules: their page with its preview, saved by recruitment, and heard of by monitoring."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mentoring import clock
from mentoring.events.meetings import MeetingHeld
from mentoring.events.workspace import ContractSigned
from mentoring.tables.monitoring import Watch
from mentoring.tables.recruitment import Organization, Programme, Slug
from monitoring import api, consumer
from recruitment import api as recruitment
from tests.integration import lambdas
from tests.integration.lambdas import keep, published, said, send
from tests.unit.monitoring.givens import AGREED, event, member, pair, programme

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call, save = partial(send, api.handler), partial(send, recruitment.handler)
deliver = partial(lambdas.deliver, consumer.handler)
AGO = clock.now() - timedelta(days=24, hours=6)
PAGE, SAVED = "/monitoring/p/rules", "/organizer/programmes/p/rules"
SOONER = {"silence_nudge": "20", "silence_factor": "1"}


@pytest.fixture(autouse=True)
def _quiet(store: DynamoStore) -> None:
    """Given: a running programme with an owner (ola), a viewer (wit) and a pair that met 24 days ago."""
    organization = Organization(*Organization.key("o"), organization_id="o", name="Firma")
    slug = Slug(*Slug.key("s"), slug="s", programme_id="p")
    keep(store, programme(), organization, slug, member("ola", "owner"), member("wit", "viewer"), pair())
    held = MeetingHeld("p", "1", "m", clock.iso(AGO), 1, presumed=False)
    assert deliver(event(AGREED, AGO), event(ContractSigned("p", "1", 1, "hash")), event(held)) == []


def version(store: DynamoStore) -> str:
    found = store.get(Programme, *Programme.key("p"))
    assert found is not None
    return found.tag


def led_to(answer: dict[str, Any]) -> tuple[str, dict[str, str]]:
    where = urlsplit(answer["multiValueHeaders"]["Location"][0])
    return where.path, {name: found[0] for name, found in parse_qs(where.query).items()}


def test_given_other_numbers_when_tried_then_saved_then_the_pair_is_looked_at_by_them(store: DynamoStore) -> None:
    tried = call("GET", PAGE, "ola", **SOONER)["body"]
    assert "1 pair would have this colour" in tried
    assert "<strong>Jan – Anna</strong>: no meeting for 24 days" in " ".join(tried.split())
    assert f'action="{SAVED}"' in tried
    assert save("POST", SAVED, "ola", form={**SOONER, "version": version(store)})["statusCode"] == 303
    kept = store.get(Programme, *Programme.key("p"))
    assert kept is not None
    assert kept.rules == {"silence_nudge": 20, "silence_factor": 1}
    (changed,) = published("RulesChanged")
    assert deliver(changed) == deliver(changed) == []
    watch = store.get(Watch, *Watch.key("1"))
    assert watch is not None
    assert watch.colour == "amber"


def test_given_somebody_who_was_quicker_when_saved_then_both_numbers_are_shown_and_nothing_is_lost(
    store: DynamoStore,
) -> None:
    seen = version(store)
    assert save("POST", SAVED, "ola", form={"silence_nudge": "25", "version": seen})["statusCode"] == 303
    where, query = led_to(save("POST", SAVED, "ola", form={**SOONER, "version": seen}))
    assert (where, query) == (PAGE, SOONER | {"version": seen})
    shown = " ".join(call("GET", where, "ola", **query)["body"].split())
    assert 'name="silence_nudge" type="number" value="20"' in shown
    assert "Meanwhile somebody saved:</strong> 25" in shown
    assert save("POST", SAVED, "ola", form={**SOONER, "version": version(store)})["statusCode"] == 303
    assert len(published("RulesChanged")) == 2


@pytest.mark.parametrize("wrong", ["3", "zwei", "400", "³"])
def test_given_a_number_that_cannot_be_when_tried_or_saved_then_it_is_said_beside_it(
    store: DynamoStore, wrong: str
) -> None:
    tried = call("GET", PAGE, "ola", silence_nudge=wrong)
    assert tried["statusCode"] == 422
    assert 'href="#silence_nudge"' in tried["body"]
    where, query = led_to(save("POST", SAVED, "ola", form={"silence_nudge": wrong, "version": version(store)}))
    assert (where, query["silence_nudge"]) == (PAGE, wrong)
    assert published("RulesChanged") == []


def test_given_a_viewer_when_looking_then_numbers_can_be_tried_and_nothing_saved(store: DynamoStore) -> None:
    assert SAVED not in call("GET", PAGE, "wit", **SOONER)["body"]
    assert save("POST", SAVED, "wit", form={**SOONER, "version": version(store)})["statusCode"] == 404
    assert call("GET", PAGE, "jan")["statusCode"] == 404


def test_given_json_when_rules_are_tried_then_the_same_is_said_and_patch_saves_them(store: DynamoStore) -> None:
    read = call("GET", "/v1/monitoring/p/rules", "wit")
    usual = {one["name"]: (one["value"], one["least"]) for one in said(read)["rules"]}
    assert usual["silence_nudge"] == (30, 7)
    tried = call(
        "POST", "/v1/monitoring/p/rules/preview", "ola", body={"rules": {"silence_nudge": 20, "silence_factor": 1}}
    )
    assert said(tried) == {
        "changes": [{"pair_id": "1", "name": "Jan – Anna", "colour": "green", "would_be": "amber", "reason": "no meeting for 24 days and nothing planned"}],
        "more": 0, "reminded": 1, "told": 0, "judged": 1, "all_of_them": True,
    }  # fmt: skip
    wrong = call("POST", "/v1/monitoring/p/rules/preview", "ola", body={"rules": {"silent_days": 20}})
    assert wrong["statusCode"] == 422
    etag = read["multiValueHeaders"]["ETag"][0]
    changed = save(
        "PATCH", "/v1/programmes/p", "ola", body={"rules": {"silence_nudge": 20}}, headers={"if-match": etag}
    )
    assert (changed["statusCode"], said(changed)["rules"]) == (200, {"silence_nudge": 20})
    unknown = save("PATCH", "/v1/programmes/p", "ola", body={"rules": {"silent_days": 20}}, headers={"if-match": "*"})
    assert unknown["statusCode"] == 422

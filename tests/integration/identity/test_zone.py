"""The zone of an account: typed as people say it, asked about where the browser says another one."""

from __future__ import annotations

import re
from functools import partial
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote

import pytest

from identity import authorizer
from mentoring.i18n import LOCALES
from tests.integration.identity.test_handlers import session, signed_in
from tests.integration.lambdas import published, said

pytestmark = pytest.mark.usefixtures("store")

ACCOUNT = {"name": "Anna Nowa", "form": "f", "locale": "pl"}


@pytest.fixture
def mine() -> Any:
    return partial(signed_in(session()), language="pl")


def version(page: dict[str, Any]) -> str:
    return str(re.findall(r'name="version" value="(\d+)"', page["body"])[0])


def saved(mine: Any, zone: str) -> dict[str, Any]:
    typed = ACCOUNT | {"zone": zone, "version": version(mine("GET", "/session"))}
    return dict(mine("POST", "/session", form=typed))


def zone_of_account(mine: Any) -> str:
    return str(said(mine("GET", "/v1/me"))["zone"])


def cookie(answer: dict[str, Any], name: str) -> str:
    found = SimpleCookie()
    for one in answer["multiValueHeaders"].get("Set-Cookie", []):
        found.load(one)
    return found[name].value if name in found else ""


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Nowy Jork", "America/New_York"),
        ("Kraków", "Europe/Warsaw"),
        ("India Standard Time", "Asia/Kolkata"),
        ("Apia", "Pacific/Apia"),
        ("America/Sao_Paulo", "America/Sao_Paulo"),
    ],
)
def test_given_my_account_when_a_city_is_typed_then_its_zone_is_saved(mine: Any, typed: str, zone: str) -> None:
    assert saved(mine, typed)["statusCode"] == 303
    assert zone_of_account(mine) == zone
    page = mine("GET", "/session")["body"]
    assert re.search(r"Jest tam teraz (\w+, )?\d\d:\d\d\.", page)


def test_given_an_abbreviation_of_several_zones_when_typed_then_they_are_offered_and_the_chosen_one_is_saved(
    mine: Any,
) -> None:
    asked = saved(mine, "IST")
    assert asked["statusCode"] == 422
    assert 'value="IST"' in asked["body"]
    assert "Anna Nowa" in asked["body"]
    offered = re.findall(r'<input type="radio" name="zone" value="([^"]+)"', asked["body"])
    assert offered == ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]
    assert "Kalkuta, Indie" in asked["body"]
    both = ACCOUNT | {"zone": ["IST", "Asia/Kolkata"], "version": version(asked)}
    assert mine("POST", "/session", form=both)["statusCode"] == 303
    assert zone_of_account(mine) == "Asia/Kolkata"


def test_given_a_slip_when_typed_then_nothing_is_guessed(mine: Any) -> None:
    asked = saved(mine, "Warszwa")
    assert asked["statusCode"] == 422
    assert re.findall(r'type="radio" name="zone" value="([^"]+)"', asked["body"]) == ["Europe/Warsaw"]
    nowhere = saved(mine, "Qwxyz")
    assert nowhere["statusCode"] == 422
    assert re.findall(r'name="zone" type="text" value="([^"]+)"', nowhere["body"]) == ["Qwxyz"]


@pytest.mark.parametrize("locale", LOCALES)
def test_given_what_the_account_shows_when_sent_back_unchanged_then_the_zone_stays(mine: Any, locale: str) -> None:
    saved(mine, "Asia/Kolkata")
    page = mine("GET", "/session", language=locale)["body"]
    (shown,) = re.findall(r'name="zone" type="text" value="([^"]+)"', page)
    assert shown == {"pl": "Kalkuta, Indie", "en": "Kolkata, India"}[locale]
    assert saved(mine, shown)["statusCode"] == 303
    assert zone_of_account(mine) == "Asia/Kolkata"


def test_given_a_changed_zone_when_saved_then_pages_are_in_it_at_once() -> None:
    tokens = session()
    mine = partial(signed_in(tokens), language="pl", headers={"cookie": f"tandem_refresh={tokens['refresh_token']}"})
    done = saved(mine, "Asia/Kolkata")
    assert done["multiValueHeaders"]["Location"] == ["/session/refresh?next=%2Fsession"]
    token = cookie(mine("GET", "/session/refresh", next="/session"), "tandem_access")
    told = authorizer.handler(
        {
            "methodArn": "arn:aws:execute-api:eu-central-1:1:api/prod/GET/home",
            "headers": {"Cookie": f"tandem_access={token}"},
        }
    )
    assert told["context"]["zone"] == "Asia/Kolkata"


def test_given_a_browser_elsewhere_when_asked_and_answered_yes_then_the_account_is_there(mine: Any) -> None:
    saved(mine, "Warszawa")
    asked = mine(
        "GET", "/session/zone", device="America/New_York", headers={"hx-request": "true", "hx-current-url": "/home?x=1"}
    )
    assert "Twoje urządzenie wskazuje miejsce: Nowy Jork" in asked["body"]
    assert "<html" not in asked["body"]
    answer = {"answer": "yes", "zone": "America/New_York", "next": "/home?x=1", "version": version(asked)}
    done = mine("POST", "/session/zone", form=answer)
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, ["/home?x=1"])
    assert zone_of_account(mine) == "America/New_York"
    assert len(published("PersonChanged")) == 2


def test_given_a_browser_elsewhere_when_the_account_is_kept_then_that_zone_is_not_asked_about_again(mine: Any) -> None:
    saved(mine, "Warszawa")
    kept = ""
    for zone in ("America/New_York", "Asia/Tokyo", "America/New_York"):
        form = {"answer": "keep", "zone": zone, "next": "https://evil.example/"}
        done = mine("POST", "/session/zone", form=form, headers={"cookie": f"tandem_zone_kept={kept}"})
        assert done["multiValueHeaders"]["Location"] == ["/session"]
        kept = cookie(done, "tandem_zone_kept")
    assert unquote(kept) == "Asia/Tokyo|America/New_York"
    assert zone_of_account(mine) == "Europe/Warsaw"


def test_given_a_browser_elsewhere_when_a_zone_is_chosen_then_that_of_the_browser_is_not_asked_about(mine: Any) -> None:
    form = ACCOUNT | {"zone": "Asia/Tokyo", "version": version(mine("GET", "/session"))}
    done = mine("POST", "/session", form=form, headers={"cookie": "tandem_zone=America%2FNew_York"})
    assert (done["statusCode"], unquote(cookie(done, "tandem_zone_kept"))) == (303, "America/New_York")


@pytest.mark.parametrize("device", ["Europe/Prague", "Europe/Warsaw", "Poland"])
def test_given_a_browser_whose_clock_is_the_same_when_it_asks_then_nothing_is_said(mine: Any, device: str) -> None:
    saved(mine, "Warszawa")
    told = mine("GET", "/session/zone", device=device)
    assert (told["statusCode"], told["body"]) == (200, "")
    assert unquote(cookie(told, "tandem_zone_kept")) == device


@pytest.mark.parametrize("device", ["", "Mars/Olympus", "../etc/passwd", "%00"])
def test_given_a_browser_with_nonsense_when_it_asks_then_nothing_is_said(mine: Any, device: str) -> None:
    told = mine("GET", "/session/zone", device=device)
    assert (told["statusCode"], told["body"], cookie(told, "tandem_zone_kept")) == (200, "", "")


def test_given_a_question_when_the_account_changed_meanwhile_then_nothing_is_overwritten(mine: Any) -> None:
    answer = {"answer": "yes", "zone": "Asia/Tokyo", "next": "/home", "version": "0"}
    assert mine("POST", "/session/zone", form=answer)["statusCode"] == 412
    assert zone_of_account(mine) != "Asia/Tokyo"


def test_given_words_for_a_zone_when_searched_by_json_then_choices_come_in_the_readers_words(mine: Any) -> None:
    search = partial(mine, "GET", "/v1/me/zones")
    found = said(search(query="Nowy Jork"))
    assert [(one["zone"], one["name"]) for one in found["items"]] == [
        ("America/New_York", "Nowy Jork, Stany Zjednoczone")
    ]
    assert re.fullmatch(r"\d\d:\d\d", found["items"][0]["now"])
    assert found["sure"] is True
    assert said(search(query="Warszwa"))["sure"] is False
    assert said(search(query="Qwxyz"))["items"] == []
    assert search(query="x" * 101)["statusCode"] == 422

"""The search for planted words finds them wherever they may be wrapped, and nothing where there are none."""

from __future__ import annotations

import base64
import json
import zlib
from email.message import EmailMessage
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from infra.season.acts import Season
from infra.season.planted import Planted, texts_of_mail, values_of

if TYPE_CHECKING:
    from infra.season.people import Stage

GARDEN = Planted()
WORDS = GARDEN.plant("note.text author")


def _mail(**parts: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = parts.get("subject", "Zażółć")
    message.set_content(parts.get("text", "Dzień dobry"), cte="base64")
    message.add_attachment(parts.get("file", "a;b").encode(), maintype="text", subtype="csv", filename="lista.csv")
    return message.as_bytes()


@pytest.mark.parametrize(
    "text",
    [
        f"a {WORDS} b",
        f"a {WORDS} b".encode(),
        base64.b64encode(f"a {WORDS} b".encode()),
        base64.b64encode(zlib.compress(f"a {WORDS} b".encode())).decode(),
    ],
    ids=["text", "bytes", "base64", "compressed"],
)
def test_given_planted_words_when_they_are_wrapped_then_they_are_found(text: str | bytes) -> None:
    assert GARDEN.found_in(["nothing", text]) == {"note.text author"}


@pytest.mark.parametrize("where", ["subject", "text", "file"])
def test_given_a_mail_when_words_are_in_any_part_of_it_then_they_are_found(where: str) -> None:
    assert GARDEN.found_in(texts_of_mail(_mail(**{where: WORDS}))) == {"note.text author"}
    assert GARDEN.found_in(texts_of_mail(_mail())) == set()


def test_given_an_item_when_words_are_deep_in_it_or_in_its_json_then_they_are_found() -> None:
    item = {"a": [{"b": {"S": json.dumps({"c": [WORDS]})}}], WORDS[:5]: {"N": "1"}}
    assert GARDEN.found_in(values_of(item)) == {"note.text author"}


def test_given_two_fields_when_they_are_planted_then_their_words_differ_and_stay_the_same() -> None:
    garden = Planted()
    one, other = garden.plant("goal.title"), garden.plant("goal.why")
    assert one != other
    assert garden.plant("goal.title") == one
    assert garden.found_in([other]) == {"goal.why"}


def test_given_a_season_to_look_at_when_somebody_writes_in_private_then_no_word_is_planted() -> None:
    shown, searched = (Season(cast("Stage", SimpleNamespace(browser=str)), print, plants=one) for one in (False, True))
    assert shown.private("goal.title", "Cel") == "Cel"
    assert shown.private_part("meeting.place", "pokoj") == "pokoj"
    assert not shown.planted.words
    assert searched.private("goal.title", "Cel").startswith("Cel tajne-")
    assert searched.private_part("meeting.place", "pokoj") == searched.planted.words["meeting.place"]

"""The picture of a programme's public page: chosen, described in both languages, shown everywhere, taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring.runtime import ports
from mentoring.tables.recruitment import Audit, Programme
from tests.integration.recruitment.conftest import ANNA, NOBODY, STRANGER, Answer, Person
from tests.unit.recruitment.test_pictures import SECRET, jpeg, png

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ALT = {"alt_pl": "Dwie osoby przy stole", "alt_en": "Two people at a table"}


def _here(programme: str) -> str:
    return f"/organizer/programmes/{programme}/picture"


def _version(programme: str) -> str:
    return re.findall(r'name="version" value="([^"]+)"', ANNA.get(_here(programme)).text)[0]


def _save(programme: str, content: bytes, **said: str) -> Answer:
    return ANNA.upload(_here(programme), content, **({"version": _version(programme)} | ALT | said))


def _address(page: str) -> str:
    return re.findall(r'<img class="cover" src="([^"]+)"', page)[0]


def test_given_a_picture_when_saved_then_page_catalogue_and_preview_show_it_in_the_readers_words(
    programme: str, store: DynamoStore
) -> None:
    assert _save(programme, jpeg()).status == 303

    for page in ("/programmes/wiosna", "/"):
        assert 'alt="Dwie osoby przy stole"' in Person("", "pl").get(page).text
        assert 'alt="Two people at a table"' in NOBODY.get(page).text
    page = NOBODY.get("/programmes/wiosna").text
    address = _address(page)
    assert f'property="og:image" content="https://tandem.firma.example{address}"' in page
    assert 'name="twitter:card" content="summary_large_image"' in page
    shown = NOBODY.get(address)
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    kept = Programme.get(*Programme.key(programme))
    content = ports().files.get(f"pictures/{programme}/{kept.picture['mark']}")
    assert SECRET not in content
    assert content[:3] == b"\xff\xd8\xff"
    assert NOBODY.get(f"{address}0").status == 404


def test_given_a_picture_when_another_comes_or_it_is_removed_then_the_old_file_is_gone(programme: str) -> None:
    _save(programme, jpeg())
    first = _address(ANNA.get(_here(programme)).text)
    assert ANNA.submit(_here(programme), version=_version(programme), **ALT | {"alt_en": "A table"}).status == 303
    assert _address(ANNA.get(_here(programme)).text) == first
    assert _save(programme, png()).status == 303
    second = _address(ANNA.get(_here(programme)).text)
    assert (NOBODY.get(first).status, NOBODY.get(second).status) == (404, 200)

    gone = ANNA.submit(f"{_here(programme)}/removal", version=_version(programme))

    assert gone.status == 303
    assert NOBODY.get(second).status == 404
    assert 'class="cover"' not in NOBODY.get("/programmes/wiosna").text
    acts = [one.facts for one in Audit.query(Programme.partition(programme), Audit.sk.startswith("AUDIT#"))]
    assert acts.count({"fields": ["picture"]}) == 4


def test_given_no_words_no_picture_or_an_old_page_when_sent_then_it_is_said_and_what_was_typed_stays(
    programme: str,
) -> None:
    nameless = _save(programme, jpeg(), alt_en="")
    assert (nameless.status, "Dwie osoby przy stole" in nameless.text) == (422, True)
    other = _save(programme, b"%PDF-1.7")
    assert (other.status, "Choose a picture: JPEG, PNG or WebP." in other.text) == (422, True)
    assert _save(programme, b"x" * 1_500_001).status == 422
    old = _version(programme)
    assert _save(programme, jpeg()).status == 303

    stale = _save(programme, jpeg(), version=old, alt_en="Somebody")

    assert stale.status == 412
    assert 'value="Somebody"' in stale.text
    assert "Meanwhile somebody saved:</strong> Two people at a table" in stale.text
    assert STRANGER.get(_here(programme)).status == 404


def test_given_a_file_that_is_too_big_when_sent_then_the_field_says_how_big_one_may_be(programme: str) -> None:
    answer = _save(programme, jpeg() + b"0" * 1_500_000)
    assert (answer.status, "The file is too big: at most 1.5 MB." in answer.text) == (422, True)


def test_given_a_draft_when_its_picture_is_asked_for_then_only_its_organizers_see_it(organization: str) -> None:
    made = ANNA.post("/v1/programmes", {"organization_id": organization, "name": "Lato", "slug": "lato"}).json
    _save(made["programme_id"], jpeg())
    address = _address(ANNA.get(_here(made["programme_id"])).text)
    assert NOBODY.get(address).status == 404
    assert ANNA.get(address).headers["cache-control"] == "private, no-store"

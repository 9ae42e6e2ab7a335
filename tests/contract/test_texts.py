"""Every text is there in Polish, and translated once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

from infra import locales

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("package", locales.packages(), ids=lambda package: package.name)
def test_given_a_package_when_its_texts_are_extracted_then_all_are_there_in_polish(package: Path) -> None:
    assert locales.problems(package) == []


@pytest.mark.parametrize(
    "package", [one for one in locales.packages() if one != locales.SHARED], ids=lambda package: package.name
)
def test_given_a_text_of_the_shared_layer_when_a_service_uses_it_then_it_isnt_translated_again(package: Path) -> None:
    shared = {(one.id, one.context) for one in locales.extracted(locales.SHARED) if one.id}
    assert not {(one.id, one.context) for one in locales.updated(package) if one.id} & shared


def test_given_a_fuzzy_text_when_checked_then_it_is_told_for_readers_get_the_english_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = Catalog("pl", charset="utf-8")
    texts.add("Hello,", "Dzień dobry,", flags={"fuzzy"})
    kept = tmp_path / "messages.po"
    kept.write_bytes(locales.text_of(texts))
    monkeypatch.setattr(locales, "po_of", lambda _: kept)
    monkeypatch.setattr(locales, "updated", lambda _: texts)
    assert [one for one in locales.problems(tmp_path) if "fuzzy" in one]


@pytest.mark.parametrize("package", locales.packages(), ids=lambda package: package.name)
def test_given_a_polish_text_when_it_names_mentees_then_the_word_has_its_one_form(package: Path) -> None:
    """«Mentee» isn't inflected in Polish (domain.md §1)."""
    texts = locales.updated(package)
    told = [form for one in texts for form in ([one.string] if isinstance(one.string, str) else one.string)]
    assert [one for one in told if "mentees" in one.lower()] == []

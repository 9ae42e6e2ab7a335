"""One Polish term a thing: no text uses a word that docs/organizers/glossary.md gives up for another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from infra import locales
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GLOSSARY = ROOT / "docs" / "organizers" / "glossary.md"
STARTERS = sorted({*ROOT.glob("services/*/starter/*.pl.md"), *ROOT.glob("shared/**/starter/*.pl.md")})
ENGLISH_STARTERS = sorted({*ROOT.glob("services/*/starter/*.en.md"), *ROOT.glob("shared/**/starter/*.en.md")})
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|https?://\S+")
QUOTES = re.compile('["“‟«»‘]')
APART = re.compile(r"(\w{4,}) / \1\w*ka\b", re.IGNORECASE)
"""Two forms of a role with spaces between them."""
GENDERED = re.compile(
    r"\b(?:\w+(?:liście|łyście|łeś|łaś)|obojg\w+|obojgiem|oboje|dwoje|dwojga|obydwoje)\b", re.IGNORECASE
)
"""What says a gender of the reader, or of the two of a pair."""
LOWER = re.compile(r"(?<![\w/])(mentee|mentor(?!ing|sk|uj)\w*)")


OF_MAILS = re.compile(r"\bemails?\b", re.IGNORECASE)
OF_MESSAGES = re.compile(r"\b(?:messages?|texts?)\b", re.IGNORECASE)
IN_A_MAIL = ("You get this email", "Questions? Just reply")
"""Beginnings of texts of mails that pages preview, too."""


def _rows(columns: int) -> list[list[str]]:
    """Return the rows of the table of so many columns, without its header."""
    text = GLOSSARY.read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line[:2] == "| "]
    return [one for one in rows if len(one) == columns][1:]


def rejected() -> dict[str, str]:
    """Return each rejected beginning of a word, or words, and the term that is used."""
    return {word: polish.strip() for _, polish, _, bad in _rows(4) for word in re.findall(r"`([^`]+)`", bad)}


def rejected_in_english() -> dict[str, str]:
    """Return each word English texts don't use, and the one that is used."""
    return {word: term.strip() for term, bad in _rows(2) for word in re.findall(r"`([^`]+)`", bad)}


def wrong_in_english(text: str) -> list[str]:
    """Return what an English text says otherwise than the glossary."""
    bare = PLACEHOLDER.sub("", text)
    return [
        f"{word!r}: use {term!r}"
        for word, term in rejected_in_english().items()
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", bare, re.IGNORECASE)
    ]


def wrong(text: str) -> list[str]:
    """Return what a Polish text says otherwise than the glossary."""
    bare = PLACEHOLDER.sub("", text)
    found = [
        f"{word!r}: use {term!r}"
        for word, term in rejected().items()
        if re.search(rf"\b{re.escape(word)}", bare, re.IGNORECASE)
    ]
    found += ["quotes are „…”"] if QUOTES.search(bare) else []
    found += [f"{one[0]!r}: no spaces around the stroke" for one in APART.finditer(bare)]
    found += [f"{one[0]!r}: words that suit any gender" for one in GENDERED.finditer(bare)]
    return found + [f"{one[1]!r}: with a capital letter" for one in LOWER.finditer(bare)]


def mistaken(asked: str, told: str) -> bool:
    """Return whether a page calls a mail what people write each other in rooms."""
    called = re.search(r"\bwiadomo(?:ść|ści)", told, re.IGNORECASE)
    of_mail = OF_MAILS.search(asked) and not OF_MESSAGES.search(asked) and not asked.startswith(IN_A_MAIL)
    return bool(called and of_mail)


def _texts(package: Path) -> Iterator[str]:
    path = locales.po_of(package)
    if not path.exists():
        return
    with path.open("rb") as file:
        catalog = read_po(file, locales.LOCALE)
    for one in catalog:
        if one.id:
            yield from one.string if isinstance(one.string, tuple) else (one.string,)


def _asked(package: Path) -> Iterator[str]:
    for one in locales.extracted(package):
        if one.id:
            yield from (one.id,) if isinstance(one.id, str) else one.id


@pytest.mark.parametrize("package", locales.packages(), ids=lambda package: package.name)
def test_given_the_english_texts_when_read_then_each_thing_is_called_by_its_term(package: Path) -> None:
    found = [f"{text[:90]}: {said}" for text in _asked(package) for said in wrong_in_english(text)]
    assert not found, "\n".join(found)


def test_given_the_english_texts_a_programme_starts_with_when_read_then_each_thing_is_called_by_its_term() -> None:
    found = [f"{one.name}: {said}" for one in ENGLISH_STARTERS for said in wrong_in_english(one.read_text("utf-8"))]
    assert len(ENGLISH_STARTERS) > 15
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["Mails to you", "You get this mail.", "Your e-mail address"])
def test_given_an_english_text_with_a_rejected_word_when_read_then_the_term_is_named(text: str) -> None:
    assert any("email" in one for one in wrong_in_english(text))
    assert wrong_in_english("Your email address, and the mailbox behind it") == []


@pytest.mark.parametrize("package", locales.packages(), ids=lambda package: package.name)
def test_given_the_polish_texts_when_read_then_each_thing_is_called_by_its_term(package: Path) -> None:
    found = [f"{text[:90]}: {said}" for text in _texts(package) for said in wrong(text)]
    assert not found, "\n".join(found)


def test_given_the_texts_a_programme_starts_with_when_read_then_each_thing_is_called_by_its_term() -> None:
    found = [f"{one.name}: {said}" for one in STARTERS for said in wrong(one.read_text(encoding="utf-8"))]
    assert len(STARTERS) > 15
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jesteś na liście rezerwowej.", "lista oczekujących"),
        ("Organizatorzy to widzą.", "osoba organizująca"),
        ('Wybierz "tak".', "quotes"),
        ("Napisz do mentorów i Mentee.", "capital"),
        ("Twoja rola: Mentor / Mentorka.", "Mentor/Mentorka"),
        ("koordynator / koordynatorka", "no spaces"),
        ("To, co razem napisaliście.", "any gender"),
        ("Czy już zaczęłaś?", "any gender"),
        ("Widzicie to tylko Wy dwoje.", "any gender"),
    ],
)
def test_given_a_text_with_a_rejected_word_when_read_then_the_term_is_named(text: str, said: str) -> None:
    assert any(said in one for one in wrong(text))


@pytest.mark.parametrize(
    "text",
    ["%(mentee)s i %(mentor)s", "mentoring", "w roli mentorskiej", "Mentee", "„tak”", "Mentor/Mentorka", "obie osoby"],
)
def test_given_a_right_text_when_read_then_nothing_is_said(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize("package", locales.packages(), ids=lambda one: one.name)
def test_given_a_page_that_speaks_of_mails_when_read_in_polish_then_they_arent_called_messages(package: Path) -> None:
    """Mails call themselves „ta wiadomość”; on a page that is what two people write each other."""
    if package.name in ("notifications", "local") or not locales.po_of(package).exists():
        return
    with locales.po_of(package).open("rb") as file:
        catalog = [one for one in read_po(file, locales.LOCALE) if one.id]
    pairs = [
        (asked, told)
        for one in catalog
        for asked in ((one.id,) if isinstance(one.id, str) else one.id[:1])
        for told in ((one.string,) if isinstance(one.string, str) else one.string)
    ]
    assert [told for asked, told in pairs if mistaken(asked, told)] == []


def test_given_a_mail_that_is_called_a_message_when_looked_for_then_it_is_found() -> None:
    assert mistaken("You get an email about it.", "Dostaniesz o tym wiadomość.")
    assert not mistaken("A message from %(name)s came by email.", "Mailem przyszła wiadomość.")
    assert not mistaken("You get this email because you signed up.", "Dostajesz tę wiadomość, bo masz zapis.")

"""Every mail, whatever form its reader and the other person have: no word of it fits only one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from mentoring.forms import FORMS
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Participant
from notifications import composer, recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import PAIR, PROGRAMME
from tests.unit.notifications.givens import ALL, FILES, _part, change

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"f": "Hanna Lis", "m": "Tomasz Wrona", "n": "Robin Sowa"}
"""Somebody of each form; both of a pair may be called the same, and no name has a word of ours in it."""
JOINED = (
    r"Mentor/Mentorka|Mentor(a|owi|em|ze)? (lub|ani|i|albo) Mentor(ki|ce|ką|kę|ka)|"
    r"Mentorz[yo]\w* i Mentor\w+|Mentor\w+ i Mentor\w+"
)
"""Both forms of the role side by side, which suit everybody."""
OF_ROLE = {"f": r"\bMentork\w+", "m": r"\bMentor(a|owi|em|ze|zy)?\b"}
SPEAKS = (
    r"\w+(ałeś|ałaś|iłeś|iłaś|yłeś|yłaś|ęłaś|ąłeś|łbyś|łabyś|powinieneś|powinnaś|łem|łam|(a|i|y|ę|e)liście|łyście)\b"
)
"""Verbs that say of which form the reader is, or the writer."""
DID = r"(?!udział\b)\w+(ał|ała|ił|iła|ył|yła|ął|ęła|ózł|ósł|osła|szedł|szła)\b"


@dataclass(frozen=True)
class Read:
    """A mail as somebody reads it, and the form of the mentor it may name."""

    kind: str
    called: str
    subject: str
    text: str
    html: str
    mentor: str
    names: tuple[str, ...]
    locale: str = "pl"

    @property
    def ours(self) -> str:
        """Return subject and text without addresses."""
        return re.sub(r"https?://\S+|\S+@\S+", "", f"{self.subject}\n{self.text}")


def leaks(one: Read) -> list[str]:
    """Return what a template should have replaced."""
    return re.findall(r"\[[^\]\n]*\|[^\]\n]*\]|%\(\w+\)|\{\{|\{%|\bNone\b|\bUndefined\b", f"{one.ours}\n{one.html}")


def strangers(one: Read) -> list[str]:
    """Return roles in the form of somebody else; English has only one."""
    if one.locale == "en":
        return []
    alone = re.sub(JOINED, "", one.ours)
    return [
        found[0] for form, pattern in OF_ROLE.items() if form != one.mentor for found in re.finditer(pattern, alone)
    ]


def gendered(one: Read) -> list[str]:
    """Return verbs that fit only one form: of the reader, or right after a name; in English, pronouns."""
    if one.locale == "en":
        return re.findall(r"\b(?:he|she|him|his|hers?|himself|herself)\b", one.ours)
    named = rf"(?:{'|'.join(map(re.escape, one.names))})[^.,:;!?()\n]{{0,12}}? {DID}"
    return [found[0] for pattern in (SPEAKS, named) for found in re.finditer(pattern, one.ours)]


def misquoted(one: Read) -> list[str]:
    """Return quotes that aren't those of the language, and what joining pieces leaves."""
    foreign = '[“«»"]' if one.locale == "pl" else '[„«»"]'
    return re.findall(
        rf"[^\n]{{0,20}}(?:{foreign}| [,;:.!?](?!\w)|\(\)|,,|\.\.(?!\.)| {{2,}}\S|:\.)[^\n]{{0,10}}", _flowing(one.ours)
    )


def ungreeted(one: Read) -> list[str]:
    """Return the beginning of a mail that doesn't greet its reader, by name where it knows it."""
    hello = {"pl": ("Dzień dobry, {}!", "Dzień dobry,"), "en": ("Hello {},", "Hello,")}[one.locale]
    greeting = hello[0].format(one.called) if one.called else hello[1]
    return [] if greeting in one.text and greeting in one.html else [one.text[:60]]


def uncoloured(one: Read) -> list[str]:
    """Return links in the colour of the reader's program, which nobody can read on a dark page."""
    return [link for link in re.findall(r"<a [^>]*>", one.html) if "color: #" not in link]


def _flowing(text: str) -> str:
    """Return a text without the indents of what is set off, columns of figures, and signs beside colours."""
    return "\n".join(line.strip() for line in text.splitlines() if not re.search(r"\S {2,}\S|✓|!!", line))


LAWS = (leaks, strangers, gendered, misquoted, ungreeted, uncoloured)


def mails(store: MemoryStore, mentor: str, mentee: str, locale: str) -> Iterator[Read]:
    """Yield all mails of a season of two people with these forms."""
    for role, form in (("mentor", mentor), ("mentee", mentee)):
        first, last = NAMES[form].split()
        for kind in (Application, Participant):
            key = kind.key(PROGRAMME, role)
            found = store.get(kind, *key)
            assert found is not None
            told = dict(found.profile) | {"form": form, "first_name": first, "last_name": last}
            change(
                store, kind, key, profile=told, **({"form": form, "name": NAMES[form]} if kind is Participant else {})
            )
    change(store, Pair, Pair.key(PAIR), mentor_name=NAMES[mentor], mentee_name=NAMES[mentee])
    for data, count in ALL:
        for one in recipes.made(context_at(store=store), data) if count else []:
            mail = replace(one, to=replace(one.to, locale=locale))
            made = composer.compose(mail, event_id="e", sender="t@t.example", now=NOON, files=FILES)
            texts = _part(made, "text/plain"), _part(made, "text/html")
            called = composer.greeting.called(mail.to.name, locale)
            yield Read(mail.kind, called, str(made["Subject"]), *texts, mentor, (NAMES[mentor], NAMES[mentee]), locale)


@pytest.mark.parametrize(
    ("mentor", "mentee", "locale"), [*((*both, "pl") for both in product(FORMS, FORMS)), ("f", "m", "en")]
)
def test_given_two_people_of_any_forms_when_their_mails_are_read_then_each_suits_both(
    store: MemoryStore, mentor: str, mentee: str, locale: str
) -> None:
    read = list(mails(store, mentor, mentee, locale))
    wrong = {(law.__name__, one.kind, found) for one in read for law in LAWS for found in law(one)}
    assert wrong == set()
    assert len({one.kind for one in read}) > 80


GOOD = Read(
    "survey", "Hanno", "Ty i Tomasz Wrona", "Dzień dobry, Hanno!", "Dzień dobry, Hanno!", "m", ("Tomasz Wrona",)
)


@pytest.mark.parametrize(
    ("law", "breach"),
    [
        (leaks, {"text": "[wysłała|wysłał|wysłano] propozycje"}),
        (leaks, {"subject": "%(other)s pisze"}),
        (strangers, {"text": "Twoja Mentorka czeka"}),
        (strangers, {"text": "Twój Mentor czeka", "mentor": "f"}),
        (gendered, {"text": "Jeśli zmieniłaś zdanie"}),
        (gendered, {"text": "Tomasz Wrona jeszcze nie odpowiedział"}),
        (gendered, {"text": "Tomasz Wrona and his goal", "locale": "en"}),
        (misquoted, {"text": "Odpowiedź “tak”"}),
        (misquoted, {"text": "Termin : jutro"}),
        (misquoted, {"text": "Say „yes”", "locale": "en"}),
        (ungreeted, {"text": "Dzień dobry,"}),
        (uncoloured, {"html": '<a href="https://firma.example">'}),
    ],
)
def test_given_a_mail_that_breaks_a_law_when_read_then_it_is_found(law: object, breach: dict[str, str]) -> None:
    assert callable(law)
    assert law(GOOD) == []
    assert law(replace(GOOD, **breach)) != []

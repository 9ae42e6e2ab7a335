"""Whether a case card names somebody of the programme, in whatever case of the Polish language.

«Annie Kowalskiej» names Anna Kowalska. A word is read as a name if both begin alike and what follows is an ending of
names; too often rather than too seldom: who wrote the card decides. A word in lower case counts only beside another
one of the same person, for many surnames are words («wilk», «mróz»).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST = 3
"""Letters of the shortest part of a name that is looked for: «Ewa»."""
ENDINGS = frozenset(
    {
        "", "a", "e", "i", "y", "u", "o", "om", "em", "ach", "ami", "ie", "ia", "iu", "iem", "owi", "owie", "ow",
        "ego", "emu", "im", "ej", "iej", "iego", "iemu", "ich", "imi", "ym", "ymi", "ych",
        "ska", "ski", "skiego", "skiemu", "skim", "skiej", "sku", "cie", "ce", "dze", "rze", "ze", "sie", "le",
        "ni", "ny", "nego", "nemu", "nej", "na", "ek", "ka", "ki", "kiem", "kowi", "s", "es",
    }
)  # fmt: skip
"""What is left of a word, or of a name, after what both begin with, folded."""
DROPPED = 3
"""Letters that a name loses at most at its end: «Marek» – «Markowi»."""
SHORT = {
    "ada": "adrianna", "aga": "agnieszka", "ala": "alicja", "ania": "anna", "asia": "joanna", "bartek": "bartosz",
    "basia": "barbara", "bogus": "boguslaw", "darek": "dariusz", "gosia": "malgorzata", "grzes": "grzegorz",
    "jacek": "jacek", "janek": "jan", "jurek": "jerzy", "kasia": "katarzyna", "krysia": "krystyna",
    "krzysiek": "krzysztof", "krzys": "krzysztof", "kuba": "jakub", "lukas": "lukasz", "maciek": "maciej",
    "magda": "magdalena", "marys": "maria", "marysia": "maria", "mirek": "miroslaw", "monia": "monika",
    "ola": "aleksandra", "olek": "aleksander", "piotrek": "piotr", "renia": "renata", "slawek": "slawomir",
    "stasiek": "stanislaw", "staszek": "stanislaw", "tomek": "tomasz", "wojtek": "wojciech", "zbyszek": "zbigniew",
    "zosia": "zofia",
}  # fmt: skip
"""What people call each other, folded → the name, folded."""


def folded(word: str) -> str:
    """Return a word in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l"))
    return "".join(one for one in plain if not unicodedata.combining(one) and one.isalpha())


def names(one: str, other: str) -> bool:
    """Return whether two folded words may be the same name in different cases."""
    if one == other:
        return True
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if same < max(SHORTEST - 1, min(len(one), len(other)) - DROPPED):
        return False
    return len(other) - same <= DROPPED and one[same:] in ENDINGS and other[same:] in ENDINGS


def found(text: str, people: Iterable[str]) -> list[str]:
    """Return the words of a text that may name one of these people, as they are written, each once."""
    told = [(match.group(), folded(match.group())) for match in _WORD.finditer(text)]
    parts = [_parts(one) for one in people]
    by_start: dict[str, list[tuple[int, str]]] = {}
    for number, some in enumerate(parts):
        for part in some:
            by_start.setdefault(part[:2], []).append((number, part))
    meant = [{number for number, part in by_start.get(word[:2], ()) if names(word, part)} for _, word in told]
    hits = []
    for nth, ((written, _), who) in enumerate(zip(told, meant, strict=True)):
        beside = set().union(*meant[max(nth - 1, 0) : nth], *meant[nth + 1 : nth + 2])
        if who and (written[:1].isupper() or who & beside):
            hits.append(written)
    return list(dict.fromkeys(hits))


def _parts(name: str) -> list[str]:
    """Return the parts of a name that are looked for, of a double name both."""
    whole = [one for one in (folded(each) for each in re.findall(r"[^\W\d_]+", name)) if len(one) >= SHORTEST]
    return whole + [short for short, long in SHORT.items() if long in whole]

"""Levels of positions: which words of a position say how senior somebody is, in Polish and English (domain.md §2.4).

A position is read word by word, whatever its letters' case and accents. A pattern is one word or several that follow
each other; `*` at the end of a word stands for any ending, so that every form by gender, case and number counts alike:
«kierowniczka», «kierowniczki» and «kierownik» are one level. Where several patterns are found the highest level counts
(«starsza specjalistka» is senior), but who assists is an assistant, whoever it is that they assist.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAMES = {
    1: N_("trainees, assistants, specialists"),
    2: N_("senior specialists, experts, coordinators, leaders of a team"),
    3: N_("managers, heads of a unit"),
    4: N_("directors"),
    5: N_("the board"),
}
"""Level → description. 0 is a position that says nothing."""
HIGHEST = max(NAMES)
ASSISTING = (
    "asystent*", "stazyst*", "praktykant*", "aplikant*", "pomocnik*", "pomocnic*",
    "assistant*", "intern", "interns", "trainee*", "apprentice*",
)  # fmt: skip
"""Words that mean level 1, whatever else the position says."""
TABLE: dict[int, tuple[str, ...]] = {
    1: ("specjalist*", "mlodsz*", "referent*", "specialist*", "junior*", "clerk*"),
    2: (
        "starsz*", "glown*", "ekspert*", "koordynator*", "lider*", "brygadzist*", "mistrz*", "opiekun* zespolu",
        "senior*", "expert*", "coordinator*", "lead", "leads", "leader*", "supervisor*", "foreman", "forewoman",
        "foreperson",
    ),
    3: (
        "kierownik*", "kierownic*", "menedzer*", "menadzer*", "menager*", "manadzer*", "manager*", "naczelnik*",
        "naczelnic*", "glown* ksiegow*", "zastepc*", "zastepcz*", "szef*", "prowadzac* zespol",
        "head", "heads", "deputy", "principal*", "chief accountant*",
    ),
    4: ("dyrektor*", "wicedyrektor*", "prokurent*", "director*", "vicedirector*"),
    5: (
        "prezes*", "wiceprezes*", "czlonek zarzadu", "czlonkini zarzadu", "przewodniczac*", "dyrektor* naczeln*",
        "dyrektor* generaln*", "dyrektor* zarzadzajac*", "wlasciciel* firmy", "wspolwlasciciel*", "zalozyciel*",
        "wspolzalozyciel*",
        "president*", "vp", "ceo", "coo", "cfo", "cto", "cio", "cmo", "chro", "chief executive*", "chief operating*",
        "chief financial*", "chief technology*", "chief information*", "chief marketing*",
        "chair", "chairman", "chairwoman", "chairperson", "board member*", "member* of the board",
        "managing director*", "director* general", "founder*", "cofounder*",
    ),
}  # fmt: skip
"""Level → patterns, without accents."""
MOST = 200
LONGEST = 80
_PATTERN = re.compile(r"[^\W_]+\*?( [^\W_]+\*?)*")


class LevelsUseless(Invalid):
    """Patterns or levels that can't be read."""

    code = "levels-useless"
    message = N_("Write a word, or several, and a level from 0 to 5; “*” only at the end of a word.")

    def __init__(self) -> None:
        super().__init__(fields={"/levels": self.message})


def folded(text: str) -> str:
    """Return a text for comparison: lower case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join(re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one))))


def checked(given: Mapping[str, int]) -> dict[str, int]:
    """Return a programme's own patterns as they are stored; raises `LevelsUseless`."""
    kept: dict[str, int] = {}
    for pattern, level in given.items():
        words = " ".join(pattern.split())
        if len(words) > LONGEST or not _PATTERN.fullmatch(words) or not 0 <= level <= HIGHEST:
            raise LevelsUseless
        kept[words] = level
    if len(kept) > MOST:
        raise LevelsUseless
    return kept


def typed(text: str) -> dict[str, int]:
    """Return patterns from lines of «pattern = level»; raises `LevelsUseless`."""
    lines = [line.rpartition("=") for line in text.splitlines() if line.strip()]
    if not all(level.strip().isdecimal() and len(level.strip()) == 1 for _, _, level in lines):
        raise LevelsUseless
    return checked({pattern: int(level) for pattern, _, level in lines})


def shown(own: Mapping[str, int]) -> str:
    """Return patterns in the form that `typed` reads."""
    return "\n".join(f"{pattern} = {level}" for pattern, level in own.items())


def _search(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return a regular expression that finds any of the patterns in folded text."""
    words = (" ".join(_word(word) for word in pattern.split()) for pattern in patterns)
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _word(word: str) -> str:
    return re.escape(folded(word)) + (r"\w*" if word.endswith("*") else "")


@cache
def _assisting() -> re.Pattern[str]:
    return _search(ASSISTING)


@cache
def _levels() -> dict[int, re.Pattern[str]]:
    """Return level → regular expression; seven large ones, compiled when the first position is read."""
    return {level: _search(patterns) for level, patterns in TABLE.items()}


@dataclass(frozen=True)
class Levels:
    """The table of patterns, after a programme's own ones, whose longest match counts; 0 says nothing."""

    own: tuple[tuple[re.Pattern[str], int], ...] = ()
    known: dict[str, int] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, own: Mapping[str, int]) -> Levels:
        """Return the levels of a programme."""
        longest_first = sorted(own.items(), key=lambda one: (-len(one[0]), one[0]))
        return cls(tuple((_search([pattern]), level) for pattern, level in longest_first))

    def level(self, position: str) -> int:
        """Return the level of a position, 1–5, or 0 if unknown."""
        if position not in self.known:
            self.known[position] = self._level(folded(position))
        return self.known[position]

    def _level(self, text: str) -> int:
        for pattern, level in self.own:
            if pattern.search(text):
                return level
        if _assisting().search(text):
            return 1
        return max((level for level, pattern in _levels().items() if pattern.search(text)), default=0)

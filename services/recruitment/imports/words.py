"""The words with which people fill in cells, as they are read and as they are shown again."""

from __future__ import annotations

import re

from mentoring.letters import plain
from mentoring.tables.vocabulary import Role

ROLES = {"mentor": Role.MENTOR, "mentorka": Role.MENTOR, "mentee": Role.MENTEE}
BOTH = "mentor + mentee"
"""Who asks to be a mentor and a mentee: two applications."""
FORMS = {
    "": "n", "n": "n", "neutralna": "n", "neutral": "n",
    "z": "f", "k": "f", "f": "f", "zenska": "f", "feminine": "f", "ona": "f", "she/her": "f", "kobieta": "f",
    "m": "m", "meska": "m", "masculine": "m", "on": "m", "he/him": "m", "mezczyzna": "m",
}  # fmt: skip
FORM_NAMES = {"pl": {"f": "ż", "m": "m", "n": ""}, "en": {"f": "f", "m": "m", "n": ""}}
MODES = {
    "": "online", "online": "online", "zdalnie": "online", "zdalny": "online", "remote": "online", "remotely": "online",
    "hybrydowo": "hybrid", "hybrid": "hybrid", "hybrydowy": "hybrid", "mieszany": "hybrid", "oba": "hybrid",
    "both": "hybrid", "obojetnie": "hybrid", "online lub stacjonarnie": "hybrid", "online or in person": "hybrid",
    "stacjonarnie": "in_person", "stacjonarny": "in_person", "osobiscie": "in_person", "na zywo": "in_person",
    "in person": "in_person", "in_person": "in_person", "on site": "in_person",
}  # fmt: skip
MODE_NAMES = {
    "pl": {"online": "online", "hybrid": "hybrydowo", "in_person": "stacjonarnie"},
    "en": {"online": "online", "hybrid": "hybrid", "in_person": "in person"},
}
CONTACTS = {
    "": "", "mail": "by_mail", "email": "by_mail", "e-mail": "by_mail",
    "telefon": "by_phone", "phone": "by_phone", "by_mail": "by_mail", "by_phone": "by_phone",
}  # fmt: skip
CONTACT_NAMES = {
    "pl": {"": "", "by_mail": "mail", "by_phone": "telefon"},
    "en": {"": "", "by_mail": "mail", "by_phone": "phone"},
}
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
WEEKDAYS = (
    ("pn", "pon", "poniedzialek", "mon", "monday"),
    ("wt", "wto", "wtorek", "tue", "tuesday"),
    ("sr", "sro", "sroda", "wed", "wednesday"),
    ("cz", "czw", "czwartek", "thu", "thursday"),
    ("pt", "pia", "piatek", "fri", "friday"),
    ("so", "sob", "sobota", "sat", "saturday"),
    ("nd", "niedz", "niedziela", "sun", "sunday"),
)
DAY_NAMES = {"pl": ("pn", "wt", "śr", "cz", "pt", "so", "nd"), "en": ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
OWN_DEPARTMENT = {"pl": "dział", "en": "department"}
YES = frozenset(
    ("tak", "yes", "t", "y", "1", "true", "prawda", "x", "v", "ok", "✓", "✔", "☑", "✅", "on", "wlaczone", "checked")
)
NO = frozenset(("nie", "no", "n", "0", "false", "falsz", "-", "off"))
_REFUSES = re.compile(r"\b(?:nie (?:wyraz|akcept|zgadz|zapozn)\w*|brak zgody|odmawiam|(?:don't|do not|dont) \w+)\b")
_AGREES = re.compile(
    r"(?:tak|yes)\b|.*\b(?:wyrazam|akceptuj\w*|zgadzam|zgoda|zapoznal\w*|potwierdzam|oswiadczam)\b"
    r"|.*\b(?:agree|accept|consent|confirm)\b"
)
YES_NAMES = {"pl": "tak", "en": "yes"}


def agrees(raw: str) -> bool | None:
    """Return whether somebody agrees («Tak, akceptuję», «PRAWDA», «x»), doesn't («nie»), or whether nobody can tell."""
    said = plain(raw).rstrip(".!")
    if said in YES:
        return True
    if said in NO or _REFUSES.search(said):
        return False
    return True if _AGREES.match(said) else None


_SEEKS = re.compile(
    r"\b(?:szuka\w*|potrzebuj\w*|mie[cw]\w*|znale\w*|chc\w*|wsparci\w*|find|need\w*|want\w*|looking for|get|have)\b"
    r"(?: (?!be\b|become\b|byc\b|zostac\b)\w+){0,3}? (?:mentor(?:a|ki|ke)?|mentor(?:ow|ek)|mentors?)\b"
    r"(?:(?: ?[/,]? ?| i | lub | albo | or )mentor\w*)*"
)
_MENTEES = re.compile(r"\bmentees?\b|\bpodopieczn\w+")
_MENTORS = re.compile(r"\b(?:mentor(?:zy|em|ka|ki)?|mentors)\b")
_EITHER = re.compile(r"\b(?:obie|obu|oba|obydwie|both)\b(?: \w+)?")


def role_of(raw: str) -> str:
    """Return the role somebody names in their own words, `BOTH`, or nothing: «Mentor / Mentorka», «szukam mentora»."""
    said = plain(raw)
    if said == BOTH:
        return BOTH
    if said in ROLES:
        return ROLES[said]
    if re.search(r"\bnie\b|\bnot\b", said):
        return ""
    left = _SEEKS.sub(" ", said)
    mentee = left != said or _MENTEES.search(said) is not None
    mentor = _MENTORS.search(left) is not None
    if (mentee and mentor) or _EITHER.fullmatch(said):
        return BOTH
    if mentee:
        return Role.MENTEE
    return Role.MENTOR if mentor else ""


LEVEL_WORDS = {
    "C2": ("ojczysty", "native", "mother tongue", "ojczystym", "jezyk ojczysty"),
    "C1": ("biegle", "biegly", "fluent", "fluently", "plynnie", "bardzo dobrze", "zaawansowany", "advanced"),
    "B2": ("dobrze", "dobry", "good", "upper intermediate"),
    "B1": ("komunikatywnie", "komunikatywny", "communicative", "sredni", "srednio", "sredniozaawansowany",
           "intermediate", "konwersacyjnie"),
    "A2": ("podstawowy", "podstawowo", "podstawy", "basic"),
    "A1": ("poczatkujacy", "beginner"),
}  # fmt: skip
LEVEL_OF = {name.lower(): name for name in LEVELS} | {
    word: level for level, words in LEVEL_WORDS.items() for word in words
}

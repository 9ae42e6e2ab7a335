"""Languages as people write them: «Polish, ukraiński», and as they read them again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring import languages
from mentoring.errors import N_, Invalid
from mentoring.letters import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = N_("We don't know this language: %(word)s. Write its name in Polish or English.")


def read_several(typed: str) -> tuple[str, ...]:
    """Return the codes of the languages that somebody wrote; raises `Invalid` for a word that isn't one."""
    words = [one for one in (part.strip() for part in re.split(r"[,;]", typed)) if one]
    return tuple(dict.fromkeys(_code(one, "/languages") for one in words))


def read_one(typed: str) -> str:
    """Return the code of the language that somebody looks for, nothing for nothing; raises `Invalid`."""
    return _code(typed.strip(), "/speaks") if typed.strip() else ""


def written(codes: Iterable[str], locale: str) -> str:
    """Return languages in words, in a language of ours."""
    names = languages.names(locale)
    return ", ".join(names.get(one, one) for one in codes)


def _code(word: str, field: str) -> str:
    code = languages.codes().get(plain(word))
    if code is None:
        raise Invalid(fields={field: UNKNOWN}, word=word)
    return code

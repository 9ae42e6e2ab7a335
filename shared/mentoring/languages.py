"""Languages by their names in all our languages (Unicode CLDR), and by their codes (ISO 639-1)."""

from __future__ import annotations

from functools import cache

from mentoring.i18n import LOCALES
from mentoring.letters import plain


@cache
def names(locale: str) -> dict[str, str]:
    """Return code → name in a language."""
    from babel import Locale  # noqa: PLC0415 - reads its data only when somebody names a language

    return {str(code): str(name) for code, name in Locale(locale).languages.items() if len(str(code)) == 2}  # noqa: PLR2004


@cache
def codes() -> dict[str, str]:
    """Return a map from names in all our languages, without case and diacritics, and codes, to codes."""
    named = {plain(name): code for locale in LOCALES for code, name in names(locale).items()}
    return {code: code for code in named.values()} | named

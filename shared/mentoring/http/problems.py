"""Problem details for JSON (RFC 9457), in the reader's language."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from mentoring.addresses import REFUSALS
from mentoring.errors import N_, DomainError, Invalid
from mentoring.http.current import context
from mentoring.http.incoming import MalformedJson
from mentoring.http.models import View
from mentoring.i18n import in_words, translations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Fault(DomainError):
    """A fault of ours, logged under the correlation id that the person sees."""

    code = "fault"
    status = 500
    message = N_("Something went wrong on our side. Nothing was lost; please try again in a moment.")


MESSAGES = {
    "missing": N_("This is required."),
    "string_too_short": N_("This is too short."),
    "string_pattern_mismatch": N_("This doesn't have the right form."),
    "literal_error": N_("Choose one of the offered values."),
    "enum": N_("Choose one of the offered values."),
    "greater_than": N_("This number is too small."),
    "less_than": N_("This number is too big."),
    "int_parsing": N_("This must be a whole number."),
    "int_type": N_("This must be a whole number."),
    "int_from_float": N_("This must be a whole number."),
    "int_parsing_size": N_("This number is too big."),
    "float_parsing": N_("This must be a number."),
    "float_type": N_("This must be a number."),
    "finite_number": N_("This must be a number."),
    "string_type": N_("This must be text."),
    "far_off": N_("Give a year from 1900 to 2200."),
    "zone_choices": N_("Which one do you mean? Choose below."),
    "zone_unknown": N_("We don't know this time zone. Try a larger city nearby, or your country."),
    "phone": N_("Write the number with digits only, such as +48 600 100 200."),
    "extra_forbidden": N_("We don't know this field."),
    "timezone_aware": N_("Give the offset from UTC too, as in 2026-03-02T12:00:00Z or 2026-03-02T13:00:00+01:00."),
} | {refusal.code: refusal.message for refusal in REFUSALS}
"""pydantic's error type → msgid, for JSON and forms alike."""

TOO_LONG = N_("This is too long: at most %(most)s characters.")
LIMITS = {
    "string_too_long": (TOO_LONG, "most", "max_length"),
    "too_long": (N_("There are too many of these: at most %(most)s."), "most", "max_length"),
    "greater_than_equal": (N_("This number is too small: at least %(least)s."), "least", "ge"),
    "less_than_equal": (N_("This number is too big: at most %(most)s."), "most", "le"),
}
"""pydantic's error type → msgid, the name of its limit there, and pydantic's name for it."""

VALUE_ERRORS = {
    "Value error, unknown zone": N_("We don't know this time zone. Give its name, such as Europe/Warsaw."),
}
"""Beginning of a `value_error` message → msgid: these errors share one type."""

FAMILIES = {"datetime": N_("This must be a date and time."), "date": N_("This must be a date.")}
"""Beginning of pydantic's error type → msgid; the first match counts."""


SAID = ("call-", "pattern-", "site-")
"""Beginnings of pydantic's error types whose message is a msgid already (`mentoring.calls`, `mentoring.websites`)."""


def message_of(error: Mapping[str, Any]) -> str:
    """Return the msgid for one pydantic error; of a limit, a text in the reader's language that names it."""
    kind, said = str(error["type"]), str(error.get("msg", ""))
    if kind in LIMITS:
        msgid, name, told = LIMITS[kind]
        return filled(msgid, **{name: error["ctx"][told]})
    if kind.startswith(SAID):
        return said
    begun = [words for start, words in FAMILIES.items() if kind.startswith(start)]
    begun += [words for start, words in VALUE_ERRORS.items() if kind == "value_error" and said.startswith(start)]
    return begun[0] if begun else MESSAGES.get(kind, N_("This value can't be used here."))


def filled(msgid: str, **values: object) -> str:
    """Return a text in the reader's language with its values, for one field of several; no msgid is like it."""
    current = context()
    return translations(current.service, current.locale).gettext(msgid) % values


def of_validation(errors: Sequence[Any]) -> DomainError:
    """Return the refusal for pydantic's errors: malformed JSON, or fields by JSON pointer (RFC 6901)."""
    if any(error["type"] == "json_invalid" for error in errors):
        return MalformedJson()
    return Invalid(fields={pointer(error["loc"]): message_of(error) for error in errors})


def pointer(loc: Sequence[str | int]) -> str:
    """Return the JSON pointer of a location such as `("body", "name")` or `("query", "limit")`."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in loc[1:]) or "/"


class Failure(View):
    """Why something couldn't be done with one of several: `type` is for programs, `title` in the reader's language."""

    type: str
    title: str
    status: int

    @classmethod
    def of_error(cls, error: DomainError) -> Failure:
        """Return the view of a refusal."""
        return cls(
            type=f"urn:tandem:problem:{error.code}", title=_words(error, error.message), status=int(error.status)
        )


def _words(error: DomainError, msgid: str) -> str:
    """Return a text of a refusal in the reader's language."""
    current = context()
    text = translations(current.service, current.locale).gettext(msgid)
    return text % in_words(error.params, current.locale) if error.params else text


def problem(error: DomainError) -> Response[str]:
    """Return the refusal as `application/problem+json`."""
    current = context()
    body: dict[str, Any] = Failure.of_error(error).model_dump()
    body["instance"] = f"urn:tandem:request:{current.correlation_id}"
    if error.fields:
        body["errors"] = [{"pointer": where, "detail": _words(error, why)} for where, why in error.fields.items()]
    return Response(
        status_code=HTTPStatus(error.status),
        content_type="application/problem+json",
        body=json.dumps(body, ensure_ascii=False),
        headers={"Content-Language": current.locale, **error.headers},
    )

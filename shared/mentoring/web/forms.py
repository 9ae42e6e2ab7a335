"""Forms of pages: the input becomes a pydantic model, or is shown again with a message at each wrong field."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, TypeVar, get_origin
from urllib.parse import parse_qs

from markupsafe import escape
from pydantic import BaseModel, ValidationError

from mentoring import letters
from mentoring.errors import N_, DomainError, Invalid, Stale
from mentoring.http.current import context, request
from mentoring.http.incoming import MULTIPART, MalformedText, parts
from mentoring.http.problems import filled, message_of
from mentoring.http.resent import FORM_KEY
from mentoring.i18n import format_number, in_words, translations

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

M = TypeVar("M", bound=BaseModel)

Values = dict[str, Any]


class Overtaken(dict[str, Any]):
    """What was typed into a form that is based on an older version than the one that is kept by now."""

    overtaken = True


class FormInvalid(Invalid):
    """The input is invalid; `fields` maps a field's name to a msgid, `values` is what was typed."""

    def __init__(self, fields: dict[str, str], values: Values) -> None:
        super().__init__(fields=fields)
        self.values = values


def typed() -> dict[str, list[str]]:
    """Return the fields of the request's form, without invisible characters; a repeated field has a list of values."""
    return {name: [letters.lines(value) for value in values] for name, values in _sent().items()}


def _sent() -> dict[str, list[str]]:
    event = request()
    if not _is_multipart(event):
        sent = parse_qs(event.decoded_body or "", keep_blank_values=True)
    else:
        try:
            sent = {name: [content.decode()] for name, (file, content) in _parts().items() if file is None}
        except UnicodeDecodeError as error:
            raise MalformedText from error
    sent.pop(FORM_KEY, None)
    return sent


def form(model: type[M]) -> M:
    """Return the form as a model; blank fields count as missing. Raise `FormInvalid` with all errors."""
    return _model(model, typed())


def asked(model: type[M]) -> M:
    """Return what the address asks for (`?from=…`), of a form that changes nothing; otherwise like `form`."""
    query = request().resolved_query_string_parameters
    return _model(model, {name: [letters.lines(value) for value in values] for name, values in query.items()})


def _model(model: type[M], sent: dict[str, list[str]]) -> M:
    values: Values = {name: found if _is_list(model, name) else found[-1] for name, found in sent.items() if found}
    filled = {
        name: [item.strip() for item in value if item.strip()] if isinstance(value, list) else value.strip()
        for name, value in values.items()
    }
    try:
        return model.model_validate({name: value for name, value in filled.items() if value not in ("", [])})
    except ValidationError as error:
        fields = {str(one["loc"][0]) if one["loc"] else "": message_of(one) for one in error.errors()}
        raise FormInvalid(fields, values) from error


def written() -> list[str]:
    """Return the texts that somebody wrote into the form that was sent, so that no refusal takes them away.

    That is what has several words: codes, days and hidden fields don't.
    """
    if request().http_method != "POST":
        return []
    said = [one.strip() for found in typed().values() for one in found]
    return [one for one in dict.fromkeys(said) if " " in one or "\n" in one]


def kept(error: DomainError, form: str = "") -> dict[str, Any]:
    """Return what a page needs to show its form again: `errors` by field, and `typed`.

    On a page with several forms `form` names the one that was sent, as in `ui.field`: its fields are `<form>-<name>`.

    After a mistake the form keeps its version. If another version was saved meanwhile, the next attempt is based on
    that one: so each field (`ui.field`) shows beside what was typed what stands there now. That is its `value`, or
    what the page says in `current`.
    """
    sent = error.values if isinstance(error, FormInvalid) else {name: found[-1] for name, found in typed().items()}
    if isinstance(error, Stale):
        sent.pop("version", None)
    wrong = {where.rpartition("/")[2]: _words(why, error) for where, why in error.fields.items()}
    if form:
        wrong, sent = ({f"{form}-{name}": one for name, one in told.items()} for told in (wrong, sent))
    return {"errors": wrong, "typed": Overtaken(sent) if isinstance(error, Stale) else sent}


def _words(why: str, error: DomainError) -> str:
    """Return a msgid, or its translated text if it has values to fill in.

    Templates treat what they show here as one of our msgids: values are escaped and can't act as placeholders.
    """
    if not error.params:
        return why
    here = context()
    told = in_words(error.params, here.locale)
    safe = {name: str(escape(str(value))).replace("%", "%%") for name, value in told.items()}
    return translations(here.service, here.locale).gettext(why) % safe


def upload(name: str, most: int = 5_000_000) -> tuple[str, bytes]:
    """Return name and content of an uploaded file; raise `FormInvalid` if there is none or it is too big."""
    file, content = (_parts() if _is_multipart(request()) else {}).get(name, (None, b""))
    if not content:
        raise FormInvalid({name: N_("Choose a file.")}, {})
    if len(content) > most:
        size = format_number(most / 1_000_000, context().locale).removesuffix(",0").removesuffix(".0")
        raise FormInvalid({name: filled(N_("The file is too big: at most %(most)s MB."), most=size)}, {})
    return file or "", content


def optional_upload(name: str, most: int) -> bytes:
    """Return the content of an uploaded file, or nothing if none was chosen; raise `FormInvalid` if it is too big."""
    chosen = _is_multipart(request()) and _parts().get(name, (None, b""))[1]
    return upload(name, most)[1] if chosen else b""


def _is_list(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and get_origin(field.annotation) is list


def _is_multipart(event: APIGatewayProxyEvent) -> bool:
    return (event.headers.get("content-type") or "").strip().lower().startswith(MULTIPART)


def _parts() -> dict[str, tuple[str | None, bytes]]:
    event = request()
    body = event.body or ""
    content = base64.b64decode(body) if event.is_base64_encoded else body.encode()
    return parts(event.headers.get("content-type") or "", content)

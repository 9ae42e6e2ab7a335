"""Two organizers edit the same form: the second sees what the first saved beside what they typed; nothing is lost.

Every form of an organizer's page that carries a version is found on the pages themselves and tried.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.fakes.people import ORGANIZER
from tests.integration.edge.test_who_may import IDS
from tests.integration.furnished import furnish
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

OURS = re.compile(
    r"/(organizer|intervision|handbook|announcements|pairing|monitoring|gatherings|onboarding|reports|surveys|meetings)/"
)
"""Where organizers do things."""
STALE = "987654"
TYPED = "Co wpisał Jan"


class Form(NamedTuple):
    """A form as a browser has it: where it is sent, what it holds, and a field in which people write, with its kind."""

    action: str
    fields: dict[str, Any]
    written: str
    kind: str


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def forms_of(page: str, path: str) -> list[Form]:
    """Return the forms of a page that carry a version of something and in which somebody can write."""
    found = []
    for opening, inside in re.findall(r"<form ([^>]*)>(.*?)</form>", page, re.DOTALL):
        told = _attributes(opening)
        fields, writable = _inputs(inside)
        if told.get("method") == "post" and fields.get("version", "0") != "0" and writable:
            written, kind = min(writable, key=lambda one: ORDER.index(one[1]))
            found.append(Form(urlsplit(told.get("action", path)).path, fields, written, kind))
    return found


ORDER = ("textarea", "text", "number")
"""In which kind of field something is written first."""


def _inputs(inside: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return what a browser would send of a form, and the fields in which somebody writes, each with its kind."""
    fields: dict[str, Any] = {}
    writable: list[tuple[str, str]] = []
    for tag in re.findall(r"<(?:input|button) [^>]*>", inside):
        one = _attributes(tag)
        name, kind = one.get("name", ""), one.get("type", "text")
        if name in ("", "form_key") or kind == "file" or (kind in ("radio", "checkbox") and " checked" not in tag):
            continue
        fields.setdefault(name, one.get("value", ""))
        writable += [(name, kind)] if kind in ORDER else []
    for opened, text in re.findall(r"<textarea ([^>]*)>(.*?)</textarea>", inside, re.DOTALL):
        fields[_attributes(opened)["name"]] = html.unescape(text)
        writable += [(_attributes(opened)["name"], "textarea")] if " hidden" not in opened else []
    for opened, options in re.findall(r"<select ([^>]*)>(.*?)</select>", inside, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options) or re.findall(r'value="([^"]*)"', options)
        fields[_attributes(opened)["name"]] = html.unescape(chosen[0]) if chosen else ""
    return fields, writable


def _route_of(method: str, path: str) -> Route | None:
    fitting = (
        one for one in ROUTES if one.method == method and re.fullmatch(re.sub(r"<\w+>", "[^/]+", one.rule), path)
    )
    return min(fitting, key=lambda one: len(one.names), default=None)


def _post(form: Form, fields: dict[str, Any]) -> dict[str, Any]:

    route = _route_of("POST", form.action)
    assert route is not None, form.action
    named = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", route.rule), form.action)
    assert named is not None
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return route.send(ORGANIZER, named.groupdict(), headers=kind, body=urlencode(fields, doseq=True))


def test_given_every_form_of_organizers_when_it_is_stale_then_what_was_typed_and_what_stands_there_are_both_shown(
    agreed: DynamoStore,
) -> None:
    furnish(agreed)
    tried: dict[str, Form] = {}
    for route in ROUTES:
        if route.method != "GET" or route.json or not OURS.match(route.rule):
            continue
        answer = route.send(ORGANIZER, IDS)
        if answer["statusCode"] == 200 and not answer.get("isBase64Encoded"):
            for form in forms_of(answer["body"], route.path(IDS)):
                where = _route_of("POST", form.action)
                tried.setdefault(f"{where.rule if where else form.action} {form.written}", form)
    wrong = {}
    for name, form in tried.items():
        said = TYPED if form.kind != "number" else str(int(form.fields[form.written] or 0) + 1)
        filled = {one: value or TYPED for one, value in form.fields.items() if one.startswith("alt_")}
        answer = _post(form, form.fields | filled | {form.written: said, "version": STALE})
        page = html.unescape(answer["body"])
        both = "Meanwhile somebody saved:" in page or not form.fields[form.written]  # of a reason there is none before
        told = [answer["statusCode"] == 412, said in page, both, 'role="alert"' in page or 'class="why"' in page]
        if not all(told):
            wrong[name] = (answer["statusCode"], *told)
    assert not wrong, f"of {len(tried)}"
    assert len(tried) >= 10

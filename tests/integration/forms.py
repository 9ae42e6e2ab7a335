"""The forms of pages, as a browser has them."""

from __future__ import annotations

import html
import re
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.integration.routes import ROUTES, Route


class Form(NamedTuple):
    """A form as a browser has it: where it is sent, what it holds, and a field in which people write, with its kind."""

    action: str
    fields: dict[str, Any]
    written: str
    kind: str


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def forms_of(page: str, path: str, *, versioned: bool = False) -> list[Form]:
    """Return the forms of a page in which somebody can write; `versioned`: only those that carry a version."""
    found = []
    for opening, inside in re.findall(r"<form ([^>]*)>(.*?)</form>", page, re.DOTALL):
        told = _attributes(opening)
        fields, writable = _inputs(inside)
        kept = not versioned or fields.get("version", "0") != "0"
        if told.get("method") == "post" and kept and writable:
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


def route_of(method: str, path: str) -> Route | None:
    """Return the route that answers a path."""
    fitting = (
        one for one in ROUTES if one.method == method and re.fullmatch(re.sub(r"<\w+>", "[^/]+", one.rule), path)
    )
    return min(fitting, key=lambda one: len(one.names), default=None)


def post(who: str, form: Form, fields: dict[str, Any]) -> dict[str, Any]:
    """Send a form as a browser does, maybe with other fields."""
    route = route_of("POST", form.action)
    assert route is not None, form.action
    named = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", route.rule), form.action)
    assert named is not None
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return route.send(who, named.groupdict(), headers=kind, body=urlencode(fields, doseq=True))

"""The forms of a page, as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """A form: where it goes, what it holds before anything is typed, and its buttons (`name=value`).

    Of several boxes with one name that are ticked, `values` has a list; `boxes` are those that aren't ticked.
    """

    action: str = ""
    method: str = "get"
    values: dict[str, str | list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    boxes: dict[str, str] = field(default_factory=dict)

    def press(self, value: str = "", **typed: str | list[str]) -> dict[str, str | list[str]]:
        """Return what the browser sends when the button with this value is pressed; raise LookupError without one."""
        for name, offered in self.buttons:
            if offered == value or not value:
                return self.values | typed | ({name: offered} if name else {})
        raise LookupError(f"no button {value!r} among {self.buttons}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "button"):
            self._field(self._open, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    @staticmethod
    def _field(form: Form, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text")
        name, value = given.get("name", ""), given.get("value", "")
        if kind == "submit":
            form.buttons.append((name, value))
        elif name and (kind not in ("radio", "checkbox") or "checked" in given):
            known = form.values.get(name)
            several = kind == "checkbox" and known is not None
            form.values[name] = [*([known] if isinstance(known, str) else known or []), value] if several else value
        elif name and kind == "checkbox":
            form.boxes[name] = value


def forms(html: str) -> list[Form]:
    """Return the forms of a page in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form_with(html: str, button: str) -> Form:
    """Return the first POST form that has a button with this value (any when empty); raise LookupError without one."""
    for form in forms(html):
        if form.method == "post" and (not button or any(value == button for _, value in form.buttons)):
            return form
    raise LookupError(f"no form with a button {button!r} on the page")


def form_to(html: str, action: str, page: str, button: str = "") -> Form:
    """Return the first POST form of a page (its path) that goes to `action`; raise LookupError without one."""
    for form in forms(html):
        goes_to = (form.action or page).split("?")[0]
        if (
            form.method == "post"
            and goes_to == action
            and (not button or any(one == button for _, one in form.buttons))
        ):
            return form
    raise LookupError(f"no form to {action} with a button {button!r} on the page")

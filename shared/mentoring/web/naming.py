"""Says in the summary of a form's mistakes which field each is about, by the label that stands at the field.

The summary comes first on the page and the labels after it, so they are found in the page as it was rendered.
"""

from __future__ import annotations

import re

_MISTAKE = re.compile(r'(<a href="#(?P<id>[^"]+)">)<!-- label -->')
_TEXT = r"\s*(?P<label>[^<]+)"
_PLACES = (
    re.compile(rf'<label for="(?P<id>[^"]+)">{_TEXT}'),
    re.compile(rf'<fieldset id="(?P<id>[^"]+)"[^>]*>\s*<legend>{_TEXT}'),
    re.compile(rf'<input [^>]*\bid="(?P<id>[^"]+)"[^>]*>{_TEXT}</label>'),
)
"""Where the label of a field may stand, the first that has one first."""


def named(html: str) -> str:
    """Put the label of its field before each mistake in `ui.form_errors`; nothing where none is found."""
    labels = _labels(html)
    return _MISTAKE.sub(lambda found: found[1] + _told(labels.get(found["id"], "")), html)


def _labels(html: str) -> dict[str, str]:
    """Return what the fields of a page are called, by their ids."""
    found: dict[str, str] = {}
    for place in _PLACES:
        for one in place.finditer(html):
            found.setdefault(one["id"], one["label"])
    return found


def _told(label: str) -> str:
    return f"<strong>{label.strip().rstrip('.:?')}:</strong> " if label else ""

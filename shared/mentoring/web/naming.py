"""Says in the summary of a form's mistakes which field each is about, by the label that stands at the field.

The summary comes first on the page and the labels after it, so they are found in the page as it was rendered.
"""

from __future__ import annotations

import re

_MISTAKE = re.compile(r'(<a href="#(?P<id>[^"]+)">)<!-- label -->')
_TEXT = r"\s*(?P<label>[^<]+)"


def named(html: str) -> str:
    """Put the label of its field before each mistake in `ui.form_errors`; nothing where none is found."""
    return _MISTAKE.sub(lambda found: found[1] + _label(html, re.escape(found["id"])), html)


def _label(html: str, field: str) -> str:
    """Return what a field is called, in bold."""
    places = (
        rf'<label for="{field}">{_TEXT}',
        rf'<fieldset id="{field}"[^>]*>\s*<legend>{_TEXT}',
        rf'<input [^>]*\bid="{field}"[^>]*>{_TEXT}</label>',
    )
    found = next((one for place in places if (one := re.search(place, html))), None)
    return f"<strong>{found['label'].strip().rstrip('.:?')}:</strong> " if found else ""

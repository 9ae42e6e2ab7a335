"""Which browser on which system a session is: enough for people to tell their devices apart, and no more.

A user agent names versions and models, by which a person could be told from others. Only the two names are kept.
"""

from __future__ import annotations

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chrome"),
    ("Safari", "Safari"),
)
"""What a user agent contains → the browser; the first one counts, because most of them say what they are like, too."""
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def of(user_agent: str) -> str:
    """Return `browser/system` of a user agent, such as `Firefox/Windows`; one may be empty, or both (`/`)."""
    return f"{_first(BROWSERS, user_agent)}/{_first(SYSTEMS, user_agent)}"


def parts(device: str) -> tuple[str, str]:
    """Return browser and system of a device; both empty for sessions of which nothing is known."""
    browser, _, system = device.partition("/")
    return browser, system


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in known if sign in user_agent), "")

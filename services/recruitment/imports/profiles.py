"""The values of cells ↔ the profile of an applicant, and a profile as its owner would type it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import languages
from mentoring.tables.vocabulary import Role
from recruitment.imports import times, topics
from recruitment.imports.words import (
    CONTACT_NAMES,
    DAY_NAMES,
    FORM_NAMES,
    MODE_NAMES,
    OWN_DEPARTMENT,
    YES_NAMES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.tables.recruitment import Profile

CONSENTS = ("rules", "privacy")
CONSENT_VERSION = "2026-01"
"""Version of the texts that people agree to."""
PERSON, FILE = "person", "file"
"""Who gave a consent."""


def profile_of(values: Mapping[str, Any], now: str, zone: str, *, by: str) -> Profile:
    """Return the profile from the result of `read_cells`; `now` dates the consents, `zone` is the default.

    `by` says who gave the consents: `PERSON` or `FILE`.
    """
    profile: Profile = {
        "first_name": values["first_name"],
        "last_name": values["last_name"],
        "form": values["form"],
        "city": values["city"],
        "zone": values["zone"] or zone,
        "languages": values["languages"],
        "department": values["department"],
        "position": values["position"],
        "manager_email": values["manager_email"],
        "topics": values["topics"],
        "mode": values["mode"],
        "hours_per_month": values["hours_per_month"],
        "availability": values["availability"],
        "capacity": (values["capacity"] or 0) if values["role"] == Role.MENTOR else 0,
        "goal": values["goal"],
        "experience": values["experience"],
        "style": values["style"],
        "phone": values["phone"],
        "prefers": values["prefers"],
        "choices": values["choices"],
        "not_with": values["not_with"],
        "consents": [
            {"kind": kind, "version": CONSENT_VERSION, "at": now, "by": by}
            for kind in CONSENTS
            if values[f"{kind}_consent"]
        ],
    }
    if values.get("listed"):
        profile["listed"] = True
    if values.get("answers"):
        profile["answers"] = values["answers"]
    return profile


def as_text(profile: Profile, role: str, locale: str) -> dict[str, str]:
    """Return a profile's fields as their owner would type them in a language (`pl` or `en`)."""
    names = languages.names(locale)
    days = DAY_NAMES[locale]
    given = {consent["kind"] for consent in profile["consents"]}
    hours = profile["hours_per_month"]
    return {
        "first_name": profile["first_name"],
        "last_name": profile["last_name"],
        "form": FORM_NAMES[locale][profile["form"]],
        "city": profile["city"],
        "zone": profile["zone"],
        "languages": ", ".join(f"{names[one['code']]} {one['level']}".strip() for one in profile["languages"]),
        "department": profile["department"],
        "position": profile["position"],
        "manager_email": profile["manager_email"],
        "topics": topics.joined(profile["topics"]),
        "mode": MODE_NAMES[locale][profile["mode"]],
        "hours_per_month": "" if hours is None else f"{float(hours):g}".replace(".", "," if locale == "pl" else "."),
        "availability": ", ".join(
            f"{days[one['weekday']]} {times.text(one['start'])}-{times.text(one['end'])}"
            for one in profile["availability"]
        ),
        "capacity": str(profile["capacity"]) if role == Role.MENTOR else "",
        "goal": profile["goal"],
        "experience": profile["experience"],
        "style": profile["style"],
        "phone": profile.get("phone", ""),
        "prefers": CONTACT_NAMES[locale][profile.get("prefers", "")],
        "choices": ", ".join(profile["choices"]),
        "not_with": ", ".join(OWN_DEPARTMENT[locale] if one == "department" else one for one in profile["not_with"]),
        "rules_consent": YES_NAMES[locale] if "rules" in given else "",
        "privacy_consent": YES_NAMES[locale] if "privacy" in given else "",
    }

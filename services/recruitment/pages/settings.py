"""The settings of a programme."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError

from mentoring import agreement, consents, http, levels, web
from mentoring.calls import patterns
from mentoring.clauses import all_in
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import Address, CallPattern, Day, Line, Place, Version, Website, Weight
from mentoring.i18n import weekday_name
from mentoring.tables.vocabulary import PairingMode, ProgrammeMode, Visibility
from mentoring.weights import FULL, GOOD, PART_NAMES, PARTS, Weights
from recruitment import domain
from recruitment.domain import faq
from recruitment.pages.base import DATE_NAMES, MODE_NAMES, Html, of_programme
from recruitment.pages.mailing import MailingForm
from recruitment.pages.ongoing import OngoingForm
from recruitment.use_cases import consent_texts, contacts, programmes

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme

router = http.PageRouter()
CLAUSES_IN = {"pl": "clauses_pl", "en": "clauses_en"}
"""Language → the field with the clauses in it."""
FAQ_IN = {"pl": "faq_pl", "en": "faq_en"}
"""Language → the field with the questions and answers of the public page."""
AGREED_IN = {f"{kind}_{one}": (kind, one) for kind in consents.KINDS for one in (*CLAUSES_IN, "again")}
"""Field → the kind of text people agree to, and its language or that they are asked again."""
UNPAIRED = N_("Both languages need the same number of lines: the first one is the same rule in both, and so on.")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PairingForm(http.Model):
    """A programme's pairing settings; empty weights are the defaults, the threshold is 0–100."""

    pairing_mode: PairingMode = PairingMode.MOST_SERVED
    threshold: float = Field(GOOD * 100 / FULL, ge=0, le=100, allow_inf_nan=False)
    must_cross: Literal["yes", ""] = ""
    no_juniors: Literal["yes", ""] = ""
    weight_topics: Weight | None = None
    weight_experience: Weight | None = None
    weight_time: Weight | None = None
    weight_crossing: Weight | None = None
    weight_style: Weight | None = None
    weight_choices: Weight | None = None

    @classmethod
    def shown(cls, programme: Programme) -> dict[str, Any]:
        """Return the values of the fields for a programme."""
        weights = {f"weight_{part}": f"{value:g}" for part, value in asdict(Weights.of(programme.weights)).items()}
        return weights | {
            "pairing_mode": programme.pairing_mode,
            "threshold": f"{programme.threshold * 100 / FULL:g}",
            "must_cross": "yes" if programme.must_cross else "",
            "no_juniors": "yes" if programme.no_juniors else "",
        }

    @classmethod
    def proposed(cls) -> dict[str, str]:
        """Return the values proposed in the URL; nothing if one of them is invalid."""
        asked = http.request().query_string_parameters
        given = {name: text for name, text in asked.items() if name in cls.model_fields}
        try:
            cls.model_validate(given)
        except ValidationError:
            return {}
        return given

    def pairing(self) -> dict[str, Any]:
        """Return the fields of Programme."""
        weights = {part: getattr(self, f"weight_{part}") for part in PARTS}
        return {
            "pairing_mode": self.pairing_mode,
            "threshold": round(self.threshold * FULL / 100),
            "must_cross": self.must_cross == "yes",
            "no_juniors": self.no_juniors == "yes",
            "weights": {part: value for part, value in weights.items() if value is not None},
        }


class Call(StrEnum):
    """Who makes the links of meetings: each pair, the ready pattern, or a pattern of the organizers."""

    OWN = "own"
    JITSI = "jitsi"
    PATTERN = "pattern"

    @classmethod
    def of(cls, pattern: str) -> Call:
        """Return which choice makes a pattern."""
        return {"": cls.OWN, patterns.JITSI: cls.JITSI}.get(pattern, cls.PATTERN)


APART = {*PairingForm.model_fields, *OngoingForm.model_fields, *MailingForm.model_fields}
"""Fields of the form that are read as a part of their own."""


class SettingsForm(PairingForm, OngoingForm, MailingForm):
    """The settings of a programme; lists have one item per line."""

    version: Version = ""
    name: Line = Field(max_length=200)
    purpose: str = Field("", max_length=4000)
    audience: str = Field("", max_length=4000)
    outcomes: str = Field("", max_length=4000)
    contact: Address = ""
    visibility: Visibility
    mode: ProgrammeMode = ProgrammeMode.NONE
    website: Website = ""
    faq_pl: str = Field("", max_length=20_000)
    faq_en: str = Field("", max_length=20_000)
    accent: Literal["forest", "ocean", "plum", "brick", "slate"]
    zone: Place
    planned_meetings: int = Field(ge=1, le=60)
    meeting_minutes: int = Field(ge=15, le=240)
    interval_days: int = Field(ge=1, le=120)
    call: Call = Call.OWN
    call_pattern: CallPattern = ""
    topics: str = Field("", max_length=20_000)
    own_topics: Literal["yes", ""] = ""
    clauses_pl: str = Field("", max_length=40_000)
    clauses_en: str = Field("", max_length=40_000)
    rules_pl: str = Field("", max_length=20_000)
    rules_en: str = Field("", max_length=20_000)
    privacy_pl: str = Field("", max_length=20_000)
    privacy_en: str = Field("", max_length=20_000)
    rules_again: Literal["yes", ""] = ""
    privacy_again: Literal["yes", ""] = ""
    levels: str = Field("", max_length=20_000)
    recruitment_opens: Day | None = None
    recruitment_closes: Day | None = None
    matching_until: Day | None = None
    kick_off: Day | None = None
    mid_review: Day | None = None
    closing: Day | None = None
    erasure: Day | None = None

    def changes(self) -> dict[str, Any]:
        """Return the fields of Programme in this form."""
        typed = self.model_dump(mode="json", exclude=APART)
        dates = {name: day for name in domain.DATES if (day := typed.pop(name))}
        lists = {"topics": _lines(typed.pop("topics")), "clauses": self.clauses()}
        lists["faq"] = {one: self.asked(typed.pop(name), name) for one, name in FAQ_IN.items()}
        for name in ("version", *CLAUSES_IN.values(), *AGREED_IN):
            del typed[name]
        lists |= self.agreed()
        own = levels.typed(typed.pop("levels"))
        typed["own_topics"] = self.own_topics == "yes"
        typed["call_pattern"] = self._pattern(typed.pop("call"))
        beside = self.pairing() | self.ongoing() | self.mailing()
        return typed | lists | beside | {"dates": dates, "levels": own}

    @staticmethod
    def asked(text: str, name: str) -> list[dict[str, str]]:
        """Return the questions and answers of a field; raises `Invalid` at its name."""
        return [asdict(one) for one in faq.typed(text, f"/{name}")]

    def _pattern(self, call: Call) -> str:
        """Return the pattern of the choice that was made; raises where it is to be typed and isn't."""
        if call == Call.PATTERN and not self.call_pattern:
            raise Invalid(fields={"/call_pattern": N_("This is required.")})
        return {Call.OWN: "", Call.JITSI: patterns.JITSI}.get(call, self.call_pattern)

    def agreed(self) -> dict[str, Any]:
        """Return the texts people agree to, and those they are asked again about."""
        found = {kind: {one: getattr(self, f"{kind}_{one}") for one in CLAUSES_IN} for kind in consents.KINDS}
        again = [kind for kind in consents.KINDS if getattr(self, f"{kind}_again")]
        return {"consent_texts": found, "ask_again": again}

    def clauses(self) -> list[dict[str, str]]:
        """Return the clauses by language: the n-th lines are the same clause; raises where one lacks a language."""
        told = {one: _lines(getattr(self, name)) for one, name in CLAUSES_IN.items()}
        written = {one: lines for one, lines in told.items() if lines}
        if len({len(lines) for lines in written.values()}) > 1:
            raise Invalid(fields=dict.fromkeys(CLAUSES_IN.values(), UNPAIRED))
        return [dict(zip(written, texts, strict=True)) for texts in zip(*written.values(), strict=True)]


@router.get("/organizer/programmes/<programme_id>/settings")
def settings_page(programme_id: str) -> Html:
    """Show the settings of a programme."""
    context = http.context()
    programme = programmes.organized(context, programme_id, *consent_texts.keys(programme_id))
    proposed = PairingForm.proposed()
    return _settings(programme, typed=_values(context, programme) | proposed, proposed=bool(proposed))


def _values(context: Context, programme: Programme) -> dict[str, Any]:
    """Return what the fields of the form hold for a programme as it is."""
    beside = {*domain.DATES, "version", "call", *CLAUSES_IN.values(), *FAQ_IN.values(), *AGREED_IN}
    own = set(SettingsForm.model_fields) - APART - beside
    kept = {name: getattr(programme, name) for name in own} | PairingForm.shown(programme)
    kept |= OngoingForm.shown(programme) | MailingForm.shown(programme)
    call = Call.of(programme.call_pattern)
    kept["own_topics"] = "yes" if programme.own_topics else ""
    kept |= {"call": call, "call_pattern": programme.call_pattern if call == Call.PATTERN else ""}
    told = agreement.own_of(programme)
    lists = {name: "\n".join(one.get(language, "") for one in told) for language, name in CLAUSES_IN.items()}
    agreed = consent_texts.texts(context, programme.programme_id)
    lists |= {name: agreed.get(kind, {}).get(one, "") for name, (kind, one) in AGREED_IN.items()}
    lists |= {name: faq.shown(map(faq.Asked.of, programme.faq.get(one, ()))) for one, name in FAQ_IN.items()}
    lists |= {"topics": "\n".join(programme.topics), "levels": levels.shown(programme.levels)}
    found: dict[str, Any] = kept | lists | programme.dates
    return found


@router.post("/organizer/programmes/<programme_id>/settings")
def change_settings(programme_id: str) -> Html:
    """Change the settings, unless somebody else has since the page was opened."""
    context = http.context()
    try:
        sent = web.form(SettingsForm)
        programmes.change_programme(context, programme_id, sent.changes(), sent.version)
    except (Invalid, Stale) as error:
        kept = web.kept(error)
        errors = kept["errors"] or {"settings": error.message}
        programme = programmes.organized(context, programme_id)
        now = _values(context, programme) if isinstance(error, Stale) else {}
        return _settings(programme, int(error.status), **kept | {"errors": errors, "current": now})
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=N_("The settings are saved."))


def _settings(programme: Programme, status: int = 200, **values: object) -> Html:
    shown: dict[str, object] = {
        "date_names": DATE_NAMES,
        "mode_names": MODE_NAMES,
        "parts": PART_NAMES,
        "proposed": False,
    }
    locale = http.context().locale
    shown |= {
        "own_clauses": agreement.own_of(programme),
        "usual_clauses": all_in(agreement.fixed_by(programme), locale),
        "level_names": levels.NAMES,
        "jitsi": patterns.JITSI,
        "weekdays": [weekday_name(day, locale) for day in range(7)],
        "level_words": {**levels.TABLE, 1: levels.ASSISTING + levels.TABLE[1]},
    } | values
    return of_programme(programme, "settings.html", status, **shown)


@router.post("/organizer/programmes/<programme_id>/contact")
def ask_contact(programme_id: str) -> Html:
    """Ask the contact address for confirmation again."""
    contacts.ask_again(http.context(), programme_id)
    here = f"/organizer/programmes/{programme_id}/settings"
    return web.redirect(here, flash=N_("We have written to the contact address."))

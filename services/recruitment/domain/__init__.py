"""Rules of programmes and applications: stages, decisions, what a programme is made of (domain.md §2 to §2.2). Pure."""

from __future__ import annotations

from recruitment.domain.applications import (
    DECISIONS,
    STATE_NAMES,
    WITHDRAWABLE,
    AlreadyApplied,
    Application,
    DecisionRefused,
    NotWithdrawable,
    completed,
    mail_locale,
)
from recruitment.domain.programmes import (
    DATES,
    STAGES,
    ChangedMeanwhile,
    Move,
    Programme,
    ReasonNeeded,
    RecruitmentClosed,
    RecruitmentEnded,
    SlugTaken,
    StageRefused,
    Unconfirmed,
    check_dates,
    check_slug,
    slugify,
)

__all__ = [
    "DATES",
    "DECISIONS",
    "STAGES",
    "STATE_NAMES",
    "WITHDRAWABLE",
    "AlreadyApplied",
    "Application",
    "ChangedMeanwhile",
    "DecisionRefused",
    "Move",
    "NotWithdrawable",
    "Programme",
    "ReasonNeeded",
    "RecruitmentClosed",
    "RecruitmentEnded",
    "SlugTaken",
    "StageRefused",
    "Unconfirmed",
    "check_dates",
    "check_slug",
    "completed",
    "mail_locale",
    "slugify",
]

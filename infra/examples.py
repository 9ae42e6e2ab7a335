"""Examples of everything that the API accepts and returns, made from one list of values for its fields.

A field without a value here fails (`ExampleMissing`): add one together with the field.
"""

from __future__ import annotations

from typing import Any

ID = "5f0c2a7d9b3e4c61a8f2d4b7e6c91035"
OTHER_ID = "c1d8e3f04a2b4f7e9d6c5b8a7f3e2014"
HASH = "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab"
WORDS: dict[str, Any] = {
    "accent": "forest",
    "accepted_by": [ID],
    "access_token": "eyJwIjoiYWNjZXNzIn0.c2lnbmF0dXJl",
    "agenda": "Rozmowa o celu",
    "agreed_at": "2026-03-02T12:00:00Z",
    "already_there": 2,
    "amendment_state": "",
    "answers": {"fit": 5, "start": "Dobrze"},
    "answered": 12,
    "answered_by": ID,
    "application_ids": [ID],
    "approved_by": [ID],
    "assigned": 20,
    "assigned_at": "2026-03-02T12:00:00Z",
    "at": "2026-03-09T18:00:00Z",
    "assigned_to": ID,
    "audience": "Osoby, które po raz pierwszy prowadzą zespół",
    "author": ID,
    "based_on": OTHER_ID,
    "by": ID,
    "by_mail": False,
    "cause": "no_mentor",
    "changed_at": "2026-03-09T18:00:00Z",
    "changed_by": ID,
    "channel": "form",
    "city": "Kraków",
    "clauses": ["To, o czym rozmawiamy, zostaje między nami."],
    "closed_at": None,
    "code": "",
    "colour": "green",
    "column": "Rola",
    "comment": "Bardzo dobry opis celu",
    "contact": "mentoring@firma.example",
    "content_base64": "SW1pxJk7TmF6d2lza28=",
    "contract_fixed": ["Przychodzimy na czas."],
    "contract_signed_at": None,
    "contract_state": "signed",
    "created_at": "2026-03-02T12:00:00Z",
    "current_level": 5,
    "days": 3,
    "decided": 12,
    "dates": {"kick_off": "2026-03-02"},
    "decided_at": "2026-02-20T09:30:00Z",
    "department": "IT",
    "due_on": "2026-05-31",
    "edition": "pair",
    "edits": {},
    "email": "anna.krawiec@firma.example",
    "ending": 24,
    "excerpt": "…czego chcę się nauczyć: feedback w zespole, rozmowy…",
    "evidence": "Dwie osoby chwaliły spotkania.",
    "experience": "15 lat w prowadzeniu zespołów",
    "figures": {"matched": 12, "worst": 5400, "total": 91200},
    "file_url": None,
    "filename": "zgloszenia.csv",
    "first": 7200,
    "fields": {"key": f"uploads/{ID}/{OTHER_ID}", "x-amz-server-side-encryption": "aws:kms"},
    "fixed": ["Przychodzimy na czas."],
    "form": "f",
    "free": 1,
    "from_stage": "running",
    "gain_matched": 1,
    "gain_total": 6400,
    "goal_agreed_at": "2026-03-20T15:00:00Z",
    "goal_states": ["agreed"],
    "handled_at": None,
    "helped": "Szczere pytania",
    "helps": {"mentors": 1},
    "hindered": "Różne strefy czasowe",
    "ignored_columns": ["Uwagi"],
    "imported": 48,
    "input_hash": HASH,
    "interval_days": 21,
    "kind": "scale",
    "languages": ["pl"],
    "last_held_at": "2026-04-01T15:00:00Z",
    "left": 2,
    "level": 1,
    "levels": {"partner*": 4},
    "line": 6,
    "locale": "pl",
    "made_at": "2026-06-30T10:00:00Z",
    "matched": 12,
    "mean": 4.5,
    "media_type": "application/pdf",
    "measure": "Sama prowadzę zebrania zespołu.",
    "meeting_minutes": 60,
    "meetings_held": 3,
    "meetings_planned": 1,
    "mentee_name": "Anna Krawiec",
    "mentor_name": "Ewa Lis",
    "message": "Zapraszamy!",
    "minutes": 60,
    "mode": "most_served",
    "n": 12,
    "name": "Anna Krawiec",
    "next": None,
    "next_meeting_at": "2026-04-22T15:00:00Z",
    "next_steps": ["Rozmowa o nowej roli do końca miesiąca"],
    "not_held_reason": None,
    "nps": 50,
    "number": 3,
    "offered": 4,
    "open_surveys": 1,
    "options": {"1": "wcale", "5": "bardzo"},
    "organization_name": "Firma",
    "origin": "round",
    "outcomes": "Co trzecia osoba awansuje w ciągu roku.",
    "own": {"camera": "tak, kiedy łącze pozwala"},
    "page": f"/rooms/{ID}/notes/{OTHER_ID}",
    "pages": 3,
    "pairing_mode": "most_served",
    "participant_id": ID,
    "parts": {"topics": 4200, "time": 1500},
    "passed_over": 0,
    "paused_until": None,
    "percent": 100,
    "place": "Biblioteka",
    "planned_meetings": 8,
    "position": 48,
    "problem": "",
    "profile": {"first_name": "Anna", "last_name": "Krawiec", "topics": ["delegowanie"]},
    "purpose": "Pierwsze stanowisko",
    "proposed_by": ID,
    "question": "fit",
    "raised_at": "2026-04-10T06:00:00Z",
    "read": 2,
    "reason": "Ostatnie spotkanie było 21 dni temu.",
    "reasons": {"pl": ["wspólny temat: delegowanie"], "en": ["a topic in common: delegating"]},
    "refresh_token": "3b1f6c2e.9a1d4c7b.Zm9yLXRoZS1uZXh0LW9uZQ",
    "rejected_rows": 1,
    "reply_to": "mentoring@firma.example",
    "requested_at": "2026-02-25T08:00:00Z",
    "reserve_name": "Iga Wilk",
    "role": "mentee",
    "rows": 51,
    "rule": "no_meeting",
    "rules": {"silent_days": 21},
    "score": 8100,
    "second": 6900,
    "seen_by": "",
    "sent_at": "2026-02-26T08:00:00Z",
    "sequence": 0,
    "sha256": HASH,
    "shared_at": "2026-03-10T08:00:00Z",
    "signatures": [{"person_id": ID, "at": "2026-03-05T17:00:00Z", "sha256": HASH}],
    "signed_at": None,
    "size": 1_204_224,
    "slug": "wiosna-2026",
    "stage": "running",
    "start_level": 3,
    "starts_at": "2026-04-22T15:00:00Z",
    "state": "open",
    "step": "",
    "steps": ["Poprowadzić jedno zebranie"],
    "submitted_at": "2026-02-01T10:00:00Z",
    "summary": "none",
    "summary_state": "",
    "survey": "start",
    "takeaways": ["Pytam, zanim odpowiem."],
    "target_level": 8,
    "text": "Przeczytać rozdział 3",
    "texts": None,
    "thanks": "Dziękuję za czas.",
    "threshold": 5000,
    "title": "Prowadzę zespół",
    "to": "closing",
    "to_stage": "closing",
    "token": "eyJwIjoic2lnbl9pbiJ9.c2lnbmF0dXJl",
    "told": 48,
    "topic": "delegowanie",
    "topics": ["delegowanie", "negocjacje"],
    "total": 48,
    "type": "cohort",
    "unread": 1,
    "unmet": 2,
    "until": "2026-05-04T08:00:00+02:00",
    "url": f"/reports/pair/{ID}/report.pdf",
    "value": "Obserwator",
    "visibility": "pair",
    "waiting": 0,
    "wanted": 6,
    "weights": {"topics": 45, "time": 15},
    "what": "closing",
    "why": "Od maja mam zespół.",
    "words": {"pl": "Zabrakło miejsc.", "en": "There were no places left."},
    "worst": 5400,
    "waits_since": None,
    "written_at": "2026-03-02T12:00:00Z",
    "zone": "Europe/Warsaw",
}
"""Field → its example; ids need none."""
OWN: dict[tuple[str, str], Any] = {
    ("ProgrammeView", "name"): "Wiosna 2026",
    ("ProgrammeView", "visibility"): "public",
    ("ProgrammeView", "dates"): {"kick_off": "2026-03-02"},
    ("ProgrammeWish", "name"): "Wiosna 2026",
    ("ProgrammeChanges", "name"): "Wiosna 2026",
    ("ProgrammeWish", "visibility"): "public",
    ("ProgrammeChanges", "visibility"): "public",
    ("OrganizationView", "name"): "Firma",
    ("OrganizationWish", "name"): "Firma",
    ("ContractView", "state"): "proposed",
    ("ContractView", "text"): "* Przychodzimy na czas.\ncamera: tak, kiedy łącze pozwala\n",
    ("GoalView", "state"): "agreed",
    ("SummaryView", "state"): "approved_by_one",
    ("MeetingView", "state"): "confirmed",
    ("MeetingView", "number"): None,
    ("RoundView", "state"): "preview",
    ("ProposalView", "state"): "sent",
    ("ApplicationView", "state"): "submitted",
    ("OwnApplicationView", "state"): "withdrawn",
    ("SuitableMentor", "state"): "",
    ("SuitableMentor", "name"): "Ewa Lis",
    ("QuestionView", "name"): "fit",
    ("QuestionView", "text"): "Jak dobrze do siebie pasujecie?",
    ("QuestionView", "kind"): "scale",
    ("SurveyView", "title"): "Początek",
    ("RejectedCell", "code"): "role",
    ("EndingView", "name"): "Anna Krawiec – Ewa Lis",
    ("RejectedCell", "reason"): "Rola to Mentor, Mentorka albo Mentee.",
    ("SignIn", "code"): "",
    ("SignIn", "request_id"): "",
    ("ResultView", "counts"): {"4": 6, "5": 6},
    ("AssignmentView", "state"): "open",
    ("CloseWish", "reason"): "Brak czasu",
    ("ProposalAnswer", "reason"): "",
    ("StageWish", "reason"): "",
    ("MeetingAnswer", "starts_at"): None,
    ("SurveyAnswers", "answers"): {"fit": 5},
    ("RoundWish", "based_on"): "",
    ("PartnerView", "name"): "Ewa Lis",
    ("NoteView", "text"): "## Trzy pytania\n\n- Co już działa?\n- Co mnie zatrzymuje?\n- Co zrobię do środy?",
    ("NoteView", "shared_id"): None,
    ("NoteEntry", "title"): "Pytania na początek",
    ("NoteView", "title"): "Pytania na początek",
    ("SharedEntry", "visibility"): "mentors",
    ("SharedView", "visibility"): "mentors",
    ("SharedEntry", "what"): "note",
    ("SharedView", "what"): "note",
    ("Widening", "visibility"): "mentors",
    ("FoundView", "what"): "note",
    ("LinkWish", "url"): "https://example.org/feedback",
    ("UploadView", "url"): "https://bucket.s3.eu-central-1.amazonaws.com/",
    ("MaterialEntry", "url"): "",
    ("MaterialView", "url"): "",
    ("MaterialEntry", "what"): "file",
    ("MaterialView", "what"): "file",
    ("MaterialView", "shared_id"): None,
    ("SharedView", "media_type"): "",
    ("SharedView", "size"): None,
    ("EditWish", "other_id"): OTHER_ID,
}
"""The example of a field in one schema only."""


class ExampleMissing(LookupError):
    """A field of the API has no example in `WORDS` or `OWN`."""


def example(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a schema of the document."""
    return {
        field: _value(name, field, schema, schemas) for field, schema in schemas[name].get("properties", {}).items()
    }


def _value(owner: str, field: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    if (owner, field) in OWN:
        return OWN[owner, field]
    schema = _words(schema, schemas)
    made = _made(owner, field, schema, schemas)
    return _said(owner, field, schema) if made is None else made


def _words(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a field whose schema is an enum by name, maybe besides null; else the schema."""
    named = schema["anyOf"][0] if "anyOf" in schema else schema
    found: dict[str, Any] = schemas.get(named.get("$ref", "").rpartition("/")[2], {})
    return found if "enum" in found else schema


def _made(owner: str, field: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return an example made from other schemas, or None."""
    if "$ref" in schema:
        return example(schema["$ref"].rpartition("/")[2], schemas)
    if "anyOf" in schema:
        return _made(owner, field, schema["anyOf"][0], schemas)
    if schema.get("type") == "array" and "$ref" in schema["items"]:
        return [_made(owner, field, schema["items"], schemas)]
    if schema.get("type") == "object" and "$ref" in _inner(schema):
        return {"all": [_made(owner, field, _inner(schema), schemas)]}
    return None


def _said(owner: str, field: str, schema: dict[str, Any]) -> Any:
    """Return the example of a field with a value."""
    if "anyOf" in schema:
        return _said(owner, field, schema["anyOf"][0])
    if "enum" in schema or "const" in schema:
        return (
            WORDS[field] if WORDS.get(field) in schema.get("enum", []) else schema.get("enum", [schema.get("const")])[0]
        )
    if schema.get("type") == "boolean":
        return schema.get("default", True)
    if field in WORDS:
        return WORDS[field]
    if field.endswith("_id"):
        return ID
    if "default" in schema:
        return schema["default"]
    raise ExampleMissing(f"say in infra/examples.py what stands in {owner}.{field}")


def _inner(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the items in lists that an object maps to."""
    more = schema.get("additionalProperties")
    found: dict[str, Any] = more.get("items", {}) if isinstance(more, dict) else {}
    return found

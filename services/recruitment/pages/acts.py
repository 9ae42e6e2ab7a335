"""What organizers do, in words: the acts of the audit, by where they are done, and the codes in their facts."""

from __future__ import annotations

from mentoring.errors import N_
from mentoring.tables.vocabulary import Act

ACTS: dict[str, dict[Act, str]] = {
    N_("Programme and applications"): {
        Act.CREATED: N_("programme created"),
        Act.SETTINGS: N_("settings changed"),
        Act.STAGE: N_("stage changed"),
        Act.DECIDED: N_("decision"),
        Act.DECIDED_MANY: N_("decision on many applications"),
        Act.CORRECTED: N_("application corrected"),
        Act.READDRESSED: N_("address corrected"),
        Act.READDRESS_ASKED: N_("another address proposed"),
        Act.READDRESS_WITHDRAWN: N_("proposed address withdrawn"),
        Act.TRUSTED: N_("address said to work again"),
        Act.IMPORTED: N_("file imported"),
        Act.EXPORTED: N_("applications exported"),
        Act.INVITED: N_("invitation to organize"),
        Act.UNINVITED: N_("invitation withdrawn"),
        Act.JOINED: N_("invitation accepted"),
        Act.ROLE: N_("role changed"),
        Act.TAKEN_OUT: N_("taken out"),
        Act.PUT_BACK: N_("put back"),
        Act.REFUSAL_UNDONE: N_("refusal undone"),
        Act.FORM: N_("application form changed"),
        Act.LATE_LINK: N_("link for late applications made"),
        Act.LATE_LINK_REVOKED: N_("link for late applications taken back"),
        Act.FIRST_MAILS: N_("first emails sent that were waiting"),
        Act.ASKED_BACK: N_("people of an earlier edition asked to come again"),
    },
    N_("Pairing and pairs"): {
        Act.ROUND: N_("round of pairing begun"),
        Act.ROUND_CANCELLED: N_("round of pairing stopped"),
        Act.ROUND_EDITED: N_("preview of a round changed by hand"),
        Act.ROUND_SENT: N_("proposals sent"),
        Act.PAIR_PAUSED: N_("pause of a pair"),
        Act.PAIR_CLOSED: N_("pair ended early"),
        Act.REMATCHED: N_("new mentor looked for"),
        Act.REMINDED: N_("reminder sent by hand"),
        Act.MATTERS: N_("matter for organizers"),
    },
    N_("Gatherings and groups"): {
        Act.GATHERING_ANNOUNCED: N_("gathering announced"),
        Act.GATHERING_CHANGED: N_("gathering changed"),
        Act.GATHERING_CANCELLED: N_("gathering cancelled"),
        Act.ATTENDED: N_("noted as present"),
        Act.MISSED: N_("noted as absent"),
        Act.CHECK_IN: N_("check-in changed"),
        Act.BREAKOUT: N_("breakout rooms: seats or clock"),
        Act.CIRCLES: N_("groups proposed or changed"),
        Act.CIRCLES_SENT: N_("groups decided"),
    },
    N_("Onboarding, guides and messages"): {
        Act.ONBOARDING: N_("onboarding changed"),
        Act.WAIVED: N_("steps of onboarding waived"),
        Act.GUIDE_PUBLISHED: N_("guide published"),
        Act.GUIDE_CHANGED: N_("guide changed"),
        Act.GUIDE_WITHDRAWN: N_("guide withdrawn"),
        Act.SESSION_GUIDE: N_("guide to a meeting changed"),
        Act.ANNOUNCED: N_("announcement sent"),
        Act.WRITTEN_TO: N_("message to a participant"),
    },
}
"""Where something is done → the acts there, and what they are called."""

SENTENCES: dict[Act, str] = {
    Act.CREATED: N_("created the programme"),
    Act.SETTINGS: N_("changed the settings"),
    Act.STAGE: N_("moved the programme to another stage"),
    Act.DECIDED: N_("decided on applications"),
    Act.DECIDED_MANY: N_("decided on many applications at once"),
    Act.CORRECTED: N_("corrected an application"),
    Act.READDRESSED: N_("corrected an address"),
    Act.READDRESS_ASKED: N_("proposed another address"),
    Act.READDRESS_WITHDRAWN: N_("withdrew a proposed address"),
    Act.TRUSTED: N_("said that an address works again"),
    Act.IMPORTED: N_("imported a file"),
    Act.EXPORTED: N_("exported the applications"),
    Act.INVITED: N_("invited somebody to organize"),
    Act.UNINVITED: N_("withdrew an invitation"),
    Act.JOINED: N_("accepted an invitation"),
    Act.ROLE: N_("changed a role"),
    Act.TAKEN_OUT: N_("took somebody out of the programme"),
    Act.PUT_BACK: N_("put somebody back into the programme"),
    Act.REFUSAL_UNDONE: N_("undid a refusal"),
    Act.FORM: N_("changed the application form"),
    Act.LATE_LINK: N_("made a link for late applications"),
    Act.LATE_LINK_REVOKED: N_("took back a link for late applications"),
    Act.FIRST_MAILS: N_("sent the first emails that were waiting"),
    Act.ASKED_BACK: N_("asked people of an earlier edition to come again"),
    Act.ROUND: N_("began a round of pairing"),
    Act.ROUND_CANCELLED: N_("stopped a round of pairing"),
    Act.ROUND_EDITED: N_("changed the preview of a round"),
    Act.ROUND_SENT: N_("sent the proposals"),
    Act.PAIR_PAUSED: N_("changed the pause of a pair"),
    Act.PAIR_CLOSED: N_("ended the process of a pair early"),
    Act.REMATCHED: N_("had another mentor looked for"),
    Act.REMINDED: N_("sent a reminder"),
    Act.MATTERS: N_("dealt with a matter"),
    Act.GATHERING_ANNOUNCED: N_("announced a gathering"),
    Act.GATHERING_CHANGED: N_("changed a gathering"),
    Act.GATHERING_CANCELLED: N_("cancelled a gathering"),
    Act.ATTENDED: N_("noted who was present"),
    Act.MISSED: N_("noted who was absent"),
    Act.CHECK_IN: N_("changed the check-in"),
    Act.BREAKOUT: N_("changed the breakout rooms or their clock"),
    Act.CIRCLES: N_("proposed or changed groups"),
    Act.CIRCLES_SENT: N_("decided on the groups"),
    Act.ONBOARDING: N_("changed the onboarding"),
    Act.WAIVED: N_("waived steps of the onboarding"),
    Act.GUIDE_PUBLISHED: N_("published a guide"),
    Act.GUIDE_CHANGED: N_("changed a guide"),
    Act.GUIDE_WITHDRAWN: N_("withdrew a guide"),
    Act.SESSION_GUIDE: N_("changed the guide to a meeting"),
    Act.ANNOUNCED: N_("sent an announcement"),
    Act.WRITTEN_TO: N_("wrote to a participant"),
}
"""Act → what somebody did, after their name; in Polish by their form (`mentoring.forms`)."""

CODES: dict[str, dict[str | bool, str]] = {
    "action": {
        "lock": N_("pair locked"),
        "unlock": N_("lock taken back"),
        "forbid": N_("pair ruled out"),
        "allow": N_("pair allowed again"),
        "move": N_("another mentor chosen"),
        "swap": N_("mentors swapped"),
        "undo": N_("changes taken back"),
    },
    "deed": {
        "done": N_("done"),
        "later": N_("later"),
        "resume": N_("taken back before its day"),
        "take": N_("taken"),
        "give_back": N_("given back"),
    },
    "gone": {True: N_("draft thrown away")},
}
"""Fact → its codes in words."""

PLACES = {
    "gathering_id": "/gatherings/{programme}/{one}",
    "pair_id": "/monitoring/{programme}/pairs/{one}",
    "round_id": "/pairing/{programme}?round={one}",
    "announcement_id": "/announcements/{programme}/{one}",
}
"""Fact → the page of what it names."""
SEEN_BY_VIEWERS = ("gathering_id",)
"""Facts whose pages viewers may open."""

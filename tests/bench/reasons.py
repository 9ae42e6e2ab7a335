"""Why some routes take more round trips than they should (docs/round-trips.md): the route as a pattern, and its reason."""

from __future__ import annotations

from tests.bench import walk

WHY = {
    r"GET (/circles/<programme_id>/<circle_id>|/gatherings/<programme_id>/<gathering_id>/room)/now$": (
        "opened by hand it is a whole page, in the colour of its programme; the script that follows gets a part without"
    ),
    r"GET /monitoring/<programme_id>$": (
        "who asks, the numbers, and who the pairs are fill one batch of 98 keys, so the mailboxes of these 48 people are "
        "another one"
    ),
    r"GET (/v1)?/monitoring/<programme_id>/pairs/<pair_id>$": (
        "the pair names the two, what is noted of them names the gatherings they attended, and their addresses the "
        "mailboxes"
    ),
    r"POST (/v1)?/monitoring/<programme_id>/((pairs/<pair_id>|onboarding/<participant_id>)/nudge|pairs/<pair_id>)$": (
        "when each person was last reminded, in any of their pairs, is kept under their own ids, which the watch names"
    ),
    r"GET /home$": (
        "the list of what is mine names programmes, pairs and rooms; where pairs are still formed, my proposals are "
        "listed under the participant, because a corrected address makes the participant another person's; then "
        "come these proposals and the partners whom pairs name; for a mentee without a pair, monitoring's matters "
        "say whether any mentor is left"
    ),
    r"GET /desk/<programme_id>$": "as in a pair's conversation: that lines were read is noted when they are shown",
    r"POST (/v1/desk/<programme_id>/messages|/desk/<programme_id>|(/v1)?/onboarding/<programme_id>/steps/\S+)$": (
        "only somebody's own list says that they take part, and as what"
    ),
    r"GET (/v1)?/desk/<programme_id>/announcements$": (
        "of somebody to whom nothing was announced, only their own list says that they take part"
    ),
    r"GET /announcements/<programme_id>$": (
        "the list names the announcements, and these who sent them, whose names of today are shown"
    ),
    r"POST /v1/announcements/<programme_id>/preview$|POST /announcements/<programme_id>/new$": (
        "who is in the segment is a list of its own (pairs, surveys or participants), which names the participants, and "
        "these their accounts, whose languages of today decide"
    ),
    r"POST (/v1)?/announcements/<programme_id>$": "who is in the segment is asked once more: it may have changed",
    r"GET (/v1)?/gatherings/<programme_id>$": (
        "as what somebody takes part is one list, what is planned another, the seats a third"
    ),
    r"GET (/v1)?/gatherings/<programme_id>/<gathering_id>/people$": "sign-ups name participants, and these their accounts",
    r"GET /gatherings/<programme_id>/copies$": "each programme of the organization has a list of its own",
    r"GET /gatherings/answer/<token>$": "the link names a person, whose own list says as what they take part",
    r"POST (/v1)?/gatherings/(answer/<token>|<programme_id>/<gathering_id>/sign-up(/\w+)?)$": (
        "whether a gathering is for somebody depends on a list of theirs"
    ),
    r"GET (/v1)?/inbox/<programme_id>$": (
        "the threads of the inbox name the participants, and these their accounts, whose names of today are shown"
    ),
    r"GET (/v1)?/inbox/<programme_id>/<participant_id>(/messages)?$": (
        "the thread lies under the person, whom the participant names, and says which lines are the newest; the page "
        "also names the organizers who can take care of it, a list of theirs"
    ),
    r"POST (/v1)?/inbox/<programme_id>/<participant_id>(/messages|/assignment|/settled)?$": (
        "the thread lies under the person, whom the participant names, for an address may become another person's"
    ),
    r"POST (/v1)?/rooms/<pair_id>/messages$": (
        "under which addresses the two answer is kept under a hash of their person ids, which the pair names"
    ),
    r"GET /rooms/<pair_id>/messages$": (
        "the head of the conversation says which lines are the newest; that they were read is noted when they are shown"
    ),
    r"GET /organizer$": (
        "somebody's organizations are a list, and the programmes of each another: two reads, one for each of them, and "
        "one for what needs the organizers of four programmes"
    ),
    r"GET /organizer/programmes/<programme_id>$": (
        "matters and changes of stage are two lists, and the names of the pairs stand where the matters say"
    ),
    r"POST (/organizer/programmes/<programme_id>/applications|/v1/programmes/<programme_id>/decisions)$": (
        "«everybody who waits» is named by the rows of the list; whose accounts their addresses are says who becomes a "
        "participant"
    ),
    r"GET /organizer/programmes/<programme_id>/applications/<application_id>$": (
        "mailbox and confirmed address are named by the application; whether somebody who hasn't confirmed it is in a "
        "pair is a list of theirs; at which gatherings they were besides"
    ),
    r"(POST /organizer|PUT /v1)/programmes/<programme_id>/applications/<application_id>/address$": (
        "only an address that nobody confirmed may be corrected, and the old one stands in the application; how many "
        "were proposed, and whether one was refused, lies under the person of the old one"
    ),
    r"POST (/organizer/programmes/<programme_id>/contact|/v1/programmes/<programme_id>/contact-requests)$": (
        "when the contact address was last asked lies under that address, which stands in the programme"
    ),
    r"(POST /v1/programmes/<programme_id>/imports|(GET|POST) /organizer/programmes/<programme_id>/import/<job_id>)$": (
        "hours in a file are in the programme's zone, which is read before it; what was chosen for its titles, and who "
        "is in it, only the file tells; where nothing is new, the answer that was kept for the key is looked for"
    ),
    r"GET /v1/programmes/<programme_id>/stage$": (
        "processes that would end are named: the watches are a list, pairs and summaries stand where it says"
    ),
    r"POST /programmes/answer/<token>$": (
        "a no withdraws whatever was applied for with the address, in each role, and the address stands in the "
        "application that the link names"
    ),
    r"POST /programmes/contact/<token>$": (
        "a confirmed address counts for all programmes of the organization that give it, and these are a list"
    ),
    r"GET (/pairing/<programme_id>|/v1/pairing/<programme_id>/rounds/<round_id>)$": (
        "rounds, proposals, seats and participants are four lists, and the workbench shows who of all is left "
        "(large-programmes.md)"
    ),
    r"GET /pairing/<programme_id>/rounds/<round_id>/mentees/<mentee_id>$": (
        "stands beside the workbench: who could be moved follows from the same four lists (large-programmes.md)"
    ),
    r"GET (/v1)?/pairing/<programme_id>/comparison$": (
        "rounds have their number among all rounds, and people of both are shown by name: two lists"
    ),
    r"GET (/v1)?/pairing/<programme_id>/mentors$": (
        "as which mentee somebody takes part is a list of theirs; it leads to their own mentors, these to their seats; "
        "places that are left follow from the open proposals of all"
    ),
    r"POST /pairing/<programme_id>/mentors/<mentor_id>$|POST /v1/pairing/<programme_id>/requests$": (
        "as which mentee somebody asks is a list of theirs; their seats are read before the proposals they are counted "
        "against, so that two requests at once can't both be the third"
    ),
    r"GET /v1/pairing/<programme_id>/proposals$": (
        "to organizers two; who is none may be a participant, which is a list of theirs, and what was proposed to them "
        "another one"
    ),
    r"POST (/v1)?/pairing/<programme_id>/rounds/<round_id>/send$": (
        "all other rounds end with the one that is sent, and they are a list"
    ),
    r"POST (/proposals/answer/<token>|/v1/pairing/<programme_id>/proposals/<proposal_id>/answers)$": (
        "both sides and their seats are named by the proposal; with two yeses whatever else is open for the mentee is "
        "over, which is a list, and the pair bears the names of both accounts"
    ),
    r"(GET /pairing/<programme_id>/several|POST /v1/pairing/<programme_id>/pairs/preview)$": (
        "whom mail reaches is told by their addresses, which stand with the participants, whom the pairs name"
    ),
    r"POST /v1/pairs/<pair_id>/(pause|resume)$": "only the pair says which programme's organizers may let it rest",
    r"(GET /pairing/<programme_id>/pairs/<pair_id>/close|POST /pairing/<programme_id>/pairs/<pair_id>/rematch)$": (
        "only the pair says whose places and proposals tell whether the search would find somebody"
    ),
    r"POST (/pairing/<programme_id>/pairs/<pair_id>/close|/v1/pairs/<pair_id>/close)$": (
        "only the pair says whose places become free, and which programme's organizers may end it"
    ),
    r"(PUT /v1|POST )/rooms/<pair_id>/notes/<note_id>$|DELETE /v1/rooms/<pair_id>/notes/<note_id>$": (
        "a note that others of the programme see has a copy there, which the note names and the programme's key opens"
    ),
    r"POST (/v1)?/rooms/<pair_id>/materials/<material_id>/(widening|withdrawal|deletion)$|DELETE /v1/.*/materials/<material_id>$": (
        "as for a note: what others of the programme see lies there, and the programme stands on the pair"
    ),
    r"POST (/v1)?/rooms/<pair_id>/notes/<note_id>/(widening|withdrawal|deletion)$": (
        "the copy for others of the programme lies there, under its key: the programme stands on the pair, and the text "
        "that is copied on the note"
    ),
    r"GET (/v1)?/rooms/<pair_id>/search$": (
        "words are sealed, so all that somebody may see is read: the room, the texts of notes and the conversation are "
        "a list each, and who asks stands on the pair"
    ),
    r"GET (/v1)?/shared/<programme_id>$": (
        "as what somebody takes part is a list of theirs, what is shared a list of the programme; its key and name are "
        "read beside them"
    ),
    r"POST ((/v1)?/meetings/pair/<pair_id>|/meetings/outcome/<token>/after)$": (
        "the days that show whether either person has another meeting then lie under their person ids, and the "
        "programme says how long a meeting takes; only the pair names all three"
    ),
    r"POST (/v1)?/guides/<programme_id>/<guide_id>/reading$": (
        "as what somebody takes part, and so which guides are for them, is a list of theirs"
    ),
    r"POST (/v1)?/handbook/<programme_id>/guides/publication$": (
        "which guides are drafts stands on the shelf, and their texts in each of them"
    ),
    r"GET /calendar/<file>$": (
        "a program has only the secret: it names a person, whose pairs are a list, whose calendars tell whether anything "
        "has changed; only then the meetings are read"
    ),
    r"GET /calendar/programmes/<file>$": (
        "a program has only the secret: it names an organizer and a programme, whose meetings are listed by month; only "
        "then the pairs are read"
    ),
    **walk.WHY,
    r"(POST|DELETE) /v1/meetings/.*calendar$|POST /meetings/.*calendar(/revocation)?$": (
        "the address that stops working is named by the one that is read first"
    ),
    r"GET ((/v1)?/meetings/pair/<pair_id>/times|/meetings/outcome/<token>)$": (
        "the programme, whose rhythm says which days matter, and the two are named by the pair; only then the days on "
        "which they are in other meetings can be read"
    ),
    r"GET (/meetings/answer/<token>|(/v1)?/meetings/pair/<pair_id>)$": (
        "where the partner is and on which days the reader is in other meetings follows from the pair and its meetings"
    ),
    r"POST (/meetings/pair/<pair_id>/past|/v1/meetings/pair/<pair_id>/log)$": (
        "a past meeting is noted on both people's days, so that nobody was in two meetings at once; the days lie "
        "under their person ids, which the pair names"
    ),
    r"POST (/meetings/answer/<token>|(/v1)?/meetings/pair/<pair_id>/<meeting_id>/(answers|reschedule))$": (
        "a yes takes up time on both people's days, and a new time frees it: the meeting says which days, the pair "
        "says whose, and both are read first"
    ),
    r"POST /v1/meetings/pair/<pair_id>/<meeting_id>/cancel$": (
        "what was confirmed gives its time back on the days of both: when it is stands in the meeting, who they are in "
        "the pair"
    ),
    r"POST (/meetings/outcome/<token>|(/v1)?/meetings/pair/<pair_id>/<meeting_id>/outcome)$": (
        "to say that a meeting was not held gives its time back on the days of both, which meeting and pair name; that "
        "it was held takes one read"
    ),
    r"POST (/v1)?/monitoring/<programme_id>/matters$": (
        "whom the chosen matters are about, and whether they may be reminded, the matters themselves name"
    ),
    r"POST /monitoring/answer/<token>$": "the matter of a pair lies under its programme, which the pair names",
}
"""Routes that take more than they should, by what they fit first, and why."""

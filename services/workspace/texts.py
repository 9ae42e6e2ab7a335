"""Texts of next steps, on home and in the room, and of the time line of a process."""

from __future__ import annotations

from typing import NamedTuple

from mentoring.errors import N_
from workspace.next_things import Kind
from workspace.timeline import Step
from workspace.whens import WEEKLY


class Words(NamedTuple):
    """msgids with `%(name)s` (the partner), `%(programme)s`, `%(subject)s`, `%(when)s`; `many` heads several.

    Of steps there are `%(number)s`, and `%(done)s` of them done.
    """

    heading: str
    text: str = ""
    button: str = ""
    many: str = ""


NEXT = {
    Kind.ANSWER_PROPOSAL: Words(
        N_("A proposal waits for your answer"),
        N_("Look at who it is and why, and say yes or no. The link in our email leads there, too."),
        N_("Read and answer"),
        many=N_("Proposals wait for your answer"),
    ),
    Kind.ANSWER_SEAT: Words(
        N_("A seat has become free for you: %(subject)s"),
        N_("It is kept for a while; without an answer the next person is asked."),
        N_("Yes or no"),
    ),
    Kind.TELL_OUTCOME: Words(
        N_("Did your meeting with %(name)s take place?"),
        N_("%(when)s. Without an answer it counts as held after three days."),
        N_("Tell us in one click"),
    ),
    Kind.ANSWER_MEETING: Words(
        N_("%(name)s proposes a time to meet"),
        N_("%(when)s. Say yes, or propose another time: the invitation for your calendar follows."),
        N_("Answer"),
    ),
    Kind.CHOOSE_TIME: Words(
        N_("%(name)s proposes times to meet"),
        N_("Choose the one that suits you, or propose others: the invitation for your calendar follows."),
        N_("Choose"),
    ),
    Kind.COMPLETE_CONTRACT: Words(
        N_("Agree on your contract with %(name)s"),
        N_("Most of it is already filled in. Complete it and propose it."),
        N_("To the contract"),
    ),
    Kind.SIGN_CONTRACT: Words(
        N_("Your contract with %(name)s waits for your signature"),
        N_("It counts once both of you have signed. You can still change it before; then both sign anew."),
        N_("Read and sign"),
    ),
    Kind.WRITE_SUMMARY: Words(
        N_("Write your joint summary with %(name)s"),
        N_("Three things you take away, and what comes next. It completes your process and goes into your report."),
        N_("Write the summary"),
    ),
    Kind.APPROVE_SUMMARY: Words(
        N_("The joint summary with %(name)s waits for your approval"),
        N_("With your approval the process is completed, and each of you gets the report."),
        N_("Read and approve"),
    ),
    Kind.WRITE_GOAL: Words(
        N_("Write your first goal with %(name)s"),
        N_("It says what will be different, and how you will both know. Either of you can begin."),
        N_("Write a goal"),
    ),
    Kind.AGREE_GOAL: Words(
        N_("A goal from %(name)s waits for your agreement"),
        N_("You work on it once both of you agree."),
        N_("Read and answer"),
    ),
    Kind.CONCLUDE_GOAL: Words(
        N_("%(name)s proposes to conclude a goal"),
        N_("A goal is concluded when both of you say so."),
        N_("Read and answer"),
    ),
    Kind.LOOK_AT_GOAL: Words(
        N_("The date of a goal with %(name)s has passed"),
        N_("Reached? Another date? Or not this time? Each is a good answer."),
        N_("Look at our goals"),
    ),
    Kind.NOTE_TAKEAWAY: Words(
        N_("What do you take away from your meeting with %(name)s?"),
        N_("One sentence is enough. Only you see it, until you say otherwise."),
        N_("Write it down"),
    ),
    Kind.READ_MESSAGES: Words(
        N_("%(name)s wrote to you"),
        N_("You can answer in your conversation."),
        N_("Read and answer"),
        N_("%(name)s wrote to you several times"),
    ),
    Kind.READ_DESK: Words(N_("The organizers wrote to you"), button=N_("Read and answer")),
    Kind.READ_ANNOUNCEMENT: Words(
        N_("From the organizers: %(subject)s"), button=N_("Read"), many=N_("The organizers announced several things")
    ),
    Kind.TAKE_STEPS: Words(
        N_("Onboarding: %(done)s of %(number)s"), N_("Next: %(subject)s. A few minutes each."), N_("Go on")
    ),
    Kind.COMPLETE_APPLICATION: Words(
        N_("The organizers ask you to complete your application"),
        N_("They write: %(subject)s"),
        N_("Complete it"),
    ),
    Kind.AGREE_AGAIN: Words(
        N_("The organizers ask for your consent again"),
        N_("A text that you agreed to has changed. Read it, and say whether you agree."),
        N_("Read and agree"),
    ),
    Kind.SEND_APPLICATION: Words(
        N_("Your application isn't sent yet"),
        N_("Only you can see a draft. Send it when it is ready."),
        N_("Finish and send it"),
    ),
    Kind.CHOOSE_MENTOR: Words(N_("You are in. Now you choose your mentor."), button=N_("Look at the mentors")),
    Kind.ANSWER_SURVEY: Words(
        N_("A short survey waits for you"), button=N_("Answer"), many=N_("Short surveys wait for you")
    ),
    Kind.MAY_STILL_MEET: Words(
        N_("The programme is ending, and you haven't met %(name)s yet"),
        N_("If you still want to, propose a time. Otherwise you needn't do anything: the process ends by itself."),
        N_("Plan a meeting"),
    ),
    Kind.PLAN_MEETING: Words(
        N_("Plan your next meeting with %(name)s"),
        N_("Nothing is planned yet. Propose a time that suits you; the answer comes by email."),
        N_("Plan a meeting"),
    ),
    Kind.PREPARE_MEETING: Words(
        N_("Your next meeting with %(name)s"), N_("%(when)s. Note what you would like to talk about."), N_("Prepare")
    ),
    Kind.WAIT_MEETING_ANSWER: Words(
        N_("%(name)s has your proposal of a time"), N_("%(when)s. We write to you as soon as there is an answer.")
    ),
    Kind.WAIT_SIGNATURE: Words(
        N_("You have signed; the signature of %(name)s is still missing"), N_("We write to you when it is there.")
    ),
    Kind.WAIT_GOAL: Words(N_("%(name)s has your goal to agree on"), N_("We asked by email.")),
    Kind.WAIT_APPROVAL: Words(
        N_("You have approved the summary; %(name)s hasn't yet"), N_("With both approvals your process is completed.")
    ),
    Kind.WAIT_PARTNER: Words(
        N_("You said yes. Now the other side answers."),
        N_("We write to you either way; you don't have to do anything."),
    ),
    Kind.WAIT_DECISION: Words(
        N_("Your application is with the organizers"),
        N_("We write to you about the decision. Until then you can read it, change it or withdraw it."),
        N_("Look at my application"),
    ),
    Kind.WAITLISTED: Words(
        N_("You are on the waiting list"),
        N_("We write to you as soon as there is a place. You don't have to do anything; you can also withdraw."),
        N_("Look at my application"),
    ),
    Kind.WAIT_PAIRING: Words(
        N_("You are in. Next, we look for a pair for you."),
        N_("You will get an email with what comes next; you don't have to do anything until then."),
    ),
    Kind.WAIT_CHOICE: Words(
        N_("You are in. Soon you choose your mentor."),
        N_("The organizers open the choice; as soon as they do, we write to you."),
    ),
    Kind.WAIT_PAIR: Words(
        N_("You are in. Now we look for your partner."),
        N_("You will get an email with a proposal; you don't have to do anything until then."),
    ),
    Kind.UNMATCHED: Words(
        N_("At the moment there is no mentor we could suggest to you"),
        N_("That says nothing about you: it depends on places, times and topics. The organizers look after it."),
    ),
    Kind.RESTS: Words(
        N_("Your process with %(name)s rests"),
        N_("Until %(when)s. Nobody reminds you of anything before."),
        N_("To our room"),
    ),
    Kind.COMPLETED: Words(
        N_("You have completed your process with %(name)s. Congratulations!"),
        N_("Thank you for taking part. You don't have to do anything any more. Your room stays here."),
        N_("To our room"),
    ),
    Kind.ENDED_EARLY: Words(
        N_("Your process with %(name)s has ended"),
        N_("Thank you. If you would like another partner, tell the organizers."),
        N_("To our room"),
    ),
    Kind.ENDED: Words(
        N_("Your process with %(name)s has ended"),
        N_("Thank you. You don't have to do anything any more. Your room stays here."),
        N_("To our room"),
    ),
    Kind.NO_PAIR: Words(
        N_("This season no pair came about for you"),
        N_("Thank you for your readiness. You are welcome in the next edition."),
        N_("See programmes"),
    ),
    Kind.NOT_SENT: Words(
        N_("Your application was not sent"), N_("Applications are closed, so your draft stayed with you.")
    ),
    Kind.UNDECIDED: Words(
        N_("The programme is ending, and your application was not accepted any more"),
        N_("Thank you for your interest. You are welcome in the next edition."),
        N_("See programmes"),
    ),
    Kind.REJECTED: Words(
        N_("Your application was not accepted this time"),
        N_("We wrote to you about it. You are welcome in the next edition."),
        N_("See programmes"),
    ),
    Kind.WITHDRAWN: Words(
        N_("You have withdrawn from this programme"),
        N_("Nothing more comes of it. While applications are open you may apply again."),
        N_("See programmes"),
    ),
    Kind.ORGANIZE: Words(N_("Your programmes"), button=N_("Organize")),
    Kind.FIND: Words(
        N_("Find a programme"),
        N_("Apply as a mentor or as a mentee, or run a programme of your own."),
        N_("See programmes"),
    ),
}
"""Kind → its texts; without a button if people can only wait."""

WHEN = {
    "recruitment_closes": N_("Applications are open until %(day)s."),
    "matching_until": N_("Pairs are to be formed by %(day)s."),
    "kick_off": N_("The programme begins on %(day)s."),
    WEEKLY: N_("Pairs are made every week, next on %(day)s."),
}
"""Name of a date → what is said of it beside a next thing."""

ELSEWHERE = frozenset({Kind.NO_PAIR, Kind.UNDECIDED, Kind.REJECTED, Kind.WITHDRAWN})
"""Kinds whose button leads to the catalogue."""

IN_ROOM = NEXT | {
    Kind.RESTS: Words(
        N_("Your process with %(name)s rests"), N_("Until %(when)s. Nobody reminds you of anything before.")
    ),
    Kind.COMPLETED: Words(
        N_("You have completed your process with %(name)s. Congratulations!"),
        N_("Nothing is left to do here. What you wrote stays here for the two of you."),
        N_("The report of your process"),
    ),
    Kind.ENDED: Words(
        N_("Your process with %(name)s has ended"),
        N_("Nothing is left to do here. What you wrote stays here for the two of you."),
        N_("The report of your process"),
    ),
}
"""The same in the room of a pair, where nobody has to be led to it."""

STEPS = {
    Step.AGREED: N_("You became a pair"),
    Step.CONTRACT_PROPOSED: N_("Contract proposed"),
    Step.CONTRACT_SIGNED_BY_ONE: N_("Contract signed, one signature missing"),
    Step.CONTRACT_SIGNED: N_("Contract signed"),
    Step.CONTRACT_AMENDED: N_("New version of the contract signed"),
    Step.GOAL_AGREED: N_("Goal agreed: %(title)s"),
    Step.GOAL_CONCLUDED: N_("Goal concluded: %(title)s"),
    Step.MEETING_HELD: N_("Meeting %(number)s held"),
    Step.MEETING_MISSED: N_("A meeting didn't take place"),
    Step.MEETING_UNTOLD: N_("Meeting %(number)s; not said yet whether it took place"),
    Step.CLOSING: N_("Closing began"),
    Step.SUMMARY_APPROVED: N_("Joint summary approved"),
    Step.COMPLETED: N_("Process completed"),
    Step.CLOSED_EARLY: N_("Process ended early"),
    Step.MEETING_PROPOSED: N_("Meeting %(number)s proposed"),
    Step.MEETING_PLANNED: N_("Meeting %(number)s"),
    Step.ERASED: N_("What the two of you wrote was erased"),
}
"""What happened, msgids with `%(number)s` and `%(title)s`; who it was stands beside it."""
BOTH = frozenset(
    {
        Step.AGREED,
        Step.CONTRACT_SIGNED,
        Step.CONTRACT_AMENDED,
        Step.GOAL_AGREED,
        Step.GOAL_CONCLUDED,
        Step.SUMMARY_APPROVED,
    }
)
"""Steps that both took together."""

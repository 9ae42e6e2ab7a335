"""What repeats a list is written by a program: what it writes, and that it says when it can't."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from infra import repeated
from infra.template import template


def _with_another_room() -> dict[str, Any]:
    """Return the template with one more service of one consumer."""
    whole = copy.deepcopy(template())
    for name in ("MeetingsConsumer", "MeetingsConsumerQueue", "MeetingsConsumerDead", "MeetingsConsumerRule"):
        one = copy.deepcopy(template()["Resources"][name])
        whole["Resources"][name.replace("Meetings", "Events")] = _renamed(one)
    return whole


def _renamed(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _renamed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_renamed(one) for one in node]
    return node.replace("Meetings", "Events").replace("meetings", "events") if isinstance(node, str) else node


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("queue policy", ["!Ref EventsConsumerQueue"]),
        ("alarms", ["!GetAtt EventsConsumerDead.QueueName", "EventsFunctionsAlarm:", "!Ref EventsConsumer}"]),
        ("dashboards of functions", ['"${EventsConsumer}"', '"${EventsConsumerQueue.QueueName}"']),
    ],
)
def test_given_one_more_service_when_the_parts_are_written_then_each_has_it(part: str, names: list[str]) -> None:
    written = repeated.PARTS[part](_with_another_room())
    assert [name for name in names if name not in written] == []
    assert [name for name in names if name in repeated.PARTS[part](template())] == []


def test_given_a_service_when_its_items_are_read_then_their_prefixes_are_what_it_may_write() -> None:
    assert repeated.prefixes("recruitment") == ["ORG", "PROGRAMME", "SLUG"]
    assert repeated.prefixes("workspace") == ["ROOM", "DESK", "NOTES", "SHARED", "THREAD", "REPLY", "GUIDES"]
    assert repeated.prefixes("relay") == []


def test_given_more_dead_letter_queues_than_an_alarm_may_read_when_written_then_a_second_alarm_has_the_rest() -> None:
    whole = copy.deepcopy(template())
    now = sum(name.endswith("Dead") and not name.endswith("WorkerDead") for name in whole["Resources"])
    more = 2 * repeated.MOST_METRICS - now - 1
    whole["Resources"] |= {f"More{n}Dead": {"Type": "AWS::SQS::Queue"} for n in range(more)}
    first, _, second = repeated.alarms(whole).partition("  DeadLetters2Alarm:\n")
    read = [text.partition("\n\n")[0].count("!GetAtt") for text in (first, second)]
    consumers = [name for name in whole["Resources"] if name.endswith("Dead") and not name.endswith("WorkerDead")]
    assert read == [repeated.MOST_METRICS, len(consumers) - repeated.MOST_METRICS]
    assert second.count(f"!GetAtt More{more - 1}Dead.QueueName") == 1


def test_given_a_service_of_more_functions_than_an_alarm_may_read_when_written_then_it_says_so() -> None:
    whole = copy.deepcopy(template())
    api = whole["Resources"]["MeetingsApi"]
    whole["Resources"] |= {f"Meetings{n}": api for n in range(10)}
    with pytest.raises(SystemExit, match="at most 10 metrics"):
        repeated.alarms(whole)


def test_given_a_template_that_lost_a_part_when_written_then_it_says_so() -> None:
    text = repeated.TEMPLATE.read_text("utf-8").replace("  # written by make contracts: alarms\n", "")
    with pytest.raises(SystemExit, match=r"not .*'alarms'"):
        repeated.template_text(text, template())


def test_given_a_part_changed_by_hand_when_written_then_it_is_what_it_was() -> None:
    text = repeated.TEMPLATE.read_text("utf-8")
    changed = text.replace("        - !Ref MeetingsConsumerQueue\n", "", 1)
    assert changed != text
    assert repeated.template_text(changed, template()) == text


def test_given_a_list_of_services_when_one_is_missing_then_it_is_written_again() -> None:
    others = ", ".join(f'"{one}"' for one in repeated.services() if one != "relay")
    written = repeated.project_text('a = ["relay"]  # every service but relay')
    assert written == f"a = [{others}]  # every service but relay"
    assert repeated.project_text('a = ["relay"]  # every service and mentoring').startswith(
        'a = ["mentoring", "gatherings", "id'
    )

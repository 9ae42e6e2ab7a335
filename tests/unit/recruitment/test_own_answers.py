"""Answers to the organizers' own questions: in files, in the form, and what a change of the form does to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring import letters
from mentoring.errors import Invalid
from mentoring.questions import Option, Question
from mentoring.tables.recruitment import FormPlan
from mentoring.tables.vocabulary import QuestionKind, QuestionRule, Role
from recruitment import answers, imports, store
from recruitment.domain.form import Form, checked, options
from recruitment.imports import own
from recruitment.imports.cells import Rejected
from recruitment.use_cases import form_plan, importing, looking, reached
from tests.unit.recruitment.givens import HEADER, World, kept
from tests.unit.recruitment.test_round_trip import KINDS, again, cells, edited, exported

BOTH = (Role.MENTOR, Role.MENTEE)
TRADE = Question("trade", QuestionKind.CHOICE, BOTH, {"pl": "Branża", "en": "Trade"},
                 options=(Option("it", {"pl": "IT"}), Option("fin", {"pl": "Finanse, księgowość", "en": "Finance"})))  # fmt: skip
TOOLS = Question("tools", QuestionKind.CHOICES, BOTH, {"pl": "Narzędzia"},
                 options=(Option("a", {"pl": "Excel; Word"}), Option("b", {"pl": "SQL"}), Option("c", {"pl": "R"})))  # fmt: skip
YEARS = Question("years", QuestionKind.SCALE, BOTH, {"pl": "Staż"}, low={"pl": "żaden"}, high={"pl": "długi"})
REMOTE = Question("remote", QuestionKind.YES_NO, (Role.MENTEE,), {"pl": "Zdalnie?"})
HOBBY = Question("hobby", QuestionKind.SHORT, BOTH, {"pl": "Cel"})
ALL = (TRADE, TOOLS, YEARS, REMOTE, HOBBY)

texts = st.text(max_size=30).map(letters.line)
folded = st.text(min_size=1, max_size=20).map(letters.line).filter(imports.plain)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(QuestionKind))
    choices = draw(st.lists(folded, min_size=2, max_size=4, unique_by=imports.plain))
    said = draw(st.dictionaries(st.sampled_from(["pl", "en"]), folded, min_size=1))
    made = tuple(Option(f"id{place}", {"pl": one}) for place, one in enumerate(choices))
    found = Question(draw(st.uuids()).hex[:8], kind, BOTH, said, options=made if "_of" in kind else ())
    return checked(found)


def answer_of(question: Question) -> st.SearchStrategy[Any]:
    match question.kind:
        case QuestionKind.SHORT:
            return texts.filter(bool)
        case QuestionKind.LONG:
            return st.text(min_size=1, max_size=60).map(letters.lines).filter(bool)
        case QuestionKind.CHOICE:
            return st.sampled_from([one.id for one in question.options])
        case QuestionKind.CHOICES:
            ids = [one.id for one in question.options]
            return st.sets(st.sampled_from(ids), min_size=1).map(lambda some: [one for one in ids if one in some])
        case QuestionKind.SCALE:
            return st.integers(1, 5)
        case _:
            return st.sampled_from(["yes", "no"])


asked_and_answered = st.lists(questions(), max_size=5, unique_by=lambda one: one.id).flatmap(
    lambda some: st.tuples(st.just(some), st.fixed_dictionaries({}, optional={one.id: answer_of(one) for one in some}))
)


def asking(world: World, *some: Question, **uses: Any) -> None:
    """Given: what the form of a programme asks."""
    plan = FormPlan(*FormPlan.key(world.programme_id), programme_id=world.programme_id)
    store.keep_form(plan, Form(some, uses))
    world.store.put(plan)


def answered(world: World, application_id: str, **told: Any) -> None:
    item = kept(world, application_id)
    item.profile = item.profile | {"answers": told}
    world.store.put(item)


@given(asked_and_answered, st.sampled_from(KINDS), st.sampled_from(["pl", "en"]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_given_any_questions_and_answers_when_exported_and_imported_then_nothing_changes(
    both: tuple[list[Question], dict[str, Any]], kind: str, locale: str
) -> None:
    world = World()
    (ada,) = world.take("Mentee:ada")
    asking(world, *both[0])
    answered(world, ada, **both[1])
    before = kept(world, ada)

    done = again(world, exported(world, kind, locale))

    assert (done.imported, done.corrected, done.already_there, done.errors) == (0, 0, 1, ())
    assert (kept(world, ada).profile, kept(world, ada).version) == (before.profile, before.version)


@pytest.mark.parametrize(
    ("title", "text", "answers_now"),
    [
        ("Branża", "finance", {"trade": "fin", "years": 2}),
        ("Branża", "", {"years": 2}),
        ("Staż", "długi", {"trade": "it", "years": 5}),
        ("Narzędzia", "r, excel; word", {"trade": "it", "years": 2, "tools": ["a", "c"]}),
        ("Zdalnie?", "Tak", {"trade": "it", "years": 2, "remote": "yes"}),
        ("Cel [q-hobby]", "=1+1", {"trade": "it", "years": 2, "hobby": "=1+1"}),
    ],
)
def test_given_an_answer_edited_in_an_export_when_imported_then_only_that_changes(
    title: str, text: str, answers_now: dict[str, Any]
) -> None:
    world = World()
    (ada,) = world.take("Mentee:ada")
    asking(world, *ALL)
    answered(world, ada, trade="it", years=2)
    before = kept(world, ada).profile

    changed = edited(exported(world), title, text)

    assert looking.look(world.who("anna"), world.programme, changed).fates == [looking.CORRECTED]
    assert again(world, changed).corrected == 1
    assert kept(world, ada).profile == before | {"answers": answers_now}


def test_given_a_question_nobody_is_asked_any_more_when_exported_then_its_answers_are_there() -> None:
    world = World()
    (ada,) = world.take("Mentee:ada")
    asking(world, TRADE)
    answered(world, ada, trade="fin")
    world.to("matching")
    form_plan.remove(world.who("anna"), world.programme_id, "trade", "1")

    header, row = cells(exported(world))

    assert row[header.index("Branża")] == "Finanse, księgowość"
    assert again(world, exported(world)).corrected == 0
    assert kept(world, ada).profile["answers"] == {"trade": "fin"}


def test_given_nobody_can_have_answered_yet_when_a_question_is_removed_then_it_is_gone() -> None:
    world = World(stage="draft")
    asking(world, TRADE)

    form_plan.remove(world.who("anna"), world.programme_id, "trade", "1")

    assert form_plan.of(world.who("anna"), world.programme_id).questions == ()


def file_of(title: str, text: str, role: str = "Mentee") -> bytes:
    head, row = (
        HEADER.strip(),
        f"{role};Ada;Nowak;ada@firma.example;negocjacje;{2 if role == 'Mentor' else ''};;tak;tak",
    )
    return f"{head};{title}\n{row};{text}\n".encode()


def test_given_a_form_of_others_when_imported_then_titles_are_matched_to_questions_and_words_to_options() -> None:
    world = World()
    asking(world, TRADE)
    content = file_of("BRANŻA (jedna odpowiedź) *", "informatyka")

    seen = looking.look(world.who("anna"), world.programme, content)
    assert seen.fields[9] == "q-trade"
    assert seen.unclear == {"q-trade": [("informatyka", 1)]}
    columns = imports.mapping_of({"values": {"q-trade": {"Informatyka": "it"}}})
    done = importing.import_applications(world.who("anna"), world.programme_id, content, columns)

    assert (done.imported, done.errors) == (1, ())
    assert kept(world, _only(world)).profile["answers"] == {"trade": "it"}


def _only(world: World) -> str:
    return reached.application_id_of(world.programme_id, "mentee", "ada@firma.example")


def test_given_a_required_question_or_field_that_a_file_lacks_when_imported_then_the_person_is_asked() -> None:
    world = World()
    asking(
        world, Question("trade", QuestionKind.SHORT, BOTH, {"pl": "Branża"}, required=True), mentee={"city": "required"}
    )

    done = importing.import_applications(world.who("anna"), world.programme_id, file_of("Uwagi", ""))

    assert (done.imported, done.absent) == (1, ("city", "q-trade"))
    assert kept(world, _only(world)).asked == {"city": "", "q-trade": ""}
    usual = World()
    assert importing.import_applications(usual.who("anna"), usual.programme_id, file_of("Uwagi", "")).absent == ()


@pytest.mark.parametrize(
    ("question", "raw", "found"),
    [
        (TRADE, "fin", "fin"), (TRADE, ["finanse, KSIĘGOWOŚĆ"], "fin"), (TOOLS, ["c", "a"], ["a", "c"]),
        (YEARS, "4,0", 4), (REMOTE, "NIE", "no"), (HOBBY, " dwa \u200b słowa ", "dwa słowa"), (YEARS, "", None),
    ],
)  # fmt: skip
def test_given_an_answer_when_read_then_it_is_kept_by_what_it_means(question: Question, raw: Any, found: Any) -> None:
    assert own.read(question, raw) == found


@pytest.mark.parametrize(("question", "raw"), [(TRADE, "rolnictwo"), (YEARS, "6"), (YEARS, "2.5"), (REMOTE, "może")])
def test_given_an_answer_that_cannot_be_one_when_read_then_it_is_refused(question: Question, raw: str) -> None:
    with pytest.raises(Rejected):
        own.read(question, raw)


def test_given_hidden_fields_when_the_form_is_read_then_what_is_typed_there_counts_for_nothing() -> None:
    form = Form(fields={"mentee": {"city": "hidden", "availability": "hidden", "goal": "if_wanted"}})
    typed = {"first_name": "Ada", "last_name": "N", "topics": ["x"], "rules_consent": "yes", "privacy_consent": "yes"}

    values, refused = answers.read(
        typed | {"city": "Łódź", "week": ["0-32"]}, "mentee", "a@firma.example", [], form=form
    )

    assert (values["city"], values["availability"], refused) == ("", [], {})


def test_given_options_typed_anew_when_some_are_renamed_then_they_are_the_same_options() -> None:
    before = (Option("a", {"pl": "IT"}), Option("b", {"pl": "Prawo"}), Option("c", {"pl": "Sztuka"}))

    swapped = options(before, [{"pl": "Prawo"}, {"pl": "it", "en": "Computing"}, {"pl": "Sztuki piękne"}])
    fewer = options(before, [{"pl": "Sztuka"}, {"pl": "Prawo"}])
    more = options(before, [{"pl": "Nowe"}, {"pl": "IT"}, {"pl": "Prawo"}, {"pl": "Sztuka"}])

    assert [one.id for one in swapped] == ["b", "a", "c"]
    assert [(one.id, one.gone) for one in fewer] == [("c", False), ("b", False), ("a", True)]
    assert [one.id for one in more][1:] == ["a", "b", "c"]
    assert more[0].id not in "abc"


def test_given_an_option_that_is_gone_when_somebody_had_chosen_it_then_it_is_still_their_answer() -> None:
    question = Question("q", QuestionKind.CHOICE, BOTH, {"pl": "?"}, options=options(TRADE.options, [{"pl": "IT"}]))

    assert own.read(question, "fin") == "fin"
    assert own.text(question, "fin", "en") == "Finance"
    assert [value for value, _ in own.choosable(question, "pl")] == ["it"]


@pytest.mark.parametrize("rule", [QuestionRule.OVERLAP, QuestionRule.NOT_JUNIOR])
def test_given_a_rule_that_does_not_fit_the_kind_when_checked_then_it_is_refused(rule: QuestionRule) -> None:
    with pytest.raises(Invalid):
        checked(Question("q", QuestionKind.YES_NO, BOTH, {"pl": "?"}, rule=rule))

"""Settings of pairing from a file: what counts, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from infra.pair import input as inputs
from infra.pair.settings import Settings, settings_of
from infra.template import ROOT
from pairing.matching.rules import RULES
from tests.unit.infra.givens import LOCK, applications, paired, summary, table

SAMPLE = ROOT / "infra" / "pair" / "settings.toml"


def with_settings(folder: Path, text: str, *more: str) -> int:
    file = folder / "settings.toml"
    file.write_text(text, "utf-8")
    return paired(applications(folder), folder / "out", "--settings", str(file), *more)


def test_given_the_sample_when_read_then_it_holds_the_defaults() -> None:
    assert settings_of(tomllib.loads(SAMPLE.read_text("utf-8")), "") == Settings()


def test_given_addresses_as_they_are_copied_when_locked_then_they_are_the_ones_of_the_applications(
    tmp_path: Path,
) -> None:
    one, two = LOCK.replace("[[", "").replace("]]", "").split(", ")
    copied = f"[[{one[:1]}\u200bmailto:{one[1:]}, {two[:1]}Jan <{two[1:-1].upper()}>{two[-1]}]]"
    assert with_settings(tmp_path, f"locked = {copied}") == 0


def test_given_locked_and_forbidden_pairs_when_paired_then_they_are_kept(tmp_path: Path) -> None:
    forbidden = '[["piotr.los@firma.example", "EWA.WOJT@firma.example"]]'

    assert with_settings(tmp_path, f"locked = {LOCK}\nforbidden = {forbidden}") == 0

    found = {(one["mentee_email"], one["mentor_email"]) for one in table(tmp_path / "out", "pairs")}
    feasible = {(one["mentee_email"], one["mentor_email"]) for one in table(tmp_path / "out", "scores")}
    assert ("ola.zak@firma.example", "jan.sek@firma.example") in found
    assert ("piotr.los@firma.example", "ewa.wojt@firma.example") not in feasible


def test_given_weights_and_a_rule_when_paired_then_they_count(tmp_path: Path) -> None:
    assert with_settings(tmp_path, "must_cross = true\n[weights]\ntime = 0") == 0

    told = summary(tmp_path / "out")
    assert told["weights"]["time"] == 0
    feasible = {(one["mentee_email"], one["mentor_email"]) for one in table(tmp_path / "out", "scores")}
    assert ("piotr.los@firma.example", "ewa.wojt@firma.example") not in feasible


@pytest.mark.parametrize(
    ("settings", "scores"),
    [("", {8100}), ("no_juniors = true", {8100}), ('[levels]\n"specjalist*" = 4', {7300}),
     ('no_juniors = true\n[levels]\n"specjalist*" = 4', set())],
)  # fmt: skip
def test_given_one_position_in_its_forms_when_paired_then_all_score_alike_and_own_levels_count(
    tmp_path: Path, settings: str, scores: set[int]
) -> None:
    title = "Rola;Imię;Nazwisko;E-mail;Dział;Stanowisko;Tematy;Liczba mentees;Zgoda na regulamin;Zgoda RODO"
    people = [
        "Mentee;Ala;Próbna;ala@firma.example;IT;specjalistka;delegowanie;;tak;tak",
        "Mentorka;Ewa;Kierowniczka;ewa@firma.example;HR;kierowniczka;delegowanie;1;tak;tak",
        "Mentor;Jan;Kierownik;jan@firma.example;HR;kierownik;delegowanie;1;tak;tak",
        "Mentor;Tom;Menedzer;tom@firma.example;HR;menedżer;delegowanie;1;tak;tak",
    ]
    (tmp_path / "people.csv").write_text("\n".join([title, *people]), "utf-8")
    (tmp_path / "s.toml").write_text(settings, "utf-8")

    assert paired(tmp_path / "people.csv", tmp_path / "out", "--settings", str(tmp_path / "s.toml")) == 0

    found = table(tmp_path / "out", "scores")
    assert (len(found), {int(one["score"]) for one in found}) == (3 * bool(scores), scores)


def test_given_a_threshold_when_quality_counts_then_no_pair_is_below(tmp_path: Path) -> None:
    assert with_settings(tmp_path, 'mode = "most_served"\nthreshold = 6000', "--mode", "best_quality") == 0

    assert summary(tmp_path / "out")["mode"] == "best_quality"
    assert all(int(one["score"]) >= 6000 for one in table(tmp_path / "out", "scores"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('moed = "most_served"', "unknown key `moed`"),
        ('mode = "fastest"', "`mode`"),
        ("mode = 1", "`mode`"),
        ('threshold = "5000"', "`threshold`"),
        ("threshold = 5000.5", "`threshold`"),
        ("threshold = true", "`threshold`"),
        ("threshold = 10001", "`threshold`"),
        ("must_cross = 1", "`must_cross`"),
        ("no_juniors = 1", "`no_juniors`"),
        ("levels = 3", "`levels`"),
        ('[levels]\npartner = "5"', "[levels]"),
        ("[levels]\npartner = 6", "[levels]"),
        ('start = "soon"', "`start`"),
        ("start = 2026-03-02T10:00:00", "`start`"),
        ("start = 2026-12-01", "before `start`"),
        ("end = 9999-12-31", "`end`"),
        ("start = 0001-01-01", "`start`"),
        ("weights = 3", "`weights`"),
        ("[weights]\ntopic = 3", "unknown key `topic`"),
        ('[weights]\ntopics = "3"', "`topics`"),
        ("[weights]\ntopics = true", "`topics`"),
        ("[weights]\ntopics = -1", "weights"),
        ("[weights]\ntopics = nan", "weights"),
        ("[weights]\ntopics = 1e308", "weights"),
        ("[weights]\ntopics=0\nexperience=0\ntime=0\ncrossing=0\nstyle=0\nchoices=0", "weights"),
        ('locked = ["a@firma.example"]', "`locked`[0]"),
        ('locked = [["a@firma.example", 1]]', "`locked`[0]"),
        ('locked = "a@firma.example"', "`locked`"),
        ('locked = [["ola.żak@firma.example", "jan.sek@firma.example"]]', "letters such as ą or é before the @"),
        ('locked = [["jan.sek@firma.example", "ola.zak@firma.example"]]', "no mentee with the address jan.sek@"),
        ('locked = [["ola.zak@firma.example", "nobody@firma.example"]]', "no mentor with the address nobody@"),
        ('forbidden = [["nobody@firma.example", "jan.sek@firma.example"]]', "`forbidden`: no mentee"),
        ('locked = [["jon.doe@firma.example", "jan.sek@firma.example"]]', "(language)"),
        ('locked = [["ola.zak@firma.example", "adam.rak@firma.example"]]', "(time)"),
        (f"locked = {LOCK[:-1]}, ['iga.dab@firma.example', 'jan.sek@firma.example']]", "(capacity)"),
        (f"locked = {LOCK}\nforbidden = {LOCK}", "(forbidden)"),
        ("locked = [", "not TOML"),
    ],
)
def test_given_settings_that_wont_do_when_paired_then_one_line_names_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, named: str
) -> None:
    assert with_settings(tmp_path, text) == 2

    wrong = [line for line in capsys.readouterr().err.splitlines() if line.startswith("pair: ")]
    assert len(wrong) == 1
    assert f"{tmp_path / 'settings.toml'}: " in wrong[0]
    assert named in wrong[0]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [None, b"mode = '\xff'"])
def test_given_settings_that_cant_be_read_when_paired_then_they_are_refused(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "s.toml"
    if content is not None:
        file.write_bytes(content)

    assert paired(applications(tmp_path), tmp_path / "out", "--settings", str(file)) == 2


def test_given_the_rules_a_lock_may_break_when_compared_then_each_has_words() -> None:
    assert set(inputs.RULES) == set(RULES) - {"quality"}

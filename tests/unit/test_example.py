"""The example company is complete, consistent with itself, and what its script makes."""

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.example import make
from config.example.credit_code import code_check, organisation_check
from config.example.targets import HERE, SYSTEMS
from playbooks.model.diagnosis import PainPoint
from playbooks.model.goal import GoalDraft
from playbooks.model.stakeholder import Team
from playbooks.model.strict_yaml import parse_yaml

ROLES = set(
    """
    sponsor steering project_owner pmo project_manager business_analyst it_lead data_steward
    finance_controller security_officer training_lead test_lead change_lead vendor_consultant
    sales_head service_head purchasing_head warehouse_head production_head hr_head finance_head
    super_user user_rep
    """.split()  # noqa: SIM905 - twenty-three quoted words are no easier to read
)
SIX_MEGABYTES = 6_000_000
GENERATED = dict(make.generated())


@cache
def document(name: str) -> dict[str, Any]:
    """Read a YAML file of the company."""
    found: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Read a committed CSV file of the company."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def people() -> dict[str, Any]:
    """Return the stakeholders by key."""
    return {person["key"]: person for person in document("organisation.yaml")["people"]}


def goals() -> list[Any]:
    """Return the SMART goals of both systems."""
    return [goal for system in SYSTEMS for goal in document("goals.yaml")[system]["goals"]]


# --- the files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GENERATED)
def test_committed_file_is_what_the_script_makes(name: str) -> None:
    """Nobody edits a generated file by hand."""
    assert rows(name) == GENERATED[name]


def test_made_files_are_the_committed_bytes(tmp_path: Path) -> None:
    """The command makes a data folder equal to the committed one, with targets and structures beside it."""
    command = [sys.executable, "-m", "config.example.make", "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, cwd=HERE.parents[1])
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path for path in made if path.parts[0] not in {"target", "structure"}}
    assert all((tmp_path / path).read_bytes() == (HERE / path).read_bytes() for path in kept)
    assert len([path for path in made if path.parts[0] == "target"]) == len(SYSTEMS) * 3


def test_the_company_s_own_folder_is_refused_as_data_folder() -> None:
    """The targets never land beside the committed files."""
    command = [sys.executable, "-m", "config.example.make", "--out", str(HERE)]
    done = subprocess.run(command, check=False, capture_output=True, cwd=HERE.parents[1], text=True)
    assert (done.returncode, "name another one" in done.stderr) == (2, True)


def test_company_is_small() -> None:
    """The committed folder stays within six megabytes."""
    sizes = [
        path.stat().st_size for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert sum(sizes) <= SIX_MEGABYTES


@pytest.mark.parametrize("name", [str(path.relative_to(HERE)) for path in sorted(HERE.rglob("*.yaml"))])
def test_yaml_passes_the_strict_reader_and_has_no_floats(name: str) -> None:
    """Every YAML file is of the strict subset, and its decimals are text."""
    written = (HERE / name).read_bytes()
    assert parse_yaml(written, name=name).data
    assert not re.search(rb": -?\d+\.\d", written)


# --- organisation and goals ------------------------------------------------------------------------------


def test_people_and_departments_are_a_team_of_the_model() -> None:
    """The product itself accepts the team, with deputies that exist."""
    written = document("organisation.yaml")
    team = Team.model_validate({"departments": written["departments"], "people": written["people"]})
    assert len(team.people) == len(people()) >= 14


def test_every_role_is_held_and_no_other() -> None:
    """The roles of the playbooks are filled, and no role is misspelt."""
    assert {role for person in people().values() for role in person["roles"]} == ROLES


def test_deputies_are_other_known_people() -> None:
    """Everybody has a deputy, and nobody is his own."""
    known = people()
    assert all(person["deputy"] in known and person["deputy"] != key for key, person in known.items())


def test_steering_committee_has_a_quorum() -> None:
    """At least three people decide go or no-go."""
    assert sum("steering" in person["roles"] for person in people().values()) >= 3


def test_department_heads_and_members_are_known() -> None:
    """Heads are people, and people belong to departments."""
    departments = {entry["key"]: entry["head"] for entry in document("organisation.yaml")["departments"]}
    assert set(departments.values()) <= set(people())
    assert {person["department"] for person in people().values()} == set(departments)


def test_each_department_has_one_or_two_super_users() -> None:
    """Every department but the vendor has its coaches."""
    coaches = Counter(person["department"] for person in people().values() if "super_user" in person["roles"])
    assert set(coaches) == {entry["key"] for entry in document("organisation.yaml")["departments"]} - {
        "vendor"
    }
    assert set(coaches.values()) <= {1, 2}


def test_payroll_has_the_stated_headcount() -> None:
    """The payroll counts as many people as the company says, each once, stakeholders included."""
    payroll = [row["person"] for row in rows("staff.csv")]
    insiders = {key for key, person in people().items() if person["department"] != "vendor"}
    assert len(set(payroll)) == len(payroll) == document("organisation.yaml")["company"]["headcount"]
    assert insiders <= set(payroll)


def test_pain_points_name_known_departments() -> None:
    """Ten or more pain points, each in a department that exists."""
    points = document("organisation.yaml")["pain_points"]
    departments = {entry["key"] for entry in document("organisation.yaml")["departments"]}
    assert len({PainPoint.model_validate(point).key for point in points}) == len(points) >= 10
    assert {point["department"] for point in points} <= departments


@pytest.mark.parametrize("goal", goals(), ids=lambda goal: goal["key"])
def test_goal_is_smart_and_measured(goal: dict[str, str]) -> None:
    """A goal has every part, a known owner, and a KPI series in its unit."""
    assert GoalDraft.model_validate(goal).missing_letters() == ()
    assert goal["owner"] in people()
    assert {row["unit"] for row in rows(f"kpi/{goal['metric']}.csv")} == {goal["unit"]}


@pytest.mark.parametrize("goal", goals(), ids=lambda goal: goal["key"])
def test_goal_is_reached_on_its_due_date_and_not_before_the_start(goal: dict[str, str]) -> None:
    """The story ends well: the target is met when due and far away at the baseline."""
    sign = 1 if goal["direction"] == "up" else -1
    values = {row["date"]: sign * Decimal(row["value"]) for row in rows(f"kpi/{goal['metric']}.csv")}
    assert values[goal["due"]] >= sign * Decimal(goal["target"])
    assert next(iter(values.values())) < sign * Decimal(goal["target"])


@pytest.mark.parametrize("system", SYSTEMS)
def test_first_draft_lacks_baselines_and_due_dates(system: str) -> None:
    """Every goal of the first draft misses a letter: measurable, time-bound, or both."""
    drafts = [GoalDraft.model_validate(goal) for goal in document("goals.yaml")[system]["goals_first_draft"]]
    assert all(draft.missing_letters() for draft in drafts)
    assert {letter for draft in drafts for letter in draft.missing_letters()} == {"M", "T"}


# --- KPI, tests, training --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in GENERATED if name.startswith("kpi/")])
def test_series_has_a_value_every_monday(name: str) -> None:
    """No week is missing and no value is outside what its unit allows."""
    days = [date.fromisoformat(row["date"]) for row in rows(name)]
    assert {day.weekday() for day in days} == {0}
    assert {(later - day).days for day, later in pairwise(days)} == {7}
    assert all(0 <= Decimal(row["value"]) <= 100 for row in rows(name))


@pytest.mark.parametrize("goal", goals(), ids=lambda goal: goal["metric"])
def test_baseline_is_flat_before_the_pilot(goal: dict[str, str]) -> None:
    """Until the pilot the KPI stays within six per cent of the baseline."""
    system = "crm" if goal in document("goals.yaml")["crm"]["goals"] else "erp"
    pilot = document("calendar.yaml")[system]["milestones"]["pilot"]
    baseline = Decimal(goal["baseline"])
    early = [Decimal(row["value"]) for row in rows(f"kpi/{goal['metric']}.csv") if row["date"] < pilot]
    assert all(abs(value - baseline) <= baseline * Decimal("0.06") for value in early)


def test_follow_up_is_short_for_two_weeks_of_the_trial_run() -> None:
    """Exactly two weeks of the trial run lie under 85 %, and all later ones above."""
    phase = document("calendar.yaml")["crm"]["phases"]["validation"]
    since = [row for row in rows("kpi/on_time_follow_up.csv") if row["date"] >= phase["from"]]
    assert [row["date"] for row in since if Decimal(row["value"]) < 85] == ["2026-06-22", "2026-06-29"]


@pytest.mark.parametrize(("system", "department"), [("crm", "service"), ("erp", "warehouse")])
def test_one_department_fails_the_first_round_only(system: str, department: str) -> None:
    """Under 95 % in the first round, at least 95 % everywhere in the second."""
    assert [name for name, share in pass_rates(f"uat/{system}_first_round.csv").items() if share < 95] == [
        department
    ]
    assert min(pass_rates(f"uat/{system}_second_round.csv").values()) >= 95


def pass_rates(name: str) -> dict[str, Decimal]:
    """Return the passed share per department in per cent."""
    results = defaultdict(list)
    for row in rows(name):
        results[row["department"]].append(row["result"])
    return {key: Decimal(100 * found.count("passed")) / len(found) for key, found in results.items()}


@pytest.mark.parametrize("system", SYSTEMS)
def test_testers_are_front_line_staff(system: str) -> None:
    """Each case is run by somebody of its own department, never by IT."""
    home = {row["person"]: row["department"] for row in rows("staff.csv")}
    assert all(
        home[row["tester"]] == row["department"] != "it" for row in rows(f"uat/{system}_first_round.csv")
    )


@pytest.mark.parametrize("system", SYSTEMS)
def test_severe_defects_are_open_first_and_closed_later(system: str) -> None:
    """A severity 1 is open after the first round; after the second no severity 1 or 2 is."""
    still_open = [
        {row["severity"] for row in rows(f"defects/{system}_{part}.csv") if not row["closed"]}
        for part in ("first_round", "second_round")
    ]
    assert "1" in still_open[0]
    assert still_open[1].isdisjoint({"1", "2"})


@pytest.mark.parametrize(("system", "heads"), [("crm", 60), ("erp", 120)])
def test_training_covers_its_audience(system: str, heads: int) -> None:
    """Everybody has three records, and at least nine in ten are passed with 80 points."""
    records = rows(f"training/{system}.csv")
    passed = [row for row in records if row["completed"] and int(row["score"]) >= 80]
    assert len({row["person"] for row in records}) * 3 == len(records) == heads * 3
    assert heads * 3 > len(passed) >= len(records) * 9 // 10


@pytest.mark.parametrize("system", SYSTEMS)
def test_chosen_vendor_has_the_best_weighted_score(system: str) -> None:
    """Weights add up to a hundred, costs run five years, and the choice follows the scores."""
    card = document(f"scorecards/{system}.yaml")
    weights = {entry["key"]: entry["weight"] for entry in card["criteria"]}
    scores = {
        c["key"]: sum(weights[key] * score for key, score in c["scores"].items()) for c in card["candidates"]
    }
    assert sum(weights.values()) == 100
    assert max(scores, key=lambda key: scores[key]) == card["chosen"]
    assert {len(cost["amounts"]) for c in card["candidates"] for cost in c["costs"]} == {card["years"]}


@pytest.mark.parametrize("path", sorted((HERE / "documents").glob("*.md")), ids=lambda path: path.stem)
def test_document_has_a_title_and_an_english_summary(path: Path) -> None:
    """Each document is Chinese with a summary in English."""
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# [\u4e00-\u9fff]", text)
    assert "> English summary: " in text


# --- legacy data -----------------------------------------------------------------------------------------


def test_order_amount_is_price_times_quantity() -> None:
    """The business rule holds to the cent in at least 20,000 orders."""
    orders = rows("legacy/orders.csv")
    assert all(Decimal(row["amount"]) == Decimal(row["unit_price"]) * int(row["quantity"]) for row in orders)
    assert len({row["order_no"] for row in orders}) == len(orders) >= 20_000


def test_orders_of_a_year_are_the_turnover() -> None:
    """The orders of 2025 come within five per cent of the stated turnover."""
    year = sum(
        Decimal(row["amount"]) for row in rows("legacy/orders.csv") if row["order_date"].startswith("2025/")
    )
    turnover = document("organisation.yaml")["company"]["turnover"]
    assert abs(year - turnover) < turnover * Decimal("0.05")


def test_orders_name_known_customers_and_items() -> None:
    """No order points into the void."""
    customers = {row["cust_no"] for row in rows("legacy/customers.csv")}
    items = {row["item_no"] for row in rows("legacy/items.csv")}
    assert all(row["cust_no"] in customers and row["item_no"] in items for row in rows("legacy/orders.csv"))


@pytest.mark.parametrize("column", ["cust_no", "cust_name", "credit_code"])
def test_cleansed_customers_are_unique(column: str) -> None:
    """After cleansing no number, name or credit code stands twice."""
    values = [row[column] for row in rows("legacy/customers.csv")]
    assert len(set(values)) == len(values)


def test_duplicates_share_the_credit_code_and_not_the_name() -> None:
    """A merged record is the same company under another number and spelling."""
    kept = {row["cust_no"]: row for row in rows("legacy/customers.csv")}
    for row in rows("legacy/duplicates.csv"):
        survivor = kept[row["merged_into"]]
        assert (row["credit_code"], row["cust_name"]) != (survivor["credit_code"], survivor["cust_name"])
        assert row["credit_code"] == survivor["credit_code"]


def test_check_digit_of_the_standard_s_own_example() -> None:
    """The example printed in GB 32100-2015 has check character 3."""
    assert code_check("91350100M000100Y4") == "3"


def test_every_credit_code_checks() -> None:
    """Both check characters of all 1,800 codes hold."""
    codes = [row["credit_code"] for row in rows("legacy/customers.csv")]
    assert all(code_check(code[:17]) == code[17] for code in codes)
    assert all(organisation_check(code[8:16]) == code[16] for code in codes)

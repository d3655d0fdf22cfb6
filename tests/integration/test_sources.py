"""Sources: every bad file becomes one sentence with its place, a good one says what was true on the day."""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.model.errors import InputError
from playbooks.model.evidence import Reconciliation, Series, TestReport, Training, Unreadable
from tasks.adapters.catalogues import in_both
from tasks.adapters.sources.reading import Look, look
from tasks.adapters.sources.rows import MAX_ROWS
from tasks.adapters.sources.specification import (
    ReconciliationSource,
    SeriesSource,
    Source,
    TestReportSource,
    TrainingSource,
    read_sources,
)
from tests.simulators.example_company import COMPANY
from tests.simulators.facts import NOW
from tests.simulators.migration import plan, write_export, write_target

ZONE = "Asia/Shanghai"
FILE = Path("data.csv")
SERIES = SeriesSource(kind="series", evidence="kpi", metric="adoption", file=FILE)
TRAINING = TrainingSource(kind="training", evidence="training", file=FILE)
REPORT = TestReportSource(kind="test_report", evidence="uat", cases=(FILE,), defects=Path("defects.csv"))
RECONCILIATION = ReconciliationSource(
    kind="reconciliation", evidence="m", plan=Path("plan.yaml"), base=Path()
)

GOOD_SERIES = "date,value,unit\n2026-06-01,80,%\n2026-06-08,90,%\n2026-06-22,95,%\n"
GOOD_TRAINING = (
    "person,name,department,tier,level,completed,score\n"
    "wu.yan,吴燕,finance,staff,skill,2026-06-10,91\n"
    "qian.bo,钱博,sales,staff,skill,2026-06-20,77\n"
    "sun.li,孙丽,sales,management,awareness,,\n"
)
GOOD_CASES = (
    "round,department,case,result,date\n"
    "1,sales,S1,failed,2026-06-01\n"
    "1,finance,F1,passed,2026-06-02\n"
    "2,sales,S1,passed,2026-06-10\n"
    "2,finance,F1,blocked,2026-06-11\n"
    "3,sales,S1,passed,2026-06-30\n"
)
GOOD_DEFECTS = (
    "id,severity,title_zh,department,opened,closed\n"
    "D-1,1,慢,sales,2026-06-01,2026-06-15\n"
    "D-2,2,错,sales,2026-06-02,2026-06-16\n"
    "D-3,3,丑,finance,2026-06-14,\n"
    "D-4,1,新,finance,2026-06-16,\n"
)


@pytest.fixture
def seen(tmp_path: Path) -> Callable[..., Look]:
    """A function that looks at a source whose main file holds this text or these bytes."""

    def read(
        source: Source, content: str | bytes | None, *, defects: str = GOOD_DEFECTS, now: datetime = NOW
    ) -> Look:
        (tmp_path / "defects.csv").write_text(defects, encoding="utf-8")
        if content is not None:
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / FILE).write_bytes(data)
        return look(source, tmp_path, now, zone=ZONE)

    return read


def fault(found: Look) -> str:
    """Return the sentence of an unreadable source."""
    assert isinstance(found.payload, Unreadable)
    assert found.fault is not None
    assert found.payload.reason == in_both(found.fault)
    return str(found.fault)


BAD_SERIES = {
    "missing": (None, "data.csv cannot be read (No such file or directory)"),
    "empty": ("", "line 1 lacks the columns date, value, unit; it has none"),
    "column": ("date,value\n2026-06-01,1\n", "line 1 lacks the columns unit; it has date, value"),
    "doubled column": ("date,value,unit,value\n", "line 1 names the column 'value' twice"),
    "only a header": ("date,value,unit\n", "has no readings up to 2026-06-15"),
    "future only": ("date,value,unit\n2026-06-16,1,%\n", "has no readings up to 2026-06-15"),
    "gbk": (GOOD_SERIES.replace("90,%", "90,次").encode("gbk"), "line 3 is not UTF-8"),
    "utf-16": (GOOD_SERIES.encode("utf-16"), "line 1 is not UTF-8"),
    "date": (
        GOOD_SERIES.replace("2026-06-08", "8.6.2026"),
        "line 3, column 'date' is '8.6.2026'; write dates",
    ),
    "no date": (GOOD_SERIES.replace("2026-06-08", " "), "line 3, column 'date' is empty"),
    "word": (GOOD_SERIES.replace("90", "ninety"), "line 3, column 'value' is 'ninety'; write a number"),
    "comma": (GOOD_SERIES.replace("90", '"1,5"'), "line 3, column 'value' is '1,5'; write a number"),
    "signal": (GOOD_SERIES.replace("90", "sNaN"), "line 3, column 'value' is 'sNaN'; write a number"),
    "endless": (GOOD_SERIES.replace("90", "9" * 90_000), "line 3, column 'value' is '999"),
    "no value": (GOOD_SERIES.replace("90", ""), "line 3, column 'value' is empty"),
    "units": (
        GOOD_SERIES.replace("90,%", "90,days"),
        "line 3, column 'unit' is 'days'; the lines before are in '%'",
    ),
    "short": (GOOD_SERIES.replace("80,%", "80"), "line 2 has another number of columns"),
    "long": (GOOD_SERIES.replace("80,%", "80,%,x"), "line 2 has another number of columns"),
    "torn": (GOOD_SERIES.replace("22,95,%\n", "22,9"), "line 4 has another number of columns"),
    "quote": (GOOD_SERIES.replace("80", '"80'), "is not CSV (unexpected end of data)"),
    "after quote": (GOOD_SERIES.replace("90", '"9"0'), "line 3 is not CSV"),
    "wide": ("x" * 200_000, "line 1 is not CSV (field larger than field limit"),
    "header": (",".join(f"c{n}" for n in range(2000)) + "\n", "line 1 lacks the columns"),
}


@pytest.mark.parametrize("name", BAD_SERIES)
def test_a_bad_series_is_one_sentence_with_its_place(name: str, seen: Callable[..., Look]) -> None:
    """File, line and column, and what to do; never an old value, never a crash."""
    content, sentence = BAD_SERIES[name]
    found = fault(seen(SERIES, content))
    assert sentence in found
    assert "data.csv" in found
    assert len(found) < 700


@pytest.mark.parametrize("place", [".", "data.csv/x"])
def test_what_is_no_file_is_unreadable(place: str, tmp_path: Path) -> None:
    """A folder, and a path through a file."""
    (tmp_path / FILE).touch()
    source = SERIES.model_copy(update={"file": Path(place)})
    assert "check the path in the sources file" in fault(look(source, tmp_path, NOW, zone=ZONE))


@pytest.mark.parametrize("content", [GOOD_SERIES, "\ufeff" + GOOD_SERIES, GOOD_SERIES.replace("\n", "\r\n")])
def test_a_series_is_read_as_of_the_day(content: str, seen: Callable[..., Look]) -> None:
    """With or without a byte order mark, from Windows or not; the reading of next week does not exist yet."""
    found = seen(SERIES, content)
    assert isinstance(found.payload, Series)
    assert [str(reading.value) for reading in found.payload.readings] == ["80", "90"]
    assert found.observed_at == datetime(2026, 6, 8, 4, tzinfo=UTC)


def test_the_newest_reading_dates_the_look_wherever_it_stands(seen: Callable[..., Look]) -> None:
    """A file that lists the newest day first is as fresh as one that lists it last."""
    header, *rows = GOOD_SERIES.splitlines(keepends=True)
    found, other = seen(SERIES, "".join([header, *reversed(rows)])), seen(SERIES, GOOD_SERIES)
    assert (found.observed_at, found.payload) == (other.observed_at, other.payload)


def test_no_look_is_dated_in_the_future(seen: Callable[..., Look]) -> None:
    """In the morning, the noon of a reading of today has not come."""
    early = datetime(2026, 6, 8, 1, tzinfo=UTC)
    assert seen(SERIES, GOOD_SERIES, now=early).observed_at == early


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-1", "1e3", " 90 "])
def test_figures_are_left_to_the_gate(figure: str, seen: Callable[..., Look]) -> None:
    """What can be read as a figure is read; a gate calls NaN invalid."""
    assert isinstance(seen(SERIES, GOOD_SERIES.replace("90", figure)).payload, Series)


BAD_TRAINING = {
    "tier": (
        ("staff,skill,2026-06-20", "boss,skill,2026-06-20"),
        "line 3, column 'tier' is 'boss'; use one of",
    ),
    "level": (("awareness", "expert"), "line 4, column 'level' is 'expert'; use one of"),
    "department": (("finance", "Fin ance"), "line 2, column 'department' is 'Fin ance'; use letters"),
    "department of signs": (("finance", "财务"), "line 2, column 'department' is '财务'"),
    "nobody": (("wu.yan", ""), "line 2, column 'person' is empty"),
    "score": (("77", "good"), "line 3, column 'score' is 'good'"),
    "day": (("2026-06-10", "soon"), "line 2, column 'completed' is 'soon'"),
}


@pytest.mark.parametrize("name", [n for n in BAD_TRAINING if n != "score"])
def test_bad_training_records_are_one_sentence(name: str, seen: Callable[..., Look]) -> None:
    """With line and column."""
    (old, new), sentence = BAD_TRAINING[name]
    assert sentence in fault(seen(TRAINING, GOOD_TRAINING.replace(old, new, 1)))


def test_a_score_counts_once_the_training_is_completed(seen: Callable[..., Look]) -> None:
    """A training of next week has neither day nor score yet; then its score is read, and its faults too."""
    found = seen(TRAINING, GOOD_TRAINING).payload
    assert isinstance(found, Training)
    done = {record.person: (record.completed, record.score and int(record.score)) for record in found.records}
    assert done == {"wu.yan": (date(2026, 6, 10), 91), "qian.bo": (None, None), "sun.li": (None, None)}
    (old, new), sentence = BAD_TRAINING["score"]
    later = NOW + timedelta(days=10)
    assert sentence in fault(seen(TRAINING, GOOD_TRAINING.replace(old, new, 1), now=later))


def report(found: Look) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Return passed and blocked tests by department, and the open defects."""
    assert isinstance(found.payload, TestReport), found.fault
    tests = {item.department: (item.passed, item.blocked) for item in found.payload.departments}
    return tests, [defect.key for defect in found.payload.open_defects]


@pytest.mark.parametrize(
    ("day", "tests", "defects"),
    [
        (5, {"sales": (0, 0), "finance": (1, 0)}, ["d-1", "d-2"]),
        (10, {"sales": (1, 0)}, ["d-1", "d-2"]),
        (15, {"sales": (1, 0), "finance": (0, 1)}, ["d-2", "d-3"]),
        (30, {"sales": (1, 0)}, ["d-3", "d-4"]),
    ],
)
def test_the_latest_round_counts_with_the_defects_open_on_the_day(
    day: int, tests: dict[str, tuple[int, int]], defects: list[str], seen: Callable[..., Look]
) -> None:
    """What was tested, opened or closed later has not happened yet; what is closed today is closed."""
    now = datetime(2026, 6, day, 9, tzinfo=UTC)
    assert report(seen(REPORT, GOOD_CASES, now=now)) == (tests, defects)


BAD_CASES = {
    "none": ("round,department,case,result,date\n", "has no test results up to 2026-06-15"),
    "result": (
        GOOD_CASES.replace("blocked", "maybe"),
        "line 5, column 'result' is 'maybe'; use one of blocked",
    ),
    "round": (GOOD_CASES.replace("2,sales", "two,sales"), "line 4, column 'round' is 'two'"),
    "nan": (
        GOOD_CASES.replace("2,sales", "NaN,sales"),
        "line 4, column 'round' is 'NaN'; write a whole number",
    ),
    "half": (
        GOOD_CASES.replace("2,sales", "1.5,sales"),
        "line 4, column 'round' is '1.5'; write a whole number",
    ),
    "department": (
        GOOD_CASES.replace("2,sales", "2,sales & co"),
        "line 4, column 'department' is 'sales & co'",
    ),
}
BAD_DEFECTS = {
    "severity": ("D-3,3", "D-3,5", "line 4, column 'severity' is '5'; use 1, 2, 3 or 4"),
    "none": ("D-3,3", "D-3,0", "line 4, column 'severity' is '0'; write a whole number"),
    "word": ("D-3,3", "D-3,high", "line 4, column 'severity' is 'high'"),
    "nan": ("D-3,3", "D-3,sNaN", "line 4, column 'severity' is 'sNaN'"),
    "id": ("D-3,", "D 3,", "line 4, column 'id' is 'D 3'; use letters"),
    "day": ("2026-06-14", "14.6.", "line 4, column 'opened' is '14.6.'"),
}


@pytest.mark.parametrize("name", BAD_CASES)
def test_bad_test_cases_are_one_sentence(name: str, seen: Callable[..., Look]) -> None:
    """With line and column."""
    content, sentence = BAD_CASES[name]
    assert sentence in fault(seen(REPORT, content))


@pytest.mark.parametrize("name", BAD_DEFECTS)
def test_bad_defects_are_one_sentence(name: str, seen: Callable[..., Look]) -> None:
    """In the file of defects."""
    old, new, sentence = BAD_DEFECTS[name]
    found = fault(seen(REPORT, GOOD_CASES, defects=GOOD_DEFECTS.replace(old, new, 1)))
    assert sentence in found
    assert found.startswith("defects.csv")


def test_a_long_title_of_a_defect_is_cut(seen: Callable[..., Look]) -> None:
    """A title is a line."""
    found = seen(REPORT, GOOD_CASES, defects=GOOD_DEFECTS.replace("丑", "丑" * 5000)).payload
    assert isinstance(found, TestReport)
    assert max(len(defect.title) for defect in found.open_defects) == 200


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([SERIES, TRAINING, REPORT]), st.integers(0, 400), st.binary(max_size=6))
def test_no_damage_makes_a_look_crash(source: Source, place: int, damage: bytes) -> None:
    """Any bytes in any place: the source is read, or says in a text why it cannot be."""
    good = {"series": GOOD_SERIES, "training": GOOD_TRAINING, "test_report": GOOD_CASES}[source.kind].encode()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_bytes(good[: place % len(good)] + damage + good[place % len(good) + 2 :])
        (Path(folder) / "defects.csv").write_text(GOOD_DEFECTS, encoding="utf-8")
        found = look(source, Path(folder), NOW, zone=ZONE)
    assert (found.fault is not None) is isinstance(found.payload, Unreadable)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "plan.yaml cannot be read"),
        ("checks: [", "plan.yaml"),
        ("key: x\n", "plan.yaml"),
    ],
)
def test_a_bad_reconciliation_plan_is_unreadable(text: str | None, sentence: str, tmp_path: Path) -> None:
    """Missing, torn or half."""
    if text is not None:
        (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert sentence in fault(look(RECONCILIATION, tmp_path, NOW, zone=ZONE))


def test_a_reconciliation_is_of_this_moment(tmp_path: Path) -> None:
    """Both sides are read as they are now."""
    write_export(tmp_path, [["1", "客户", "2024/1/1", "1.5", "东"]])
    write_target(tmp_path, [["1", "客户", "2024-01-01", 1.5, "E"]])
    (tmp_path / "plan.yaml").write_text(plan().model_dump_json(exclude_defaults=True), encoding="utf-8")
    found = look(RECONCILIATION, tmp_path, NOW, zone=ZONE)
    assert isinstance(found.payload, Reconciliation), found.fault
    assert found.observed_at == NOW


def test_a_file_of_more_lines_than_can_be_compared_is_refused(seen: Callable[..., Look]) -> None:
    """One sentence instead of minutes."""
    content = "date,value,unit\n" + "2026-06-01,1,%\n" * MAX_ROWS
    assert f"more than {MAX_ROWS} lines" in fault(seen(SERIES, content))


def test_the_example_sources_are_sound() -> None:
    """By playbook, and only those that are asked for."""
    found = read_sources(COMPANY / "sources.yaml")
    assert [source.evidence for source in found.of("crm", frozenset({"uat", "training"}))] == [
        "training",
        "uat",
    ]
    assert found.of("hrm", frozenset({"uat"})) == ()


@pytest.mark.parametrize(
    "text",
    [
        "sources: {crm: [{kind: serie, evidence: x}]}",
        "sources: {crm: [{kind: series, evidence: X Y, metric: m, file: f}]}",
        "sources: {crm: [{kind: test_report, evidence: x, cases: [], defects: d.csv}]}",
        "source: {}",
    ],
)
def test_a_wrong_sources_file_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    """An unknown kind, a bad key, no file of cases, another word."""
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"sources\.yaml:1"):
        read_sources(tmp_path / "sources.yaml")


def test_a_missing_sources_file_names_the_setting(tmp_path: Path) -> None:
    """The way out is in the message."""
    with pytest.raises(InputError, match="set PHASEGATE_SOURCES"):
        read_sources(tmp_path / "none.yaml")

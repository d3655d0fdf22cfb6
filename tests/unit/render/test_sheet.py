"""A sheet as Markdown: tables that hold, and nothing people typed is read as markup."""

from tasks.adapters.render.sheet import Section, Sheet, Table, sheet_markdown


def test_a_table_has_a_line_for_each_row() -> None:
    """Figures stand to the right."""
    table = Table(("Name", "Count"), (("a", "1"), ("b", "2")), frozenset({1}))
    text = sheet_markdown(Sheet("Title", (Section("Part", ("first", "second"), table),), ("lead",)))
    assert text.splitlines() == [
        "## Title",
        "",
        "lead",
        "",
        "### Part",
        "",
        "- first",
        "- second",
        "",
        "| Name | Count |",
        "|---|---:|",
        "| a | 1 |",
        "| b | 2 |",
        "",
    ]


def test_what_people_typed_stays_text() -> None:
    """Neither a table border nor a tag nor a link nor a second line."""
    hostile = "a|b <img src=x> [go](http://x)\n# head"
    text = sheet_markdown(Sheet(hostile, (Section(hostile, (hostile,), Table(("c",), ((hostile,),))),)))
    assert "<img" not in text
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("# ")] == []
    assert sum(line.startswith("|") for line in text.splitlines()) == 3


def test_an_empty_table_is_left_out() -> None:
    """A head without rows tells nothing."""
    text = sheet_markdown(Sheet("T", (Section("Part", ("nothing",), Table(("c",), ())), Section("Bare"))))
    assert "|" not in text
    assert "### Bare" in text

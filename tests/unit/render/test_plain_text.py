"""What people typed is shown in one line, visible, in its own direction, and within its room."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.render.plain_text import clean, fitted, width, wrapped

ANY_TEXT = st.text(
    st.characters(codec=None, categories=None) | st.sampled_from("\u202e\u2066\u200b\x00\ufffe\n")
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("普通文字 plain", "普通文字 plain"),
        ("two\nlines\r\n\tand tab", "two lines and tab"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u2066b\u2069c\u200bd\ufeffe", "abcde"),
        ("nul\x00bell\x07", "nulbell"),
        ("non\ufffecharacter\ud800", "noncharacter"),
        ("क्\u200dष", "क्\u200dष"),  # a joiner this writing needs
    ],
)
def test_what_cannot_be_seen_is_taken_out(typed: str, shown: str) -> None:
    """What is shown is what is there, nothing hidden."""
    assert clean(typed) == shown


@given(ANY_TEXT)
def test_clean_text_stays_clean(typed: str) -> None:
    """Cleaning again changes nothing, and no control character is left."""
    shown = clean(typed)
    assert clean(shown) == shown
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in shown)


@given(ANY_TEXT, st.floats(20, 400), st.sampled_from([11, 12, 15]))
def test_fitted_text_fits(typed: str, room: float, size: int) -> None:
    """Whatever is typed, it never runs out of its room."""
    assert width(fitted(typed, room, size=size), size) <= room


@given(ANY_TEXT, st.floats(40, 400))
def test_wrapped_text_fits_in_two_lines(typed: str, room: float) -> None:
    """Two lines at most, each within the room."""
    lines = wrapped(typed, room, size=13)
    assert len(lines) <= 2
    assert all(width(line, 13) <= room for line in lines)


def test_text_that_fits_is_left_alone() -> None:
    """No ellipsis without need; words are broken between, not within."""
    assert fitted("立项", 100, size=12) == "立项"
    assert wrapped("3 Roll-out and training", 127, size=13) == ("3 Roll-out and", "training")

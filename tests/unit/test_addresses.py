"""Addresses in texts: a terminal takes whatever follows without a blank for a part of them."""

import re

import pytest

from flows.entrypoints import up_wording
from flows.entrypoints.cli import channels, wording
from flows.entrypoints.demo import visitor
from playbooks.model.text import Text

TEXTS = [
    text
    for module in (up_wording, wording, channels, visitor)
    for text in vars(module).values()
    if isinstance(text, Text)
]


@pytest.mark.parametrize("text", [text for text in TEXTS if re.search(r"\{(page|url)\}", text.zh)])
def test_an_address_ends_before_what_follows(text: Text) -> None:
    """A blank or the end of the line, for Chinese signs end no address."""
    assert re.search(r"\{(page|url)\}[^\s]", text.zh) is None

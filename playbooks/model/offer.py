"""What is offered instead of a key that does not exist: the nearest ones, or the first of all that there are."""

from collections.abc import Sequence
from difflib import get_close_matches

from playbooks.model.text import Text

#: So many keys are offered where none is near.
MOST = 20


def offered(key: str, known: Sequence[str]) -> Text:
    """Return the keys that are near to a mistyped one as the end of a sentence, else the first of all."""
    near = get_close_matches(key, known)
    if near:
        return Text(zh=f"是否想用：{'、'.join(near)}", en=f"did you mean: {', '.join(near)}?")
    first, more = known[:MOST] or ("–",), len(known) > MOST
    return Text(
        zh=f"现有：{'、'.join(first)}{'等' if more else ''}",
        en=f"there are: {', '.join(first)}{', …' * more}",
    )

"""Who signed, as a verdict names them: for whom they stood in, and who has left the role since."""

from collections.abc import Iterable

from playbooks.model.gates.wording import enumerated, short_name
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text


def signers(team: Team, given: Iterable[SignOff]) -> Text:
    """Return the names of those who signed, each once."""
    return enumerated(_signer(team, yes) for yes in {yes.person: yes for yes in given}.values())


def _signer(team: Team, yes: SignOff) -> Text:
    name = short_name(team, yes.person)
    zh, en = name.zh, name.en
    if yes.on_behalf_of is not None:
        other = short_name(team, yes.on_behalf_of)
        zh, en = f"{zh}（代{other.zh}）", f"{en} (for {other.en})"
    if yes.giver_left:
        zh, en = f"{zh}（签核后已离任）", f"{en} (has left the role since)"
    return Text(zh=zh, en=en)

"""A rollout in which every text a person may type tries to break out of where it is shown."""

from datetime import timedelta

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.attachment import Attachment
from playbooks.model.commands import PhaseDecision
from playbooks.model.gate_comment import GateComment
from playbooks.model.issue import Issue, Severity
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text
from tests.unit.render.story import Story, told

ATTACK = (
    "<script>alert(1)</script>|**bold**_it_ [x](http://evil.example) `c` {{ 7*7 }} {0.__class__} "
    "\"'><img src=x onerror=alert(1)>\u202eexe.fdp\u2066\u200b\n# Heading\n- item]]>&amp;"
)


def attacked() -> Story:
    """Return the told rollout with hostile names, titles, reasons, sources and comments."""
    story = told()
    team = story.rollout.team
    people = tuple(
        person.model_copy(update={"name": f"{ATTACK}{person.name}", "name_en": f"{ATTACK}{person.name_en}"})
        for person in team.people
    )
    story.rollout = story.rollout.model_copy(
        update={"team": team.model_copy(update={"people": people}), "title": Text(zh=ATTACK, en=ATTACK)}
    )
    _act(story)
    return story


def _act(story: Story) -> None:
    due = story.now + timedelta(days=1)
    item = ActionItem(key="attack", title=ATTACK, owner="deng", due=due, added_at=story.now)
    issue = Issue(
        key="attack_issue", title=ATTACK, severity=Severity.COSMETIC, raised_at=story.now, raised_by="deng"
    )
    refusal = e.CommandRefused(
        command=ATTACK, code="wrong_input", reason=Text(zh=ATTACK, en=ATTACK), about="attack"
    )
    story.tell("deng", e.ActionItemAdded(item=item), e.IssueRaised(issue=issue), refusal)
    story.tell("deng", e.ActionItemClosed(action="attack", closed_at=story.now, outcome=ATTACK))
    story.file("load_test", ATTACK)
    files = (Attachment(name="<script>alert(1)<b>.pdf", digest="ab" * 32, size=1),)
    gate = story.rollout.plan(PhaseKey.VALIDATION).gates[0].key
    comment = GateComment(gate=gate, person="deng", at=story.now, text=ATTACK, attachments=files)
    story.tell("deng", e.GateCommented(comment=comment))
    story.decide(PhaseKey.VALIDATION, PhaseDecision.HOLD, ATTACK)

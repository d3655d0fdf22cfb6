"""One event of each type about people and exemptions, for tests that read every kind of event."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from playbooks.model import events as e
from playbooks.model.attachment import Attachment
from playbooks.model.delegation import Absence, Delegation
from playbooks.model.gate_comment import GateComment
from playbooks.model.override import Override, OverrideProposal
from playbooks.model.rejection import Rejection
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Text
from playbooks.model.waiver import WaiverRequest

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GATE, DIGEST = "escrow", "ab" * 32
FILE = Attachment(name="两处差异.pdf", digest=DIGEST, size=2048)


def people_events() -> Iterator[e.Event]:
    """Yield what people say to a gate, who stands in, who is away, who left."""
    given = {"person": "liang", "to": "wu", "set_by": "liang", "set_at": AT, "reason": "出差"}
    yield e.SignOffRejected(
        rejection=Rejection(
            gate=GATE,
            person="liang",
            role="data_steward",
            given_at=AT,
            rests_on={},
            reason="缺页",
            attachments=(FILE,),
        )
    )
    yield e.GateCommented(comment=GateComment(gate=GATE, person="wu", at=AT, text="请看第二页"))
    yield e.Delegated(delegation=Delegation.model_validate({"key": "d1", "starts": AT, "until": AT, **given}))
    yield e.DelegationBegan(delegation="d1", person="liang", to="wu")
    yield e.DelegationEnded(delegation="d1", person="liang", to="wu", reason="提前回来")
    absence = {"key": "a1", "person": "liang", "starts": AT, "until": AT, "reason": "出差"}
    yield e.AbsenceDeclared(
        absence=Absence.model_validate({**absence, "declared_by": "wu", "declared_at": AT})
    )
    yield e.AbsenceEnded(absence="a1", person="liang", reason="提前回来")
    yield e.PersonChanged(person="liang", active=False, roles=(), reason="离职")
    newcomer = {"key": "gao", "name": "高兰", "name_en": "Gao Lan", "department": "finance"}
    title = Text(zh="财务总监", en="CFO")
    joined = Stakeholder.model_validate({**newcomer, "title": title, "roles": ("finance",)})
    yield e.PersonJoined(person=joined, reason="接任")
    yield e.LedgerRestored(size=40, kept_size=60, kept_root=DIGEST, kept="note", reason="磁盘损坏")
    text = Text(zh="无法达到签核人数", en="cannot reach quorum")
    yield e.QuorumGapFound(gate=GATE, finding="f1", starts=date(2026, 12, 24), until=None, text=text)


def exemption_events() -> Iterator[e.Event]:
    """Yield waivers from their request to their end, an override, a broken promise."""
    request = {"gate": GATE, "requested_by": "liang", "requested_at": AT, "owner": "wu", "reason": "协议晚到"}
    terms = {"compensating_control": "每周导出", "expires_at": AT}
    yield e.WaiverRequested(request=WaiverRequest.model_validate({**request, **terms}))
    yield e.WaiverDeclined(gate=GATE, reason="先签协议", declined_by="wu", requested_by="liang")
    yield e.WaiverEnding(gate=GATE, expires_at=AT)
    proposal = OverrideProposal(gate=GATE, by="liang", role="pmo", reason="停线", at=AT, inputs=DIGEST)
    yield e.OverrideProposed(proposal=proposal)
    yield e.OverrideDeclined(gate=GATE, reason="等一等", declined_by="wu", proposed_by="liang")
    override = {"gate": GATE, "proposal": proposal, "confirmed_by": "wu", "confirmed_role": "sponsor"}
    yield e.GateOverridden(override=Override.model_validate({**override, "reason": "同意", "at": AT}))
    yield e.ExceptionOverdue(action="coach", gate=GATE)

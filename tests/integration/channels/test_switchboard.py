"""The switchboard: who is reached over what, in which order, at which hours, and who may be given a link."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from playbooks.model.working_hours import DayPart
from tasks.adapters.channels.dingtalk import DingTalkChannel
from tasks.adapters.channels.mail import MailChannel
from tasks.adapters.channels.message import no_links
from tasks.adapters.channels.specification import Channels, Reach
from tasks.adapters.channels.switchboard import Line, Switchboard
from tasks.adapters.channels.wiring import switchboard
from tests.simulators.channel import FakeChannel
from tests.simulators.facts import person
from tests.simulators.rollouts import Play

MAILED = person("wang_fang", "finance", department="finance").model_copy(update={"email": "wang@example.com"})
HOURS = DayPart(begins=time(9), ends=time(18))
ZONE = ZoneInfo("Asia/Shanghai")
WEBHOOK = {"env": "WEBHOOK"}


def line(name: str, kind: str = "dingtalk", **reach: object) -> Line:
    """Return a line to a fake channel."""
    return Line(FakeChannel(name), kind, Reach.model_validate(reach), 20)


def board(
    *lines: Line, order: tuple[str, ...] = ("dingtalk", "email"), **people: tuple[str, ...]
) -> Switchboard:
    """Return a switchboard of these lines."""
    return Switchboard(lines, order, people)


def names(found: Switchboard, *, rollout: str = "crm", personal: bool = False) -> list[str]:
    """Return over which channels the reader with an address is reached."""
    return [each.channel.name for each in found.choices(MAILED, rollout, personal=personal)]


@pytest.mark.parametrize(
    ("reach", "served"),
    [
        ({}, True),
        ({"rollouts": ["crm"]}, True),
        ({"rollouts": ["erp"]}, False),
        ({"roles": ["finance", "pmo"]}, True),
        ({"roles": ["pmo"]}, False),
        ({"departments": ["finance"]}, True),
        ({"departments": ["sales"]}, False),
        ({"roles": ["finance"], "departments": ["sales"]}, False),
        ({"person": "wang_fang"}, True),
        ({"person": "lin_wei"}, False),
        ({"person": "wang_fang", "rollouts": ["erp"]}, False),
    ],
)
def test_a_line_serves_whom_it_names(reach: dict[str, object], *, served: bool) -> None:
    """Everything that is named must fit."""
    assert line("room", "dingtalk", **reach).serves(MAILED, "crm") is served


def test_without_an_address_there_is_no_mail() -> None:
    """Nobody is tried in vain."""
    found = board(line("email", "email"))
    assert names(found) == ["email"]
    assert found.choices(person("wang_fang"), "crm") == ()


def test_the_order_is_kept_and_own_wishes_go_first() -> None:
    """A channel named twice is tried once."""
    lines = (line("room"), line("email", "email"), line("mine", "feishu", person="wang_fang"))
    assert names(board(*lines)) == ["room", "email"]
    assert names(board(*lines, wang_fang=("mine", "email"))) == ["mine", "email", "room"]


def test_the_narrower_room_is_the_better_one() -> None:
    """A person's own line before a department's, that before everybody's."""
    lines = (line("all"), line("finance", departments=["finance"]), line("own", person="wang_fang"))
    assert names(board(*lines)) == ["own", "finance", "all"]


def test_what_is_to_be_decided_goes_where_nobody_else_reads() -> None:
    """A group is told only when nothing else is left."""
    assert names(board(line("room"), line("email", "email")), personal=True) == ["email", "room"]


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-02 10:00", None),
        ("2026-03-02 08:00", "2026-03-02 09:00"),
        ("2026-03-02 18:00", "2026-03-03 09:00"),
        ("2026-03-06 20:00", "2026-03-09 09:00"),
        ("2026-03-07 11:00", "2026-03-09 09:00"),
    ],
)
def test_people_are_left_alone_outside_working_hours(now: str, opens: str | None) -> None:
    """Until the next business day begins."""
    found = Switchboard((), (), {}, HOURS)
    expected = datetime.fromisoformat(opens).replace(tzinfo=ZONE) if opens else None
    moment = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    assert found.opens_at(MAILED, Play.begun().rollout, now=moment) == expected


def test_a_person_abroad_has_mornings_of_their_own() -> None:
    """Nine in Shanghai is the middle of the night in Berlin."""
    abroad = MAILED.model_copy(update={"time_zone": "Europe/Berlin"})
    opens = Switchboard((), (), {}, HOURS).opens_at(
        abroad, Play.begun().rollout, now=datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
    )
    assert opens == datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def linked(*_: object, **__: object) -> str:
    """Make the same link for everybody."""
    return "https://gates.example.com/decide/x"


def wired(**robot: object) -> Switchboard:
    """Return the switchboard of a file with one robot and a mail server."""
    given = {
        "robots": [{"key": "room", "kind": "dingtalk", "webhook": WEBHOOK, **robot}],
        "email": {"host": "mail.example.com", "sender": "gates@example.com"},
    }
    return switchboard(Channels.model_validate(given), environment={"WEBHOOK": "https://x"}, link=linked)


def test_a_group_never_gets_a_link() -> None:
    """Whoever opens it decides; a robot that one person reads gets one, and so does mail."""
    (group, mail), (own, _) = wired().lines, wired(person="wang_fang").lines
    assert isinstance(group.channel, DingTalkChannel)
    assert isinstance(own.channel, DingTalkChannel)
    assert isinstance(mail.channel, MailChannel)
    assert (group.channel.link, own.channel.link, mail.channel.link) == (no_links, linked, linked)


def test_every_kind_of_entry_becomes_a_line() -> None:
    """Robots of all services, other addresses, the mail server, and channels built elsewhere."""
    kinds = ("dingtalk", "feishu", "lark", "wecom")
    given = {
        "robots": [{"key": f"r-{kind}", "kind": kind, "webhook": WEBHOOK} for kind in kinds],
        "others": [{"key": "teams", "url": {"env": "TEAMS"}}],
        "email": {"host": "mail.example.com", "sender": "gates@example.com"},
    }
    found = switchboard(Channels.model_validate(given), environment={}, more={"slack": FakeChannel("slack")})
    assert [each.kind for each in found.lines] == ["slack", *kinds, "teams", "email"]
    assert {each.per_minute for each in found.lines if each.kind in kinds} == {20}

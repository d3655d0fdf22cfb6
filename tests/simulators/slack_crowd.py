"""A company of fifty who decide in Slack: ten teams of five, each with a gate of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from config.settings import Settings
from flows.bootstrap import office as open_office
from flows.entrypoints.workspace import Member
from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting
from tasks.adapters.ports import Receipt
from tests.simulators.slack_world import COMPANY, GATE, TIMER, paper

TEAMS, SIZE = 10, 5


def team(number: int) -> str:
    """Return the role of a team, which its playbook bears as name too."""
    return f"team_{number}"


def members_of(number: int) -> list[str]:
    """Return who is in a team."""
    return [f"p{person:02}" for person in range(number * SIZE, (number + 1) * SIZE)]


EVERYBODY = [person for number in range(TEAMS) for person in members_of(number)]


def user(person: str) -> str:
    """Return the Slack account of somebody."""
    return f"U0{person.upper()}"


def members() -> list[Member]:
    """Return the accounts of all."""
    people = ["sue", "pam", "ann", *EVERYBODY]
    return [
        Member(id=user(key), name=key.title(), email=f"{key}@test.example", language=Language.EN)
        for key in people
    ]


def variables(home: Path) -> dict[str, str]:
    """Return the variables that make a process work on this home."""
    return {
        "PHASEGATE_HOME": str(home),
        "PHASEGATE_ORGANISATION": str(home / "organisation.yaml"),
        "PHASEGATE_LANGUAGE": "en",
        "PHASEGATE_CONSOLE_CHANNEL": "false",
    }


def founded(home: Path) -> Office:
    """Write the company's files and return its office."""
    (home / "playbooks").mkdir(parents=True)
    company = yaml.safe_load((COMPANY / "organisation.yaml").read_text(encoding="utf-8"))
    staff = [person for person in company["people"] if person["key"] in {"sue", "pam"}]
    analyst = next(person for person in company["people"] if person["key"] == "ann")
    company |= {"people": [*staff, analyst | {"roles": ["analyst"]}, *_people()], "slack": {}}
    company["departments"][1]["head"] = EVERYBODY[0]
    _write(home / "organisation.yaml", company)
    for number in range(TEAMS):
        _playbook(home, team(number))
    return open_office(Settings.from_environment(variables(home)))


def asked(office: Office, playbook: str, rollout: str) -> None:
    """Start a rollout and ask everybody of its gate for a signature."""
    sue, ann = c.Actor(key="sue"), c.Actor(key="ann")
    evidence = c.RecordEvidence(
        evidence="paper", payload=paper(), source="test", observed_at=office.clock.now()
    )
    wishes = (
        (sue, starting(office, playbook)),
        (sue, c.OpenPhase(phase=PhaseKey.INITIATION)),
        (ann, evidence),
        (TIMER, c.RequestSignOff(gate=GATE)),
    )
    for actor, command in wishes:
        answer = office.submit(rollout, actor, command)
        assert isinstance(answer, Receipt), answer


def _people() -> Iterator[dict[str, object]]:
    for number in range(TEAMS):
        for key in members_of(number):
            yield {
                "key": key,
                "name": key,
                "name_en": key.title(),
                "email": f"{key}@test.example",
                "title": {"zh": "专员", "en": "Officer"},
                "department": "finance",
                "language": "en",
                "roles": [team(number)],
            }


def _playbook(home: Path, role: str) -> None:
    """Write a playbook, named like the role, whose gate five of the role sign."""
    plan = yaml.safe_load((COMPANY / "small.yaml").read_text(encoding="utf-8"))
    plan["name"] = role
    plan["roles"] = [each for each in plan["roles"] if each["key"] != "finance"]
    plan["roles"].append({"key": role, "title": {"zh": "签核人", "en": "Signer"}})
    gate = next(each for each in plan["phases"][0]["gates"] if each["key"] == GATE)
    gate["slots"] = [{"role": role, "count": SIZE}]
    _write(home / "playbooks" / f"{role}.yaml", plan)


def _write(path: Path, document: object) -> None:
    """Write JSON, which is YAML too and needs no anchors."""
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")

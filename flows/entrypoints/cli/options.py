"""The options that every command has, and those of every command that changes something."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from playbooks.model.text import Language

ANSWER = "输出 · Output"
ACTOR = "谁 · Who"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Reply:
    """How the command answers."""

    json: Annotated[bool, Parameter(group=ANSWER, help="输出一个 JSON 文档 · print one JSON document")] = (
        False
    )
    lang: Annotated[Language | None, Parameter(group=ANSWER, help="语言 · language")] = None


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Acting(Reply):
    """Who acts, and under which request id."""

    as_: Annotated[
        str | None,
        Parameter(group=ACTOR, help="以谁的身份，默认 PHASEGATE_USER · who acts, by default PHASEGATE_USER"),
    ] = None
    request_id: Annotated[
        str | None,
        Parameter(
            group=ACTOR, help="脚本重试时沿用的请求编号 (UUID) · a UUID that makes a script's retry harmless"
        ),
    ] = None
    dry_run: Annotated[
        bool,
        Parameter(group=ACTOR, help="只看结果，什么也不记录 · say what would come of it, and record nothing"),
    ] = False


#: Files that come along with somebody's words.
Attach = Annotated[tuple[Path, ...], Parameter(name=("--attach", "--file"))]

PLAIN = Reply()
MYSELF = Acting()

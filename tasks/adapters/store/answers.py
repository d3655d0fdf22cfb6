"""Answers to requests, kept so that a retry gets the first answer again and nothing happens twice."""

import json
from dataclasses import dataclass
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from playbooks.model.commands import Request
from playbooks.model.errors import InputError
from playbooks.model.refusal import Refusal
from tasks.adapters.ports import Answer, Receipt
from tasks.adapters.store.session import Session

_ANSWER = "SELECT answer FROM request WHERE id = ?"


class KeptAnswer(BaseModel):
    """An answer as it is kept: a refusal, or the place of the first entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int | None = None
    leaf: str = ""
    refusal: Refusal | None = None

    @classmethod
    def of(cls, answer: Answer) -> "KeptAnswer":
        """Return what is kept of an answer."""
        if isinstance(answer, Refusal):
            return cls(refusal=answer)
        return cls(seq=answer.seq, leaf=answer.leaf)

    @property
    def again(self) -> Answer:
        """Return the answer for a retry."""
        if self.refusal is not None:
            return self.refusal
        return Receipt(seq=self.seq or 0, leaf=self.leaf, repeated=True)


@dataclass(frozen=True, slots=True)
class AnsweredRequest:
    """A request that was answered: the digest of what it asked, and the answer as JSON."""

    command: str
    answer: str

    @classmethod
    def of(cls, request: Request, answer: Answer) -> "AnsweredRequest":
        """Return the record of an answer."""
        return cls(request_digest(request), KeptAnswer.of(answer).model_dump_json())

    def to(self, request: Request) -> Answer:
        """Return the first answer again; raises InputError when the id was used for another wish."""
        if self.command != request_digest(request):
            raise InputError(
                "Request {request} was used for another command before; make a new id for a new wish.",
                request=request.id,
            )
        return KeptAnswer.model_validate_json(self.answer).again


def kept_answer(session: Session, request: str) -> Answer | None:
    """Return what a request of this id was answered, or None while there was none."""
    row = session.row(_ANSWER, request)
    return None if row is None else KeptAnswer.model_validate_json(row[0]).again


def request_digest(request: Request) -> str:
    """Return the digest of what is asked, about what, by whom; a retry may come through another door."""
    asked = [request.rollout, request.actor.key, request.command.model_dump(mode="json")]
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

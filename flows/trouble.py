"""Trouble: one thing that goes wrong keeps no other from being done, and is told."""

from collections.abc import Callable

from playbooks.model.errors import RolloutError
from playbooks.model.phrase import Phrase, phrase, system_fault
from tasks.adapters.catalogues import spoken
from tasks.adapters.office import Office
from tasks.adapters.run_log import run_log


def troubles(office: Office, what: str, *works: Callable[[], object]) -> list[str]:
    """Do one thing after the other, whatever becomes of it; return what went wrong, each trouble once."""
    found = [_trouble(office, what, work) for work in works]
    return list(dict.fromkeys(trouble for trouble in found if trouble is not None))


def _trouble(office: Office, what: str, work: Callable[[], object]) -> str | None:
    try:
        work()
    except RolloutError as error:
        trouble = f"{what}: {spoken(error, office.language)}"
        run_log().error("%s", trouble)
        return trouble
    except Exception as error:  # noqa: BLE001  # told with its traceback; the others must not suffer from it
        trouble = f"{what}: {spoken(_fault(error), office.language)}"
        run_log().exception("%s", trouble)
        return trouble
    return None


def _fault(error: Exception) -> Phrase:
    if isinstance(error, OSError):
        return phrase("The system refused ({reason}); the log tells where.", reason=system_fault(error))
    return phrase(
        "The product met a fault ({kind}); the log tells where, report it.", kind=type(error).__name__
    )

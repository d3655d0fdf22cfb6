"""The catalogues at work: sentences in the reader's language, and nothing that slows a call that goes well."""

import subprocess
import sys

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.phrase import Phrase, system_fault
from playbooks.model.text import Language
from tasks.adapters.catalogues import in_both, spoken


def test_an_error_is_said_in_the_readers_language() -> None:
    """Parts stay as they are."""
    error = NotFoundError("There is no ledger entry {seq}; see phasegate ledger show.", seq=7)
    assert spoken(error, Language.ZH) == "账本没有第 7 条记录；请用 phasegate ledger show 查看。"
    assert spoken(error, Language.EN) == str(error)


def test_what_the_system_says_is_translated_too() -> None:
    """Inside the sentence that quotes it."""
    error = InputError(
        "{file} cannot be read ({reason}); make it readable.",
        file="a",
        reason=system_fault(OSError(13, "Permission denied")),
    )
    assert spoken(error, Language.ZH) == "无法读取 a（没有权限）；请使其可读。"


def test_what_nobody_has_translated_is_said_as_it_is() -> None:
    """A fault that only the system knows is better told in English than not at all."""
    assert spoken(Phrase("Some odd fault"), Language.ZH) == "Some odd fault"


def test_both_languages_fit_into_a_text() -> None:
    """However much is told."""
    said = in_both(Phrase("x" * 5000))
    assert (len(said.zh), len(said.en)) == (1000, 1000)


def test_no_catalogue_is_read_without_an_error() -> None:
    """Neither gettext nor Babel is imported to raise an error, nor Babel to say one."""
    looked = (
        "import sys; from flows.entrypoints.cli import ending; import playbooks.model.errors as e; e.InputError('x');"
        "print({'gettext', 'babel'} & set(sys.modules));"
        "from tasks.adapters.catalogues import spoken; from playbooks.model.text import Language as L;"
        "spoken(e.InputError('x'), L.ZH); print('babel' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["set()", "False"]

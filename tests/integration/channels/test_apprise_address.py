"""Any other service: through apprise where it is installed, else a sentence that says what to install."""

import sys
from types import ModuleType

import pytest

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.letters import Notice
from playbooks.model.text import Text
from tasks.adapters.channels.apprise_address import AppriseChannel
from tasks.adapters.channels.secret import Secret
from tests.simulators.facts import person

LETTER = Notice(to="wang_fang", subject=Text(zh="请签核", en="Sign"), body=Text(zh="正文", en="body"))


class FakeApprise:
    """What apprise offers: it knows addresses that begin with `known` and succeeds with those that end in `up`."""

    told: list[dict[str, str]] = []  # noqa: RUF012  # shared on purpose: the channel makes its own

    def __init__(self) -> None:
        self.url = ""

    def add(self, url: str) -> bool:
        """Take an address."""
        self.url = url
        return url.startswith("known")

    def notify(self, **words: str) -> bool:
        """Tell, or fail without a reason."""
        self.told.append(words)
        return self.url.endswith("up")


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name under which the fake can be imported."""
    made = ModuleType("fake_apprise")
    made.Apprise = FakeApprise  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "fake_apprise", made)
    FakeApprise.told.clear()
    return "fake_apprise"


def send(url: str, module: str) -> None:
    """Send a letter to an address."""
    channel = AppriseChannel("elsewhere", Secret("OTHER_URL", url), module=module)
    channel.send(person("wang_fang"), LETTER, rollout="crm", parcel=1)


def test_a_notice_goes_out_as_plain_text(module: str) -> None:
    """Markup means nothing to it."""
    send("known://up", module)
    assert FakeApprise.told == [{"body": "王芳： 正文", "title": "请签核", "body_format": "text"}]


@pytest.mark.parametrize(
    ("url", "kind", "words"),
    [
        ("unknown://up", InputError, "OTHER_URL"),
        ("known://down", OutsideError, "did not take"),
        ("", InputError, "OTHER_URL is not set"),
    ],
)
def test_failures_are_told(module: str, url: str, kind: type[Exception], words: str) -> None:
    """As far as apprise tells them."""
    with pytest.raises(kind, match=words):
        send(url, module)


def test_without_apprise_the_sentence_says_what_to_install() -> None:
    """It is an extra."""
    with pytest.raises(InputError, match=r"pip install 'phasegate\[apprise\]'"):
        send("known://up", "no_such_module_here")

"""Which processes stand beside Prefect's server, as the settings say, and why one does not."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from config.settings import Settings
from flows.entrypoints import up_wording as w
from flows.entrypoints.companion import Companion
from playbooks.model.text import Text

PRELOAD = (
    "flows.initiation",
    "flows.design",
    "flows.adoption",
    "flows.validation",
    "flows.operation",
    "flows.rollout",
    "flows.retrospective",
    "flows.attend",
)
RUNS_AT_ONCE = 4
PORTAL_PORT = 8765
_COMMAND = "flows.entrypoints.cli"
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})

WORKER = Companion(
    "worker",
    w.WORKER,
    (
        *("flows.entrypoints.worker", "--pool", "phasegate", "--limit", str(RUNS_AT_ONCE)),
        *(part for module in PRELOAD for part in ("--preload", module)),
    ),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """One process that could run, and whether it does; `text` says how, or why not."""

    companion: Companion
    text: Text
    runs: bool = True


def beside(settings: Settings, *, slack_port: int | None = None) -> tuple[Beside, ...]:
    """Return the worker, the decision page and the Slack app, each with how it runs or why it does not."""
    worker = Beside(WORKER, _filled(w.HOW_WORKER, count=RUNS_AT_ONCE))
    return worker, _portal(settings), _slack(settings, slack_port)


def _portal(settings: Settings) -> Beside:
    url = settings.portal_url
    port = local_port(url)
    companion = Companion("portal", w.PORTAL, (_COMMAND, "portal", "--port", str(port)))
    if url is None:
        return Beside(companion, w.NO_PORTAL_URL, runs=False)
    return Beside(companion, _filled(w.HOW_PORTAL, url=url, port=port))


def local_port(url: str | None) -> int:
    """Return where the page listens: at the port of its own address, unless a proxy stands in front of it."""
    parts = urlsplit(url or "")
    return parts.port or PORTAL_PORT if parts.hostname in _HERE else PORTAL_PORT


def _slack(settings: Settings, port: int | None) -> Beside:
    http = () if port is None else ("--http", str(port))
    companion = Companion("slack-app", w.SLACK, (_COMMAND, "slack", "run", *http))
    if settings.slack_bot_token is None:
        return Beside(companion, w.NO_BOT_TOKEN, runs=False)
    if port is not None:
        if settings.slack_signing_secret is None:
            return Beside(companion, w.NO_SIGNING_SECRET, runs=False)
        return Beside(companion, _filled(w.HOW_HTTP, port=port))
    if settings.slack_app_token is None:
        return Beside(companion, w.NO_APP_TOKEN, runs=False)
    return Beside(companion, w.HOW_SOCKET)


def _filled(text: Text, **parts: object) -> Text:
    return Text(zh=text.zh.format(**parts), en=text.en.format(**parts))

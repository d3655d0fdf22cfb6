"""A view: a modal or the App Home."""

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.message import check_list
from flows.entrypoints.workspace.block_kit.report import Report, Surface, plain
from flows.entrypoints.workspace.payload import Payload

_SURFACES = {"modal": Surface.MODAL, "home": Surface.HOME}
_PROPERTIES = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_OF_MODAL = {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}


def check_view(view: object) -> list[str]:
    """Return the errors of a view."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(view, dict) or kind not in _SURFACES:
        return [f"[ERROR] unsupported type: {kind} [json-pointer:/view/type]"]
    report = Report(_SURFACES[kind])
    report.known(
        view, "/view", _PROPERTIES | (_OF_MODAL if kind == "modal" else {"title", "submit", "close"})
    )
    if kind == "modal":
        _check_modal(report, view)
    report.length(view.get("private_metadata"), "/view/private_metadata", limits.PRIVATE_METADATA)
    for name in ("callback_id", "external_id"):
        report.name(view.get(name), f"/view/{name}")
    if not view.get("blocks"):
        report.bad("missing required field: blocks", "/view/blocks")
    else:
        check_list(report, view["blocks"], "/view/blocks")
    return report.errors


def _check_modal(report: Report, view: Payload) -> None:
    report.text(view.get("title"), "/view/title", plain(limits.VIEW_TITLE))
    for button in ("submit", "close"):
        report.optional_text(view.get(button), f"/view/{button}", plain(limits.VIEW_BUTTON))
    blocks = view.get("blocks")
    asks = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if asks and not view.get("submit"):
        report.bad("missing required field: submit (the view has input blocks)", "/view/submit")

"""`report`: the whole story of a rollout as one HTML page."""

from pathlib import Path

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.output_place import require_output
from flows.entrypoints.cli.visit import look
from tasks.adapters.output_file import unwritten, written_whole
from tasks.adapters.render.report import report_name
from tasks.adapters.reports import report_page

app = App(name="report")


@app.default
def report(rollout: str, /, *, out: Path, reply: Reply = PLAIN) -> ExitCode:
    """生成项目报告（HTML）· Write the report of a rollout as an HTML page.

    Args:
        rollout: 项目 · the rollout
        out: 文件或文件夹 · the file, or a folder
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    speaker, file = seen.speaker, out
    if _is_folder(out):
        file = out / report_name(rollout, speaker.language)
    require_output(file)
    page = report_page(seen.office, rollout, language=speaker.language, key=settings().ledger_key)
    write_whole(file, page)
    speaker.document({"rollout": rollout, "file": str(file), "bytes": len(page.encode())})
    speaker.show(speaker.say(w.REPORT_WRITTEN, file=file))
    return ExitCode.DONE


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError as error:
        raise unwritten(place, error) from error


def write_whole(file: Path, text: str) -> None:
    """Write a report that is whole when it appears, and in the place of nothing but an earlier file."""
    with written_whole(file) as stream:
        stream.write(text)

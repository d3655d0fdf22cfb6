"""`report`: the whole story of a rollout as one HTML page."""

import os
from pathlib import Path

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.visit import look
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import system_fault
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
    if out.is_dir():
        file = out / report_name(rollout, speaker.language)
    page = report_page(seen.office, rollout, language=speaker.language, key=settings().ledger_key)
    write_whole(file, page)
    speaker.document({"rollout": rollout, "file": str(file), "bytes": len(page.encode())})
    speaker.show(speaker.say(w.REPORT_WRITTEN, file=file))
    return ExitCode.DONE


def write_whole(file: Path, text: str) -> None:
    """Write a file that is whole when it appears; refuses to put one in the place of a folder or a device."""
    if file.exists() and not file.is_file():
        raise InputError("{file} is a folder or a device; name a file for the report", file=file)
    draft = file.with_name(f".{file.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutsideError(
            "{file} cannot be written ({reason}); name a place that can be.",
            file=file,
            reason=system_fault(error),
        ) from error

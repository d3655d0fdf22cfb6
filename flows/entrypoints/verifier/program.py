"""The program: what it is asked, and what it answers."""

from __future__ import annotations

import argparse
import os
import sys
import zlib
from datetime import datetime, timedelta, timezone
from io import TextIOWrapper
from pathlib import Path
from zipfile import BadZipFile

from flows.entrypoints.verifier.chain import Chain
from flows.entrypoints.verifier.checkpoint import Key, read_key
from flows.entrypoints.verifier.exported import Export
from flows.entrypoints.verifier.trouble import MisuseError, Trouble
from flows.entrypoints.verifier.verification import Findings, verify

_VERIFIED, _NOT_VERIFIED, _MISUSE = 0, 1, 2
_LONG_AGO = "1970-01-01T00:00:00.000000Z"


def main(arguments: list[str] | None = None) -> int:
    """Verify the export that is named, say what was found, and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console without Chinese signs shows others in their place
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    try:
        found = _verified(asked)
    except Trouble as trouble:
        refusal = {"zh": "✗ 未通过校验：", "en": "✗ NOT VERIFIED: "}[asked.lang]
        print(refusal + trouble.said[asked.lang], file=sys.stderr)
        return _MISUSE if isinstance(trouble, MisuseError) else _NOT_VERIFIED
    print(_said(found, asked.lang))
    return _VERIFIED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify_ledger.pyz",
        description="校验导出的账本，不依赖 Phasegate · verify an exported ledger without Phasegate",
        epilog="index.html 与 index.csv 供人阅读，不在校验之列 · index.html and index.csv are for reading and are not verified. "
        "退出码 · exit code: 0 已校验 verified, 1 未通过 not verified, 2 用法 usage",
    )
    add = parser.add_argument
    add(
        "export",
        type=Path,
        metavar="EXPORT",
        help="导出的文件夹或 zip 文件 · the folder or zip file of the export",
    )
    add(
        "--key",
        action="append",
        required=True,
        help="账本公钥，一行或文件，应另行取得 · the ledger's public key, as a line or a file; "
        "it must not have come with the export",
    )
    add(
        "--known",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="您保存的检查点，可重复 · a checkpoint you have kept, may be repeated",
    )
    add(
        "--max-age-hours",
        type=float,
        metavar="N",
        help="最新记录不得早于 N 小时前 · the newest entry must not be older than N hours",
    )
    add("--lang", choices=("zh", "en"), default=_usual_language(), help="语言 · language")
    return parser


def _usual_language() -> str:
    """Return Chinese where the console speaks it."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"


def _verified(asked: argparse.Namespace) -> Findings:
    keys = [_key(given) for given in asked.key]
    export = Export(asked.export)
    try:
        found = verify(export, keys, known=asked.known)
    except (OSError, EOFError, BadZipFile, zlib.error) as error:
        raise Trouble(f"导出无法读取：{error}", f"The export cannot be read: {error}") from error
    finally:
        export.close()
    if asked.max_age_hours is not None:
        _require_fresh(found.chain, timedelta(hours=asked.max_age_hours))
    return found


def _key(given: str) -> Key:
    """Return the key that was given as its line, or as a file that holds the line."""
    path = Path(given)
    try:
        return read_key(path.read_text("utf-8") if path.is_file() else given)
    except (OSError, UnicodeDecodeError) as error:
        raise MisuseError(f"无法读取公钥文件 {path}。", f"The key file {path} cannot be read.") from error


def _require_fresh(chain: Chain, most: timedelta) -> None:
    """Refuse a ledger whose newest entry is old: a later part may be withheld."""
    newest = datetime.fromisoformat((chain.last or _LONG_AGO).replace("Z", "+00:00"))
    if datetime.now(timezone.utc) - newest > most:
        raise Trouble(
            f"最新记录的时间是 {chain.last or '（无）'}：之后的记录可能被扣下。",
            f"The newest entry is of {chain.last or 'no time'}: later ones may be withheld.",
        )


def _said(found: Findings, lang: str) -> str:
    chain = found.chain
    first, last = (f"{time[:19].replace('T', ' ')} UTC" for time in (chain.first, chain.last))
    lines = {
        "zh": (
            f"✓ 已校验：账本 {chain.log}，{chain.size} 条记录",
            f"  时间 {first} 至 {last}",
            f"  {found.checkpoints} 个检查点与之一致",
            f"  {found.documents} 份文件与记录一致" if found.documents else "  导出中不含文件",
            f"  根哈希 {chain.root().hex()}",
        ),
        "en": (
            f"✓ VERIFIED: ledger {chain.log}, {chain.size} entries",
            f"  times {first} to {last}",
            f"  checkpoints that agree: {found.checkpoints}",
            f"  documents as recorded: {found.documents}"
            if found.documents
            else "  no documents in the export",
            f"  root hash {chain.root().hex()}",
        ),
    }
    return "\n".join(lines[lang])

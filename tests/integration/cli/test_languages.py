"""Errors in the reader's language: whatever fails, `--lang zh` says it in Chinese and `--lang en` in English."""

import re
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate

CHINESE = re.compile(r"[\u4e00-\u9fff]")
S = "small-1"


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (("hold", "nope", "--reason", "r"), "没有项目“nope”；现有：small-1。"),
        (("start", "nope"), "没有剧本“nope”；现有："),
        (("playbook", "check", "nowhere.yaml"), "没有文件 nowhere.yaml，请核对路径"),
        (("playbook", "check", "/"), "；请指定剧本的 YAML 文件。"),
        (("report", S, "--out", "/proc/none/x"), "/proc/none 无法写入文件；"),
        (("report", S, "--out", "x" * 300), "（文件名过长）"),
        (("status", "--nope"), "未知的选项：--nope。"),
        (("status", "--jso"), "是否想用 --json？"),
        (("train", S, "ann", "--tier", "staff", "--level", "skill", "--score", "NaN"), "“NaN”不是有限的数值"),
        (("reconcile", "x", "--base", ".", "--limit-memory", "x"), "--limit-memory"),
        (("gates",), "ROLLOUT 缺少值。"),
        (("status", "a", "b", "c"), "多余的参数：b、c。"),
        (("gates", S, "--phase", "design", "--phase", "design"), "--phase 重复给出。"),
        (("decide", S, "nope", "--reason", "r"), "DECISION：不能用“nope”；可选：go、"),
        (("issue", "raise", S, "t", "--severity", "9", "--as", "ann"), "可用：1、2、3、4。"),
        (("action", "add", S, "t", "--owner", "ian", "--due", "soon"), "soon"),
    ],
)
def test_an_error_is_in_the_readers_language(phasegate: Phasegate, words: tuple[str, ...], zh: str) -> None:
    """The same call, asked in both languages."""
    chinese, english = phasegate(*words, "--lang", "zh").err, phasegate(*words, "--lang", "en").err
    assert zh in chinese
    assert bool(CHINESE.search(chinese)) > bool(CHINESE.search(english))


def test_a_script_gets_the_error_in_the_readers_language(phasegate: Phasegate) -> None:
    """The message of the JSON document is what people are told."""
    ended = phasegate("start", "nope", "--lang", "zh", "--json")
    assert ended.document["error"]["message"] == ended.err.strip()
    assert CHINESE.search(ended.err)


def test_a_broken_rule_is_told_in_chinese(phasegate: Phasegate, tmp_path: Path) -> None:
    """A rule of the model, found in a file, with its place."""
    file = tmp_path / "small.yaml"
    small = Path(__file__).with_name("small.yaml").read_text(encoding="utf-8")
    file.write_text(small.replace("paper_signed", "paper_written"), encoding="utf-8")
    said = phasegate("playbook", "check", str(file), "--lang", "zh").err
    assert "不符合规则：关卡的键重复：paper_written；请为每个关卡指定各自的键" in said


def test_a_wrong_setting_is_told_in_chinese(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fix, which is translated too."""
    monkeypatch.setenv("PHASEGATE_EVIDENCE_LIMIT_BYTES", "many")
    said = phasegate("status", "--lang", "zh").err
    assert said.startswith("PHASEGATE_EVIDENCE_LIMIT_BYTES 的值为 'many'，应为：1 到 1073741824 之间的整数")


def test_the_doctor_tells_errors_in_chinese(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """And gives a script both languages."""
    monkeypatch.setenv("PHASEGATE_ORGANISATION", "/nowhere.yaml")
    ended = phasegate("doctor", "--lang", "zh")
    assert "无法读取 /nowhere.yaml（文件或文件夹不存在）" in ended.out.replace("\n", "")

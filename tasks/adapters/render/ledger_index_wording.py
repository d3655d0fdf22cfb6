"""What the index of an export says, in Chinese and English side by side."""

from typing import Final

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: The heads of the columns, in order; what differs by language has one of each.
COLUMNS: Final = (
    _t("序号", "No."),
    _t("时间（当地）", "Time (local)"),
    _t("时间（UTC）", "Time (UTC)"),
    _t("项目", "Rollout"),
    _t("谁（中文）", "Who (Chinese)"),
    _t("谁（英文）", "Who (English)"),
    _t("入口（中文）", "Door (Chinese)"),
    _t("入口（英文）", "Door (English)"),
    _t("登录", "Login"),
    _t("内容（中文）", "What (Chinese)"),
    _t("内容（英文）", "What (English)"),
    _t("叶哈希", "Leaf hash"),
    _t("文件", "Documents"),
)
PLAYBOOK: Final = _t("剧本 {name} {version}", "Playbook {name} {version}")
RETROSPECTIVE: Final = _t("周回顾 {week}", "Retrospective {week}")
UNREADABLE: Final = _t(
    "此条无法解读，原文见 entries.jsonl", "Cannot be made out; its text is in entries.jsonl"
)
OTHER: Final = _t("记录中的文件", "Document named by the entry")


class IndexWords:
    """The fixed wordings of the page."""

    title: Final = _t("账本目录", "Index of the ledger")
    about: Final = _t(
        "账本 {log} 的全部 {size} 条记录。同样的内容也在 index.csv 中，可用表格软件打开。",
        "All {size} entries of the ledger {log}. The same is in index.csv, for a spreadsheet.",
    )
    proves_nothing: Final = _t(
        "本页与 index.csv 只供阅读，不在校验之列：可信的是 entries.jsonl、checkpoint 与 documents，请用 verify_ledger.pyz 校验。"
        "逐条核对时，叶哈希即该行原始字节的 SHA-256（前加一个零字节）。",
        "This page and index.csv are for reading and are no part of what is verified: rely on entries.jsonl, checkpoint and "
        "documents, and verify them with verify_ledger.pyz. To check one entry: its leaf hash is the SHA-256 of a zero byte "
        "and the bytes of its line.",
    )
    not_along: Final = _t(
        "此导出不含文件；以 --documents 导出即可附上。",
        "The documents are not in this export; export with --documents to have them.",
    )
    documents: Final = _t("文件", "Documents")
    entries: Final = _t("记录", "Entries")
    number: Final = _t("序号", "No.")
    when: Final = _t("时间", "When")
    who: Final = _t("谁", "Who")
    what: Final = _t("内容", "What")
    named: Final = _t("名称", "Title")
    file: Final = _t("文件名", "File name")
    size: Final = _t("大小", "Size")
    first: Final = _t("首次出现", "First named by")
    leaf: Final = _t("叶哈希", "Leaf hash")
    place: Final = _t("在 documents 中（SHA-256）", "In documents (SHA-256)")
    none: Final = _t("无", "None")


INDEX = IndexWords()

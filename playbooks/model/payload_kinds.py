"""What people call the kinds of evidence."""

from collections.abc import Mapping

from playbooks.model.text import Text

KINDS: Mapping[str, Text] = {
    "document": Text(zh="文档", en="document"),
    "checklist": Text(zh="清单", en="checklist"),
    "roster": Text(zh="名册", en="roster"),
    "goals": Text(zh="目标", en="goals"),
    "series": Text(zh="指标读数", en="readings"),
    "reconciliation": Text(zh="数据核对", en="reconciliation"),
    "test_report": Text(zh="测试报告", en="test report"),
    "training": Text(zh="培训记录", en="training"),
    "unreadable": Text(zh="无法读取", en="unreadable"),
}

"""How what people said at a gate is introduced, in Chinese and English, wherever it is shown."""

from typing import Final

from playbooks.model.text import Text

HEAD: Final = Text(zh="各方意见", en="What people said")
YES: Final = Text(zh="签核", en="Signed off")
NO: Final = Text(zh="驳回", en="Rejected")
ASIDE: Final = Text(zh="评论", en="Comment")
#: Who said it; `other` is the person stood in for.
BY: Final = Text(zh="{person}", en="{person}")
BY_FOR: Final = Text(zh="{person}（代{other}）", en="{person} (for {other})")
LINE: Final = Text(zh="{moment} {by} {word}", en="{moment} {by}, {word}")
LINE_WORDS: Final = Text(zh="{line}：{text}", en="{line}: {text}")
LINE_FILES: Final = Text(zh="{line}（附件：{files}）", en="{line} (attached: {files})")
FILE: Final = Text(zh="{name}，{size}", en="{name}, {size}")

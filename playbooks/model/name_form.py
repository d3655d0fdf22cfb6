"""A name brought to the form in which it is compared: what people type differently for one customer is left out.

- NFKC, lower case, the simplified sign for a traditional one, neither blanks nor punctuation; between digits a
  point, slash or dash counts, since 2.5 is not 25.
- A party's legal form and a person's title are taken off and kept apart; so is a place in brackets.
- A material keeps all it has; × and * are the x of a size.
"""

import re
import unicodedata
from functools import cached_property

from playbooks.model.frozen import Frozen
from playbooks.model.governance import Subject

#: A traditional sign and its simplified one, those that names are made of.
_PAIRS = """
    東东 廣广 國国 華华 張张 陳陈 劉刘 黃黄 趙赵 吳吴 孫孙 馬马 許许 鄭郑 謝谢 馮冯 鄧邓
    蔣蒋 葉叶 盧卢 鐘钟 鍾钟 龍龙 萬万 錢钱 湯汤 賀贺 賴赖 龔龚 蘇苏 關关 銳锐 寶宝 業业
    貿贸 電电 機机 門门 鎖锁 廠厂 興兴 達达 豐丰 順顺 發发 榮荣 聯联 遠远 長长 慶庆 寧宁
    濟济 場场 區区 縣县 鎮镇 鄉乡 號号 樓楼 層层 鐵铁 銅铜 鋼钢 鋁铝 釘钉 絲丝 軸轴 輪轮
    閥阀 墊垫 壓压 結结 構构 飾饰 裝装 設设 備备 儀仪 錶表 錄录 網网 絡络 術术 經经 營营
    銷销 運运 輸输 動动 產产 傳传 圖图 書书 學学 醫医 藥药 農农 漁渔 織织 紡纺 膠胶 製制
    雲云 貴贵 蘭兰 黨党 衛卫 護护 盤盘 環环 縫缝 專专 賣卖 車车 軍军 勝胜 麗丽 們们 優优
    偉伟 傑杰 愛爱 嚴严 齊齐 師师 務务 義义 強强 雙双 銀银 開开 島岛 灣湾 濱滨 漢汉 隴陇
    瓊琼 贛赣 蕭萧 羅罗 楊杨 韓韩 閻阎 顧顾 樂乐 億亿 輝辉 飛飞 鵬鹏 鳳凤 鴻鸿 賓宾 進进
    實实 會会 團团 總总 質质 橋桥 個个 維维
"""
_TRADITIONAL = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_FORMS = (
    "股份有限公司", "有限责任公司", "有限公司", "集团", "总公司", "公司", "经营部", "经销部", "门市部", "商行", "店",
)  # fmt: skip
#: The legal form behind a name in Latin letters.
_LATIN_FORM = re.compile(
    r"[\s,]+(?:co[\s.,]+|company\s+)?"
    r"(ltd|limited|inc|incorporated|corp|corporation|gmbh|llc|plc|pte|company|co|group)[\s.,]*$"
)
#: Legal forms that say the same.
_ALIKE = {
    "有限责任公司": "有限公司",
    "limited": "ltd",
    "pte": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
}
#: Forms that say so little that they go with every other.
_VAGUE = frozenset({"公司", "总公司", "集团", "group", "co"})
_TITLES = ("先生", "女士", "小姐", "太太", "老板", "总经理", "经理", "老师", "师傅", "总")
_LATIN_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr)[. ]+")
_BRACKETED = re.compile("[(\\[【\u3014<](.*?)[)\\]】\u3015>]")
_SIZE = str.maketrans("×✕*", "xxx")
_INSIDE = re.compile(r"(?<=[0-9])[./-](?=[0-9])")
_DIGITS = re.compile("[0-9]+")
_WORD = re.compile(r"[0-9./-]+|[a-z]+|.")
_LONGEST_TITLED = 5
_NATIONAL = 12  # digits of the longest number within the country
_LEAST_DIGITS = 7


class NameForm(Frozen):
    """A name as it is compared, and what was taken off it."""

    core: str
    legal: str = ""
    place: str = ""
    titled: bool = False

    @cached_property
    def bag(self) -> str:
        """Return the words and signs of the whole name, in one order whatever theirs was; a number is one word."""
        return " ".join(sorted(_WORD.findall(self.core) + _WORD.findall(self.place)))


def name_form(name: str, subject: Subject = Subject.PARTY) -> NameForm:
    """Return the form in which a name is compared."""
    plain = unicodedata.normalize("NFKC", name).lower().translate(_TRADITIONAL).strip()
    if subject is Subject.MATERIAL:
        return NameForm(core=_squeezed(plain.translate(_SIZE)))
    titled = _LATIN_TITLE.match(plain) is not None
    place, plain = _placed(_LATIN_TITLE.sub("", plain))
    plain, latin = _without_latin_forms(plain)
    core, chinese = _without_forms(_squeezed(plain))
    legal = chinese or latin
    person = _untitled(core) if not legal else None
    return NameForm(core=person or core, legal=legal, place=place, titled=titled or person is not None)


def compatible(one: str, other: str) -> bool:
    """Tell whether two legal forms may belong to one company: a vague one, or none, goes with every other."""
    return one == other or not one or not other or one in _VAGUE or other in _VAGUE


def digits_of(number: str) -> str:
    """Return a phone number as it is compared: digits alone, without the country; too few make none."""
    plain = unicodedata.normalize("NFKC", number)
    digits = "".join(_DIGITS.findall(plain))
    national = digits.removeprefix("0086").removeprefix("86") if len(digits) > _NATIONAL else digits
    return national if len(national) >= _LEAST_DIGITS and len(set(national)) > 1 else ""


def squeezed(text: str) -> str:
    """Return an address or a code as it is compared: NFKC, lower case, no blanks, no punctuation."""
    if not text:
        return ""
    return _squeezed(unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL))


def _squeezed(text: str) -> str:
    if text.isalnum():
        return text  # most names, and the rest of this costs a hundred thousand of them seconds
    kept = _INSIDE.sub(lambda sign: {".": "\ue000", "/": "\ue001", "-": "\ue002"}[sign[0]], text)
    bare = "".join(sign for sign in kept if sign.isalnum() or "\ue000" <= sign <= "\ue002")
    return bare.replace("\ue000", ".").replace("\ue001", "/").replace("\ue002", "-")


def _placed(text: str) -> tuple[str, str]:
    """Return what stands in brackets, unless it is a legal form, and the rest."""
    places = [_squeezed(inside) for inside in _BRACKETED.findall(text)]
    rest = _BRACKETED.sub(lambda found: found[1] if _squeezed(found[1]) in _FORMS else " ", text)
    return "".join(place for place in places if place not in _FORMS), rest


def _without_forms(text: str) -> tuple[str, str]:
    """Return a name without the legal forms at its end, and these: a group's company is not its member."""
    forms: list[str] = []
    while True:
        form = next((one for one in _FORMS if text.endswith(one)), "") if text.endswith(_FORMS) else ""
        if not form or len(text) <= len(form) + 1:
            return text, "".join(forms)
        text = text.removesuffix(form)
        forms.insert(0, _ALIKE.get(form, form))


def _without_latin_forms(text: str) -> tuple[str, str]:
    """Return a name without the legal forms behind its words, and the weightiest of them."""
    legal = ""
    while (found := _LATIN_FORM.search(text)) is not None:
        form = _ALIKE.get(found[1], found[1])
        legal = form if not legal or legal in _VAGUE else legal
        text = text[: found.start()]
    return text, legal


def _untitled(core: str) -> str | None:
    """Return a short name without the title behind it."""
    title = next((one for one in _TITLES if core.endswith(one) and len(core) <= _LONGEST_TITLED), None)
    rest = core.removesuffix(title) if title else ""
    return rest or None

"""Names of people, places and companies, put together from common parts; likeness to real ones is chance."""

from dataclasses import dataclass
from random import Random

FULL_WIDTH = str.maketrans({digit: chr(ord(digit) + 0xFEE0) for digit in "0123456789"})


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read a list of signs, each followed by its sound."""
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


_SURNAMES = _pairs("""
    王 Wang 李 Li 张 Zhang 刘 Liu 陈 Chen 杨 Yang 黄 Huang 赵 Zhao 吴 Wu
    周 Zhou 徐 Xu 孙 Sun 马 Ma 朱 Zhu 胡 Hu 郭 Guo 何 He 高 Gao
    林 Lin 罗 Luo 郑 Zheng 梁 Liang 谢 Xie 宋 Song 唐 Tang 许 Xu 韩 Han
    冯 Feng 邓 Deng 曹 Cao 彭 Peng 曾 Zeng 萧 Xiao 田 Tian 董 Dong 潘 Pan
""")
_GIVEN = _pairs("""
    伟 wei 芳 fang 娜 na 敏 min 静 jing 丽 li 强 qiang 磊 lei 军 jun
    洋 yang 勇 yong 艳 yan 杰 jie 娟 juan 涛 tao 明 ming 超 chao 秀 xiu
    霞 xia 平 ping 刚 gang 桂 gui 英 ying 华 hua 建 jian 文 wen 玉 yu
    辉 hui 志 zhi 国 guo 海 hai 春 chun 梅 mei 婷 ting 雪 xue
""")
_BRANDS = "恒达鑫顺宏兴利泰盛隆宝金永昌瑞丰广信诚德嘉美固华雅安旺源荣佳"
_TRADES = ("五金", "五金建材", "家具配件", "门窗五金", "橱柜", "锁业", "建材", "机电", "木业", "家居")
_FORMS = ("有限公司", "有限公司", "有限公司", "经营部", "商行", "店", "（集团）有限公司", "贸易有限公司")
_OWNER_NAMED = 0.2


@dataclass(frozen=True, slots=True)
class City:
    """Where a customer sits: legacy area letter, district of its credit code, start of its postal code."""

    name: str
    area: str
    district: str
    postal: str


CITIES = tuple(
    City(*line.split())
    for line in """
    上海 A 310115 2012
    杭州 A 330106 3100
    温州 A 330302 3250
    南京 A 320104 2100
    苏州 A 320505 2150
    宁波 A 330212 3151
    中山 B 442000 5284
    佛山 B 440606 5283
    广州 B 440106 5106
    深圳 B 440306 5181
    东莞 B 441900 5230
    厦门 B 350206 3610
    北京 C 110105 1000
    天津 C 120104 3000
    石家庄 C 130102 0500
    唐山 C 130203 0630
    太原 C 140105 0300
    大同 C 140213 0370
    呼和浩特 C 150105 0100
    武汉 D 420106 4300
    长沙 D 430104 4100
    郑州 D 410105 4500
    成都 E 510107 6100
    重庆 E 500112 4000
    昆明 E 530102 6500
    西安 F 610113 7100
    兰州 F 620102 7300
    乌鲁木齐 F 650104 8300
    沈阳 G 210106 1100
    哈尔滨 G 230103 1500
    """.strip().splitlines()
)


def person_name(draw: Random) -> tuple[str, str]:
    """Return a Chinese name and the same name in pinyin."""
    surname, surname_en = draw.choice(_SURNAMES)
    given = [draw.choice(_GIVEN) for _ in range(draw.choice((1, 2, 2)))]
    pinyin = "".join(sound for _, sound in given).capitalize()
    return surname + "".join(sign for sign, _ in given), f"{surname_en} {pinyin}"


def company_name(city: City, draw: Random) -> str:
    """Return a company name as it stands on an invoice: a brand, or the owner's own name."""
    brand = draw.choice(_BRANDS) + draw.choice(_BRANDS)
    owner = person_name(draw)[0]
    number = draw.choice(("", "", "", "", "", "88", "168", "518"))
    called = owner if draw.random() < _OWNER_NAMED else brand + number
    return f"{city.name}{called}{draw.choice(_TRADES)}{draw.choice(_FORMS)}"

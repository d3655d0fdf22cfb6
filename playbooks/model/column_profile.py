"""The profile of one column of a former system's export, and what the column looks like.

- A column looks like a kind when at least half of its values have that kind's form, so that the others are
  seen as exceptions. Numbers and dates count only when every value is one; a leading zero makes a code.
- Free text, phone numbers, e-mail addresses and numbers of identity cards may be personal data: their values
  are never shown, only their patterns.
"""

from enum import StrEnum

from pydantic import Field

from playbooks.model.frozen import Frozen
from playbooks.model.text import Text

#: Mobile numbers, and fixed lines with their area code.
PHONE = r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}"
MOBILE = r"1[3-9][0-9]{9}"
EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"

_SHORT = 40


class ColumnKind(StrEnum):
    """What a column looks like."""

    EMPTY = "empty"
    PHONE = "phone"
    RESIDENT_ID = "resident_id"
    EMAIL = "email"
    CREDIT_CODE = "credit_code"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"
    TEXT = "text"

    @property
    def label(self) -> Text:
        """Return the kind as shown to people."""
        return _LABELS[self]


_LABELS = {
    ColumnKind.EMPTY: Text(zh="全空", en="empty"),
    ColumnKind.PHONE: Text(zh="电话号码", en="phone number"),
    ColumnKind.RESIDENT_ID: Text(zh="身份证号", en="identity card number"),
    ColumnKind.EMAIL: Text(zh="电子邮箱", en="e-mail address"),
    ColumnKind.CREDIT_CODE: Text(zh="统一社会信用代码", en="unified social credit code"),
    ColumnKind.DATE: Text(zh="日期", en="date"),
    ColumnKind.NUMBER: Text(zh="数值", en="number"),
    ColumnKind.CODE: Text(zh="编码", en="code"),
    ColumnKind.TEXT: Text(zh="文本", en="text"),
}


#: Kinds whose values may tell of a person.
PERSONAL = frozenset({ColumnKind.PHONE, ColumnKind.RESIDENT_ID, ColumnKind.EMAIL, ColumnKind.TEXT})


class Frequency(Frozen):
    """A value or a pattern, and in how many fields it stands."""

    text: str
    count: int = Field(ge=1)


class ColumnProfile(Frozen):
    """What was counted in one column; empty fields are nulls and count nowhere else."""

    column: str
    type: str = "VARCHAR"
    rows: int = Field(ge=0)
    nulls: int = Field(ge=0)
    distinct: int = Field(ge=0)
    blanks: int = Field(default=0, ge=0)
    shortest: int = Field(default=0, ge=0)
    longest: int = Field(ge=0)
    padded: int = Field(default=0, ge=0)
    phones: int = Field(default=0, ge=0)
    mobiles: int = Field(default=0, ge=0)
    emails: int = Field(default=0, ge=0)
    resident_ids: int = Field(default=0, ge=0)
    valid_resident_ids: int = Field(default=0, ge=0)
    credit_codes: int = Field(default=0, ge=0)
    valid_credit_codes: int = Field(default=0, ge=0)
    numbers: int = Field(default=0, ge=0)
    zero_led: int = Field(default=0, ge=0)
    dates: int = Field(default=0, ge=0)
    plain: int = Field(default=0, ge=0)
    least: str | None = None
    most: str | None = None
    frequent: tuple[Frequency, ...] = ()
    patterns: tuple[Frequency, ...] = ()

    @property
    def values(self) -> int:
        """Return how many fields hold a value."""
        return self.rows - self.nulls

    @property
    def kind(self) -> ColumnKind:
        """Return what the column looks like."""
        if not self.values:
            return ColumnKind.EMPTY
        # An identity card's number has the form of a credit code, too.
        formed = (
            (self.phones, ColumnKind.PHONE),
            (self.resident_ids, ColumnKind.RESIDENT_ID),
            (self.emails, ColumnKind.EMAIL),
            (self.credit_codes, ColumnKind.CREDIT_CODE),
        )
        found = next((kind for count, kind in formed if 2 * count >= self.values), None)
        if found is not None:
            return found
        if self.dates == self.values:
            return ColumnKind.DATE
        if self.numbers == self.values and not self.zero_led:
            return ColumnKind.NUMBER
        return ColumnKind.CODE if self.plain == self.values and self.longest <= _SHORT else ColumnKind.TEXT

    @property
    def shown_range(self) -> tuple[str, str] | None:
        """Return the least and the greatest value, where they may be shown."""
        hidden = self.kind in PERSONAL or self.kind is ColumnKind.EMPTY
        return None if hidden or self.least is None or self.most is None else (self.least, self.most)

    def discreet(self) -> "ColumnProfile":
        """Return the profile without values that may tell of a person."""
        if self.kind not in PERSONAL:
            return self
        return self.model_copy(update={"least": None, "most": None, "frequent": ()})

    @property
    def remarks(self) -> tuple[Text, ...]:
        """Return what deserves a look before anything is moved."""
        found = (
            (self._malformed(), "形式不符 {count} 个", "{count} of another form"),
            (self._misfitting(), "校验位不符 {count} 个", "{count} with a wrong check sign"),
            (self._repeated(), "重复使用 {count} 个", "{count} used more than once"),
            (self.padded, "首尾有空格 {count} 个", "{count} with blanks around"),
            (self.blanks, "仅有空格 {count} 个", "{count} of nothing but blanks"),
        )
        seen = (
            Text(zh=zh.format(count=f"{count:,}"), en=en.format(count=f"{count:,}"))
            for count, zh, en in found
            if count
        )
        return (*self._validity(), *seen)

    def _validity(self) -> tuple[Text, ...]:
        """Say how many values are valid, where the kind has a form that can be held against."""
        if self.kind not in self._formed:
            return ()
        valid = self._formed[self.kind][1]
        return (Text(zh=f"有效 {valid:,}/{self.values:,}", en=f"{valid:,} of {self.values:,} valid"),)

    @property
    def _formed(self) -> dict[ColumnKind, tuple[int, int]]:
        """Return for each kind with a form how many values have it, and how many are valid besides."""
        return {
            ColumnKind.PHONE: (self.phones, self.phones),
            ColumnKind.EMAIL: (self.emails, self.emails),
            ColumnKind.RESIDENT_ID: (self.resident_ids, self.valid_resident_ids),
            ColumnKind.CREDIT_CODE: (self.credit_codes, self.valid_credit_codes),
        }

    def _malformed(self) -> int:
        return self.values - self._formed.get(self.kind, (self.values, 0))[0]

    def _misfitting(self) -> int:
        formed, valid = self._formed.get(self.kind, (0, 0))
        return formed - valid

    def _repeated(self) -> int:
        unique = {ColumnKind.CREDIT_CODE, ColumnKind.RESIDENT_ID}
        return self.values - self.distinct if self.kind in unique else 0


class TableProfile(Frozen):
    """The columns of one table or file."""

    file: str
    rows: int
    columns: tuple[ColumnProfile, ...]

"""The profile of one column of a former system's export, and what the column looks like.

- A column looks like a kind when at least half of its values have that kind's form, so that the others are
  seen as exceptions. Numbers and dates count only when every value is one; a leading zero makes a code.
- Free text and phone numbers may be personal data: their values are never shown.
"""

from enum import StrEnum

from pydantic import Field

from playbooks.model.frozen import Frozen
from playbooks.model.text import Text

#: Mobile numbers, and fixed lines with their area code.
PHONE = r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}"

_SHORT = 40


class ColumnKind(StrEnum):
    """What a column looks like."""

    EMPTY = "empty"
    PHONE = "phone"
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
    ColumnKind.CREDIT_CODE: Text(zh="统一社会信用代码", en="unified social credit code"),
    ColumnKind.DATE: Text(zh="日期", en="date"),
    ColumnKind.NUMBER: Text(zh="数值", en="number"),
    ColumnKind.CODE: Text(zh="编码", en="code"),
    ColumnKind.TEXT: Text(zh="文本", en="text"),
}


class ColumnProfile(Frozen):
    """What was counted in one column; empty fields are nulls and count nowhere else."""

    column: str
    rows: int = Field(ge=0)
    nulls: int = Field(ge=0)
    distinct: int = Field(ge=0)
    longest: int = Field(ge=0)
    padded: int = Field(default=0, ge=0)
    phones: int = Field(default=0, ge=0)
    credit_codes: int = Field(default=0, ge=0)
    valid_credit_codes: int = Field(default=0, ge=0)
    numbers: int = Field(default=0, ge=0)
    zero_led: int = Field(default=0, ge=0)
    dates: int = Field(default=0, ge=0)
    plain: int = Field(default=0, ge=0)
    least: str | None = None
    most: str | None = None

    @property
    def values(self) -> int:
        """Return how many fields hold a value."""
        return self.rows - self.nulls

    @property
    def kind(self) -> ColumnKind:
        """Return what the column looks like."""
        if not self.values:
            return ColumnKind.EMPTY
        if 2 * self.phones >= self.values:
            return ColumnKind.PHONE
        if 2 * self.credit_codes >= self.values:
            return ColumnKind.CREDIT_CODE
        if self.dates == self.values:
            return ColumnKind.DATE
        if self.numbers == self.values and not self.zero_led:
            return ColumnKind.NUMBER
        return ColumnKind.CODE if self.plain == self.values and self.longest <= _SHORT else ColumnKind.TEXT

    @property
    def shown_range(self) -> tuple[str, str] | None:
        """Return the least and the greatest value, where they may be shown."""
        hidden = self.kind in (ColumnKind.PHONE, ColumnKind.TEXT, ColumnKind.EMPTY)
        return None if hidden or self.least is None or self.most is None else (self.least, self.most)

    @property
    def remarks(self) -> tuple[Text, ...]:
        """Return what deserves a look before anything is moved."""
        found = (
            (self._malformed(), "形式不符 {count} 个", "{count} of another form"),
            (self._misfitting(), "校验位不符 {count} 个", "{count} with a wrong check sign"),
            (self._repeated(), "重复使用 {count} 个", "{count} used more than once"),
            (self.padded, "首尾有空格 {count} 个", "{count} with blanks around"),
        )
        seen = (
            Text(zh=zh.format(count=f"{count:,}"), en=en.format(count=f"{count:,}"))
            for count, zh, en in found
            if count
        )
        return (*self._validity(), *seen)

    def _validity(self) -> tuple[Text, ...]:
        """Say how many values are valid, where the kind has a form that can be held against."""
        counts = {ColumnKind.PHONE: self.phones, ColumnKind.CREDIT_CODE: self.valid_credit_codes}
        valid = counts.get(self.kind)
        if valid is None:
            return ()
        return (Text(zh=f"有效 {valid:,}/{self.values:,}", en=f"{valid:,} of {self.values:,} valid"),)

    def _malformed(self) -> int:
        fitting = {ColumnKind.PHONE: self.phones, ColumnKind.CREDIT_CODE: self.credit_codes}
        return self.values - fitting.get(self.kind, self.values)

    def _misfitting(self) -> int:
        return self.credit_codes - self.valid_credit_codes if self.kind is ColumnKind.CREDIT_CODE else 0

    def _repeated(self) -> int:
        return self.values - self.distinct if self.kind is ColumnKind.CREDIT_CODE else 0


class TableProfile(Frozen):
    """The columns of one export file."""

    file: str
    rows: int
    columns: tuple[ColumnProfile, ...]

"""What an e-mail address looks like: nothing that passes can make the library's parser fail."""

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.mail_address import is_mail_address


@pytest.mark.parametrize(
    "address", ["a@b.example", "wang.fang+gates@mail-1.company.example", "root@intranet"]
)
def test_addresses_people_have(address: str) -> None:
    """Also within a house, without a dot."""
    assert is_mail_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "@", "a", "a@", "@b", "a@b..c", "a..b@c", ".a@b", "a@b.", "<a@b.example>", "a@[", "a@[1.2"),
        *("a b@c.example", "a@b.example ", "a@b\n", "a@b.example,c@d.example", '"a@b', "(x", "张三@例子.cn"),
        f"{'a' * 243}@company.example",
    ],
)
def test_typos(address: str) -> None:
    """One address and nothing more."""
    assert not is_mail_address(address)


@given(st.from_regex(r"[!-~]{1,12}@[!-~]{1,12}", fullmatch=True).filter(is_mail_address))
def test_what_passes_can_be_written_on_a_letter(address: str) -> None:
    """The library takes it as it is."""
    assert Address(addr_spec=address).addr_spec == address

"""The mapping, column by column: what is neither mapped nor set aside."""

import pytest

from playbooks.model.mapping_review import MappingReview, SideReview, reviewed
from tests.simulators.migration import SOURCE_HEADER, TARGET_HEADER, customers, plan


def review(source: tuple[str, ...], target: tuple[str, ...], **fields: object) -> tuple[SideReview, ...]:
    """Return both sides of the customers."""
    return reviewed(customers(**fields), source=source, target=target).sides


def test_every_column_is_accounted_for() -> None:
    """Keys count as mapped."""
    source, target = review(SOURCE_HEADER, TARGET_HEADER)
    assert (source.complete, target.complete, source.mapped) == (True, True, 5)


@pytest.mark.parametrize(
    ("fields", "open_columns"),
    [
        ({}, (("fax",), ("fax_no",))),
        ({"dropped": [{"column": "fax", "reason": "r"}]}, ((), ("fax_no",))),
        ({"new": [{"column": "fax_no", "reason": "r"}]}, (("fax",), ())),
    ],
)
def test_a_column_is_mapped_or_set_aside_with_a_reason(
    fields: dict[str, object], open_columns: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    """Dropped of the source, new in the target."""
    source, target = review((*SOURCE_HEADER, "fax"), (*TARGET_HEADER, "fax_no"), **fields)
    assert (source.unexplained, target.unexplained) == open_columns


def test_a_column_mapped_and_dropped_is_a_contradiction() -> None:
    """Only one of both can be meant."""
    source, _ = review(SOURCE_HEADER, TARGET_HEADER, dropped=[{"column": "name", "reason": "r"}])
    assert (source.contradictory, source.complete) == (("name",), False)


def test_a_column_that_is_not_there_is_a_slip() -> None:
    """Mapped or set aside."""
    source, target = review(
        SOURCE_HEADER[:-1], TARGET_HEADER, dropped=[{"column": "fax", "reason": "r"}], new=[]
    )
    assert (source.unknown, target.unknown) == (("area", "fax"), ())


def test_the_review_of_a_plan_is_complete_when_all_its_sides_are() -> None:
    """And has a digest that follows what is open."""
    whole, partly = (
        MappingReview(
            plan="crm",
            title=plan().title,
            plan_digest=plan().digest,
            checks=(reviewed(customers(), source=source, target=TARGET_HEADER),),
        )
        for source in (SOURCE_HEADER, (*SOURCE_HEADER, "fax"))
    )
    assert (whole.complete, partly.complete) == (True, False)
    assert whole.digest != partly.digest

"""Vendor selection: the score ranks, the total tells, and a card that cannot be compared is refused."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from playbooks.model.vendor_selection import Candidate, Comparison, CostLine, ScoreCard, compared
from tests.simulators.facts import text


def line(key: str, *amounts: int) -> CostLine:
    """Return a cost line of three years."""
    return CostLine(key=key, title=text(key), amounts=tuple(map(Decimal, amounts)))


def candidate(key: str, fit: int, price: int, *costs: CostLine) -> Candidate:
    """Return a candidate scored on fit and price."""
    return Candidate(
        key=key, name=text(key), scores={"fit": fit, "price": price}, costs=costs or (line("rent", 1, 1, 1),)
    )


GOOD = candidate("good", 5, 3, line("licence_or_subscription", 60, 60, 60), line("training", 30, 0, 0))
CHEAP = candidate(
    "cheap", 2, 5, line("licence_or_subscription", 10, 10, 10), line("customisation", 300, 90, 90)
)
PLAIN = candidate("plain", 3, 4, line("licence_or_subscription", 50, 50, 50))


def card(*candidates: Candidate, **changes: object) -> ScoreCard:
    """Return a score card with these candidates."""
    criteria = [
        {"key": "fit", "title": text("fit"), "weight": 60},
        {"key": "price", "title": text("price"), "weight": 40},
    ]
    given = {"key": "crm", "title": text("card"), "years": 3, "criteria": criteria, "candidates": candidates}
    return ScoreCard.model_validate({**given, **changes})


def said(comparison: Comparison) -> str:
    """Return all findings in English."""
    return "\n".join(finding.en for finding in comparison.findings)


def test_the_weighted_score_ranks() -> None:
    """0.6 x 5 + 0.4 x 3 = 4.20 comes before 0.6 x 3 + 0.4 x 4 = 3.40 and 0.6 x 2 + 0.4 x 5 = 3.20."""
    ranking = compared(card(CHEAP, PLAIN, GOOD)).ranking
    assert [(place.rank, place.candidate.key, place.score) for place in ranking] == [
        (1, "good", Decimal("4.20")),
        (2, "plain", Decimal("3.40")),
        (3, "cheap", Decimal("3.20")),
    ]


def test_equal_scores_share_a_rank_and_the_cheaper_stands_first() -> None:
    """The total decides the order, not the rank."""
    twin = candidate("twin", 5, 3, line("licence_or_subscription", 1, 1, 1))
    assert [(p.rank, p.candidate.key) for p in compared(card(GOOD, twin)).ranking] == [
        (1, "twin"),
        (1, "good"),
    ]


def test_the_lowest_quote_that_ends_up_dearer_is_named() -> None:
    """Cheap quotes 30 and costs 510 in all, 360 more than plain."""
    assert "cheap quotes the lowest price, yet costs 360 CNY more over 3 years than plain" in said(
        compared(card(CHEAP, PLAIN, GOOD))
    )


@pytest.mark.parametrize(
    ("candidates", "words"),
    [
        ((GOOD, PLAIN), "the cheapest is not automatically the best"),
        ((PLAIN, CHEAP), "that need not be so"),
        ((GOOD,), "Only 1 candidate; compare at least 2"),
    ],
)
def test_price_is_put_in_its_place(candidates: tuple[Candidate, ...], words: str) -> None:
    """Whoever costs least, the card says what that is worth."""
    assert words in said(compared(card(*candidates)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "No vendor has been chosen yet"),
        ({"chosen": "plain"}, "The chosen plain ranks 2 by score, behind good"),
        ({"chosen": "good"}, "The reason for the choice is not stated"),
        (
            {"contract_terms": [{"key": "escrow", "title": text("escrow")}]},
            "open interfaces, service level, exit and data return",
        ),
    ],
)
def test_an_open_choice_is_named(changes: dict[str, object], words: str) -> None:
    """Choice, reason and contract terms are asked for."""
    assert words in said(compared(card(GOOD, PLAIN, **changes)))


def test_two_years_are_too_short() -> None:
    """The cost over fewer than three years hides what comes later."""
    short = candidate("short", 3, 3, line("rent", 1, 1))
    assert "reckon with three to five" in said(compared(card(short, years=2)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"criteria": [{"key": "fit", "title": text("fit"), "weight": 90}]}, "add up to 90"),
        ({"candidates": (GOOD, GOOD)}, "candidate 'good' is listed twice"),
        ({"candidates": (GOOD.model_copy(update={"scores": {"fit": 3}}),)}, "look at price"),
        ({"years": 4}, "give 4 amounts"),
        ({"chosen": "nobody"}, "not among the candidates"),
    ],
)
def test_a_card_that_cannot_be_compared_is_refused(changes: dict[str, object], words: str) -> None:
    """The message says what to correct."""
    with pytest.raises(ValidationError, match=words):
        card(*changes.pop("candidates", (GOOD, PLAIN)), **changes)  # type: ignore[misc]  # a tuple of candidates


def test_cost_is_split_into_once_and_each_month() -> None:
    """300 + 90 + 90: an ordinary year is 90, so 210 are paid once; the licence runs at 10 a year."""
    cost = CHEAP.cost
    assert (cost.one_off_cny, cost.running_cny_month) == (Decimal("210.00"), Decimal("8.33"))

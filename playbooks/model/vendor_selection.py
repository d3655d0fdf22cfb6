"""Vendor selection: a weighted score card, and what each candidate costs over the years.

    score = sum of weight x score / sum of weights        (1 poor to 5 very good)
    total = every cost line over all years
    quote = what a vendor's offer names: licence or subscription, and implementation

- The ranking goes by score; equal scores go by the lower total. The lowest price alone never ranks anybody.
- A card with fewer than two candidates compares nothing, and says so.
- Weights add up to 100, every candidate is scored on every criterion, every cost line has an
  amount for each year.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.figure import unit_name
from playbooks.model.frozen import Frozen, Key
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.text import Text
from playbooks.model.value import Cost, Money

#: The lines a vendor's offer names; everything else a company finds out later.
QUOTED = frozenset({"licence_or_subscription", "implementation"})
#: What a contract should grant; without it the company depends on one vendor.
WANTED_TERMS = {
    "escrow": Text(zh="源代码托管或交付", en="source-code escrow or delivery"),
    "open_interfaces": Text(zh="开放接口", en="open interfaces"),
    "service_level": Text(zh="服务水平", en="service level"),
    "data_return": Text(zh="终止时数据归还", en="exit and data return"),
}
MINIMUM_CANDIDATES, MINIMUM_YEARS = 2, 3

_WHOLE, _CENT, _MONTHS = 100, Decimal("0.01"), 12


class Criterion(Frozen):
    """What candidates are scored on, and how much it weighs in percent."""

    key: Key
    title: Text
    weight: int = Field(ge=1, le=_WHOLE)


class CostLine(Frozen):
    """One kind of cost, year by year."""

    key: Key
    title: Text
    amounts: tuple[Money, ...] = Field(min_length=1, max_length=10)

    @property
    def total(self) -> Decimal:
        """Return the cost over all years."""
        return sum(self.amounts, Decimal(0))

    @property
    def lasting(self) -> Decimal:
        """Return what the line costs in an ordinary year, after the first one."""
        later = self.amounts[1:] or self.amounts
        return sum(later, Decimal(0)) / len(later)


class Candidate(Frozen):
    """A vendor with a product: its scores and its costs."""

    key: Key
    name: Text
    scores: dict[Key, Annotated[int, Field(ge=1, le=5)]]
    costs: tuple[CostLine, ...] = Field(min_length=1)

    @property
    def total(self) -> Decimal:
        """Return the total cost over all years."""
        return sum((line.total for line in self.costs), Decimal(0))

    @property
    def quote(self) -> Decimal:
        """Return what the offer names, over all years."""
        return sum((line.total for line in self.costs if line.key in QUOTED), Decimal(0))

    @property
    def cost(self) -> Cost:
        """Return the cost split into what is paid once, in the first year, and what is paid each month."""
        once = (max(Decimal(0), line.amounts[0] - line.lasting) for line in self.costs)
        lasting = sum((line.lasting for line in self.costs), Decimal(0))
        return Cost(
            one_off_cny=sum(once, Decimal(0)).quantize(_CENT),
            running_cny_month=(lasting / _MONTHS).quantize(_CENT),
        )


class ContractTerm(Frozen):
    """Something the contract grants."""

    key: Key
    title: Text


class ScoreCard(Frozen):
    """The score card of one system, with who was chosen and why."""

    key: Key
    title: Text
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")
    years: int = Field(ge=1, le=10)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    candidates: tuple[Candidate, ...] = Field(min_length=1)
    chosen: Key | None = None
    reason: Text | None = None
    contract_terms: tuple[ContractTerm, ...] = ()

    @property
    def choice(self) -> Candidate | None:
        """Return the candidate that was chosen, if any was."""
        return next((candidate for candidate in self.candidates if candidate.key == self.chosen), None)

    @model_validator(mode="after")
    def _check_weights(self) -> "ScoreCard":
        total = sum(criterion.weight for criterion in self.criteria)
        if total != _WHOLE:
            raise BrokenRuleError(
                "the weights of the criteria add up to {total}; make them add up to {whole}",
                total=total,
                whole=_WHOLE,
            )
        _once(phrase("criterion"), (criterion.key for criterion in self.criteria))
        return self

    @model_validator(mode="after")
    def _check_candidates(self) -> "ScoreCard":
        _once(phrase("candidate"), (candidate.key for candidate in self.candidates))
        wanted = {criterion.key for criterion in self.criteria}
        for candidate in self.candidates:
            differing = sorted(wanted ^ set(candidate.scores))
            if differing:
                found = ", ".join(differing)
                raise BrokenRuleError(
                    "candidate {key!r}: score each criterion once; look at {found}",
                    key=candidate.key,
                    found=found,
                )
            short = [line.key for line in candidate.costs if len(line.amounts) != self.years]
            if short:
                raise BrokenRuleError(
                    "candidate {key!r}: give {years} amounts, one a year, for {short!r}",
                    key=candidate.key,
                    years=self.years,
                    short=short[0],
                )
        if self.chosen is not None and self.choice is None:
            raise BrokenRuleError(
                "chosen {chosen!r} is not among the candidates; correct it", chosen=self.chosen
            )
        return self


class RankedCandidate(Frozen):
    """A candidate in its place."""

    rank: int
    candidate: Candidate
    score: Decimal


class Comparison(Frozen):
    """The candidates by score, the best first, and what the figures say."""

    ranking: tuple[RankedCandidate, ...]
    findings: tuple[Text, ...]


def compared(card: ScoreCard) -> Comparison:
    """Return the ranking by score and the findings on price, choice and contract."""
    scored = [(_score(card, candidate), candidate) for candidate in card.candidates]
    scored.sort(key=lambda pair: (-pair[0], pair[1].total, pair[1].key))
    ranking = tuple(
        RankedCandidate(rank=1 + sum(other > score for other, _ in scored), candidate=candidate, score=score)
        for score, candidate in scored
    )
    return Comparison(ranking=ranking, findings=tuple(_findings(card, ranking)))


def _score(card: ScoreCard, candidate: Candidate) -> Decimal:
    points = sum(criterion.weight * candidate.scores[criterion.key] for criterion in card.criteria)
    return (Decimal(points) / _WHOLE).quantize(_CENT)


def _findings(card: ScoreCard, ranking: tuple[RankedCandidate, ...]) -> Iterator[Text]:
    if len(ranking) < MINIMUM_CANDIDATES:
        yield Text(
            zh=f"只有 {len(ranking)} 家候选，至少要比较 {MINIMUM_CANDIDATES} 家。",
            en=f"Only {len(ranking)} candidate; compare at least {MINIMUM_CANDIDATES}.",
        )
    else:
        yield from _on_price(card, ranking)
    yield from _on_choice(card, ranking)
    if card.years < MINIMUM_YEARS:
        yield Text(
            zh=f"只算了 {card.years} 年成本，应算三到五年。",
            en=f"The cost covers {card.years} years only; reckon with three to five.",
        )
    lacking = [title for key, title in WANTED_TERMS.items() if key not in _terms(card)]
    if lacking:
        yield Text(
            zh="合同条款还缺：" + "、".join(title.zh for title in lacking) + "。",
            en="Contract terms still missing: " + ", ".join(title.en for title in lacking) + ".",
        )


def _on_price(card: ScoreCard, ranking: tuple[RankedCandidate, ...]) -> Iterator[Text]:
    """Say whether the lowest quote stays the lowest, and whether the cheapest is the best."""
    candidates = [place.candidate for place in ranking]
    quoted = min(candidates, key=lambda one: (one.quote, one.total))
    cheapest, best = min(candidates, key=lambda one: one.total), candidates[0]
    if quoted.total > cheapest.total:
        more, currency = f"{quoted.total - cheapest.total:,.0f}", unit_name(card.currency)
        yield Text(
            zh=f"{quoted.name.zh} 报价最低，{card.years} 年总成本却比 {cheapest.name.zh} 多 {more} {currency.zh}。",
            en=f"{quoted.name.en} quotes the lowest price, "
            f"yet costs {more} {currency.en} more over {card.years} years than {cheapest.name.en}.",
        )
    if best.total > cheapest.total:
        yield Text(
            zh=f"总成本最低的是 {cheapest.name.zh}，得分最高的是 {best.name.zh}：最便宜不等于最合适。",
            en=f"{cheapest.name.en} costs least, {best.name.en} scores best: "
            "the cheapest is not automatically the best.",
        )
    else:
        yield Text(
            zh=f"得分最高的 {best.name.zh} 总成本也最低；这不是必然的，排名只看得分。",
            en=f"{best.name.en} scores best and also costs least; "
            "that need not be so, the ranking goes by score alone.",
        )


def _on_choice(card: ScoreCard, ranking: tuple[RankedCandidate, ...]) -> Iterator[Text]:
    if card.choice is None:
        yield Text(zh="尚未选定供应商。", en="No vendor has been chosen yet.")
        return
    rank = next(place.rank for place in ranking if place.candidate.key == card.chosen)
    name, best = card.choice.name, ranking[0].candidate.name
    if rank > 1:
        yield Text(
            zh=f"选定的 {name.zh} 得分排第 {rank}，不是 {best.zh}：请确认理由。",
            en=f"The chosen {name.en} ranks {rank} by score, behind {best.en}: confirm the reason.",
        )
    if card.reason is None:
        yield Text(zh="选定理由尚未写明。", en="The reason for the choice is not stated.")


def _terms(card: ScoreCard) -> frozenset[str]:
    return frozenset(term.key for term in card.contract_terms)


def _once(what: Phrase, keys: Iterable[str]) -> None:
    doubled = sorted(key for key, times in Counter(keys).items() if times > 1)
    if doubled:
        raise BrokenRuleError("{what} {doubled!r} is listed twice; keep one", what=what, doubled=doubled[0])

"""How long until somebody is called: a range in minutes, honest about what is not known.

Service times are learned per service and hour of day as running mean and spread (Welford, "Note on a method for
calculating corrected sums of squares", Technometrics 4, 1962). With little seen, a prior stands in for the rest.
The range is the mean of the sum, one and a quarter standard deviations to each side (about four in five, were the
times normal): queue theory's exact waiting time needs distributions that no office knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

PRIOR_SECONDS = 5 * 60.0
PRIOR_SPREAD = 4 * 60.0
PRIOR_WEIGHT = 4
WIDTH = 1.25


@dataclass(frozen=True)
class Learned:
    """What was seen of service times, walking included: how many, mean seconds, sum of squared deviations."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def with_one_more(self, seconds: float) -> Learned:
        """What is known after one more service."""
        count = self.count + 1
        delta = seconds - self.mean
        mean = self.mean + delta / count
        return Learned(count, mean, self.squares + delta * (seconds - mean))

    def without_one(self, seconds: float) -> Learned:
        """What was known before one of the services was seen: `with_one_more` turned round."""
        count = self.count - 1
        if count <= 0:
            return Learned()
        mean = self.mean - (seconds - self.mean) / count
        # Rounding may leave a hair less than nothing.
        return Learned(count, mean, max(0.0, self.squares - (seconds - mean) * (seconds - self.mean)))


@dataclass(frozen=True)
class Estimate:
    """Minutes until called: likely, and the range around it."""

    minutes: int
    low: int
    high: int


def together(several: Sequence[Learned]) -> Learned:
    """What several services show as one, each as heavy as it was often (Chan et al., 1979)."""
    count = sum(each.count for each in several)
    if not count:
        return Learned()
    mean = sum(each.count * each.mean for each in several) / count
    squares = sum(each.squares + each.count * (each.mean - mean) ** 2 for each in several)
    return Learned(count, mean, squares)


def estimate(ahead: int, counters: int, learned: Learned) -> Estimate:
    """Minutes until a citizen is called.

    Args:
        ahead: people who will be called before.
        counters: how many serve this line now; before the first opens, one is assumed.
        learned: service times of this line at this hour.
    """
    mean, spread = _expected(learned)
    # Each counter takes its share, and a newcomer meets services half done (the residual time of a busy counter).
    rounds = (ahead + 0.5) / max(counters, 1)
    middle = rounds * mean
    half = WIDTH * spread * sqrt(max(rounds, 0.5))
    return Estimate(round(middle / 60), floor(max(0.0, middle - half) / 60), ceil((middle + half) / 60))


def _expected(learned: Learned) -> tuple[float, float]:
    weight = learned.count + PRIOR_WEIGHT
    mean = (learned.count * learned.mean + PRIOR_WEIGHT * PRIOR_SECONDS) / weight
    squares = learned.squares + PRIOR_WEIGHT * PRIOR_SPREAD**2
    return mean, sqrt(squares / weight)

"""Sizes and counts with a given distribution, drawn evenly so that small trees have tails too."""

import bisect
import math
import random


class Spread:
  """Values whose quantiles are `points`, pairs of (percent, value), interpolated on a log scale.

  Draws walk the unit interval in irrational steps instead of being independent: any run of them
  covers the distribution evenly, and the total of a heavy-tailed one hardly depends on the seed.
  Spreads that are used together have different numbers, and so different steps.
  """

  def __init__(
    self, random_source: random.Random, number: int, points: list[tuple[float, float]]
  ):
    self.percents = [percent / 100 for percent, _ in points]
    self.logs = [math.log(value + 1) for _, value in points]
    self.place = random_source.random()
    self.step = math.sqrt(PRIMES[number % len(PRIMES)]) % 1

  def draw(self) -> int:
    self.place = (self.place + self.step) % 1
    upper = min(bisect.bisect_right(self.percents, self.place), len(self.percents) - 1)
    low, high = self.percents[upper - 1], self.percents[upper]
    part = (self.place - low) / (high - low)
    return round(math.exp(self.logs[upper - 1] * (1 - part) + self.logs[upper] * part) - 1)


PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
  101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193,
]


def apportioned(weights: dict[int, int], total: int) -> list[int]:
  """`total` values, each as often as its weight asks for, in order of the table."""
  whole = sum(weights.values())
  shares = {value: weight * total / whole for value, weight in weights.items()}
  counts = {value: int(share) for value, share in shares.items()}
  rest = sorted(shares, key=lambda value: counts[value] - shares[value])
  for value in rest[:total - sum(counts.values())]:
    counts[value] += 1
  return [value for value, count in counts.items() for _ in range(count)]

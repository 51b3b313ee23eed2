"""The stationary bootstrap against arch's, an independent implementation."""

from __future__ import annotations

import numpy as np
import pytest
from arch.bootstrap import StationaryBootstrap

from dashboard.bootstrap import stationary_indices

BLOCK, HORIZON = 7, 11


def autocorrelated(length: int = 120) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    noise = np.random.default_rng(11).standard_normal(length)
    for day in range(1, length):
        noise[day] += 0.4 * noise[day - 1]
    return noise


def test_one_draw_is_the_draw_of_arch() -> None:
    sample = autocorrelated()
    reference = next(StationaryBootstrap(BLOCK, sample, seed=np.random.default_rng(5)).bootstrap(1))[0][0]
    assert np.array_equal(sample[stationary_indices(120, 120, BLOCK, 1, 5)[0]], reference)


def test_distribution_of_a_summed_move_is_that_of_arch() -> None:
    sample, draws = autocorrelated(), 8000
    ours = sample[stationary_indices(120, HORIZON, BLOCK, draws, 1)].sum(axis=1)
    arch = StationaryBootstrap(BLOCK, sample, seed=np.random.default_rng(2))
    theirs = np.array([data[0][0][:HORIZON].sum() for data in arch.bootstrap(draws)])
    # Standard errors of a difference: of the means sd sqrt(2/B); of the standard deviations sd/sqrt(B); of these
    # quantiles of a normal below 2.7 sd sqrt(2/B) / 1.4. Four of them are allowed.
    error = float(theirs.std()) * np.sqrt(2 / draws)
    assert ours.mean() == pytest.approx(theirs.mean(), abs=4 * error)
    assert ours.std() == pytest.approx(theirs.std(), abs=4 * error / np.sqrt(2))
    for share in (0.025, 0.25, 0.5, 0.75, 0.975):
        assert np.quantile(ours, share) == pytest.approx(np.quantile(theirs, share), abs=4 * 2.7 * error)


def test_blocks_have_the_stated_mean_length_and_wrap() -> None:
    indices = stationary_indices(50, 2000, 8.0, 50, 3)
    follows = (indices[:, 1:] - indices[:, :-1]) % 50 == 1
    # A day follows its predecessor inside a block (7/8) or by chance at a new one (1/8 of 1/50).
    assert follows.mean() == pytest.approx(7 / 8 + 1 / 400, abs=0.005)
    assert set(np.unique(indices)) == set(range(50))


def test_draws_are_reproducible_and_cannot_be_damaged() -> None:
    first = stationary_indices(30, 40, 5.0, 20, 9)
    stationary_indices.cache_clear()
    assert np.array_equal(first, stationary_indices(30, 40, 5.0, 20, 9))
    assert not np.array_equal(first, stationary_indices(30, 40, 5.0, 20, 10))
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1

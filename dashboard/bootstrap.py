"""Resampling of dependent observations: the stationary block bootstrap.

D. N. Politis and J. P. Romano, "The Stationary Bootstrap", Journal of the American Statistical Association 89 (1994).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@lru_cache(maxsize=8)
def stationary_indices(observations: int, length: int, block_length: float, draws: int, seed: int) -> NDArray[np.intp]:
    """Positions of resampled observations, `draws` rows of `length`.

    Blocks begin anywhere with equal chance, have geometric length with mean `block_length` and wrap around the end.
    The same arguments give the same, read-only array: events of one window share their draws, which also removes the
    noise of resampling from a comparison between them.
    """
    rng = np.random.default_rng(seed)
    starts = rng.integers(observations, size=(draws, length))
    begins = rng.random((draws, length)) <= 1.0 / block_length
    begins[:, 0] = True
    step = np.arange(length)
    block_start = np.maximum.accumulate(np.where(begins, step, 0), axis=1)
    indices = (np.take_along_axis(starts, block_start, axis=1) + step - block_start) % observations
    indices.flags.writeable = False
    return indices

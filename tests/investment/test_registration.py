"""Hazards of beginning and registration: the logistic regression is statsmodels' GLM."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from shouguan.investment.registration import logit


@pytest.mark.parametrize("seed", range(20))
def test_the_regression_is_that_of_the_glm(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.kron(np.eye(6), np.ones((3, 1))), np.tile((-1.0, 0.0, 1.0), 6)])
    count = rng.integers(1, 10 ** rng.integers(2, 5), 18) + rng.random(18)
    happened = count * rng.beta(0.3, (0.9, 9.0)[seed % 2], 18)
    glm = sm.GLM(np.column_stack([happened, count - happened]), design, family=sm.families.Binomial())
    assert logit(design, happened, count) == pytest.approx(glm.fit(tol=1e-12, maxiter=200).params, abs=1e-5)

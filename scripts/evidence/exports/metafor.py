"""The call of R's metafor that repeats a pooling, with the data in it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from evidence.model.vocabulary import PoolingModel, PoolingTest
from evidence.pooling import FEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.pooling import Pooled
    from evidence.synthesis import Synthesised

_METHODS: Mapping[PoolingModel, str] = {
    PoolingModel.COMMON_EFFECT: "EE",
    PoolingModel.DERSIMONIAN_LAIRD: "DL",
    PoolingModel.PAULE_MANDEL: "PM",
    PoolingModel.REML: "REML",
}
_TESTS: Mapping[PoolingTest, str] = {
    PoolingTest.WALD: "z",
    PoolingTest.HARTUNG_KNAPP: "knha",
    PoolingTest.MODIFIED_KNAPP_HARTUNG: "adhoc",
}
# Metafor stops at steps of about 1e-4 by itself, which would show in the last digits printed here.
_CONTROLS: Mapping[PoolingModel, str] = {
    PoolingModel.PAULE_MANDEL: ", control = list(tol = 1e-12, maxiter = 10000)",
    PoolingModel.REML: ", control = list(threshold = 1e-12, maxiter = 10000)",
}


def r_script(claim: str, body: str, result: Synthesised) -> str:
    """Return a script for R. It is ASCII, so that it reads alike in every locale."""
    pooled, model = result.pooled, result.synthesis.model
    script = dedent("""\
        # Repeats the pooling of the body of evidence "{body}" of the claim "{claim}".
        # {measure}; yi and vi are the effects and their variances{scale}.
        # Needs R and its package metafor: install.packages("metafor")

        library(metafor)

        effects <- data.frame(
          study = c({studies}),
          yi = c({yi}),
          vi = c({vi})
        )

        result <- rma(yi, vi, data = effects, slab = study, method = "{method}", test = "{test}"{control})
        print(result, digits = 6)
        """).format(
        body=body,
        claim=claim,
        measure=result.synthesis.measure.value,
        scale=" on the scale of natural logarithms" if result.rows[0].estimate.log_scale else "",
        studies=_wrapped(quoted(row.study.id) for row in result.rows),
        yi=_wrapped(repr(row.estimate.value) for row in result.rows),
        vi=_wrapped(repr(row.estimate.variance) for row in result.rows),
        method=_METHODS[model],
        test=_TESTS[pooled.test],
        control=_CONTROLS.get(model, ""),
    )
    if pooled.prediction_low is not None:
        script += _PREDICTION
    if pooled.k >= FEW:
        script += "\n# Each study left out in turn:\nprint(leave1out(result), digits = 6)\n"
    return script + _expected(pooled)


_PREDICTION = """
# Prediction interval by t with k - 2 degrees of freedom:
print(as.numeric(result$beta) + c(-1, 1) * qt(0.975, result$k - 2) * sqrt(result$tau2 + result$se^2), digits = 7)
"""


def quoted(text: str) -> str:
    """Return a text as a string of R, in ASCII."""
    signs = (_escaped(sign) for sign in text)
    return f'"{"".join(signs)}"'


def _escaped(sign: str) -> str:
    if sign in {'"', "\\"}:
        return f"\\{sign}"
    return sign if sign.isascii() and sign.isprintable() else f"\\U{{{ord(sign):x}}}"


def _wrapped(items: Iterable[str]) -> str:
    return ",\n    ".join(["", *items]).removeprefix(",") + "\n  "


def _expected(pooled: Pooled) -> str:
    rows = [
        f"estimate {pooled.estimate:.6f}, standard error {pooled.se:.6f}",
        f"{100 * pooled.level:g}% CI {pooled.low:.6f} to {pooled.high:.6f}, P {pooled.p:.6g}",
        f"tau^2 {pooled.tau2:.6f}, I^2 {pooled.i2:.2f}%, Q {pooled.q:.6f} with {pooled.q_df} df",
    ]
    if pooled.prediction_low is not None and pooled.prediction_high is not None:
        rows.append(f"prediction interval {pooled.prediction_low:.6f} to {pooled.prediction_high:.6f}")
    return "\n# What this review gives:\n" + "".join(f"#   {row}\n" for row in rows)

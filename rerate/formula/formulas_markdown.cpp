#include <fmt/format.h>

#include "rerate/formula/function_manifest.h"

namespace rerate {
namespace {

// docs/formulas.md around the table of functions. What it states is tested: type_rules_test.cpp (units and
// kinds), reach_test.cpp (durations), window_functions_test.cpp (missing figures).
constexpr std::string_view kOpening = R"(# Formulas

<!-- Made by rerate/formula/formulas_markdown.cpp from the manifest of functions. Do not edit. -->

A formula makes a series out of series:

    rates.gs10 - bey(rates.tb3ms)
    index(mean(french.small_growth, french.small_neutral, french.small_value))
    when(philly.current_activity < 0 and diff(rates.gs10, 3m) < 0, 1, 0)

Try one with `rerate eval 'yoy(macro.indpro)'`; put it under `[series]` of a study file to give it a name.

## Words

| what | how it is written |
|---|---|
| series of the catalogue | `family.name`, lower case: `rates.gs10` (`rerate data list`) |
| series of the study | a bare name: `curve` |
| number | `2`, `0.5`, `1e-3` |
| duration | a whole number and `d`, `w`, `m`, `q` or `y`: `250d`, `52w`, `12m`, `4q`, `2y` |
| arithmetic | `+ - * / ^`; `^` binds tightest and to the right, `-x^2` is `-(x^2)` |
| comparison | `< <= > >= == !=`; comparisons do not chain: `a < b and b < c` |
| logic | `not`, then `and`, then `or` |
| call | `ma(x, 12m)`; any argument may be named: `ema(x, half_life = 6m)` |

A formula has at most 64 KiB, nests at most 200 deep, and its operators and calls have at most 2,000 operands together.
It reads the past only: there is no `lead`, and durations are never negative.

## Periods

Two series meet on the periods that both have. A number fits every period. Series of different frequencies never meet
silently: the error says which `resample()` to write. Only `carry(x, onto)` brings a coarser series onto a finer one.

A duration on a monthly, quarterly or annual series must come out as a whole number of its periods: `12m` is four
quarters, `1m` of a quarterly series is an error. On a daily series `d`, and on a weekly one `w`, counts observations;
months, quarters and years (and weeks on a daily series) are distances on the calendar: `lag(x, 12m)` is the last figure
on or before the same day twelve months earlier, and `ma(x, 12m)` covers the figures in (t - 12m, t].
`d` on a weekly series is an error.

## Missing figures and errors

- A missing argument makes the result of its period missing.
- Nothing stands before the first full window. A missing figure inside a window makes the result missing; `fill(x)`
  carries the last one forward. Expanding `zscore` and `percentile` start with 24 figures; they and `ema` pass over
  missing figures.
- A value on which the formula is not defined (division by zero, the log of 0, growth from a negative figure) is an
  error that names the period. No result is ever infinite.
- A z-score, correlation or beta of figures that do not vary is missing.

## When a value was known

A formula read as of a day D shows exactly the figures that, read later, say that they were known by D. Every value
carries the latest date on which anything it read became known: all of the window for a moving average, everything so far
for an expanding z-score or an index, the condition and the chosen branch for `when`. And no value is known before its
period exists: a series ends with its last figure, so a period without a figure comes into being when a later figure
becomes known. So a filled figure is known with the next one, `lag(x, 12m)` no earlier than x itself has come to that
period, both branches of `when` must have it, and a period of `resample`, `published` or `carry` is known when it is over.
`published(x)` moves figures to the period in which they became known; `carry(x, onto)` does so on the periods of another series.

A figure that is published after that of a later period works like a revision: what was read in between used the others.
So does a figure of x in `splice(x, y)` that is published after that of y for the same period.

## Units and kinds

Checked before a value is read. A number fits any unit and any kind. `percent` and `pp` fit each other, and so do
figures without a unit and ratios.

| formula | needs | gives |
|---|---|---|
| `x + y`, `sum` | equal units | kinds that are equal stay; rate + spread is a rate; a return adds to returns only |
| `x - y`, `diff`, `std` | equal units | rates, returns and spreads: a spread in pp; indexes and levels: a level; diffusion indexes and balances: a balance; rate - spread stays a rate |
| `x * 2`, `x / 2`, `x + 2` | | unit and kind stay; a scaled diffusion index is a balance, a scaled indicator a level |
| `x / y` of one unit | | a ratio |
| `x * y`, `x / y` | | the unit of the other where one has none (an index becomes a level); else a level in `a*b`, `a/b` |
| `x ^ 2` | an exponent without unit | a level in `unit^2`, without unit when x has none |
| `min`, `max`, `mean`, `clip`, `when`, `splice` | equal units | equal kinds stay; else as for `+` |
| `x < y` and the like | equal units, or a number | an indicator |
| `and`, `or`, `not`, the condition of `when` | indicators | an indicator |
| `log`, `exp` | | a level without unit |
| `pct`, `yoy` | a level, an index or a ratio | a return in percent of an index, otherwise a rate in percent |
| `ret` | a level or an index | a return in percent |
| `total_return` | a price without dividends, and dividends as a level of its unit | a return in percent of one period |
| `index` | returns of one period each, in percent | a total-return index |
| `bey` | a rate in percent | a rate in percent |
| `lag`, `fill`, `published`, `carry`, `ma`, `ema`, `resample` | | unit and kind stay; the mean of an indicator is a ratio, its `sum` a level |
| `resample(x, ..., sum)` | a level, a return or an indicator | |
| `zscore`, `percentile`, `rolling_corr` | | a score |
| `rolling_beta` | | a ratio |

A price index and a total-return index do not mix in `+ - /`, comparisons and the like: one leaves dividends out, the
other reinvests them. `index()` takes its returns to be total returns, as those of the French portfolios are. Returns over
more than one period overlap, and `index()` refuses them.

## Functions
)";

std::string in_table(std::string_view text) {
  std::string escaped;
  for (char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

}  // namespace

std::string formulas_markdown() {
  std::string text(kOpening);
  std::string_view group;
  for (const auto& function : function_manifest()) {
    if (function.group != group) {
      group = function.group;
      text += fmt::format("\n### {}\n\n| function | meaning | example |\n|---|---|---|\n", group);
    }
    text += fmt::format("| `{}` | {} | `{}` |\n", in_table(function.signature), in_table(function.meaning),
                        in_table(function.example));
  }
  return text;
}

}  // namespace rerate

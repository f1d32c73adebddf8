#include "rerate/formula/window_functions.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/base/elementary.h"
#include "rerate/formula/alignment.h"
#include "rerate/formula/function_types.h"
#include "rerate/formula/moments.h"
#include "rerate/formula/rank_counts.h"
#include "rerate/formula/reach.h"
#include "rerate/formula/sliding_window.h"

namespace rerate {
namespace {

// A statistic into the result: nothing is missing, not finite is an overflow.
void append(const EvaluatedCall& call, Series& result, std::int32_t ordinal, std::optional<double> statistic,
            Date known_at) {
  if (statistic && !std::isfinite(*statistic)) call.refuse_overflow({result.type.frequency, ordinal});
  result.append(ordinal, statistic.value_or(kMissing), statistic ? known_at : kAlwaysKnown);
}

// Moves a window over the rows: enter(i) as row i comes in, leave(j) as row j goes out, and full(i) when the
// window that ends at row i is complete.
template <class Enter, class Leave, class Full>
void slide(const Series& series, Reach reach, Enter enter, Leave leave, Full full) {
  const auto starts = window_starts(series, reach);
  std::size_t first = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    enter(i);
    if (starts[i] == kNoRow) continue;
    for (; first < starts[i]; ++first) leave(first);
    full(i);
  }
}

// statistic(window, x at its end) over full windows without missing figures.
template <class Statistic>
Value windowed(const EvaluatedCall& call, Statistic statistic) {
  const auto& x = call.series(0);
  auto result = call.empty_result(x.size());
  SlidingWindow<Moments> window;
  slide(
      x, call.reach(1), [&](std::size_t i) { window.push(Moments::of(x.value[i], x.known_at[i])); },
      [&](std::size_t) { window.pop(); },
      [&](std::size_t i) {
        const auto total = window.total();
        const bool whole = total.coverage.missing == 0 && total.coverage.count > 0;
        append(call, result, x.ordinal[i], whole ? statistic(total, x.value[i]) : std::nullopt,
               total.coverage.known_at);
      });
  return Value(std::move(result));
}

// statistic over everything so far, from the 24th figure on.
template <class Statistic>
Value expanding(const EvaluatedCall& call, Statistic statistic) {
  const auto& x = call.series(0);
  auto result = call.empty_result(x.size());
  Moments total;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool missing = std::isnan(x.value[i]);
    if (!missing) total = total + Moments::of(x.value[i], x.known_at[i]);
    if (total.coverage.count < kExpandingMinimum) continue;
    append(call, result, x.ordinal[i], missing ? std::nullopt : statistic(total, x.value[i]),
           total.coverage.known_at);
  }
  return Value(std::move(result));
}

std::optional<double> mean_of(const Moments& window, double) { return window.mean(); }
std::optional<double> deviation_of(const Moments& window, double) { return window.standard_deviation(); }

std::optional<double> score_of(const Moments& window, double x) {
  const auto deviation = window.standard_deviation();
  if (!deviation || *deviation == 0) return std::nullopt;
  return (x - window.mean()) / *deviation;
}

// Percentiles within a window.
Value windowed_percentile(const EvaluatedCall& call) {
  const auto& x = call.series(0);
  auto result = call.empty_result(x.size());
  RankCounts ranks(x.value);
  SlidingWindow<Coverage> coverage;
  slide(
      x, call.reach(1),
      [&](std::size_t i) {
        coverage.push(Coverage::of(x.value[i], x.known_at[i]));
        if (!std::isnan(x.value[i])) ranks.add(x.value[i]);
      },
      [&](std::size_t j) {
        coverage.pop();
        if (!std::isnan(x.value[j])) ranks.remove(x.value[j]);
      },
      [&](std::size_t i) {
        const auto total = coverage.total();
        const bool whole = total.missing == 0 && total.count > 1;
        append(call, result, x.ordinal[i],
               whole ? std::optional(ranks.percentile_of(x.value[i])) : std::nullopt, total.known_at);
      });
  return Value(std::move(result));
}

Value expanding_percentile(const EvaluatedCall& call) {
  const auto& x = call.series(0);
  auto result = call.empty_result(x.size());
  RankCounts ranks(x.value);
  Date known_at = kAlwaysKnown;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool missing = std::isnan(x.value[i]);
    if (!missing) {
      ranks.add(x.value[i]);
      known_at = std::max(known_at, x.known_at[i]);
    }
    if (ranks.size() < kExpandingMinimum) continue;
    append(call, result, x.ordinal[i],
           missing ? std::nullopt : std::optional(ranks.percentile_of(x.value[i])), known_at);
  }
  return Value(std::move(result));
}

template <class Statistic>
Value windowed_pair(const EvaluatedCall& call, Statistic statistic) {
  const Series *a = &call.series(0), *b = &call.series(1);
  const Series* both[] = {a, b};
  const Alignment alignment(both);
  Series shared{a->type, {}, {}, {}, {}};  // the periods of both, for the windows
  shared.ordinal.reserve(alignment.size());
  for (std::size_t i = 0; i < alignment.size(); ++i)
    shared.ordinal.push_back(a->ordinal[alignment.row(0, i)]);

  auto result = call.empty_result(shared.size());
  SlidingWindow<PairMoments> window;
  slide(
      shared, call.reach(2),
      [&](std::size_t i) {
        const auto row = alignment.row(0, i), other = alignment.row(1, i);
        window.push(
            PairMoments::of(a->value[row], b->value[other], std::max(a->known_at[row], b->known_at[other])));
      },
      [&](std::size_t) { window.pop(); },
      [&](std::size_t i) {
        const auto total = window.total();
        const bool whole = total.x.coverage.missing == 0;
        append(call, result, shared.ordinal[i], whole ? statistic(total) : std::nullopt,
               total.x.coverage.known_at);
      });
  return Value(std::move(result));
}

// Half-lives between two rows of a series.
class Age {
 public:
  Age(const Series& series, Reach half_life) : series_(series), half_life_(half_life) {}

  double between(std::size_t older, std::size_t newer) const {
    if (!half_life_.on_calendar) return static_cast<double>(newer - older) / half_life_.observations;
    return (series_.ordinal[newer] - series_.ordinal[older]) / days();
  }

 private:
  // A month counts as a twelfth of the Gregorian year of 365.2425 days.
  double days() const {
    const auto months = whole_months(half_life_.distance);
    return months ? *months * (365.2425 / 12) : half_life_.distance.count * 7.0;
  }

  const Series& series_;
  Reach half_life_;
};

}  // namespace

Value evaluate_ma(EvaluatedCall& call) { return windowed(call, mean_of); }
Value evaluate_std(EvaluatedCall& call) { return windowed(call, deviation_of); }

Value evaluate_zscore(EvaluatedCall& call) {
  return call.has(1) ? windowed(call, score_of) : expanding(call, score_of);
}

Value evaluate_percentile(EvaluatedCall& call) {
  return call.has(1) ? windowed_percentile(call) : expanding_percentile(call);
}

Value evaluate_rolling_corr(EvaluatedCall& call) {
  return windowed_pair(call, [](const PairMoments& window) { return window.correlation(); });
}

// rolling_beta(y, x, window): the first argument is explained by the second.
Value evaluate_rolling_beta(EvaluatedCall& call) {
  return windowed_pair(call, [](const PairMoments& window) {
    PairMoments turned{window.y, window.x, window.products};
    return turned.beta_of_y_on_x();
  });
}

Value evaluate_ema(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto half_life = call.reach(1);
  const auto starts = window_starts(x, half_life);
  const Age age(x, half_life);
  auto result = call.empty_result(x.size());
  double weighted = 0, weights = 0;
  std::size_t previous = kNoRow;
  Date known_at = kAlwaysKnown;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isnan(x.value[i])) {
      const double decay = previous == kNoRow ? 0 : reproducible_exp2(-age.between(previous, i));
      weighted = weighted * decay + x.value[i];
      weights = weights * decay + 1;
      known_at = std::max(known_at, x.known_at[i]);
      previous = i;
    }
    if (starts[i] == kNoRow) continue;
    append(call, result, x.ordinal[i], previous == i ? std::optional(weighted / weights) : std::nullopt,
           known_at);
  }
  return Value(std::move(result));
}

}  // namespace rerate

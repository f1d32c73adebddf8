#include "rerate/study/rotation_benchmarks.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// The last figure that an index has in each month of the panel.
std::vector<double> month_ends(const SectorPanel& panel, const Series& index, const Place& place) {
  std::vector<double> level(panel.month.size(), kMissing);
  for (std::size_t m = 0; m < panel.month.size(); ++m) {
    const Period month{Frequency::monthly, panel.month[m]};
    const auto at = index.find_at_or_before(period_of(index.type.frequency, last_day(month)).ordinal);
    if (!at || last_day(index.period(*at)) < first_day(month)) continue;
    const double value = index.value[*at];
    if (value <= 0 || std::isinf(value))
      refuse(ErrorCode::rotation_prices,
             fmt::format("a benchmark must be above 0: `{}` is {} in {}", index.name, shortest(value),
                         to_string(index.period(*at))),
             {}, place);
    level[m] = value;
  }
  return level;
}

RotationBenchmark equal_weights(const RotationFindings& found) {
  RotationBenchmark benchmark;
  benchmark.id = "equal";
  benchmark.title = "equal weights";
  benchmark.returns = equal_weight_returns(found.panel, found.run.backtest);
  return benchmark;
}

RotationBenchmark market(const RotationFindings& found, const SectionContext& context) {
  RotationBenchmark benchmark;
  benchmark.id = "market";
  const auto& use = *found.request->market;
  const auto& input = context.input(use);
  benchmark.title = is_plain_name(use.formula) ? input.title : "the market";
  benchmark.returns = index_returns(found.panel, found.run.backtest, input.series, use.place);
  return benchmark;
}

RotationBenchmark momentum(const RotationFindings& found) {
  RotationBenchmark benchmark;
  benchmark.id = "momentum";
  benchmark.title = fmt::format("12-1 momentum, {} best", found.best);
  benchmark.returns = momentum_returns(found.panel, found.run.backtest, found.best, found.definition.trading,
                                       found.definition.portfolio.rebalance_months);
  return benchmark;
}

// Adds the figures over the months that portfolio, benchmark and cash have. False: too few of them.
bool compare(const RotationFindings& found, RotationBenchmark& benchmark) {
  const auto& net = found.run.backtest.net;
  const auto stretch = common_stretch({net, benchmark.returns, found.cash});
  benchmark.first = stretch.first;
  benchmark.months = stretch.count;
  if (stretch.count < kFewestCompared) return false;
  const auto part = [&](const std::vector<double>& figures) {
    return part_of(figures, stretch.first, stretch.count);
  };
  benchmark.own = performance(part(net), part(found.cash));
  benchmark.figures = performance(part(benchmark.returns), part(found.cash));
  benchmark.relative = relative_performance(part(net), part(benchmark.returns), part(found.cash));
  return true;
}

// `equal_serves`: equal weights have months enough.
[[noreturn]] void refuse_headline(const RotationFindings& found, const RotationBenchmark& benchmark,
                                  bool equal_serves) {
  refuse(ErrorCode::rotation_sample,
         fmt::format("the portfolio and {} have {} months in common, fewer than {}", benchmark.title,
                     benchmark.months, kFewestCompared),
         equal_serves
             ? "Compare with equal weights (benchmark = \"equal\"), which have months enough."
             : "Begin earlier, choose a later as-of date, or bring prices and cash that go on longer.",
         found.request->benchmark_place);
}

void add_momentum(RotationFindings& found) {
  try {
    auto benchmark = momentum(found);
    if (compare(found, benchmark)) found.benchmarks.push_back(std::move(benchmark));
  } catch (const UserError& error) {
    found.warnings.push_back(fmt::format("12-1 momentum is no benchmark here: {}.", error.failure().what));
  }
}

}  // namespace

MonthStretch common_stretch(const std::vector<std::span<const double>>& figures) {
  MonthStretch longest, current;
  const auto months = figures.empty() ? 0 : static_cast<Index>(figures.front().size());
  for (Index i = 0; i < months; ++i) {
    bool all = true;
    for (const auto& one : figures) all = all && std::isfinite(one[static_cast<std::size_t>(i)]);
    if (!all) {
      current = {i + 1, 0};
      continue;
    }
    if (++current.count >= longest.count) longest = current;
  }
  return longest;
}

std::vector<double> index_returns(const SectorPanel& panel, const Backtest& like, const Series& index,
                                  const Place& place) {
  const auto level = month_ends(panel, index, place);
  std::vector<double> returns;
  for (Index i = 0; i < like.months(); ++i) {
    const auto m = static_cast<std::size_t>(like.first + 1 + i);
    returns.push_back(level[m] / level[m - 1] - 1);
  }
  return returns;
}

std::vector<double> cash_over(const SectorPanel& panel, const Backtest& like) {
  const auto begin = panel.cash_return.data() + like.first + 1;
  return {begin, begin + like.months()};
}

void add_benchmarks(RotationFindings& found, const SectionContext& context) {
  auto equal = equal_weights(found);
  const bool by_market = found.request->benchmark_is_market;
  std::optional<RotationBenchmark> other;
  if (found.request->market) other = market(found, context);
  auto& headline = by_market ? *other : equal;
  if (!compare(found, headline)) refuse_headline(found, headline, by_market && compare(found, equal));
  if (by_market) {
    found.benchmarks.push_back(std::move(*other));
    if (compare(found, equal)) found.benchmarks.push_back(std::move(equal));
  } else {
    found.benchmarks.push_back(std::move(equal));
    if (other && compare(found, *other))
      found.benchmarks.push_back(std::move(*other));
    else if (other)
      found.warnings.push_back(fmt::format(
          "{} has {} months in common with the portfolio, too few to compare.", other->title, other->months));
  }
  add_momentum(found);
  found.compared_first = found.benchmarks.front().first;
  found.compared = found.benchmarks.front().months;
}

void add_headline_benchmark(RotationFindings& found, const SectionContext& context) {
  const bool by_market = found.request->benchmark_is_market;
  auto headline = by_market ? market(found, context) : equal_weights(found);
  if (!compare(found, headline)) {
    auto equal = equal_weights(found);
    refuse_headline(found, headline, by_market && compare(found, equal));
  }
  found.compared_first = headline.first;
  found.compared = headline.months;
  found.benchmarks.push_back(std::move(headline));
}

std::span<const double> part_of(const std::vector<double>& figures, Index first, Index count) {
  return std::span(figures).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

}  // namespace rerate

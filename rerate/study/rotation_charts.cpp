#include "rerate/study/rotation_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "rerate/base/number_text.h"
#include "rerate/rotation/performance.h"
#include "rerate/study/recession_spans.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostSignals = 6;     // that have a colour of their own
constexpr Index kMostColumns = 240;         // of the heat map, before months become quarters
constexpr std::size_t kFewestVariants = 5;  // that make a histogram
constexpr int kBins = 16;
constexpr std::size_t kMeanMonths = 36;  // of rank correlations
const double kYear = std::sqrt(12.0);

double day(Date date) { return date.days; }

// --- ranking ---

// The signals that move the scores most, in their order; the others are drawn as one.
std::vector<std::size_t> own_colours(const RotationFindings& found) {
  std::vector<std::size_t> order(found.definition.signals.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() <= kMostSignals) return order;
  std::vector<double> moves(order.size(), 0);
  for (const auto& standing : found.standings)
    for (std::size_t i = 0; i < std::min(moves.size(), standing.contribution.size()); ++i)
      if (std::isfinite(standing.contribution[i])) moves[i] += std::fabs(standing.contribution[i]);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return moves[a] > moves[b]; });
  order.resize(kMostSignals - 1);
  std::sort(order.begin(), order.end());
  return order;
}

// A bar for every signal, of no length where the sector has no figure: colours go by the order of the signals.
void add_contributions(Chart& chart, const RotationFindings& found, const SectorStanding& standing,
                       const std::vector<std::size_t>& own) {
  const auto name = capitalised(found.sector_titles[static_cast<std::size_t>(standing.sector)]);
  const auto parts = shown_contributions(found, standing);
  double others = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double value = std::isfinite(parts[i]) ? parts[i] : 0;
    if (std::find(own.begin(), own.end(), i) != own.end())
      chart.bars.push_back({name, value, capitalised(found.signal_titles[i])});
    else
      others += value;
  }
  if (own.size() < found.definition.signals.size()) chart.bars.push_back({name, others, "Other signals"});
}

Chart ranking_chart(const RotationFindings& found) {
  Chart chart;
  chart.id = "ranking";
  chart.title = fmt::format("Where the sectors stand at the end of {}",
                            month_in_words(found.panel.decided_at(found.now)));
  chart.stacked = found.definition.signals.size() > 1;
  chart.y_title = chart.stacked ? "what each signal adds to the score; the dot is the score" : "score";
  const auto own = own_colours(found);
  for (const auto& standing : found.standings) {
    if (chart.stacked) {
      add_contributions(chart, found, standing, own);
      continue;
    }
    chart.bars.push_back({capitalised(found.sector_titles[static_cast<std::size_t>(standing.sector)]),
                          in_twentieths(standing.score, shown_of(found))});
  }
  const auto told = [&](const SectorStanding& one) {
    return fmt::format("{} ({})", found.sector_titles[static_cast<std::size_t>(one.sector)],
                       signed_number(in_twentieths(one.score, shown_of(found)), 2));
  };
  chart.alternative = fmt::format("Scores of {}, from {} to {}.", count_of(found.standings.size(), "sector"),
                                  told(found.standings.front()), told(found.standings.back()));
  return chart;
}

// --- wealth ---

// Of 1 put in before month `first`, as a line that begins where the returns do, at `base` of that month.
struct Course {
  std::string label;
  ChartLine::Role role;
  std::vector<double> level;  // one more than months: before the first, then at each month's end; NaN: none
};

std::vector<double> compounded(const std::vector<double>& returns, Index first,
                               const std::vector<double>& start) {
  const auto count = static_cast<Index>(returns.size());
  std::vector<double> level(static_cast<std::size_t>(std::max<Index>(0, count - first) + 1), kMissing);
  double wealth = kMissing;
  for (Index i = first; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i - first);
    const double earned = returns[static_cast<std::size_t>(i)];
    if (std::isnan(earned)) {
      if (!std::isnan(wealth)) break;  // it has ended
      continue;
    }
    if (std::isnan(wealth)) wealth = level[at] = start.empty() ? 1 : start[at];
    wealth *= 1 + earned;
    level[at + 1] = wealth;
  }
  return level;
}

std::vector<Course> courses(const RotationFindings& found) {
  std::vector<Course> all = {{"The rotation, after costs", ChartLine::Role::main,
                              compounded(found.run.backtest.net, found.compared_first, {})}};
  for (std::size_t i = 0; i < found.benchmarks.size(); ++i) {
    const auto& one = found.benchmarks[i];
    if (i > 0 && one.id != "momentum") continue;
    all.push_back({capitalised(one.title), i == 0 ? ChartLine::Role::second : ChartLine::Role::reference,
                   compounded(one.returns, found.compared_first, all.front().level)});
  }
  return all;
}

Date date_of(const RotationFindings& found, std::size_t i) {
  return i == 0 ? day_before(found, found.compared_first)
                : found.month_end(found.compared_first + static_cast<Index>(i) - 1);
}

// Without what is missing at the two ends.
template <class Show>
ChartLine line_of(const RotationFindings& found, const Course& course, Show shown) {
  ChartLine line{course.label, {}, {}, course.role};
  for (std::size_t i = 0; i < course.level.size(); ++i)
    if (!std::isnan(course.level[i])) {
      line.x.push_back(day(date_of(found, i)));
      line.y.push_back(shown(course.level[i]));
    }
  return line;
}

void shade(Chart& chart, const std::vector<Spell>& recessions) {
  double first = kMissing, last = kMissing;
  for (const auto& line : chart.lines)
    if (!line.x.empty()) {
      first = std::fmin(first, line.x.front());
      last = std::fmax(last, line.x.back());
    }
  if (!std::isnan(first)) chart.spans = recession_spans(recessions, first, last);
}

Chart wealth_chart(const RotationFindings& found, const std::vector<Course>& courses,
                   const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "wealth";
  chart.title =
      fmt::format("What 1 put in before {} became", month_in_words(found.month_end(found.compared_first)));
  chart.time_axis = chart.log_y = true;
  chart.y_title = found.may_show_all ? "wealth" : "wealth, in steps of a percent";
  for (const auto& course : courses)
    chart.lines.push_back(
        line_of(found, course, [&](double level) { return in_percent_steps(level, shown_of(found)); }));
  shade(chart, recessions);
  std::vector<std::string> ends;
  for (const auto& line : chart.lines)
    if (!line.y.empty())
      ends.push_back(fmt::format("{} {} in {}", line.label, fixed(line.y.back(), 1),
                                 month_in_words(Date{static_cast<std::int32_t>(line.x.back())})));
  chart.alternative = fmt::format("Of 1 became: {}.", joined_with_and(ends));
  return chart;
}

std::vector<double> drawdowns(const std::vector<double>& level) {
  std::vector<double> falls;
  double peak = 0;
  for (const double wealth : level) {
    if (!std::isnan(wealth)) peak = std::max(peak, wealth);
    falls.push_back(std::isnan(wealth) || !(peak > 0) ? kMissing : 100 * (wealth / peak - 1));
  }
  return falls;
}

Chart drawdown_chart(const RotationFindings& found, const std::vector<Course>& courses,
                     const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "drawdown";
  chart.title = "How far below its last peak";
  chart.time_axis = true;
  chart.y_title = "percent";
  for (std::size_t i = 0; i < std::min<std::size_t>(2, courses.size()); ++i) {
    const Course falls{courses[i].label, courses[i].role, drawdowns(courses[i].level)};
    chart.lines.push_back(
        line_of(found, falls, [&](double percent) { return in_whole_steps(percent, shown_of(found)); }));
  }
  shade(chart, recessions);
  std::vector<std::string> deepest;
  for (const auto& line : chart.lines)
    if (!line.y.empty())
      deepest.push_back(
          fmt::format("{} {}%", line.label, fixed(*std::min_element(line.y.begin(), line.y.end()), 0)));
  chart.alternative = fmt::format("The deepest falls: {}.", joined_with_and(deepest));
  return chart;
}

// --- weights ---

// One column a month, or one a quarter of a year where months would be too narrow: then means.
Chart weights_chart(const RotationFindings& found, const std::vector<Spell>& recessions) {
  const auto& weights = found.run.backtest.weights;
  const Index step = weights.rows() > kMostColumns ? 3 : 1;
  ChartHeatmap map{"weight", "percent", {}, {}, {}, {}, false};
  for (const auto& title : found.sector_titles) map.rows.push_back(capitalised(title));
  map.values.resize(map.rows.size());
  map.diverging = weights.size() > 0 && weights.minCoeff() < 0;
  for (Index first = 0; first < weights.rows(); first += step) {
    const Index count = std::min(step, weights.rows() - first);
    map.from.push_back(day(day_before(found, first) + 1));
    map.to.push_back(day(found.month_end(first + count - 1) + 1));
    for (Index j = 0; j < weights.cols(); ++j) {
      const bool member = !std::isnan(found.panel.month_price(found.run.backtest.first + first + count, j));
      const double mean = weights.col(j).segment(first, count).mean();
      map.values[static_cast<std::size_t>(j)].push_back(member || mean != 0 ? std::round(100 * mean)
                                                                            : kMissing);
    }
  }
  Chart chart;
  chart.id = "weights";
  chart.title = "What was held when";
  chart.time_axis = true;
  chart.y_title = step > 1 ? "weight, percent, mean of each quarter" : "weight at the month's end, percent";
  if (!map.from.empty()) chart.spans = recession_spans(recessions, map.from.front(), map.to.back());
  std::vector<std::string> held;
  for (Index j = 0; weights.rows() > 0 && j < weights.cols(); ++j)
    if (const double now = weights(weights.rows() - 1, j); now != 0)
      held.push_back(
          fmt::format("{} {}%", found.sector_titles[static_cast<std::size_t>(j)], fixed(100 * now, 0)));
  chart.alternative = fmt::format("Weights of {} over {}; last: {}.", count_of(map.rows.size(), "sector"),
                                  count_of(static_cast<std::size_t>(weights.rows()), "month"),
                                  held.empty() ? "nothing held" : joined_with_and(held));
  chart.heatmap = std::move(map);
  return chart;
}

// --- through time, by costs, by definitions ---

bool any_known(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
}

Chart rolling_chart(const RotationFindings& found, const std::vector<Spell>& recessions) {
  const auto* benchmark = headline_benchmark(found);
  Chart chart;
  chart.id = "rolling";
  chart.title = fmt::format("Information ratio against {}, over the 36 months before",
                            benchmark ? benchmark->title : "the benchmark");
  chart.time_axis = true;
  chart.y_title = "ratio, a year's";
  ChartLine line{"Information ratio", {}, {}, ChartLine::Role::main};
  std::size_t ahead = 0;
  for (std::size_t i = 0; i < found.rolling_information_ratio.size(); ++i)
    if (const double value = found.rolling_information_ratio[i]; !std::isnan(value)) {
      line.x.push_back(day(found.month_end(found.compared_first + static_cast<Index>(i))));
      line.y.push_back(in_twentieths(value, shown_of(found)));
      ahead += value > 0;
    }
  chart.alternative = fmt::format("The ratio was above zero in {} of {} months; it ends at {}.", ahead,
                                  line.y.size(), fixed(line.y.back(), 2));
  chart.lines.push_back(std::move(line));
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  shade(chart, recessions);
  return chart;
}

// Mean of so many months up to each; NaN where one of them has no figure.
std::vector<double> mean_before(const std::vector<double>& values, std::size_t months) {
  std::vector<double> means(values.size(), kMissing);
  for (std::size_t i = months; i <= values.size(); ++i) {
    double sum = 0;  // anew each time: a figure that is missing spoils no later mean
    for (std::size_t j = i - months; j < i; ++j) sum += values[j];
    means[i - 1] = sum / static_cast<double>(months);
  }
  return means;
}

// Whether sectors did in the order of their scores: by the month that the score is of.
Chart rank_correlation_chart(const RotationFindings& found, const std::vector<double>& means,
                             const std::vector<Spell>& recessions) {
  Chart chart;
  chart.id = "rank_correlation";
  chart.title =
      fmt::format("Rank correlation of score and the return that followed, mean of {} months", kMeanMonths);
  chart.time_axis = true;
  chart.y_title = "rank correlation";
  ChartLine line{"Rank correlation", {}, {}, ChartLine::Role::main};
  std::size_t above = 0;
  for (std::size_t m = 0; m < means.size(); ++m)
    if (!std::isnan(means[m])) {
      line.x.push_back(day(found.panel.decided_at(static_cast<Index>(m))));
      line.y.push_back(in_twentieths(means[m], shown_of(found)));
      above += means[m] > 0;
    }
  chart.alternative = fmt::format("The mean was above zero in {} of {} months; it ends at {}.", above,
                                  line.y.size(), fixed(line.y.back(), 2));
  chart.lines.push_back(std::move(line));
  chart.rules.push_back({ChartRule::Axis::y, 0, ""});
  shade(chart, recessions);
  return chart;
}

Chart costs_chart(const RotationFindings& found) {
  const auto* benchmark = headline_benchmark(found);
  Chart chart;
  chart.id = "costs";
  chart.title = "Return a year by what trading costs";
  chart.x_title = "cost of the value traded, one way, bp";
  chart.y_title = "percent a year";
  ChartLine line{"The rotation", {}, {}, ChartLine::Role::main};
  for (const auto& one : found.costs) {
    line.x.push_back(one.cost_bp);
    line.y.push_back(100 * one.cagr);
  }
  if (benchmark && std::isfinite(benchmark->figures.cagr))
    chart.rules.push_back({ChartRule::Axis::y, 100 * benchmark->figures.cagr, benchmark->title});
  const double own = 10'000 * found.definition.trading.cost_rate;
  for (const auto& one : found.costs)
    if (std::fabs(one.cost_bp - own) < 1e-6)
      chart.points.push_back({one.cost_bp, 100 * one.cagr, "as in the study"});
  const auto &first = found.costs.front(), &last = found.costs.back();
  chart.alternative = fmt::format("{}% a year at {} bp, {}% at {} bp.", fixed(100 * first.cagr, 1),
                                  shortest(first.cost_bp), fixed(100 * last.cagr, 1), shortest(last.cost_bp));
  chart.lines.push_back(std::move(line));
  return chart;
}

// 1, 2 or 5 times a power of ten, so that about `bins` of them span the width.
double round_step(double width, int bins) {
  const double wanted = width / bins;
  double power = 1;
  while (power > wanted) power /= 10;
  while (10 * power <= wanted) power *= 10;
  return wanted > 5 * power   ? 10 * power
         : wanted > 2 * power ? 5 * power
         : wanted > power     ? 2 * power
                              : power;
}

struct Histogram {
  double first = 0, step = 1;
  std::vector<double> count;

  double edge(std::size_t bin) const { return first + step * static_cast<double>(bin); }
  double at(double value) const {
    const double bin = std::floor((value - first) / step);
    return bin >= 0 && bin < static_cast<double>(count.size()) ? count[static_cast<std::size_t>(bin)] : 0;
  }
};

std::vector<double> finite(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  return values;
}

Histogram histogram_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  Histogram histogram;
  histogram.step = round_step(std::max(*high - *low, 0.01), kBins);
  histogram.first = histogram.step * std::floor(*low / histogram.step);
  const auto bin = [&](double value) {
    return static_cast<std::size_t>(std::floor((value - histogram.first) / histogram.step));
  };
  histogram.count.assign(bin(*high) + 1, 0);
  for (const double value : values) ++histogram.count[bin(value)];
  return histogram;
}

// Of the headline's benchmark over the months that the definitions are compared over, a year's; NaN: not known.
double benchmark_sharpe(const RotationFindings& found) {
  const auto* benchmark = headline_benchmark(found);
  const Index first = found.variant_runs.first - found.run.backtest.first - 1;
  const Index count = found.variant_runs.months;
  if (!benchmark || first < 0 || count <= 0 ||
      first + count > static_cast<Index>(std::min(benchmark->returns.size(), found.cash.size())))
    return kMissing;
  const auto over = [&](const std::vector<double>& figures) {
    return std::span(figures).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
  };
  const auto missing = [](double value) { return std::isnan(value); };
  if (std::ranges::any_of(over(benchmark->returns), missing) ||
      std::ranges::any_of(over(found.cash), missing))
    return kMissing;
  return performance(over(benchmark->returns), over(found.cash)).sharpe;
}

Chart variants_chart(const RotationFindings& found, const std::vector<double>& ratios) {
  const auto histogram = histogram_of(ratios);
  Chart chart;
  chart.id = "variants";
  chart.title = fmt::format("Sharpe ratios of all {} definitions, {}",
                            grouped(static_cast<double>(ratios.size()), 0), variant_months_in_words(found));
  chart.x_title = "Sharpe ratio, a year's, after costs";
  chart.y_title = "how many";
  ChartLine line{"Definitions", {}, {}, ChartLine::Role::main, true};
  line.x.push_back(histogram.edge(0));  // upright from nothing
  line.y.push_back(0);
  for (std::size_t i = 0; i <= histogram.count.size(); ++i) {
    line.x.push_back(histogram.edge(i));
    line.y.push_back(i < histogram.count.size() ? histogram.count[i] : 0);
  }
  chart.lines.push_back(std::move(line));
  const auto mark = [&](double ratio, const std::string& label) {
    if (std::isfinite(ratio)) chart.points.push_back({ratio, histogram.at(ratio), label});
  };
  const double own =
      found.variant_runs.figures.empty() ? kMissing : kYear * found.variant_runs.figures.front().sharpe;
  mark(own, fmt::format("the study's own {}", fixed(own, 2)));
  if (const auto* benchmark = headline_benchmark(found)) {
    const double ratio = benchmark_sharpe(found);
    mark(ratio, fmt::format("{} {}", benchmark->title, fixed(ratio, 2)));
  }
  const double expected = kYear * found.luck.expected_best;
  mark(expected, fmt::format("best of so many without skill {}", fixed(expected, 2)));
  chart.alternative = fmt::format("Ratios from {} to {}; the study's own, {}, is above {}% of them.",
                                  fixed(ratios.front(), 2), fixed(ratios.back(), 2), fixed(own, 2),
                                  fixed(100 * found.luck.own_rank, 0));
  return chart;
}

}  // namespace

std::vector<Chart> rotation_charts(const RotationFindings& found, const std::vector<Spell>& recessions) {
  std::vector<Chart> charts;
  if (!found.standings.empty()) charts.push_back(ranking_chart(found));
  if (found.compared > 0) {
    const auto all = courses(found);
    charts.push_back(wealth_chart(found, all, recessions));
    charts.push_back(drawdown_chart(found, all, recessions));
  }
  charts.push_back(weights_chart(found, recessions));
  if (any_known(found.rolling_information_ratio)) charts.push_back(rolling_chart(found, recessions));
  if (const auto means = mean_before(found.correlations_by_month, kMeanMonths); any_known(means))
    charts.push_back(rank_correlation_chart(found, means, recessions));
  if (found.costs.size() > 1) charts.push_back(costs_chart(found));
  if (auto ratios = finite(found.luck.variant_sharpes); ratios.size() >= kFewestVariants) {
    std::sort(ratios.begin(), ratios.end());
    charts.push_back(variants_chart(found, ratios));
  }
  return charts;
}

}  // namespace rerate

#include "rerate/study/rotation_outcome_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_luck_words.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kShownVariants = 5;  // from the top and from the bottom
const double kMonthsOfYear = 12, kYear = std::sqrt(kMonthsOfYear);

// One statistic of a portfolio and its benchmarks.
struct Statistic {
  const char* title;
  RowFormat format;
  double scale;  // of what is kept as a fraction
  double (*of)(const PerformanceFigures&);
  const Band PerformanceIntervals::*band = nullptr;
};

const Statistic kStatistics[] = {
    {"Return a year", {"percent", 1}, 100, [](auto& one) { return one.cagr; }, &PerformanceIntervals::cagr},
    {"Volatility, a year",
     {"percent", 1},
     100,
     [](auto& one) { return one.volatility; },
     &PerformanceIntervals::volatility},
    {"Sharpe ratio", {"ratio", 2}, 1, [](auto& one) { return one.sharpe; }, &PerformanceIntervals::sharpe},
    {"... adjusted for autocorrelation", {"ratio", 2}, 1, [](auto& one) { return one.sharpe_adjusted; }},
    {"Sortino ratio", {"ratio", 2}, 1, [](auto& one) { return one.sortino; }},
    {"Deepest fall",
     {"percent", 1},
     100,
     [](auto& one) { return one.max_drawdown; },
     &PerformanceIntervals::max_drawdown},
    {"Longest time below a peak",
     {"months", 0},
     1,
     [](auto& one) { return static_cast<double>(one.longest_under_water); }},
    {"Months above cash", {"percent", 0}, 100, [](auto& one) { return one.hit_rate; }}};

Table performance_table(const RotationFindings& found) {
  Table table{"performance",
              fmt::format("What following it would have earned, {}",
                          months_in_words(found, found.compared_first, found.compared)),
              {{"statistic", "", "Statistic", 0},
               {"portfolio", "", "After costs", 1},
               {"low", "", "90% low", 1},
               {"high", "", "90% high", 1},
               {"gross", "", "Before costs", 1}},
              {}};
  for (const auto& benchmark : found.benchmarks)
    table.columns.push_back({benchmark.id, "", capitalised(title_of(found, benchmark)), 1});
  for (const auto& statistic : kStatistics) {
    const auto band = statistic.band ? found.intervals.*statistic.band : Band{};
    const auto cell = [&](double value) { return number_cell(statistic.scale * value); };
    std::vector<Cell> row = {std::string(statistic.title), cell(statistic.of(found.figures)), cell(band.low),
                             cell(band.high), cell(statistic.of(found.gross_figures))};
    for (const auto& benchmark : found.benchmarks) row.push_back(cell(statistic.of(benchmark.figures)));
    table.rows.push_back(std::move(row));
    table.row_formats.push_back(statistic.format);
  }
  return table;
}

Table benchmarks_table(const RotationFindings& found) {
  Table table{"benchmarks",
              "Against each benchmark, over the months that both have",
              {{"benchmark", "", "Against", 0},
               {"until", "", "Until", 0},
               {"months", "count", "Months", 0},
               {"excess", "pp", "Mean lead a year", 2},
               {"tracking_error", "pp", "Tracking error", 1},
               {"information_ratio", "ratio", "Information ratio", 2},
               {"beat_rate", "percent", "Months ahead", 0},
               {"alpha", "pp", "Alpha a year", 2},
               {"alpha_t", "ratio", "t (HAC)", 2},
               {"beta", "ratio", "Beta", 2},
               {"sharpe", "ratio", "Sharpe ratio", 2},
               {"sharpe_benchmark", "ratio", "Its Sharpe ratio", 2}},
              {}};
  for (const auto& one : found.benchmarks) {
    const auto& relative = one.relative;
    table.rows.push_back({capitalised(one.title),
                          one.months > 0 ? Cell{found.month_end(one.first + one.months - 1)} : Cell{},
                          static_cast<std::int64_t>(one.months), number_cell(100 * relative.excess),
                          number_cell(100 * relative.tracking_error), number_cell(relative.information_ratio),
                          number_cell(100 * relative.beat_rate), number_cell(100 * relative.alpha),
                          number_cell(relative.alpha_t), number_cell(relative.beta),
                          number_cell(one.own.sharpe), number_cell(one.figures.sharpe)});
  }
  return table;
}

Table groups_table(const RotationFindings& found) {
  const auto* benchmark = headline_benchmark(found);
  Table table{
      "groups",
      fmt::format("By stretches of time, a year's, against {}", benchmark ? benchmark->title : "nothing"),
      {{"stretch", "", "Stretch", 0},
       {"by", "", "By", 0},
       {"months", "count", "Months", 0},
       {"mean", "percent", "After costs", 1},
       {"benchmark_mean", "percent", "Benchmark", 1},
       {"difference", "pp", "Difference", 1},
       {"t", "ratio", "t (HAC)", 2},
       {"sharpe", "ratio", "Sharpe ratio", 2},
       {"beat_rate", "percent", "Months ahead", 0}},
      {}};
  for (const auto& by : found.groups)
    for (const auto& group : by.groups)
      table.rows.push_back({capitalised(group.name), by.title, static_cast<std::int64_t>(group.months),
                            number_cell(100 * group.mean), number_cell(100 * group.benchmark_mean),
                            number_cell(100 * group.difference), number_cell(group.t),
                            number_cell(group.sharpe), number_cell(100 * group.beat_rate)});
  return table;
}

Table luck_table(const RotationFindings& found) {
  Table table{"luck",
              "How much of it luck explains, over " + variant_months_in_words(found),
              {{"test", "", "Test", 0}, {"value", "", "Figure", 2}, {"meaning", "", "What it says", 0}},
              {}};
  for (const auto& finding : luck_findings(found)) {
    table.rows.push_back({finding.test, number_cell(finding.value), finding.meaning});
    table.row_formats.push_back(finding.format);
  }
  return table;
}

// Those that ran, the best Sharpe ratio first; equal ones in their order.
std::vector<std::size_t> by_sharpe(const RotationFindings& found) {
  std::vector<std::size_t> order = found.variant_runs.ran;
  std::erase_if(order, [&](std::size_t i) {
    return i >= found.variant_runs.figures.size() || std::isnan(found.variant_runs.figures[i].sharpe);
  });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return found.variant_runs.figures[a].sharpe > found.variant_runs.figures[b].sharpe;
  });
  return order;
}

Table variants_table(const RotationFindings& found) {
  const auto order = by_sharpe(found);
  const auto when = variant_months_in_words(found);
  Table table{"variants",
              order.size() > 2 * kShownVariants + 1
                  ? fmt::format("The best and the worst of {} definitions, and the study's own, {}",
                                grouped(static_cast<double>(order.size()), 0), when)
                  : "Every definition that was tried, " + when,
              {{"variant", "", "Definition", 0},
               {"place", "count", "Place", 0},
               {"sharpe", "ratio", "Sharpe ratio", 2},
               {"mean", "percent", "Mean a year", 1},
               {"turnover", "percent", "Turnover a month", 0}},
              {}};
  for (std::size_t place = 0; place < order.size(); ++place) {
    const std::size_t i = order[place];
    if (i != 0 && place >= kShownVariants && place + kShownVariants < order.size()) continue;
    const auto& figures = found.variant_runs.figures[i];
    table.rows.push_back({capitalised(found.variants.at(i).words), static_cast<std::int64_t>(place + 1),
                          number_cell(kYear * figures.sharpe),
                          number_cell(100 * kMonthsOfYear * figures.mean),
                          number_cell(100 * figures.turnover)});
  }
  return table;
}

}  // namespace

std::vector<Table> rotation_outcome_tables(const RotationFindings& found) {
  std::vector<Table> tables = {performance_table(found)};
  if (!found.benchmarks.empty()) tables.push_back(benchmarks_table(found));
  if (!found.groups.empty()) tables.push_back(groups_table(found));
  tables.push_back(luck_table(found));
  if (found.variant_runs.ran.size() > 1) tables.push_back(variants_table(found));
  return tables;
}

}  // namespace rerate

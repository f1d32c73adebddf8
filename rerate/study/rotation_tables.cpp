#include "rerate/study/rotation_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_outcome_tables.h"
#include "rerate/study/rotation_scenario_tables.h"
#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kNothing = 1e-9;  // of weight

// A signal's column has its name, but for one that another column has.
std::string column_of(const std::string& signal, const std::vector<Column>& columns) {
  const bool taken = std::any_of(columns.begin(), columns.end(),
                                 [&](const Column& column) { return column.name == signal; });
  return taken ? "signal_" + signal : signal;
}

std::vector<Column> ranking_columns(const RotationFindings& found) {
  const int k = best_count(found);
  const std::vector<Column> behind = {{"rank_change", "count", "Places gained in the month", 0},
                                      {"among_best", "percent", fmt::format("In best {}", k), 0},
                                      {"among_worst", "percent", fmt::format("In worst {}", k), 0},
                                      {"weight", "percent", "Weight", 1}};
  std::vector<Column> columns = {
      {"sector", "", "Sector", 0}, {"score", "score", "Score", 2}, {"rank", "count", "Rank", 0}};
  auto all = columns;
  all.insert(all.end(), behind.begin(), behind.end());
  for (std::size_t i = 0; i < found.definition.signals.size(); ++i)
    columns.push_back(
        {column_of(found.definition.signals[i].name, all), "score", capitalised(found.signal_titles[i]), 2});
  columns.insert(columns.end(), behind.begin(), behind.end());
  return columns;
}

Cell rank_change(const SectorStanding& standing) {
  if (!standing.rank_before) return {};
  return static_cast<std::int64_t>(*standing.rank_before - standing.rank);
}

std::vector<Cell> ranking_row(const RotationFindings& found, const SectorStanding& standing) {
  const auto shown = shown_of(found);
  std::vector<Cell> row = {capitalised(found.sector_titles[static_cast<std::size_t>(standing.sector)]),
                           number_cell(in_twentieths(standing.score, shown)),
                           static_cast<std::int64_t>(standing.rank)};
  for (const double part : shown_contributions(found, standing)) row.push_back(number_cell(part));
  row.push_back(rank_change(standing));
  row.insert(row.end(), {number_cell(100 * standing.among_best), number_cell(100 * standing.among_worst),
                         number_cell(100 * standing.weight)});
  return row;
}

// Best first; behind them those that have no score.
Table ranking_table(const RotationFindings& found) {
  Table table{
      "ranking",
      fmt::format("The ranking at the end of {}, what each signal adds to the score, and in how many redrawn "
                  "pasts a sector is among the best and the worst",
                  month_in_words(found.panel.decided_at(found.now))),
      ranking_columns(found),
      {}};
  std::vector<bool> ranked(found.sector_titles.size(), false);
  for (const auto& standing : found.standings) {
    ranked[static_cast<std::size_t>(standing.sector)] = true;
    table.rows.push_back(ranking_row(found, standing));
  }
  for (std::size_t i = 0; i < ranked.size(); ++i)
    if (!ranked[i]) {
      table.rows.push_back({capitalised(found.sector_titles[i])});
      table.rows.back().resize(table.columns.size());
    }
  return table;
}

double in_cash(const Matrix& weights, Index month) { return 1 - weights.row(month).sum(); }

bool ever_in_cash(const Matrix& weights) {
  for (Index i = 0; i < weights.rows(); ++i)
    if (std::fabs(in_cash(weights, i)) > kNothing) return true;
  return false;
}

Table weights_table(const RotationFindings& found) {
  const auto& weights = found.run.backtest.weights;
  Table table{"weights", "Weights at each month's end", {{"date", "", "Month", 0}}, {}};
  table.only_data = true;
  for (std::size_t i = 0; i < found.panel.names.size(); ++i)
    table.columns.push_back({found.panel.names[i], "percent", capitalised(found.sector_titles[i]), 1});
  const bool cash = ever_in_cash(weights);
  if (cash) table.columns.push_back({column_of("cash", table.columns), "percent", "Cash", 1});
  const auto percent = [&](double share) {
    return number_cell(in_whole_steps(100 * share, shown_of(found)));
  };
  for (Index i = 0; i < weights.rows(); ++i) {
    std::vector<Cell> row = {found.month_end(i)};
    for (Index j = 0; j < weights.cols(); ++j) row.push_back(percent(weights(i, j)));
    if (cash) row.push_back(percent(in_cash(weights, i)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

double at(const std::vector<double>& values, std::size_t i) {
  return i < values.size() ? values[i] : kMissing;
}

Table returns_table(const RotationFindings& found) {
  Table table{"returns",
              "Return of each month",
              {{"date", "", "Month", 0},
               {"gross", "percent", "Before costs", 2},
               {"net", "percent", "After costs", 2},
               {"benchmark", "percent", "Benchmark", 2}},
              {}};
  table.only_data = true;
  const auto* benchmark = headline_benchmark(found);
  if (benchmark) table.columns.back().title = capitalised(benchmark->title);
  const auto& backtest = found.run.backtest;
  const auto percent = [&](double change) {
    return number_cell(in_whole_steps(100 * change, shown_of(found)));
  };
  for (std::size_t i = 0; i < backtest.net.size(); ++i)
    table.rows.push_back({found.month_end(static_cast<Index>(i)), percent(at(backtest.gross, i)),
                          percent(backtest.net[i]),
                          percent(benchmark ? at(benchmark->returns, i) : kMissing)});
  return table;
}

void add_correlation(Table& table, const std::string& name, double weight, const RankCorrelation& one) {
  const bool known = one.months > 0;
  const auto told = [&](double value) { return number_cell(known ? value : kMissing); };
  table.rows.push_back({name, number_cell(100 * weight), told(one.mean), told(one.t), told(one.p),
                        told(100 * one.share_positive), static_cast<std::int64_t>(one.months)});
}

double newest_weight(const RotationFindings& found, Index signal) {
  const auto& weight = found.run.scores.weight;
  return found.now < weight.rows() && signal < weight.cols() ? weight(found.now, signal) : kMissing;
}

Table signals_table(const RotationFindings& found) {
  Table table{"signals",
              "How well each signal ranked the sectors by the return that followed",
              {{"signal", "", "Signal", 0},
               {"weight", "percent", "Weight now", 0},
               {"rank_correlation", "ratio", "Mean rank correlation", 3},
               {"t", "ratio", "t", 2},
               {"p", "probability", "p", 3},
               {"positive", "percent", "Months above 0", 0},
               {"months", "count", "Months", 0}},
              {}};
  for (std::size_t i = 0; i < found.signal_correlations.size() && i < found.signal_titles.size(); ++i)
    add_correlation(table, capitalised(found.signal_titles[i]), newest_weight(found, static_cast<Index>(i)),
                    found.signal_correlations[i]);
  if (found.signal_correlations.size() != 1)
    add_correlation(table, "The score", kMissing, found.score_correlation);
  return table;
}

Table costs_table(const RotationFindings& found) {
  Table table{"costs",
              "What dearer trading would have left",
              {{"cost_bp", "bp", "Cost, one way", 0},
               {"cagr", "percent", "Return a year", 2},
               {"sharpe", "ratio", "Sharpe ratio", 2},
               {"information_ratio", "ratio", "Information ratio", 2}},
              {}};
  for (const auto& one : found.costs)
    table.rows.push_back({number_cell(one.cost_bp), number_cell(100 * one.cagr), number_cell(one.sharpe),
                          number_cell(one.information_ratio)});
  return table;
}

}  // namespace

std::vector<Table> rotation_tables(const RotationFindings& found) {
  std::vector<Table> tables = {ranking_table(found), weights_table(found), returns_table(found)};
  std::vector<Table> outcome = rotation_outcome_tables(found);
  std::move(outcome.begin(), outcome.end(), std::back_inserter(tables));
  tables.push_back(signals_table(found));
  std::vector<Table> scenarios = rotation_scenario_tables(found);
  std::move(scenarios.begin(), scenarios.end(), std::back_inserter(tables));
  if (!found.costs.empty()) tables.push_back(costs_table(found));
  return tables;
}

}  // namespace rerate

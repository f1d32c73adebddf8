#include "rerate/study/fair_value_subsets.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/models/driver_subsets.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

const std::string& title_of(const FairValue& found, Index column) {
  return found.panel.titles.at(static_cast<std::size_t>(column));
}

std::string drivers_in_words(const FairValue& found, const DriverSubsets& subsets, std::uint32_t subset) {
  std::vector<std::string> titles;
  for (std::size_t driver = 0; driver < subsets.drivers.size(); ++driver)
    if (subset >> driver & 1) titles.push_back(title_of(found, subsets.drivers[driver]));
  return titles.empty() ? "none: the mean" : joined_with_and(titles);
}

std::size_t place_in(const std::vector<std::uint32_t>& best, std::uint32_t subset) {
  return static_cast<std::size_t>(std::find(best.begin(), best.end(), subset) - best.begin());
}

// 1 of the best five by a figure; empty behind them.
Cell rank_cell(const std::vector<std::uint32_t>& best, std::uint32_t subset) {
  const auto place = place_in(best, subset);
  if (place == best.size()) return {};
  return static_cast<std::int64_t>(place + 1);
}

// Those that are among the best by any figure, and the equation's own; by BIC.
std::vector<std::uint32_t> shown_of(const DriverSubsets& subsets) {
  std::vector<std::uint32_t> shown = {(std::uint32_t{1} << subsets.drivers.size()) - 1};
  for (const auto* best : {&subsets.by_bic, &subsets.by_adjusted_r2, &subsets.by_out_of_sample})
    shown.insert(shown.end(), best->begin(), best->end());
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  const auto& bic = subsets.regressions.bic;
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return bic[a] < bic[b]; });
  return shown;
}

Table subsets_table(const FairValue& found, const DriverSubsets& subsets) {
  const auto& regressions = subsets.regressions;
  const bool forecasts = !regressions.out_of_sample_r2.empty();
  Table table{"driver_subsets",
              fmt::format("The multiple equation with other drivers: the best of {} subsets ({}, {} rows)",
                          grouped(static_cast<double>(regressions.subsets()), 0), subsets.estimator,
                          grouped(static_cast<double>(subsets.rows), 0)),
              {{"drivers", "", "Drivers", 0},
               {"bic", "", "BIC", 1},
               {"adjusted_r2", "ratio", "Adjusted R2", 3},
               {"rank_bic", "count", "Rank by BIC", 0},
               {"rank_adjusted_r2", "count", "By adjusted R2", 0}},
              {}};
  if (forecasts) {
    table.columns.push_back({"out_of_sample_r2", "ratio", "R2 out of sample", 3});
    table.columns.push_back({"rank_out_of_sample", "count", "By that", 0});
  }
  table.columns.push_back({"own", "", "The study's", 0});
  const std::uint32_t own = (std::uint32_t{1} << subsets.drivers.size()) - 1;
  for (const auto subset : shown_of(subsets)) {
    std::vector<Cell> row = {drivers_in_words(found, subsets, subset), number_cell(regressions.bic[subset]),
                             number_cell(regressions.adjusted_r2[subset]), rank_cell(subsets.by_bic, subset),
                             rank_cell(subsets.by_adjusted_r2, subset)};
    if (forecasts) {
      row.push_back(number_cell(regressions.out_of_sample_r2[subset]));
      row.push_back(rank_cell(subsets.by_out_of_sample, subset));
    }
    row.push_back(std::string(subset == own ? "yes" : ""));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// The weights take each error for news of its own; errors that go on for months say the same thing many times.
std::string inclusion_title(const FairValue& found) {
  constexpr double kCorrelated = 1.5;
  const double statistic = found.multiple.table.durbin_watson;
  if (!(statistic < kCorrelated)) return "BIC weight of the subsets with each driver: how likely it belongs";
  return fmt::format(
      "BIC weight of the subsets with each driver, beside its p: the weight is overstated, since BIC takes "
      "errors for independent and these are correlated (Durbin-Watson {:.2f})",
      statistic);
}

// What the study's own equation says of a driver, with errors that allow for correlation.
Cell p_in_equation(const FairValue& found, Index column) {
  const std::string& name = found.panel.names.at(static_cast<std::size_t>(column));
  for (const RegressionTerm& term : found.multiple.table.terms)
    if (term.name == name) return number_cell(term.p);
  return {};
}

Table inclusion_table(const FairValue& found, const DriverSubsets& subsets) {
  Table table{"driver_inclusion",
              inclusion_title(found),
              {{"driver", "", "Driver", 0},
               {"inclusion", "probability", "Weight of subsets with it", 2},
               {"p", "probability", "p in the study's equation", 3}},
              {}};
  for (std::size_t driver = 0; driver < subsets.drivers.size(); ++driver)
    table.rows.push_back({title_of(found, subsets.drivers[driver]), number_cell(subsets.inclusion[driver]),
                          p_in_equation(found, subsets.drivers[driver])});
  return table;
}

}  // namespace

std::vector<Table> driver_subset_tables(const FairValue& found) {
  const auto subsets = driver_subsets(found.panel, found.multiple);
  if (!subsets) return {};
  return {subsets_table(found, *subsets), inclusion_table(found, *subsets)};
}

}  // namespace rerate

#include "rerate/study/event_definition_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostWithAllColumns = 1'000'000;

using Figure = double (*)(const DefinitionOutcome&);

double p_mean(const DefinitionOutcome& one) { return one.p_mean; }
double p_led(const DefinitionOutcome& one) { return one.p_led; }

// An asset without a benchmark is the main outcome, no side of it.
double of_two(const DefinitionOutcome& one, double figure) {
  return std::isnan(one.benchmark_mean) ? kMissing : figure;
}

struct FigureOfDefinition {
  const char* name;
  Figure value;
  Figure p;             // null: it has none
  bool of_two = false;  // only beside a benchmark
};

// In the order of the section's numbers.
constexpr FigureOfDefinition kFigures[] = {
    {"episodes", [](const DefinitionOutcome& one) -> double { return one.episodes; }, nullptr},
    {"complete", [](const DefinitionOutcome& one) -> double { return one.complete; }, nullptr},
    {"sample", [](const DefinitionOutcome& one) -> double { return one.dates; }, nullptr},
    {"mean", [](const DefinitionOutcome& one) { return one.mean; }, p_mean},
    {"median", [](const DefinitionOutcome& one) { return one.median; }, nullptr},
    {"led", [](const DefinitionOutcome& one) -> double { return one.led; }, p_led},
    // As outcome_statistics.cpp has it.
    {"hit_rate",
     [](const DefinitionOutcome& one) { return 100.0 * one.led / static_cast<double>(one.complete); },
     nullptr},
    {"p_mean", p_mean, nullptr},
    {"p_led", p_led, nullptr},
    {"asset_mean", [](const DefinitionOutcome& one) { return of_two(one, one.asset_mean); }, nullptr, true},
    {"asset_median", [](const DefinitionOutcome& one) { return of_two(one, one.asset_median); }, nullptr,
     true},
    {"benchmark_mean", [](const DefinitionOutcome& one) { return one.benchmark_mean; }, nullptr, true},
    {"benchmark_median", [](const DefinitionOutcome& one) { return one.benchmark_median; }, nullptr, true},
};

}  // namespace

EventDefinitionColumns::EventDefinitionColumns(std::size_t definitions, bool benchmark,
                                               const std::vector<std::string>& wanted) {
  const bool all = definitions <= kMostWithAllColumns;
  for (std::size_t i = 0; i < std::size(kFigures); ++i) {
    const auto& figure = kFigures[i];
    if ((figure.of_two && !benchmark) || (!all && std::ranges::find(wanted, figure.name) == wanted.end()))
      continue;
    NumberColumn column{figure.name, std::vector<double>(definitions, kMissing), {}};
    if (figure.p) column.p.assign(definitions, kMissing);
    columns_.push_back(std::move(column));
    figure_.push_back(i);
  }
}

void EventDefinitionColumns::take(std::size_t place, const DefinitionOutcome& outcome) {
  if (outcome.complete == 0) return;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& figure = kFigures[figure_[i]];
    columns_[i].values[place] = figure.value(outcome);
    if (figure.p) columns_[i].p[place] = figure.p(outcome);
  }
}

}  // namespace rerate

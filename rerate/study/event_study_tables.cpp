#include "rerate/study/event_study_tables.h"

#include <cmath>
#include <limits>

#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Cell period_cell(const Series& signal, std::optional<std::size_t> index) {
  if (!index) return std::monostate{};
  return to_string(signal.period(*index));
}

// Where the episode stands in the signal; a date given by hand is its own.
Cell place_cell(const Series& signal, const Episode& episode, std::optional<std::size_t> index) {
  return episode.by_hand ? Cell{to_string(*episode.by_hand)} : period_cell(signal, index);
}

std::string state_word(const Event& event) {
  switch (event.state) {
    case EventState::complete: return event.episode.open ? "complete, episode open" : "complete";
    case EventState::pending: return "pending";
    case EventState::excluded: return "excluded: " + event.exclusion_reason;
    case EventState::not_yet_known: return "not yet known";
    case EventState::before_prices: return "before the first price";
    case EventState::after_horizon: return "after the last day of returns";
  }
  return {};
}

// Pending events show what they have earned so far; their state says so.
double shown(double complete, double so_far, EventState state) {
  return state == EventState::pending ? so_far : complete;
}

// The main outcome: relative where there is a benchmark.
const std::optional<OutcomeStatistics>& headline_outcome(const AnchoredStudy& study) {
  return study.relative ? study.relative : study.asset;
}

void add_outcome(std::vector<Number>& numbers, const std::string& prefix, const std::string& of,
                 const std::optional<OutcomeStatistics>& outcome, const std::string& unit) {
  const auto add = [&](const char* name, double value, const std::string& its_unit,
                       const std::string& title) {
    numbers.push_back({prefix + name, outcome ? value : kMissing, its_unit, title + of});
  };
  const OutcomeStatistics o = outcome.value_or(OutcomeStatistics{});
  add("mean", o.mean, unit, "Mean");
  add("median", o.median, unit, "Median");
  add("led", o.led, "count", "Events above zero");
  add("hit_rate", o.hit_rate, "percent", "Share of events above zero");
  add("base_rate", o.base_rate, "percent", "Share of all dates above zero");
  add("base_mean", o.base_mean, unit, "Mean over all dates");
  add("base_median", o.base_median, unit, "Median over all dates");
  add("p_mean", o.p_mean, "probability", "Shift p-value of the mean");
  add("p_median", o.p_median, "probability", "Shift p-value of the median");
  add("p_led", o.p_led, "probability", "Shift p-value of the count above zero");
  add("ci_low", o.ci_low, unit, "Interval of the mean, low");
  add("ci_high", o.ci_high, unit, "Interval of the mean, high");
  add("leave_one_out_low", o.leave_one_out_low, unit, "Mean with one event left out, lowest");
  add("leave_one_out_high", o.leave_one_out_high, unit, "Mean with one event left out, highest");
}

void add_counts(std::vector<Number>& numbers, const std::string& prefix, const AnchoredStudy& study) {
  const auto add = [&](const char* name, double value, const char* title) {
    numbers.push_back({prefix + name, value, "count", title});
  };
  add("episodes", study.episodes, "Episodes");
  add("complete", study.complete, "Complete windows");
  add("pending", study.pending, "Pending windows");
  add("excluded", study.excluded, "Excluded by hand");
  add("not_yet_known", study.not_yet_known, "Not yet known");
  add("sample", study.sample, "Dates with a complete window");
  numbers.push_back({prefix + "n_eff", study.n_eff, "count", "Effective number of windows"});
}

}  // namespace

Table episode_table(const EventStudy& study) {
  Table table{"episodes",
              "Episodes",
              {{"start", "", "Start", 0},
               {"extreme", "", "Extreme", 0},
               {"extreme_value", study.signal.type.unit, "Level", study.signal.type.unit == "pp" ? 2 : 1},
               {"end", "", "End", 0},
               {"known", "", "Known", 0},
               {"asset_return", "percent", "Asset", 1},
               {"benchmark_return", "percent", "Benchmark", 1},
               {"relative_return", "pp", "Relative", 1},
               {"state", "", "State", 0}},
              {}};
  for (const auto& event : study.main.events) {
    const auto& episode = event.episode;
    table.rows.push_back(
        {place_cell(study.signal, episode, episode.start), place_cell(study.signal, episode, episode.extreme),
         number_cell(episode.extreme_value), place_cell(study.signal, episode, episode.end),
         episode.known ? Cell{*episode.known} : Cell{std::monostate{}},
         number_cell(shown(event.asset_return, event.so_far_asset, event.state)),
         number_cell(shown(event.benchmark_return, event.so_far_benchmark, event.state)),
         number_cell(shown(event.relative_return, event.so_far_relative, event.state)), state_word(event)});
  }
  return table;
}

Table statistics_table(const EventStudy& study) {
  const auto& main = study.main;
  const auto* other = study.known ? &*study.known : study.extreme ? &*study.extreme : nullptr;
  Table table{.name = "statistics", .title = "Statistics", .columns = {{"statistic", "", "", 0}}};
  std::vector<const std::optional<OutcomeStatistics>*> outcomes;
  const auto column = [&](const char* name, const std::string& title,
                          const std::optional<OutcomeStatistics>& outcome) {
    table.columns.push_back({name, "", title, 1});
    outcomes.push_back(&outcome);
  };
  if (main.relative) column("relative", "Relative, pp", main.relative);
  column("asset", "Asset, %", main.asset);
  if (main.relative) column("benchmark", "Benchmark, %", main.benchmark);
  if (other)
    column(study.known ? "known" : "extreme", study.known ? "From known, pp" : "From extreme, pp",
           headline_outcome(*other));

  const auto row = [&](const char* name, RowFormat format, auto value_of) {
    table.row_formats.push_back(std::move(format));
    std::vector<Cell> cells = {std::string(name)};
    for (const auto* outcome : outcomes)
      cells.push_back(*outcome ? number_cell(value_of(**outcome)) : Cell{std::monostate{}});
    table.rows.push_back(std::move(cells));
  };
  using O = OutcomeStatistics;
  const RowFormat kReturn{"", 1}, kCount{"count", 0}, kShare{"percent", 1}, kProbability{"probability", 3},
      kDates{"", 1};
  row("Mean", kReturn, [](const O& o) { return o.mean; });
  row("Median", kReturn, [](const O& o) { return o.median; });
  row("Interval of the mean, low", kReturn, [](const O& o) { return o.ci_low; });
  row("Interval of the mean, high", kReturn, [](const O& o) { return o.ci_high; });
  row("Mean without one event, lowest", kReturn, [](const O& o) { return o.leave_one_out_low; });
  row("Mean without one event, highest", kReturn, [](const O& o) { return o.leave_one_out_high; });
  row("Mean over all dates", kReturn, [](const O& o) { return o.base_mean; });
  row("Events above zero", kCount, [](const O& o) { return static_cast<double>(o.led); });
  row("Share of events above zero", kShare, [](const O& o) { return o.hit_rate; });
  row("Share of all dates above zero", kShare, [](const O& o) { return o.base_rate; });
  row("Shift p-value of the mean", kProbability, [](const O& o) { return o.p_mean; });
  row("Shift p-value of the median", kProbability, [](const O& o) { return o.p_median; });
  row("Shift p-value of the count", kProbability, [](const O& o) { return o.p_led; });
  row(("Mean block length, " + step_in_words(study.asset.type.frequency)).c_str(), kDates,
      [](const O& o) { return o.block_length; });
  return table;
}

std::vector<Number> event_study_numbers(const EventStudy& study) {
  std::vector<Number> numbers;
  const auto& main = study.main;
  const bool relative = study.benchmark.has_value();
  const std::string unit = relative ? "pp" : "percent";
  add_counts(numbers, "", main);
  add_outcome(numbers, "", relative ? ", relative" : "", headline_outcome(main), unit);
  if (relative) {
    add_outcome(numbers, "asset_", ", asset", main.asset, "percent");
    add_outcome(numbers, "benchmark_", ", benchmark", main.benchmark, "percent");
  }
  const auto add_other = [&](const std::string& prefix, const std::string& of, const AnchoredStudy& other) {
    add_counts(numbers, prefix, other);
    add_outcome(numbers, prefix, of, headline_outcome(other), unit);
  };
  if (study.known) add_other("known_", ", from the day it was known", *study.known);
  if (study.extreme) add_other("extreme_", ", from the extreme", *study.extreme);
  if (study.tally) {
    numbers.push_back({"since_asset", study.tally->asset, "percent", "Asset since the last event"});
    if (main.relative) {
      numbers.push_back(
          {"since_benchmark", study.tally->benchmark, "percent", "Benchmark since the last event"});
      numbers.push_back({"since_relative", study.tally->relative, "pp", "Relative since the last event"});
    }
  }
  return numbers;
}

}  // namespace rerate

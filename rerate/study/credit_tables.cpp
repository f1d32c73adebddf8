#include "rerate/study/credit_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/study/history_percentile.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Cell count_cell(int count) { return static_cast<std::int64_t>(count); }

// A measure's row: the figure in its own unit, its percentile where it has one, and the period it is of.
void add_measure(Table& table, const std::string& measure, double value, const std::string& unit,
                 int decimals, double percentile, Period at) {
  table.rows.push_back({measure, number_cell(value), number_cell(percentile), to_string(at)});
  table.row_formats.push_back({unit, decimals});
}

void add_cycle(Table& table, const CreditReading& reading, const CreditNames& names) {
  const auto& cycle = reading.cycle;
  if (!cycle.now) return;
  const auto at = reading.spread.at;
  const auto crest = period_in_words(reading.history.period(cycle.crests.back().at));
  add_measure(table, "Months since the crest of " + crest, cycle.now->months_since, "months", 0, kMissing,
              at);
  add_measure(table, "Of that climb given back", cycle.now->retraced, "percent", 0, kMissing, at);
  add_measure(table, "Above the low since that crest", cycle.now->above_low, unit_of_change(names.unit),
              spread_decimals(names.unit), kMissing, at);
}

Table state_table(const CreditReading& reading, const CreditNames& names, const std::string& ebp_unit) {
  Table table{"state",
              "Where credit stands",
              {{"measure", "", "Measure", 0},
               {"value", "", "Value", 2},
               {"percentile", "percent", "Percentile", 0},
               {"at", "", "As of", 0}},
              {}};
  const auto& spread = reading.spread;
  const int decimals = spread_decimals(names.unit);
  add_measure(table, "Spread", spread.value, names.unit, decimals, spread.percentile, spread.at);
  add_measure(table, "z, robust", reading.z, "", 2, kMissing, spread.at);
  for (std::size_t i = 0; i < 3; ++i)
    add_measure(table, "Change over " + count_of(static_cast<std::size_t>(kCreditChanges[i]), "month"),
                reading.change[i].value, unit_of_change(names.unit), decimals, reading.change[i].percentile,
                spread.at);
  add_cycle(table, reading, names);
  if (const auto& ebp = reading.bond_premium)
    add_measure(table, "Excess bond premium", ebp->value, ebp_unit, spread_decimals(ebp_unit),
                ebp->percentile, ebp->at);
  if (const auto& distress = reading.distress)
    add_measure(table, "Weight in distress", distress->share, "percent", 1,
                percentile_among(distress->share, distress->history), distress->at);
  return table;
}

std::vector<Cell> record_row(const std::string& state, const StateRecord& record) {
  return {state,
          count_cell(record.months),
          number_cell(record.share),
          number_cell(record.recession_share),
          count_cell(record.windows),
          number_cell(record.mean),
          number_cell(record.median),
          number_cell(record.positive),
          number_cell(record.p)};
}

// Columns of what nothing was given for are left out.
Table states_table(const CreditReading& reading) {
  Table table{"states",
              "How often each state held, and what followed",
              {{"state", "", "State", 0},
               {"months", "count", "Months", 0},
               {"share", "percent", "Of the time", 0},
               {"recession", "percent", "Recession in 12 months", 0},
               {"windows", "count", "Windows", 0},
               {"mean", "percent", "Mean return, 12 months", 1},
               {"median", "percent", "Median", 1},
               {"positive", "percent", "Above zero", 0},
               {"p", "probability", "p of the mean", 3}},
              {}};
  for (std::size_t i = kCreditStates; i-- > 0;)
    table.rows.push_back(
        record_row(capitalised(state_in_words(static_cast<CreditState>(i))), reading.records.by_state[i]));
  table.rows.push_back(record_row("All dates", reading.records.all));
  const auto leave_out = [&](std::ptrdiff_t first, std::ptrdiff_t last) {
    table.columns.erase(table.columns.begin() + first, table.columns.begin() + last);
    for (auto& row : table.rows) row.erase(row.begin() + first, row.begin() + last);
  };
  if (reading.records.all.windows == 0) leave_out(4, 9);
  if (reading.records.all.judged == 0) leave_out(3, 4);
  return table;
}

Table crests_table(const CreditReading& reading, const CreditNames& names) {
  const auto& history = reading.history;
  const HistoryPercentile percentile(history.value);
  const auto level = [&](std::size_t at) {
    return names.spread_open ? history.value[at] : percentile.of(history.value[at]);
  };
  const auto unit = names.spread_open ? names.unit : "percentile";
  const int decimals = names.spread_open ? spread_decimals(names.unit) : 0;
  Table table{"crests",
              "Crests of the spread",
              {{"low_before", "", "Low before", 0},
               {"low_level", unit, "Level", decimals},
               {"crest", "", "Crest", 0},
               {"level", unit, "Level", decimals},
               {"climb_months", "months", "Climb", 0},
               {"low_after", "", "Low after", 0},
               {"fall_months", "months", "Fall", 0},
               {"given_back", "percent", "Given back", 0}},
              {}};
  for (const auto& crest : reading.cycle.crests)
    table.rows.push_back({to_string(history.period(crest.low_before)), level(crest.low_before),
                          to_string(history.period(crest.at)), level(crest.at),
                          count_cell(months_spanned(history, crest.low_before, crest.at) - 1),
                          to_string(history.period(crest.low_after)),
                          count_cell(months_spanned(history, crest.at, crest.low_after) - 1),
                          number_cell(crest.given_back)});
  return table;
}

Table sectors_table(const CreditReading& reading, const CreditNames& names) {
  Table table{"sectors",
              "Sectors against the index",
              {{"sector", "", "Sector", 0},
               {"at", "", "As of", 0},
               {"spread", names.unit, "Spread", spread_decimals(names.unit)},
               {"percentile", "percent", "Percentile", 0},
               {"z", "", "z", 2},
               {"index_z", "", "Index z", 2},
               {"apart", "", "z less index z", 2},
               {"change", "", "Change in 3 months", 2},
               {"signal", "", "Signal", 0}},
              {}};
  for (const auto& one : reading.sectors)
    table.rows.push_back(
        {names.sectors[one.sector], to_string(one.at), names.sectors_open ? number_cell(one.spread) : Cell{},
         number_cell(names.sectors_open ? one.percentile : std::round(one.percentile)), number_cell(one.z),
         number_cell(one.index_z), number_cell(one.apart), number_cell(one.change()),
         one.rising ? Cell{std::string("rising distress")} : Cell{}});
  return table;
}

void add_cycle_numbers(const CreditReading& reading, const CreditNames& names, std::vector<Number>& numbers) {
  const auto& cycle = reading.cycle;
  const auto now = cycle.now;
  const double crest = now ? cycle.crests.back().value : kMissing;
  numbers.push_back(
      {"months_since_crest", now ? now->months_since : kMissing, "months", "Since the last crest"});
  if (names.spread_open) numbers.push_back({"crest", crest, names.unit, "Spread at that crest"});
  numbers.push_back({"crest_percentile", HistoryPercentile(reading.history.value).of(crest), "percent",
                     "Percentile of that crest"});
  numbers.push_back({"retraced", now ? now->retraced : kMissing, "percent", "Of that climb given back"});
}

}  // namespace

std::vector<Number> credit_numbers(const CreditReading& reading, const CreditNames& names,
                                   const std::string& ebp_unit) {
  std::vector<Number> numbers = {
      {"spread", reading.spread.value, names.unit, "Spread"},
      {"percentile", reading.spread.percentile, "percent", "Percentile of its history"},
      {"z", reading.z, "", "z, robust"}};
  const char* names_of_changes[] = {"change_1m", "change_3m", "change_12m"};
  for (std::size_t i = 0; i < 3; ++i)
    numbers.push_back(
        {names_of_changes[i], reading.change[i].value, unit_of_change(names.unit),
         fmt::format("Change over {}", count_of(static_cast<std::size_t>(kCreditChanges[i]), "month"))});
  // 1 is all-clear, 3 stress.
  const double rank =
      reading.now ? static_cast<double>(kCreditStates - static_cast<std::size_t>(*reading.now)) : kMissing;
  numbers.push_back({"state_rank", rank, "count", "State: 1 is all-clear, 2 watch, 3 stress"});
  add_cycle_numbers(reading, names, numbers);
  if (const auto& ebp = reading.bond_premium) {
    numbers.push_back({"ebp", ebp->value, ebp_unit, "Excess bond premium"});
    numbers.push_back({"ebp_percentile", ebp->percentile, "percent", "Percentile of the premium"});
  }
  if (!reading.sectors.empty()) {
    const auto rising = std::count_if(reading.sectors.begin(), reading.sectors.end(),
                                      [](const SectorReading& one) { return one.rising; });
    numbers.push_back(
        {"sectors_rising", static_cast<double>(rising), "count", "Sectors with rising distress"});
  }
  if (reading.distress)
    numbers.push_back({"distress_share", reading.distress->share, "percent", "Weight in distress"});
  return numbers;
}

std::vector<Table> credit_tables(const CreditReading& reading, const CreditNames& names,
                                 const std::string& ebp_unit) {
  std::vector<Table> tables = {state_table(reading, names, ebp_unit)};
  if (!reading.sectors.empty()) tables.push_back(sectors_table(reading, names));
  tables.push_back(states_table(reading));
  if (!reading.cycle.crests.empty()) tables.push_back(crests_table(reading, names));
  return tables;
}

}  // namespace rerate

#include "rerate/publish/exhibit_order.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "rerate/publish/chart_rows.h"

namespace rerate {
namespace {

constexpr std::size_t kNarrowColumns = 4;

// Exhibits of a fair value in reading order; others stand before the diagnostics, which begin with the
// coefficients.
constexpr std::string_view kFairValueOrder[] = {"scenarios", "fair_value", "multiple",    "growths",
                                                "required",  "joint",      "attribution", "coefficients",
                                                "drivers",   "stability",  "contractions"};
constexpr std::size_t kFirstDiagnostic = 7;

// Exhibits of a rotation: who is favoured, what following it earned and how much of that is luck stand before the rest.
constexpr std::string_view kRotationOrder[] = {
    "ranking",  "performance",      "luck",    "wealth",        "drawdown",
    "variants", "benchmarks",       "weights", "groups",        "rolling",
    "signals",  "rank_correlation", "costs",   "sensitivities", "scenario_drivers"};

// Exhibits of a section's lattice of definitions; the curve itself stands before all.
constexpr std::string_view kMultiverseOrder[] = {"choice-shares", "fragility", "choices"};

// "stability_slope" is of the family "stability".
bool is_of(std::string_view name, std::string_view family) {
  return name.starts_with(family) &&
         (name.size() == family.size() || name[family.size()] == '_' || name[family.size()] == '-');
}

// Today's gap is taken apart like the changes of the price, and its picture stands beside theirs.
std::string_view name_of(const Exhibit& exhibit) {
  const std::string_view name = exhibit.chart ? exhibit.chart->id : exhibit.table->name;
  return is_of(name, "gap") ? "attribution" : name;
}

std::size_t rank_of(const Exhibit& exhibit) {
  for (std::size_t i = 0; i < std::size(kFairValueOrder); ++i)
    if (is_of(name_of(exhibit), kFairValueOrder[i])) return 2 * i + 1;
  return 2 * kFirstDiagnostic;  // between the last main one and the first diagnostic
}

// 0 the curve, then by the list above; nothing for exhibits of other things.
std::optional<std::size_t> multiverse_rank(const Section& section, const Exhibit& exhibit) {
  if (exhibit.chart && exhibit.chart->specification) return 0;
  if (!section.multiverse) return std::nullopt;
  const std::string_view name = exhibit.chart ? exhibit.chart->id : exhibit.table->name;
  const auto* found = std::find(std::begin(kMultiverseOrder), std::end(kMultiverseOrder), name);
  if (found == std::end(kMultiverseOrder)) return std::nullopt;
  return 1 + static_cast<std::size_t>(found - std::begin(kMultiverseOrder));
}

// Charts, then tables.
std::vector<Exhibit> all_exhibits(const Section& section) {
  std::vector<Exhibit> exhibits;
  for (const Chart& chart : section.charts) exhibits.push_back({.chart = &chart});
  for (const Table& table : section.tables)
    if (!table.only_data) exhibits.push_back({.table = &table});
  std::erase_if(exhibits,
                [&](const Exhibit& exhibit) { return multiverse_rank(section, exhibit).has_value(); });
  return exhibits;
}

std::vector<Exhibit> fair_value_exhibits(const Section& section) {
  std::vector<Exhibit> exhibits = all_exhibits(section);
  std::stable_sort(exhibits.begin(), exhibits.end(),
                   [](const Exhibit& a, const Exhibit& b) { return rank_of(a) < rank_of(b); });
  return exhibits;
}

std::size_t rotation_rank(const Exhibit& exhibit) {
  const std::string_view name = exhibit.chart ? exhibit.chart->id : exhibit.table->name;
  const auto* found = std::find(std::begin(kRotationOrder), std::end(kRotationOrder), name);
  return static_cast<std::size_t>(found - std::begin(kRotationOrder));
}

std::vector<Exhibit> rotation_exhibits(const Section& section) {
  std::vector<Exhibit> exhibits = all_exhibits(section);
  std::stable_sort(exhibits.begin(), exhibits.end(),
                   [](const Exhibit& a, const Exhibit& b) { return rotation_rank(a) < rotation_rank(b); });
  return exhibits;
}

std::vector<Exhibit> alternating_exhibits(const Section& section) {
  std::vector<const Chart*> charts;
  std::vector<const Table*> tables, free;
  for (const Exhibit& exhibit : all_exhibits(section))
    exhibit.chart ? charts.push_back(exhibit.chart) : tables.push_back(exhibit.table);
  for (const Table* table : tables)
    if (std::none_of(charts.begin(), charts.end(),
                     [&](const Chart* chart) { return chart->id == table->name; }))
      free.push_back(table);
  std::vector<Exhibit> exhibits;
  std::size_t next = 0;
  for (const Chart* chart : charts) {
    exhibits.push_back({.chart = chart});
    const std::size_t before = exhibits.size();
    for (const Table* table : tables)
      if (table->name == chart->id) exhibits.push_back({.table = table});
    if (exhibits.size() == before && next < free.size()) exhibits.push_back({.table = free[next++]});
  }
  while (next < free.size()) exhibits.push_back({.table = free[next++]});
  return exhibits;
}

// What is claimed and what holds stands before its tally.
std::vector<Exhibit> claims_exhibits(const Section& section) {
  std::vector<Exhibit> exhibits = all_exhibits(section);
  std::stable_partition(exhibits.begin(), exhibits.end(), [](const Exhibit& exhibit) {
    return exhibit.table && exhibit.table->name == "claims";
  });
  return exhibits;
}

bool share_a_row(const Exhibit& left, const Exhibit& right) {
  const auto narrow = [](const Exhibit& exhibit) {
    return exhibit.chart ? !exhibit.chart->time_axis : is_narrow(*exhibit.table);
  };
  if (left.chart && right.chart)
    return (is_waterfall(*left.chart) && is_waterfall(*right.chart)) ||
           (is_of(left.chart->id, "stability") && is_of(right.chart->id, "stability"));
  return !left.chart != !right.chart && narrow(left) && narrow(right);
}

// Neighbours that are small enough share a row.
void pair_neighbours(std::vector<Exhibit>& exhibits) {
  for (std::size_t i = 0; i + 1 < exhibits.size(); ++i)
    if (!exhibits[i].half && share_a_row(exhibits[i], exhibits[i + 1]))
      exhibits[i].half = exhibits[i + 1].half = true;
  const auto fits_half = [](const Exhibit& exhibit) {
    return !exhibit.half && !exhibit.paper_half && (exhibit.chart || is_narrow(*exhibit.table));
  };
  for (std::size_t i = 0; i + 1 < exhibits.size(); ++i)
    if (fits_half(exhibits[i]) && fits_half(exhibits[i + 1]))
      exhibits[i].paper_half = exhibits[i + 1].paper_half = true;
}

}  // namespace

bool is_narrow(const Table& table) { return table.columns.size() <= kNarrowColumns; }

std::vector<Exhibit> exhibits_of(const Section& section) {
  std::vector<Exhibit> exhibits = section.kind == "fair_value" ? fair_value_exhibits(section)
                                  : section.kind == "rotation" ? rotation_exhibits(section)
                                  : section.kind == "claims"   ? claims_exhibits(section)
                                                               : alternating_exhibits(section);
  pair_neighbours(exhibits);
  return exhibits;
}

std::vector<Exhibit> multiverse_exhibits(const Section& section) {
  std::vector<Exhibit> exhibits;
  for (const Chart& chart : section.charts) exhibits.push_back({.chart = &chart});
  for (const Table& table : section.tables)
    if (!table.only_data) exhibits.push_back({.table = &table});
  const auto rank = [&](const Exhibit& exhibit) { return multiverse_rank(section, exhibit); };
  std::erase_if(exhibits, [&](const Exhibit& exhibit) { return !rank(exhibit); });
  std::stable_sort(exhibits.begin(), exhibits.end(),
                   [&](const Exhibit& a, const Exhibit& b) { return *rank(a) < *rank(b); });
  return exhibits;
}

}  // namespace rerate

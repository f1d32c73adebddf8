#include "rerate/models/estimation_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/models/estimation_words.h"

namespace rerate {
namespace {

std::vector<Stretch> stretches_of(const std::vector<bool>& complete) {
  std::vector<Stretch> found;
  for (std::size_t row = 0; row < complete.size(); ++row) {
    if (!complete[row]) continue;
    const auto at = static_cast<Index>(row);
    if (row > 0 && complete[row - 1])
      found.back().last = at;
    else
      found.push_back({at, at});
  }
  return found;
}

// A variable of the equation, as complaints need it.
struct Column {
  std::string name;
  Place place;
  Vector values;
  Index first = 0, last = -1;  // with a figure

  bool has(Index row) const { return !std::isnan(values[row]); }
};

std::vector<Column> columns_of(const FairValuePanel& panel, PanelVariable variable,
                               const std::vector<Index>& drivers) {
  std::vector<Column> columns;
  if (variable == PanelVariable::multiple) columns.push_back({panel.price_name, panel.place, panel.price});
  columns.push_back({panel.fundamental_name, panel.place, panel.fundamental});
  for (const Index driver : drivers) {
    const auto at = static_cast<std::size_t>(driver);
    columns.push_back({panel.names[at], panel.places[at], panel.drivers.col(driver)});
  }
  for (auto& column : columns) {
    const Index rows = panel.rows();
    while (column.first < rows && !column.has(column.first)) ++column.first;
    for (column.last = rows - 1; column.last >= 0 && !column.has(column.last);) --column.last;
  }
  return columns;
}

// The series that costs the most rows, and how: the one that begins last or ends first.
[[noreturn]] void refuse_sample(const FairValuePanel& panel, const std::vector<Column>& columns,
                                const Stretch& stretch, Index least) {
  const auto begins_last =
      std::max_element(columns.begin(), columns.end(), [](auto& a, auto& b) { return a.first < b.first; });
  const auto ends_first =
      std::min_element(columns.begin(), columns.end(), [](auto& a, auto& b) { return a.last < b.last; });
  const bool late = begins_last->first >= panel.rows() - 1 - ends_first->last;
  const auto& column = late ? *begins_last : *ends_first;
  std::string reason;
  if (column.last < 0)
    reason = fmt::format("`{}` has no figure in the periods of the price", column.name);
  else if (late)
    reason = fmt::format("`{}` begins last, in {}", column.name, to_string(panel.period(column.first)));
  else
    reason = fmt::format("`{}` ends first, in {}", column.name, to_string(panel.period(column.last)));
  refuse(
      ErrorCode::fair_value_sample,
      fmt::format("the series of an equation overlap without holes in {} {}, but at least {} are needed: {}",
                  stretch.rows(), periods_in_words(panel.frequency), least, reason),
      {}, column.place);
}

// The hole beside the sample that kept rows out: just before it, or just after it.
std::string describe_left_out(const FairValuePanel& panel, const std::vector<Column>& columns,
                              const Stretch& kept, const std::vector<Stretch>& all) {
  Index rows = 0;
  Stretch outside{panel.rows(), -1};
  for (const auto& stretch : all) {
    if (stretch.first == kept.first) continue;
    rows += stretch.rows();
    outside.first = std::min(outside.first, stretch.first);
    outside.last = std::max(outside.last, stretch.last);
  }
  if (rows == 0) return {};
  const Index hole = outside.first < kept.first ? kept.first - 1 : kept.last + 1;
  const auto culprit =
      std::find_if(columns.begin(), columns.end(), [&](auto& column) { return !column.has(hole); });
  const auto words = rows == 1 ? one_period_in_words(panel.frequency) : periods_in_words(panel.frequency);
  const auto span = outside.first == outside.last
                        ? fmt::format("of {}", to_string(panel.period(outside.first)))
                        : fmt::format("between {} and {}", to_string(panel.period(outside.first)),
                                      to_string(panel.period(outside.last)));
  return fmt::format(
      "Estimated on {} to {}: the {} complete {} {} outside it {} left out, as `{}` has no figure for {}.",
      to_string(panel.period(kept.first)), to_string(panel.period(kept.last)), rows, words, span,
      rows == 1 ? "is" : "are", culprit->name, to_string(panel.period(hole)));
}

}  // namespace

Stretch newest_long_stretch(const std::vector<bool>& complete) {
  const auto found = stretches_of(complete);
  Index longest = 0;
  for (const auto& stretch : found) longest = std::max(longest, stretch.rows());
  for (auto stretch = found.rbegin(); stretch != found.rend(); ++stretch)
    if (2 * stretch->rows() >= longest) return *stretch;
  return {};
}

EstimationSample estimation_sample(const FairValuePanel& panel, PanelVariable variable,
                                   const std::vector<Index>& drivers, Index least) {
  const auto columns = columns_of(panel, variable, drivers);
  std::vector<bool> complete(static_cast<std::size_t>(panel.rows()));
  for (std::size_t row = 0; row < complete.size(); ++row)
    complete[row] = std::all_of(columns.begin(), columns.end(),
                                [&](auto& column) { return column.has(static_cast<Index>(row)); });
  const auto stretch = newest_long_stretch(complete);
  if (stretch.rows() < least) refuse_sample(panel, columns, stretch, least);
  return {stretch, describe_left_out(panel, columns, stretch, stretches_of(complete))};
}

Index least_rows(Frequency frequency, Index drivers) {
  const Index two_years = frequency == Frequency::monthly ? 24 : 8;
  return std::max(two_years, 3 * (drivers + 1));
}

void check_varies(const FairValuePanel& panel, const Stretch& stretch, const Vector& values,
                  const std::string& name, const Place& place) {
  if (values.size() == 0 || values.maxCoeff() > values.minCoeff()) return;
  refuse(ErrorCode::regression_no_variation,
         fmt::format("`{}` is {:.6g} in every {} from {} to {}", name, values[0],
                     one_period_in_words(panel.frequency), to_string(panel.period(stretch.first)),
                     to_string(panel.period(stretch.last))),
         {}, place);
}

}  // namespace rerate

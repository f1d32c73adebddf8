#include "rerate/models/recession_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "rerate/base/error.h"
#include "rerate/models/settled_states.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void refuse_infinite(const Series& series) {
  for (std::size_t i = 0; i < series.size(); ++i)
    if (std::isinf(series.value[i]))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("`{}` is infinite in {}", series.name, to_string(series.period(i))));
}

// Where the second regressor has a figure for that month; nothing when it has none.
std::optional<std::size_t> figure_of(const Series& series, std::int32_t month) {
  const auto at = series.find(month);
  return at && !std::isnan(series.value[*at]) ? at : std::nullopt;
}

// State and settling date of the months, as far as known at the as-of date.
class SettledStates {
 public:
  SettledStates(const Series& recession, Date as_of)
      : recession_(recession), dates_(settled_dates(recession)), as_of_(as_of) {}

  void append_to(WalkForwardRows& rows, std::int32_t month) const {
    const auto at = recession_.find(month);
    const bool known = at && dates_[*at] <= as_of_;
    rows.outcome.push_back(known ? recession_.value[*at] : kMissing);
    rows.outcome_known_at.push_back(known ? dates_[*at] : kEndOfTime);
  }

 private:
  const Series& recession_;
  std::vector<Date> dates_;
  Date as_of_;
};

}  // namespace

bool RecessionSample::is_settled(std::size_t row) const { return !std::isnan(rows.outcome[row]); }

RecessionSample recession_sample(const RecessionSampleSettings& settings) {
  const auto& curve = *settings.curve;
  refuse_infinite(curve);
  if (settings.second) refuse_infinite(*settings.second);
  RecessionSample sample;
  std::vector<double> first, second;
  const SettledStates states(*settings.recession, settings.as_of);
  Date decided = kAlwaysKnown;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (std::isnan(curve.value[i])) continue;
    // Figures that came out of order are decided on when the ones before them are known, too.
    decided = std::max(decided, curve.first_known(i));
    if (settings.second) {
      const auto at = figure_of(*settings.second, curve.ordinal[i]);
      if (!at) continue;
      decided = std::max(decided, settings.second->first_known(*at));
      second.push_back(settings.second->value[*at]);
    }
    first.push_back(curve.value[i]);
    sample.month.push_back(curve.ordinal[i] + settings.horizon);
    sample.rows.decided_at.push_back(decided);
    states.append_to(sample.rows, sample.month.back());
  }
  const auto n = static_cast<Index>(first.size());
  sample.rows.names = {"constant", "curve"};
  sample.rows.x = Matrix::Ones(n, settings.second ? 3 : 2);
  if (n > 0) sample.rows.x.col(1) = Eigen::Map<const Vector>(first.data(), n);
  if (!settings.second) return sample;
  sample.rows.names.push_back(settings.second_name);
  if (n > 0) sample.rows.x.col(2) = Eigen::Map<const Vector>(second.data(), n);
  return sample;
}

SettledRows settled_rows(const RecessionSample& sample, std::int32_t first, std::int32_t last) {
  SettledRows result;
  for (std::size_t row = 0; row < sample.size(); ++row)
    if (sample.month[row] >= first && sample.month[row] <= last && sample.is_settled(row))
      result.row.push_back(row);
  const auto n = static_cast<Index>(result.row.size());
  result.outcome.resize(n);
  result.design.x.resize(n, sample.rows.x.cols());
  result.design.names = sample.rows.names;
  result.design.has_constant = true;
  for (Index i = 0; i < n; ++i) {
    const auto row = result.row[static_cast<std::size_t>(i)];
    result.outcome[i] = sample.rows.outcome[row];
    result.design.x.row(i) = sample.rows.x.row(static_cast<Index>(row));
  }
  return result;
}

int spells_among(const std::vector<std::int32_t>& month, const std::vector<double>& outcome) {
  int spells = 0;
  for (std::size_t i = 0; i < month.size(); ++i) {
    const bool goes_on = i > 0 && outcome[i - 1] == 1 && month[i] == month[i - 1] + 1;
    spells += outcome[i] == 1 && !goes_on;
  }
  return spells;
}

}  // namespace rerate

#include "rerate/models/walk_forward_probability.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void check_lengths(const WalkForwardRows& rows) {
  const auto n = static_cast<std::size_t>(rows.x.rows()), k = static_cast<std::size_t>(rows.x.cols());
  if (rows.outcome.size() != n || rows.decided_at.size() != n || rows.outcome_known_at.size() != n ||
      rows.names.size() != k)
    refuse(
        ErrorCode::regression_settings,
        fmt::format("walk-forward rows: {} of regressors, {} outcomes, {} decisions, {} dates of outcomes; "
                    "{} names of {} regressors",
                    n, rows.outcome.size(), rows.decided_at.size(), rows.outcome_known_at.size(),
                    rows.names.size(), k));
}

void check_settings(const WalkForwardRows& rows, const WalkForwardSettings& settings) {
  if (settings.first_window < 2 * rows.x.cols())
    refuse(ErrorCode::regression_settings,
           fmt::format("the first window ({} rows) must be at least twice the number of coefficients ({})",
                       settings.first_window, rows.x.cols()));
  if (settings.refit_every < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("rows between fits ({}) must be at least 1", settings.refit_every));
}

void check_row(const WalkForwardRows& rows, std::size_t row) {
  const double outcome = rows.outcome[row];
  if (!std::isnan(outcome) && outcome != 0 && outcome != 1)
    refuse(ErrorCode::regression_settings, fmt::format("outcomes must be 0 or 1: row {} of {} has {}",
                                                       row + 1, rows.outcome.size(), outcome));
  if (row > 0 && rows.decided_at[row] < rows.decided_at[row - 1])
    refuse(ErrorCode::regression_settings,
           fmt::format("decisions must not go back in time: {} after {}", to_string(rows.decided_at[row]),
                       to_string(rows.decided_at[row - 1])));
  if (!std::isnan(outcome) && rows.outcome_known_at[row] < rows.decided_at[row])
    refuse(ErrorCode::regression_settings,
           fmt::format("row {} is decided on {}, but its outcome was known on {} already", row + 1,
                       to_string(rows.decided_at[row]), to_string(rows.outcome_known_at[row])));
  for (Index j = 0; j < rows.x.cols(); ++j)
    if (!std::isfinite(rows.x(static_cast<Index>(row), j)))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("driver `{}` has a missing or infinite figure: row {} of {}",
                         rows.names[static_cast<std::size_t>(j)], row + 1, rows.outcome.size()));
}

// Which outcomes are known, as decisions move on.
class KnownOutcomes {
 public:
  explicit KnownOutcomes(const WalkForwardRows& rows) : rows_(rows), known_(rows.outcome.size(), false) {
    for (std::size_t row = 0; row < rows.outcome.size(); ++row)
      if (!std::isnan(rows.outcome[row])) by_date_.push_back(row);
    std::stable_sort(by_date_.begin(), by_date_.end(), [&](std::size_t a, std::size_t b) {
      return rows.outcome_known_at[a] < rows.outcome_known_at[b];
    });
  }

  void advance_to(Date decision) {
    for (; next_ < by_date_.size() && rows_.outcome_known_at[by_date_[next_]] <= decision; ++next_) {
      known_[by_date_[next_]] = true;
      ones_ += rows_.outcome[by_date_[next_]] == 1;
    }
  }

  Index count() const { return static_cast<Index>(next_); }
  double base_rate() const { return static_cast<double>(ones_) / static_cast<double>(next_); }

  // In the order of the rows.
  void fill(Vector& outcome, Design& design) const {
    outcome.resize(count());
    design.x.resize(count(), rows_.x.cols());
    Index at = 0;
    for (std::size_t row = 0; row < known_.size(); ++row) {
      if (!known_[row]) continue;
      outcome[at] = rows_.outcome[row];
      design.x.row(at++) = rows_.x.row(static_cast<Index>(row));
    }
  }

 private:
  const WalkForwardRows& rows_;
  std::vector<std::size_t> by_date_;
  std::vector<bool> known_;
  std::size_t next_ = 0;
  int ones_ = 0;
};

bool cannot_be_fitted(ErrorCode code) {
  return code == ErrorCode::regression_separation || code == ErrorCode::regression_no_variation ||
         code == ErrorCode::regression_collinear;
}

std::optional<Vector> fit_known(const WalkForwardRows& rows, const KnownOutcomes& known, Link link) {
  Vector outcome;
  Design design;
  design.names = rows.names;
  design.has_constant = std::find(rows.names.begin(), rows.names.end(), "constant") != rows.names.end();
  known.fill(outcome, design);
  try {
    return binary_choice(outcome, design, {.link = link}).coefficients;
  } catch (const UserError& error) {
    if (!cannot_be_fitted(error.failure().code)) throw;
    return std::nullopt;
  }
}

}  // namespace

WalkForwardProbabilities walk_forward_probabilities(const WalkForwardRows& rows,
                                                    const WalkForwardSettings& settings) {
  check_lengths(rows);
  check_settings(rows, settings);
  const std::size_t n = rows.outcome.size();
  for (std::size_t row = 0; row < n; ++row) check_row(rows, row);
  WalkForwardProbabilities result{
      std::vector<double>(n, kMissing), std::vector<double>(n, kMissing), std::vector<Index>(n, 0), {}, {}};
  KnownOutcomes known(rows);
  std::optional<Vector> coefficients;
  Index fitted_on = 0;
  int until_fit = 0;
  for (std::size_t row = 0; row < n; ++row) {
    known.advance_to(rows.decided_at[row]);
    if (known.count() < settings.first_window) continue;
    if (until_fit-- == 0) {
      until_fit = settings.refit_every - 1;
      coefficients = fit_known(rows, known, settings.link);
      fitted_on = known.count();
      (coefficients ? result.fits : result.unfittable) += 1;
      if (coefficients) {
        result.fitted_at.push_back(row);
        result.coefficients.push_back(*coefficients);
      }
    }
    if (!coefficients) continue;
    const double index = rows.x.row(static_cast<Index>(row)).dot(*coefficients);
    result.probability[row] = link_probability(settings.link, index);
    result.base_rate[row] = known.base_rate();
    result.fitted_on[row] = fitted_on;
  }
  return result;
}

}  // namespace rerate

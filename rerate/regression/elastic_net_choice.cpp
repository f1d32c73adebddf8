#include "rerate/regression/elastic_net_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/regression/time_ordered_folds.h"

namespace rerate {
namespace {

constexpr std::size_t kPenalties = 40;
constexpr double kLeastShareOfGrid =
    0.1;  // below it the net is all but a ridge, which never leaves a driver out

void check_penalties(const std::vector<double>& penalties, double share) {
  for (std::size_t i = 0; i < penalties.size(); ++i) {
    check_net_penalty({penalties[i], share});
    if (i > 0 && !(penalties[i] < penalties[i - 1]))
      refuse(ErrorCode::regression_settings,
             fmt::format("penalties must fall: {} after {}", penalties[i], penalties[i - 1]));
  }
}

struct Rows {
  std::span<const Index> first_row;
  Index count;

  std::size_t periods() const {
    return first_row.empty() ? static_cast<std::size_t>(count) : first_row.size();
  }
  Index of(std::size_t period) const {
    if (period >= periods()) return count;
    return first_row.empty() ? static_cast<Index>(period) : first_row[period];
  }
};

double squared_errors(const Vector& y, const Matrix& drivers, Index begin, Index end,
                      const PenalisedFit& fit) {
  double sum = 0;
  for (Index i = begin; i < end; ++i) {
    double error = y[i] - fit.intercept;
    for (Index j = 0; j < drivers.cols(); ++j) error -= fit.coefficients[j] * drivers(i, j);
    sum += error * error;
  }
  return sum;
}

}  // namespace

std::vector<double> usual_penalties(const StandardisedSample& sample, double share) {
  const double largest = sample.with_y.cwiseAbs().maxCoeff();
  double penalty = std::max(largest, 1e-6) / std::max(share, kLeastShareOfGrid);
  const double step = reproducible_power(1e-3, 1.0 / static_cast<double>(kPenalties - 1));
  std::vector<double> penalties;
  for (std::size_t i = 0; i < kPenalties; ++i, penalty *= step) penalties.push_back(penalty);
  return penalties;
}

NetChoice elastic_net_choice(const Vector& y, const Design& drivers, std::span<const Index> first_row,
                             const NetChoiceSettings& settings) {
  check_penalised(y, drivers);
  check_net_penalty({1, settings.share});
  check_penalties(settings.penalties, settings.share);
  const Rows rows{first_row, y.size()};
  RERATE_ASSERT(first_row.empty() || first_row.front() == 0, "the first row begins a period");
  RERATE_ASSERT(
      std::adjacent_find(first_row.begin(), first_row.end(), std::greater_equal<>()) == first_row.end() &&
          (first_row.empty() || first_row.back() < y.size()),
      "periods of at least a row");
  const auto folds = time_ordered_folds(rows.periods(), settings.folds, settings.embargo, 2);
  const auto all = standardised_sample(y, drivers.x, y.size());

  NetChoice choice;
  choice.penalties = settings.penalties.empty() ? usual_penalties(all, settings.share) : settings.penalties;
  choice.mean_square.assign(choice.penalties.size(), 0);
  double forecasts = 0;
  for (const auto& fold : folds) {
    const auto past = standardised_sample(y, drivers.x, rows.of(fold.fitted));
    const Index begin = rows.of(fold.begin), end = rows.of(fold.end);
    forecasts += static_cast<double>(end - begin);
    Vector solution = Vector::Zero(drivers.columns());
    for (std::size_t i = 0; i < choice.penalties.size(); ++i) {
      solution = net_solution(past, {choice.penalties[i], settings.share}, std::move(solution));
      choice.mean_square[i] += squared_errors(y, drivers.x, begin, end, in_units(past, solution));
    }
  }
  for (auto& error : choice.mean_square) error /= forecasts;
  choice.best = static_cast<std::size_t>(
      std::min_element(choice.mean_square.begin(), choice.mean_square.end()) - choice.mean_square.begin());
  Vector solution = Vector::Zero(drivers.columns());
  for (std::size_t i = 0; i <= choice.best; ++i)
    solution = net_solution(all, {choice.penalties[i], settings.share}, std::move(solution));
  choice.fit = in_units(all, solution);
  return choice;
}

}  // namespace rerate

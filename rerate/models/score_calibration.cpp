#include "rerate/models/score_calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/events/forward_returns.h"
#include "rerate/events/question_types.h"
#include "rerate/models/walk_forward_probability.h"
#include "rerate/regression/long_horizon.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kBandLevel = 0.9, kBinLevel = 0.95;

void check(const ScoreCalibrationQuestion& question) {
  RERATE_ASSERT(question.asset && question.benchmark, "an asset and a benchmark");
  RERATE_ASSERT(question.dates.size() == question.score.size(), "one score a date");
  if (question.asset->type.frequency != Frequency::monthly)
    refuse(ErrorCode::event_frequency,
           fmt::format("asset `{}` is {}; a monthly score is compared with monthly prices",
                       question.asset->name, to_string(question.asset->type.frequency)),
           {}, question.places.asset);
}

// The day on which the price of this month had come out.
Date price_known(const Series& price, std::int32_t month) {
  const auto row = price.find(month);
  RERATE_ASSERT(row, "a price of the grid");
  return std::max(price.first_known(*row), last_day(price.period(*row)));
}

// One row a decision.
struct Decisions {
  std::vector<std::size_t> entry;  // of the grid
  WalkForwardRows rows;
};

Decisions decisions_of(const ScoreCalibrationQuestion& question, const PriceGrid& grid,
                       const ForwardWindows& windows) {
  Decisions made;
  std::vector<double> score;
  for (std::size_t i = 0; i < question.dates.size(); ++i) {
    const Date date = question.dates[i];
    const auto entry = grid.asset.find(period_of(Frequency::monthly, date).ordinal);
    if (std::isnan(question.score[i]) || date != end_of_month(date) || date > question.as_of) continue;
    if (!entry && (grid.size() == 0 || date < grid.date(0))) continue;
    double outcome = kMissing;
    Date known = date;
    if (const auto exit = entry ? windows.exit(*entry) : std::nullopt) {
      const auto month = grid.asset.ordinal[*exit];
      known = std::max(price_known(*question.asset, month), price_known(*question.benchmark, month));
      if (known <= question.as_of) outcome = grid.relative_return(*entry, *exit) > 0 ? 1 : 0;
    }
    made.entry.push_back(entry.value_or(grid.size()));
    made.rows.decided_at.push_back(date);
    made.rows.outcome.push_back(outcome);
    made.rows.outcome_known_at.push_back(known);
    score.push_back(question.score[i]);
  }
  made.rows.x = constant_design(static_cast<Index>(score.size())).x;
  made.rows.x.conservativeResize(Eigen::NoChange, 2);
  for (std::size_t i = 0; i < score.size(); ++i) made.rows.x(static_cast<Index>(i), 1) = score[i];
  made.rows.names = {"constant", "score"};
  return made;
}

// Outcomes known at the as-of date, with their scores.
struct KnownOutcomes {
  Vector outcome;
  Design design;
};

KnownOutcomes known_outcomes(const ScoreCalibration& found) {
  std::vector<double> outcome, score;
  for (std::size_t i = 0; i < found.outcome.size(); ++i) {
    if (std::isnan(found.outcome[i])) continue;
    outcome.push_back(found.outcome[i]);
    score.push_back(found.score[i]);
  }
  const auto n = static_cast<Index>(outcome.size());
  KnownOutcomes known{Eigen::Map<const Vector>(outcome.data(), n), constant_design(n)};
  known.design.append("score", Eigen::Map<const Vector>(score.data(), n));
  return known;
}

CalibrationSlope slope_of(const Vector& coefficients, const Covariance& covariance) {
  CalibrationSlope slope{coefficients[1], covariance.std_error(1), kMissing, covariance.name};
  slope.p_value = covariance.p_value(slope.estimate / slope.std_error);
  return slope;
}

void fit_now(const KnownOutcomes& known, double score_now, ScoreCalibration& found) {
  BinaryChoiceSettings settings;
  settings.link = Link::logit;
  settings.errors.kind = CovarianceKind::ewc;
  const auto fit = binary_choice(known.outcome, known.design, settings);
  Vector now(2);
  now << 1, score_now;
  const auto band = predicted_probability(fit, now, kBandLevel);
  found.probability_now = band.probability;
  found.low = band.low;
  found.high = band.high;
  found.logit = slope_of(fit.coefficients, fit.covariance);
}

// Relative returns of single months on the score, over the newest stretch of months that all have one. The first month's
// return is not read.
void fit_relative(const Decisions& made, const PriceGrid& grid, Index horizon, ScoreCalibration& found) {
  std::size_t end = made.entry.size();
  while (end > 0 && made.entry[end - 1] >= grid.size()) --end;
  std::size_t begin = end;
  while (begin > 0 && (begin == end || made.entry[begin - 1] + 1 == made.entry[begin])) --begin;
  const auto n = static_cast<Index>(end - begin);
  if (n - horizon <= 3) return;
  auto design = constant_design(n);
  Vector score(n);
  std::vector<double> one_period(static_cast<std::size_t>(n), 0);
  for (std::size_t i = begin; i < end; ++i) {
    score[static_cast<Index>(i - begin)] = found.score[i];
    if (i > begin) one_period[i - begin] = grid.relative_return(made.entry[i] - 1, made.entry[i]);
  }
  design.append("score", score);
  const auto fit = long_horizon_regression(design, one_period, horizon);
  found.relative = slope_of(fit.fit.coefficients, fit.hodrick);
  found.windows = fit.fit.n;
}

// Wilson (1927), with n / h independent outcomes.
void widen(ReliabilityBin& bin, double horizon) {
  const double z = normal_quantile(0.5 + kBinLevel / 2), n = std::max(1.0, bin.n / horizon);
  const double centre = (bin.share + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(bin.share * (1 - bin.share) / n + z * z / (4 * n * n));
  bin.low = std::max(0.0, centre - half);
  bin.high = std::min(1.0, centre + half);
}

void judge(int bins, Index horizon, ScoreCalibration& found) {
  std::vector<double> probability, base_rate, outcome;
  for (std::size_t i = 0; i < found.outcome.size(); ++i) {
    if (std::isnan(found.outcome[i]) || std::isnan(found.probability[i])) continue;
    probability.push_back(found.probability[i]);
    base_rate.push_back(found.base_rate[i]);
    outcome.push_back(found.outcome[i]);
  }
  found.forecasts = static_cast<Index>(outcome.size());
  if (outcome.empty()) return;
  found.brier = brier_score(probability, outcome);
  found.brier_base_rate = brier_score(base_rate, outcome);
  found.brier_skill = found.brier_base_rate > 0 ? 1 - found.brier / found.brier_base_rate : kMissing;
  found.auc = area_under_curve(probability, outcome).area;
  found.bins = reliability(probability, outcome, bins);
  for (auto& bin : found.bins) widen(bin, static_cast<double>(horizon));
}

// A sample that no logit can be fitted to says so instead.
bool is_no_mistake(ErrorCode code) {
  return code == ErrorCode::regression_separation || code == ErrorCode::regression_no_variation ||
         code == ErrorCode::regression_too_few || code == ErrorCode::regression_collinear;
}

ScoreCalibration without_probability() {
  ScoreCalibration found;
  found.probability_now = found.low = found.high = found.base_rate_now = kMissing;
  found.logit = found.relative = {kMissing, kMissing, kMissing, {}};
  found.brier = found.brier_base_rate = found.brier_skill = found.auc = kMissing;
  return found;
}

void estimate(const ScoreCalibrationQuestion& question, const Decisions& made, const PriceGrid& grid,
              Index horizon, ScoreCalibration& found) {
  const auto known = known_outcomes(found);
  found.outcomes = known.outcome.size();
  if (found.outcomes < question.first_window) {
    found.none = fmt::format("{} month-ends have a score and a known outcome, fewer than {}", found.outcomes,
                             question.first_window);
    return;
  }
  found.base_rate_now = known.outcome.mean();
  fit_now(known, question.score_now, found);
  fit_relative(made, grid, horizon, found);
  const auto walked =
      walk_forward_probabilities(made.rows, {Link::logit, question.first_window, question.refit_every});
  found.probability = walked.probability;
  found.base_rate = walked.base_rate;
  judge(question.bins, horizon, found);
}

}  // namespace

ScoreCalibration score_calibration(const ScoreCalibrationQuestion& question) {
  check(question);
  check_horizon(question.horizon, Frequency::monthly, question.places.horizon);
  const auto grid = common_prices(*question.asset, question.benchmark, std::nullopt, question.places);
  const ForwardWindows windows(grid, question.horizon, std::nullopt, question.places.horizon);
  const auto made = decisions_of(question, grid, windows);
  auto found = without_probability();
  found.dates = made.rows.decided_at;
  found.outcome = made.rows.outcome;
  found.probability.assign(found.dates.size(), kMissing);
  found.base_rate = found.probability;
  for (Index i = 0; i < made.rows.x.rows(); ++i) found.score.push_back(made.rows.x(i, 1));
  try {
    auto whole = found;
    estimate(question, made, grid, *periods_in(question.horizon, Frequency::monthly), whole);
    return whole;
  } catch (const UserError& error) {
    if (!is_no_mistake(error.failure().code)) throw;
    found.none = error.failure().what;
    return found;
  }
}

}  // namespace rerate

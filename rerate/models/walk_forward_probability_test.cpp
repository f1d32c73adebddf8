// Behaviour -> test
//   each probability is that of a fit on the rows known at its refit, done by hand           -> ByHand
//   outcomes changed after a decision change nothing decided by then                         -> FutureOutcomesAreNotRead
//   outcomes announced late, and out of order, enter when they are announced                 -> Announcements
//   the base rate is that of the decision, not of the last fit                               -> BaseRate
//   rows whose outcome is not known yet get a probability and enter no fit                   -> OutcomesToCome
//   a past with one outcome, or separated, gives none until a later fit can be made          -> UnfittablePast
//   no row at all, and fewer than the first window                                           -> TooFewToBegin
//   wrong lengths, dates, outcomes, settings are refused                                     -> Refusals
#include "rerate/models/walk_forward_probability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

using testing::Each;
using testing::HasSubstr;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// One row a month; the outcome follows x and is known `delay` days after the decision.
WalkForwardRows rows_of(std::size_t n, int delay = 365) {
  WalkForwardRows rows;
  rows.names = {"constant", "x"};
  rows.x = Matrix::Ones(static_cast<Index>(n), 2);
  const auto signal = autoregression(800, n, 0.8), noise = white_noise(801, n);
  for (std::size_t i = 0; i < n; ++i) {
    rows.x(static_cast<Index>(i), 1) = signal[i];
    rows.outcome.push_back(signal[i] + noise[i] > 0.3);
    rows.decided_at.push_back(make_date(1980, 1, 15) + static_cast<int>(30 * i));
    rows.outcome_known_at.push_back(rows.decided_at.back() + delay);
  }
  return rows;
}

// The same by plain means: P(1) for `row` from a fit on what was known at the decision of row `refit`.
double by_hand(const WalkForwardRows& rows, std::size_t row, std::size_t refit, Link link) {
  std::vector<double> outcome, x;
  for (std::size_t i = 0; i < rows.outcome.size(); ++i) {
    if (std::isnan(rows.outcome[i]) || rows.outcome_known_at[i] > rows.decided_at[refit]) continue;
    outcome.push_back(rows.outcome[i]);
    x.push_back(rows.x(static_cast<Index>(i), 1));
  }
  const auto n = static_cast<Index>(x.size());
  auto design = constant_design(n);
  design.append("x", Eigen::Map<const Vector>(x.data(), n));
  const auto fit = binary_choice(Eigen::Map<const Vector>(outcome.data(), n), design, {.link = link});
  return predicted_probability(fit, rows.x.row(static_cast<Index>(row)).transpose(), 0.9).probability;
}

// Equal to the last bit, NaN with NaN.
void expect_same(const std::vector<double>& a, const std::vector<double>& b, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    EXPECT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) << i << ": " << a[i] << ", " << b[i];
}

TEST(WalkForwardProbability, ByHand) {
  const auto rows = rows_of(200);
  for (const auto link : {Link::probit, Link::logit}) {
    const auto found = walk_forward_probabilities(rows, {.link = link, .first_window = 60, .refit_every = 7});
    // An outcome is known 365 days later, at the thirteenth row after: row 72 knows of rows 0 to 59.
    EXPECT_TRUE(std::isnan(found.probability[71]));
    EXPECT_EQ(found.fitted_on[71], 0);
    EXPECT_EQ(found.fitted_on[72], 60);
    EXPECT_EQ(found.fitted_at.front(), 72u);
    for (std::size_t row = 72; row < 200; ++row) {
      const std::size_t refit = 72 + (row - 72) / 7 * 7;
      EXPECT_NEAR(found.probability[row], by_hand(rows, row, refit, link), 1e-12) << row;
      EXPECT_EQ(found.fitted_on[row], static_cast<Index>(refit) - 12);
    }
    EXPECT_EQ(found.fits, 19);
    EXPECT_EQ(found.unfittable, 0);
    EXPECT_EQ(found.coefficients.size(), 19u);
    EXPECT_DOUBLE_EQ(
        link_probability(link, found.coefficients[0][0] + found.coefficients[0][1] * rows.x(72, 1)),
        found.probability[72]);
  }
}

TEST(WalkForwardProbability, FutureOutcomesAreNotRead) {
  const auto rows = rows_of(300);
  const WalkForwardSettings settings{.first_window = 50, .refit_every = 5};
  const auto found = walk_forward_probabilities(rows, settings);
  for (const std::size_t row : {80, 150, 299}) {
    auto other = rows;
    for (std::size_t i = 0; i < other.outcome.size(); ++i)
      if (other.outcome_known_at[i] > rows.decided_at[row])
        other.outcome[i] = i % 3 ? 1 - other.outcome[i] : kNone;
    for (auto i = static_cast<Index>(row) + 1; i < other.x.rows(); ++i) other.x(i, 1) += 2;
    const auto changed = walk_forward_probabilities(other, settings);
    expect_same(found.probability, changed.probability, row + 1);
    expect_same(found.base_rate, changed.base_rate, row + 1);
    EXPECT_TRUE(row == 299 || found.probability.back() != changed.probability.back());
  }
}

TEST(WalkForwardProbability, Announcements) {
  auto rows = rows_of(200, 30);
  // Outcomes of rows 60 to 79 are all announced on one day, and those of 90 to 99 backwards.
  for (std::size_t i = 60; i < 80; ++i) rows.outcome_known_at[i] = rows.decided_at[100];
  for (std::size_t i = 90; i < 100; ++i)
    rows.outcome_known_at[i] = rows.decided_at[120] + static_cast<int>(100 - i);
  const auto found = walk_forward_probabilities(rows, {.first_window = 40, .refit_every = 1});
  EXPECT_EQ(found.fitted_on[99], 70);  // 0 to 59, 80 to 89
  EXPECT_EQ(found.fitted_on[100], 90);
  EXPECT_EQ(found.fitted_on[120], 110);
  EXPECT_EQ(found.fitted_on[121], 121);
  for (const std::size_t row : {41, 99, 100, 120, 121, 199})
    EXPECT_NEAR(found.probability[row], by_hand(rows, row, row, Link::logit), 1e-12) << row;
}

TEST(WalkForwardProbability, BaseRate) {
  const auto rows = rows_of(150, 30);
  const auto found = walk_forward_probabilities(rows, {.first_window = 30, .refit_every = 50});
  for (std::size_t row = 30; row < 150; ++row) {
    const double ones =
        std::accumulate(rows.outcome.begin(), rows.outcome.begin() + static_cast<int>(row), 0.0);
    EXPECT_DOUBLE_EQ(found.base_rate[row], ones / static_cast<double>(row));
  }
  EXPECT_EQ(found.fits, 3);
}

TEST(WalkForwardProbability, OutcomesToCome) {
  auto rows = rows_of(120, 30);
  auto shorter = rows;
  for (std::size_t i = 100; i < 120; ++i) rows.outcome[i] = kNone;
  rows.outcome_known_at[110] = Date{-500000};  // not read
  const auto found = walk_forward_probabilities(rows, {.first_window = 40, .refit_every = 1});
  EXPECT_EQ(found.fitted_on[119], 100);
  EXPECT_NEAR(found.probability[119], by_hand(rows, 119, 119, Link::logit), 1e-12);
  expect_same(found.probability,
              walk_forward_probabilities(shorter, {.first_window = 40, .refit_every = 1}).probability, 101);
}

TEST(WalkForwardProbability, UnfittablePast) {
  auto rows = rows_of(200, 30);
  const auto whole = walk_forward_probabilities(rows, {.first_window = 20, .refit_every = 10});
  for (std::size_t i = 0; i < 65; ++i) rows.outcome[i] = i == 44;  // one outcome only, until row 45
  rows.x(44, 1) = 50;                                              // separated by this one until 65
  const auto found = walk_forward_probabilities(rows, {.first_window = 20, .refit_every = 10});
  for (std::size_t row = 0; row < 70; ++row) {
    EXPECT_TRUE(std::isnan(found.probability[row])) << row;
    EXPECT_TRUE(std::isnan(found.base_rate[row])) << row;
    EXPECT_EQ(found.fitted_on[row], 0) << row;
  }
  EXPECT_FALSE(std::isnan(found.probability[80]));
  EXPECT_GE(found.unfittable, 5);
  EXPECT_EQ(found.fits + found.unfittable, whole.fits + whole.unfittable);
  EXPECT_EQ(found.fitted_at.size(), static_cast<std::size_t>(found.fits));
}

TEST(WalkForwardProbability, TooFewToBegin) {
  auto rows = rows_of(30, 30);
  const auto found = walk_forward_probabilities(rows, {.first_window = 31, .refit_every = 1});
  EXPECT_THAT(found.fitted_on, Each(0));
  EXPECT_EQ(found.fits, 0);
  WalkForwardRows none;
  none.x = Matrix(0, 2);
  none.names = {"constant", "x"};
  EXPECT_TRUE(walk_forward_probabilities(none, {}).probability.empty());
}

std::string complaint(const std::function<void(WalkForwardRows&, WalkForwardSettings&)>& spoil) {
  auto rows = rows_of(100);
  WalkForwardSettings settings{.first_window = 20};
  spoil(rows, settings);
  try {
    walk_forward_probabilities(rows, settings);
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol) + ": " + error.failure().what;
  }
  return "nothing refused";
}

TEST(WalkForwardProbability, Refusals) {
  EXPECT_THAT(complaint([](auto& rows, auto&) { rows.outcome.pop_back(); }), HasSubstr("99 outcomes"));
  EXPECT_THAT(complaint([](auto& rows, auto&) { rows.names.pop_back(); }), HasSubstr("1 names of 2"));
  EXPECT_THAT(complaint([](auto& rows, auto&) { rows.outcome[3] = 2; }),
              HasSubstr("regression_settings: outcomes must be 0 or 1: row 4 of 100 has 2"));
  EXPECT_THAT(complaint([](auto& rows, auto&) { rows.decided_at[5] = make_date(1970, 1, 1); }),
              HasSubstr("must not go back in time: 1970-01-01 after 1980-05-14"));
  EXPECT_THAT(complaint([](auto& rows, auto&) { rows.outcome_known_at[0] = make_date(1980, 1, 14); }),
              HasSubstr("row 1 is decided on 1980-01-15, but its outcome was known on 1980-01-14"));
  EXPECT_THAT(complaint([](auto& rows, auto&) { rows.x(7, 1) = kNone; }),
              HasSubstr("regression_not_finite: driver `x` has a missing or infinite figure: row 8 of 100"));
  EXPECT_THAT(complaint([](auto&, auto& settings) { settings.first_window = 3; }),
              HasSubstr("the first window (3 rows) must be at least twice the number of coefficients (2)"));
  EXPECT_THAT(complaint([](auto&, auto& settings) { settings.refit_every = 0; }),
              HasSubstr("rows between fits (0)"));
}

}  // namespace
}  // namespace rerate

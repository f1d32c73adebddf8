// Behaviour -> test
//   z of what was known at each month's end, against its own past      -> StandsAgainstThePast
//   coordinates are drawn in towards 3, in order and apart             -> DrawnIn
//   rows before and after a feature's figures are not complete         -> Complete
//   signs and weights turn and average                                 -> Goodness
//   bad features, each at its place                                    -> Refuses
#include "rerate/models/regime_panel.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/models/regimes_for_test.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

TEST(RegimePanel, StandsAgainstThePast) {
  const auto economy = make_economy();
  const auto question = question_on(economy);
  const auto panel = regime_panel(question.features, question.as_of, {});
  ASSERT_EQ(panel.first, 0);
  ASSERT_EQ(panel.rows(), kEconomyMonths);
  // At the end of month 100 activity of months 0 to 99 was known, the spread of months 0 to 100.
  const auto z_by_hand = [](const std::vector<double>& values, std::size_t count) {
    const std::vector<double> window(values.begin(), values.begin() + static_cast<long>(count));
    const double middle = median(window);
    std::vector<double> apart;
    for (const double one : window) apart.push_back(std::fabs(one - middle));
    return (window.back() - middle) / (1.4826 * median(apart));
  };
  EXPECT_NEAR(panel.z(100, 0), z_by_hand(economy.activity.value, 100), 1e-12);
  EXPECT_NEAR(panel.z(100, 1), z_by_hand(economy.spread.value, 101), 1e-12);
}

TEST(RegimePanel, DrawnIn) {
  auto economy = make_economy();
  economy.spread.value[200] = 1e9;
  economy.spread.value[201] = 2e9;
  const auto question = question_on(economy);
  const auto panel = regime_panel(question.features, question.as_of, {});
  for (std::size_t i = 0; i < panel.complete.size(); ++i) {
    const double z = panel.z(panel.complete[i], 1), drawn = panel.coordinates(static_cast<Index>(i), 1);
    EXPECT_LT(std::fabs(drawn), 3);
    EXPECT_NEAR(drawn, z / std::sqrt(1 + z * z / 9), 1e-12);
  }
}

TEST(RegimePanel, Complete) {
  auto economy = make_economy();
  economy.spread.value[250] = std::nan("");  // that of the month before is read then
  auto& activity = economy.activity;
  activity.ordinal.resize(300);
  activity.value.resize(300);
  activity.known_at.resize(300);
  const auto question = question_on(economy);
  const auto panel = regime_panel(question.features, question.as_of, {}, -12);
  EXPECT_EQ(panel.first, -12);
  // Activity is read from month 1 on, 36 figures are there at the end of month 36, and the last, of month 299, is too old
  // after month 301.
  EXPECT_EQ(panel.month(panel.complete.front()).ordinal, 36);
  EXPECT_EQ(panel.month(panel.complete.back()).ordinal, 301);
  EXPECT_EQ(panel.complete.size(), 266u);
  EXPECT_EQ(panel.coordinates.rows(), 266);
}

TEST(RegimePanel, Goodness) {
  std::vector<RegimeFeature> features(2);
  features[0].weight = 3;
  features[1].sign = -1;
  const Vector good = goodness(Matrix{{1, 2}, {-1, 0}}, features);
  EXPECT_DOUBLE_EQ(good[0], (3 * 1 - 2) / 4.0);
  EXPECT_DOUBLE_EQ(good[1], -0.75);
}

std::string refusal(const Economy& economy, Date as_of) {
  const auto question = question_on(economy);
  try {
    regime_panel(question.features, as_of, question.place);
  } catch (const UserError& error) {
    return fmt::format("{} line {}: {}", describe(error.failure().code).symbol, error.failure().place.line,
                       error.failure().what);
  }
  return "nothing";
}

TEST(RegimePanel, Refuses) {
  const auto whole = make_economy();
  const Date as_of = question_on(whole).as_of;
  auto economy = whole;
  for (auto& value : economy.spread.value) value = 2;
  EXPECT_THAT(refusal(economy, as_of), testing::StartsWith("regimes_feature line 6: the feature `spread`"));
  EXPECT_EQ(refusal(whole, last_day({Frequency::monthly, 20})),
            "regimes_window line 5: a feature needs 36 months of figures before it has a standing: "
            "`activity` has 20");
  EXPECT_EQ(refusal(whole, make_date(1960, 1, 1)),
            "regimes_window line 5: a feature needs 36 months of figures before it has a standing: "
            "`activity` has 0");
  economy = whole;
  economy.spread.type.frequency = Frequency::quarterly;
  EXPECT_EQ(refusal(economy, as_of),
            "event_frequency line 6: regimes are told by monthly features, but `spread` is quarterly");
  economy = whole;
  economy.activity.value[40] = std::numeric_limits<double>::infinity();
  EXPECT_THAT(refusal(economy, as_of), testing::StartsWith("regression_not_finite line 5"));
  economy = whole;
  for (auto& month : economy.spread.ordinal) month += 1000;
  for (std::size_t i = 0; i < economy.spread.size(); ++i)
    economy.spread.known_at[i] = last_day(economy.spread.period(i));
  EXPECT_EQ(refusal(economy, make_date(2200, 1, 1)),
            "regimes_window line 4: there is no month on which all features have a standing");
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   change from the month before the first of recession to its last, mean and dispersion by hand   -> MeanChange
//   a recession that a driver does not cover at both ends is left out, by name of its peak         -> LeftOut
//   a hole between peak and trough does not matter                                                 -> HoleInside
//   spells at either end of the indicator have no known turning point                              -> OpenSpells
//   recessions outside the panel are not mentioned                                                 -> OutsideThePanel
//   quarters that hold the months of peak and trough; both in one quarter is no change             -> Quarterly
//   the 10-year yield over the recessions since 1953 as in the published tables                    -> TenYearYield
//   fewer than two contractions, and series that are no monthly indicator, are refused             -> Refusals
#include "rerate/models/contractions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Monthly from 2000-01, 1 in the months listed (counted from 0).
Series recessions_in(const std::set<std::size_t>& months, std::size_t count) {
  return monthly_named("recession", "2000-01",
                       combined(count, [&](std::size_t t) { return months.contains(t) ? 1.0 : 0.0; }),
                       Kind::indicator);
}

FairValuePanel panel_with(const std::vector<std::pair<std::string, std::vector<double>>>& drivers) {
  const std::vector<double> ones(drivers.front().second.size(), 1);
  return panel_of("2000-01", ones, ones, drivers);
}

std::string complaint(const std::function<void()>& work) {
  try {
    work();
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) + " " +
           error.failure().what;
  }
  return "nothing refused";
}

TEST(Contractions, MeanChange) {
  const auto rate = combined(20, [](std::size_t t) { return static_cast<double>(t * t); });
  const auto found = average_contraction(panel_with({{"rate", rate}, {"flat", std::vector<double>(20, 3)}}),
                                         recessions_in({3, 4, 10, 11, 12}, 20));
  ASSERT_EQ(found.used.size(), 2u);
  EXPECT_EQ(to_string(found.used[0].peak), "2000-03");
  EXPECT_EQ(to_string(found.used[0].trough), "2000-05");
  EXPECT_EQ(found.used[0].change[0], 16 - 4);
  EXPECT_EQ(found.used[1].change[0], 144 - 81);
  EXPECT_EQ(found.mean[0], 37.5);
  EXPECT_DOUBLE_EQ(found.standard_deviation[0], 51 / std::sqrt(2.0));
  EXPECT_EQ(found.mean[1], 0);
  EXPECT_EQ(found.standard_deviation[1], 0);
  EXPECT_TRUE(found.left_out.empty());
}

TEST(Contractions, LeftOut) {
  auto rate = combined(30, [](std::size_t t) { return static_cast<double>(t); });
  rate[2] = rate[22] = kNone;  // a peak, a trough
  const auto found =
      average_contraction(panel_with({{"rate", rate}}), recessions_in({3, 4, 8, 9, 14, 21, 22}, 30));
  EXPECT_EQ(found.used.size(), 2u);
  ASSERT_EQ(found.left_out.size(), 2u);
  EXPECT_EQ(to_string(found.left_out[0]), "2000-03");
  EXPECT_EQ(to_string(found.left_out[1]), "2001-09");
  EXPECT_EQ(found.mean[0], 1.5);
}

TEST(Contractions, HoleInside) {
  auto rate = combined(20, [](std::size_t t) { return static_cast<double>(t); });
  rate[4] = kNone;
  const auto found = average_contraction(panel_with({{"rate", rate}}), recessions_in({3, 4, 5, 10}, 20));
  EXPECT_EQ(found.used.size(), 2u);
  EXPECT_EQ(found.used[0].change[0], 3);
}

TEST(Contractions, OpenSpells) {
  const auto rate = combined(20, [](std::size_t t) { return static_cast<double>(t); });
  const auto found =
      average_contraction(panel_with({{"rate", rate}}), recessions_in({0, 1, 5, 9, 18, 19}, 20));
  EXPECT_EQ(found.used.size(), 2u);
  EXPECT_TRUE(found.left_out.empty());
  auto unknown = recessions_in({5, 9, 14, 15}, 20);
  unknown.value[15] = kNone;  // is it over?
  EXPECT_EQ(average_contraction(panel_with({{"rate", rate}}), unknown).used.size(), 2u);
}

TEST(Contractions, OutsideThePanel) {
  const auto rate = combined(20, [](std::size_t t) { return static_cast<double>(t); });
  const auto found = average_contraction(panel_with({{"rate", rate}}), recessions_in({5, 9, 30, 31}, 40));
  EXPECT_EQ(found.used.size(), 2u);
  EXPECT_TRUE(found.left_out.empty());
  // A peak within the panel and a trough beyond it.
  const auto cut = average_contraction(panel_with({{"rate", rate}}), recessions_in({5, 9, 19, 20}, 40));
  ASSERT_EQ(cut.left_out.size(), 1u);
  EXPECT_EQ(to_string(cut.left_out[0]), "2001-07");
}

TEST(Contractions, Quarterly) {
  Series price{{Frequency::quarterly, Kind::price_index, ""}, "price", {}, {}, {}};
  Series rate{{Frequency::quarterly, Kind::rate, ""}, "rate", {}, {}, {}};
  for (int quarter = 120; quarter < 130; ++quarter) {  // from 2000Q1
    price.append(quarter, 1, last_day({Frequency::quarterly, quarter}));
    rate.append(quarter, quarter * quarter, last_day({Frequency::quarterly, quarter}));
  }
  const auto panel = fair_value_panel(price, nullptr, 1, {{"rate", "", &rate, {}}}, {});
  // Peaks 2000-02 (Q1), 2000-10 (Q4), 2001-07 (Q3); troughs 2000-05 (Q2), 2000-12 (Q4), 2002-02 (2002Q1).
  const auto found =
      average_contraction(panel, recessions_in({2, 3, 4, 10, 11, 19, 20, 21, 22, 23, 24, 25}, 30));
  ASSERT_EQ(found.used.size(), 2u);
  EXPECT_EQ(to_string(found.used[0].peak), "2000Q1");
  EXPECT_EQ(found.used[0].change[0], 121 * 121 - 120 * 120);
  EXPECT_EQ(to_string(found.used[1].trough), "2002Q1");
  EXPECT_EQ(found.used[1].change[0], 128 * 128 - 126 * 126);
  ASSERT_EQ(found.left_out.size(), 1u);
  EXPECT_EQ(to_string(found.left_out[0]), "2000Q4");
}

// Peaks and troughs of nber_cycle_dates.csv, written out; changes of GS10 (rates.csv) summed one by one.
TEST(Contractions, TenYearYield) {
  const auto yield = read_column(open_data("rates.csv"), "gs10", Frequency::monthly, Kind::rate);
  Series price = yield;
  price.type.kind = Kind::price_index;
  const auto panel = fair_value_panel(price, nullptr, 1, {{"gs10", "", &yield, {}}}, {});
  const std::vector<std::pair<std::string, std::string>> cycles = {
      {"1953-07", "1954-05"}, {"1957-08", "1958-04"}, {"1960-04", "1961-02"}, {"1969-12", "1970-11"},
      {"1973-11", "1975-03"}, {"1980-01", "1980-07"}, {"1981-07", "1982-11"}, {"1990-07", "1991-03"},
      {"2001-03", "2001-11"}, {"2007-12", "2009-06"}, {"2020-02", "2020-04"}};
  Series recession = monthly_named("recession", "1953-01", std::vector<double>(12 * 73, 0), Kind::indicator);
  double expected = 0;
  for (const auto& [peak, trough] : cycles) {
    const auto from = parse_period(Frequency::monthly, peak)->ordinal;
    const auto to = parse_period(Frequency::monthly, trough)->ordinal;
    for (auto month = from + 1; month <= to; ++month) recession.value[*recession.find(month)] = 1;
    expected += yield.value[*yield.find(to)] - yield.value[*yield.find(from)];
  }
  const auto found = average_contraction(panel, recession);
  ASSERT_EQ(found.used.size(), cycles.size());
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    EXPECT_EQ(to_string(found.used[i].peak), cycles[i].first);
    EXPECT_EQ(to_string(found.used[i].trough), cycles[i].second);
  }
  EXPECT_NEAR(found.mean[0], expected / static_cast<double>(cycles.size()), 1e-12);
  EXPECT_LT(found.mean[0], 0);  // yields fall in recessions on average
}

TEST(Contractions, Refusals) {
  const auto panel = panel_with({{"rate", std::vector<double>(20, 1)}});
  EXPECT_EQ(complaint([&] {
              average_contraction(panel, recessions_in({3, 4}, 20));
            }),
            "fair_value_contractions study.toml:2:1 an average contraction needs at least two, but "
            "`recession` gives 1 within "
            "2000-01 to 2001-08");
  std::vector<double> late(20, 1);
  late[2] = kNone;
  EXPECT_THAT(complaint([&] {
                average_contraction(panel_with({{"rate", late}}), recessions_in({3, 4, 9}, 20));
              }),
              testing::HasSubstr(
                  "gives 1 within 2000-01 to 2001-08; drivers do not cover those from the peaks of 2000-03"));
  auto level = recessions_in({3, 4, 9}, 20);
  level.type.kind = Kind::level;
  EXPECT_EQ(complaint([&] { average_contraction(panel, level); }),
            "fair_value_contractions study.toml:2:1 recessions must be a monthly indicator, but `recession` "
            "is a monthly level");
}

}  // namespace
}  // namespace rerate

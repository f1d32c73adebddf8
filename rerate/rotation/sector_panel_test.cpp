// Behaviour -> test
//   a monthly grid: rows, prices, returns                               -> MonthlyGrid
//   a daily grid: decisions on the last day with a price                -> DailyGrid
//   a sector is a member from its first price to its last               -> Membership
//   months begin with two members, or with `from`                       -> Begins
//   months end with the last that is over and has a price at its end    -> Ends
//   what was never a member has no price                                -> NeverAMember
//   cash grows in equal steps over the days of a month                  -> CashGrowsOverTheDays
//   cash narrows the months to those it is known in                     -> CashNarrows
//   the panel does not change when later prices come                    -> StaysAsItWas
//   too few sectors, by number and by date                              -> RefusesAnEmptyUniverse
//   frequencies                                                         -> RefusesFrequencies
//   kinds                                                               -> RefusesKinds
//   prices that are zero, negative or infinite, in the months read only -> RefusesPrices
//   cash beyond all numbers                                             -> RefusesEndlessCash
//   holes of one sector, of all and of cash                             -> RefusesHoles
//   prices known too late, with series, period and both dates           -> RefusesLookAhead
//   the 12 industries of the open pack                                  -> Industries
#include "rerate/rotation/sector_panel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <limits>

#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kHole = std::numeric_limits<double>::quiet_NaN();

// Sectors by hand. Series stay where they are when more are added.
struct Market {
  std::deque<Series> series;
  SectorPanelQuestion question;

  Market() {
    question.place = {"study.toml", 1, 1};
    question.cash_place = {"study.toml", 2, 1};
    question.as_of = day("2030-01-01");
  }
  Series& add(const std::string& name, Series price) {
    price.name = "price of " + name;
    price.type.kind = Kind::total_return_index;
    series.push_back(std::move(price));
    const int line = 10 + static_cast<int>(question.sectors.size());
    question.sectors.push_back({name, "Sector " + name, &series.back(), {"study.toml", line, 1}});
    return series.back();
  }
  Series& cash(Series earned, Kind kind) {
    earned.name = "bill";
    earned.type.kind = kind;
    series.push_back(std::move(earned));
    question.cash = &series.back();
    return series.back();
  }
  SectorPanel panel() const { return sector_panel(question); }
  Failure refusal() const {
    try {
      panel();
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
  }
};

Market two_monthly() {
  Market market;
  market.add("a", monthly("2000-01", {100, 110, 99, 99}));
  market.add("b", monthly("2000-01", {50, 50, 60, 30}));
  return market;
}

// Weekdays of January to March 2001, rising by one a day from `level`.
Series quarter_of_days(double level) {
  std::vector<double> prices;
  for (int i = 0; i < 65; ++i) prices.push_back(level + i);
  return weekdays("2001-01-01", prices);
}

std::vector<std::string> months_of(const SectorPanel& panel) {
  std::vector<std::string> texts;
  for (const auto month : panel.month) texts.push_back(to_string(Period{Frequency::monthly, month}));
  return texts;
}

TEST(SectorPanel, MonthlyGrid) {
  const auto panel = two_monthly().panel();
  EXPECT_EQ(panel.grid, Frequency::monthly);
  EXPECT_THAT(panel.names, ElementsAre("a", "b"));
  EXPECT_THAT(panel.titles, ElementsAre("Sector a", "Sector b"));
  EXPECT_THAT(months_of(panel), ElementsAre("2000-01", "2000-02", "2000-03", "2000-04"));
  EXPECT_THAT(panel.row, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(panel.day[1], day("2000-02-29"));
  EXPECT_EQ(panel.decided_at(3), day("2000-04-30"));
  EXPECT_EQ(panel.price, panel.month_price);
  EXPECT_EQ(panel.price, (Matrix{{100, 50}, {110, 50}, {99, 60}, {99, 30}}));
  EXPECT_TRUE(panel.month_return.row(0).array().isNaN().all());
  EXPECT_DOUBLE_EQ(panel.month_return(1, 0), 110.0 / 100 - 1);
  EXPECT_EQ(panel.month_return(3, 1), -0.5);
  EXPECT_EQ(panel.cash, Vector::Ones(4));
  EXPECT_TRUE(std::isnan(panel.cash_return[0]));
  EXPECT_EQ(panel.cash_return[3], 0);
}

TEST(SectorPanel, DailyGrid) {
  Market market;
  market.add("a", quarter_of_days(100));
  market.add("b", quarter_of_days(200));
  const auto panel = market.panel();
  EXPECT_EQ(panel.grid, Frequency::daily);
  EXPECT_THAT(months_of(panel), ElementsAre("2001-01", "2001-02", "2001-03"));
  // January has 23 weekdays, February 20 and March 22.
  EXPECT_THAT(panel.row, ElementsAre(0, 20, 42));
  EXPECT_EQ(panel.decided_at(0), day("2001-01-31"));
  EXPECT_EQ(panel.decided_at(2), day("2001-03-30"));
  EXPECT_EQ(panel.price.rows(), 43);
  EXPECT_EQ(panel.price(0, 0), 122);
  EXPECT_EQ(panel.price(1, 1), 223);
  EXPECT_EQ(panel.month_price(1, 0), 142);
  EXPECT_DOUBLE_EQ(panel.month_return(1, 0), 142.0 / 122 - 1);
}

TEST(SectorPanel, Membership) {
  auto market = two_monthly();
  market.add("c", monthly("2000-02", {7, 8}));
  market.add("d", monthly("2000-01", {kHole, kHole, 9, 9}));  // missing before its life is no hole
  const auto panel = market.panel();
  EXPECT_FALSE(panel.member(0, 2));
  EXPECT_TRUE(panel.member(1, 2));
  EXPECT_TRUE(panel.member(2, 2));
  EXPECT_FALSE(panel.member(3, 2));
  EXPECT_FALSE(panel.member(1, 3));
  EXPECT_EQ(panel.members(0), 2);
  EXPECT_EQ(panel.members(1), 3);
  EXPECT_EQ(panel.members(2), 4);
  EXPECT_TRUE(std::isnan(panel.month_return(1, 2)));  // no price at both ends
  EXPECT_DOUBLE_EQ(panel.month_return(2, 2), 8.0 / 7 - 1);
  EXPECT_TRUE(std::isnan(panel.month_return(3, 2)));
  EXPECT_TRUE(std::isnan(panel.price(3, 2)));
}

TEST(SectorPanel, Begins) {
  Market market;
  market.add("a", monthly("2000-01", {1, 2, 3, 4, 5}));
  market.add("b", monthly("2000-03", {1, 2, 3}));
  EXPECT_THAT(months_of(market.panel()), ElementsAre("2000-03", "2000-04", "2000-05"));
  market.question.from = day("2000-04-30");  // April ends on it
  EXPECT_THAT(months_of(market.panel()), ElementsAre("2000-04", "2000-05"));
  market.question.from = day("2000-05-01");
  EXPECT_THAT(months_of(market.panel()), ElementsAre("2000-05"));
}

TEST(SectorPanel, Ends) {
  auto market = two_monthly();
  market.question.as_of = day("2000-04-29");
  EXPECT_EQ(months_of(market.panel()).back(), "2000-03");
  market.question.as_of = day("2000-04-30");
  EXPECT_EQ(months_of(market.panel()).back(), "2000-04");

  Market days;
  days.add("a", quarter_of_days(100));
  days.add("b", quarter_of_days(200));
  days.question.as_of = day("2001-03-30");  // a Friday, and Saturday is still March
  EXPECT_EQ(months_of(days.panel()).back(), "2001-02");
  days.question.as_of = day("2001-03-31");
  EXPECT_EQ(months_of(days.panel()).back(), "2001-03");
  // Prices that stop on the 20th do not tell what March earned; those that stop two days early may be all there are.
  for (const auto& [kept, last] : {std::pair{57, "2001-02"}, std::pair{63, "2001-03"}}) {
    for (auto& one : days.series) {
      one = quarter_of_days(100);
      one.type.kind = Kind::total_return_index;
      one.ordinal.resize(kept), one.value.resize(kept), one.known_at.resize(kept);
    }
    EXPECT_EQ(months_of(days.panel()).back(), last) << kept;
  }
}

TEST(SectorPanel, NeverAMember) {
  auto market = two_monthly();
  market.add("c", monthly("2010-01", {}));
  const auto panel = market.panel();
  EXPECT_EQ(panel.sectors(), 3);
  EXPECT_TRUE(panel.price.col(2).array().isNaN().all());
}

TEST(SectorPanel, CashGrowsOverTheDays) {
  Market market;
  market.add("a", quarter_of_days(100));
  market.add("b", quarter_of_days(200));
  market.cash(monthly("2001-01", {5, 2, 11}), Kind::return_);
  const auto panel = market.panel();
  EXPECT_EQ(panel.cash[0], 1);
  EXPECT_DOUBLE_EQ(panel.cash[5], 1 + 0.02 * 5 / 20);
  EXPECT_DOUBLE_EQ(panel.cash[20], 1.02);
  EXPECT_DOUBLE_EQ(panel.cash[31], 1.02 * 1.055);
  EXPECT_DOUBLE_EQ(panel.cash[42], 1.02 * 1.11);
  EXPECT_DOUBLE_EQ(panel.cash_return[1], 0.02);
  EXPECT_DOUBLE_EQ(panel.cash_return[2], 0.11);
}

TEST(SectorPanel, CashNarrows) {
  auto market = two_monthly();
  market.cash(monthly("2000-03", {1}), Kind::return_);
  const auto panel = market.panel();
  EXPECT_THAT(months_of(panel), ElementsAre("2000-02", "2000-03"));
  EXPECT_EQ(panel.price, (Matrix{{110, 50}, {99, 60}}));
  EXPECT_TRUE(std::isnan(panel.month_return(0, 0)));
  EXPECT_DOUBLE_EQ(panel.cash_return[1], 0.01);
}

TEST(SectorPanel, StaysAsItWas) {
  auto market = two_monthly();
  market.cash(monthly("1999-12", {6, 12, 3, 6, 6}), Kind::rate);
  const auto whole = market.panel();
  market.question.as_of = day("2000-03-31");
  const auto before = market.panel();
  ASSERT_EQ(before.months(), 3);
  EXPECT_EQ(before.price, whole.price.topRows(3));
  EXPECT_EQ(before.cash, whole.cash.head(3));
  EXPECT_EQ(before.month_return.bottomRows(2), whole.month_return.middleRows(1, 2));
}

TEST(SectorPanel, RefusesAnEmptyUniverse) {
  Market one;
  one.add("a", monthly("2000-01", {1, 2}));
  EXPECT_EQ(one.refusal().code, ErrorCode::rotation_universe);
  EXPECT_EQ(one.refusal().what, "a rotation needs at least 2 sectors: 1 given");
  EXPECT_EQ(one.refusal().place.line, 1);
  EXPECT_EQ(Market().refusal().what, "a rotation needs at least 2 sectors: 0 given");

  auto after = two_monthly();
  after.question.from = day("2000-05-01");
  EXPECT_EQ(after.refusal().code, ErrorCode::rotation_universe);
  EXPECT_EQ(after.refusal().what,
            "no sector has a price in a month that was over on 2030-01-01 from 2000-05-01 on");

  Market apart;
  apart.add("a", monthly("2000-01", {1, 2}));
  apart.add("b", monthly("2000-03", {1, 2}));
  EXPECT_EQ(apart.refusal().code, ErrorCode::rotation_universe);
  EXPECT_EQ(apart.refusal().what, "no month has prices of two sectors at its end");
  apart.question.from = day("2000-02-01");
  EXPECT_THAT(apart.refusal().what, HasSubstr("from 2000-02-01 on"));

  Market empty;
  empty.add("a", monthly("2000-01", {}));
  empty.add("b", monthly("2000-01", {kHole}));
  EXPECT_EQ(empty.refusal().what, "no sector has a price in a month that was over on 2030-01-01");
}

TEST(SectorPanel, RefusesFrequencies) {
  auto mixed = two_monthly();
  mixed.add("c", quarter_of_days(1));
  EXPECT_EQ(mixed.refusal().code, ErrorCode::rotation_frequency);
  EXPECT_EQ(
      mixed.refusal().what,
      "sectors' prices must have one frequency: `a` (price of a) is monthly, `c` (price of c) is daily");
  EXPECT_EQ(mixed.refusal().place.line, 12);

  auto weekly = two_monthly();
  weekly.series[0].type.frequency = Frequency::weekly;
  EXPECT_EQ(weekly.refusal().code, ErrorCode::rotation_frequency);
  EXPECT_EQ(weekly.refusal().what, "sectors' prices must be daily or monthly: `a` (price of a) is weekly");
  EXPECT_EQ(weekly.refusal().place.line, 10);

  auto cash = two_monthly();
  cash.cash(quarter_of_days(1), Kind::rate);
  EXPECT_EQ(cash.refusal().code, ErrorCode::rotation_frequency);
  EXPECT_EQ(cash.refusal().what,
            "cash must be monthly or as often as the sectors' prices (monthly): `bill` is daily");
  EXPECT_EQ(cash.refusal().place.line, 2);
}

TEST(SectorPanel, RefusesKinds) {
  auto returns = two_monthly();
  returns.series[1].type.kind = Kind::return_;
  EXPECT_EQ(returns.refusal().code, ErrorCode::rotation_kinds);
  EXPECT_EQ(returns.refusal().what, "sectors must be prices: `b` (price of b) is of kind return");
  EXPECT_EQ(returns.refusal().place.line, 11);

  auto mixed = two_monthly();
  mixed.series[1].type.kind = Kind::price_index;
  EXPECT_EQ(mixed.refusal().code, ErrorCode::rotation_kinds);
  EXPECT_EQ(mixed.refusal().what,
            "sectors must be all with dividends or all without: `a` (price of a) is of kind "
            "total_return_index, `b` (price of b) of kind price_index");
  mixed.series[0].type.kind = Kind::price_index;
  EXPECT_EQ(mixed.panel().months(), 4);
}

TEST(SectorPanel, RefusesPrices) {
  for (const double bad : {0.0, -3.5, std::numeric_limits<double>::infinity()}) {
    auto market = two_monthly();
    market.series[1].value[1] = bad;
    const auto refusal = market.refusal();
    EXPECT_EQ(refusal.code, ErrorCode::rotation_prices);
    EXPECT_THAT(refusal.what, HasSubstr("a price must be above 0: `b` (price of b) is "));
    EXPECT_THAT(refusal.what, HasSubstr(" on 2000-02"));
    EXPECT_EQ(refusal.place.line, 11);
    market.question.from = day("2000-03-01");
    EXPECT_EQ(market.panel().months(), 2);
  }
}

TEST(SectorPanel, RefusesEndlessCash) {
  auto market = two_monthly();
  const std::size_t months = market.series[0].value.size();
  market.cash(monthly("2000-01", std::vector<double>(months, 1e200)), Kind::return_);
  const auto refusal = market.refusal();
  EXPECT_EQ(refusal.code, ErrorCode::rotation_prices);
  EXPECT_THAT(refusal.what, HasSubstr("cash that grows or shrinks beyond all numbers by 2000-0"));
  EXPECT_THAT(refusal.what, HasSubstr(": `bill`"));
  EXPECT_EQ(refusal.place.line, 2);
}

TEST(SectorPanel, RefusesHoles) {
  auto one = two_monthly();
  one.series[1].value[2] = kHole;
  EXPECT_EQ(one.refusal().code, ErrorCode::rotation_hole);
  EXPECT_EQ(one.refusal().what,
            "`b` (price of b) has no price on 2000-03, but before and after, and others have one then");
  EXPECT_EQ(one.refusal().place.line, 11);

  Market days;
  days.add("a", quarter_of_days(100));
  auto& other = days.add("b", quarter_of_days(200));
  other.ordinal.erase(other.ordinal.begin() + 30);
  other.value.erase(other.value.begin() + 30);
  other.known_at.erase(other.known_at.begin() + 30);
  EXPECT_EQ(days.refusal().code, ErrorCode::rotation_hole);
  EXPECT_THAT(days.refusal().what, HasSubstr("`b` (price of b) has no price on 2001-02-12"));
  days.question.from = day("2001-02-20");  // whose month is still read from its end on
  EXPECT_EQ(days.panel().months(), 2);

  auto all = two_monthly();
  all.series[0].value[2] = all.series[1].value[2] = kHole;
  EXPECT_EQ(all.refusal().code, ErrorCode::rotation_hole);
  EXPECT_EQ(all.refusal().what, "no sector has a price in 2000-03");
  EXPECT_EQ(all.refusal().place.line, 10);  // the first that lives through it

  auto cash = two_monthly();
  cash.cash(monthly("2000-02", {1, kHole, 1}), Kind::return_);
  EXPECT_EQ(cash.refusal().code, ErrorCode::rotation_hole);
  EXPECT_EQ(cash.refusal().what, "it is not known what cash earned in 2000-03: `bill`");
  EXPECT_EQ(cash.refusal().place.line, 2);

  auto never = two_monthly();
  never.cash(monthly("2005-01", {1}), Kind::return_);
  EXPECT_EQ(never.refusal().code, ErrorCode::rotation_sample);
  EXPECT_EQ(never.refusal().what,
            "cash has no figure for any month of the sectors, 2000-01 to 2000-04: `bill`");
}

TEST(SectorPanel, RefusesLookAhead) {
  auto market = two_monthly();
  market.series[1].known_at[2] = day("2000-04-30");
  const auto refusal = market.refusal();
  EXPECT_EQ(refusal.code, ErrorCode::rotation_look_ahead);
  EXPECT_EQ(refusal.what,
            "a price that was known later than it is traded at: `b` (price of b) of 2000-03 was known on "
            "2000-04-30, and is traded at on 2000-03-31");
  EXPECT_EQ(refusal.place.line, 11);
  // A figure that was revised later was known when it first came out.
  market.series[1].first_known_at = market.series[1].known_at;
  market.series[1].first_known_at[2] = day("2000-03-31");
  EXPECT_EQ(market.panel().months(), 4);
}

TEST(SectorPanel, Industries) {
  Market market;
  for (const std::string name : {"nodur", "durbl", "manuf", "enrgy", "chems", "buseq", "telcm", "utils",
                                 "shops", "hlth", "money", "other"})
    market.add(name, cumulated({read_column(open_data("french_industry12_monthly.csv"), name,
                                            Frequency::monthly, Kind::return_)}));
  market.cash(read_column(open_data("rates.csv"), "tb3ms", Frequency::monthly, Kind::rate, 1), Kind::rate);
  const auto panel = market.panel();
  EXPECT_EQ(panel.sectors(), 12);
  EXPECT_EQ(months_of(panel).front(), "1963-07");
  EXPECT_EQ(months_of(panel).back(), "2026-08");
  EXPECT_EQ(panel.months(), 758);
  EXPECT_EQ(panel.members(757), 12);
  EXPECT_TRUE(panel.month_return.bottomRows(757).allFinite());
  EXPECT_GT(panel.cash[757], 10);  // about 4% a year for 63 years
}

}  // namespace
}  // namespace rerate

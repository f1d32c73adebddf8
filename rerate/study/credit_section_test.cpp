// Behaviour -> test
//   numbers, state table, headline and light tell one story                              -> TellsOneStory
//   every number has a unit or is a pure one, a title, every chart an alternative        -> Complete
//   the state in words and its light: all-clear, watch, stress                           -> States
//   a newest figure that is too old is dated, warned of, and gives no light              -> Stale
//   a licensed spread is drawn and tabled in whole percentiles                           -> Licensed
//   rising sectors stand in headline, light, table and chart                             -> Sectors
//   sectors that do not add up are warned of with the months                             -> SectorsThatDoNotAddUp
//   the distress share with its constituents, and who is left out                        -> Distress
//   the ribbon joins months of one state and breaks where there is none                  -> Ribbon
//   a rule by formulas is told as it stands in the study                                 -> RuleByFormulas
//   columns of what was not given are left out; what cannot be told is named             -> NotGiven
//   returns of the asset after each state                                                -> Asset
//   spreads in basis points have thresholds in basis points                              -> BasisPoints
//   mistakes have the place of the section or of their key                               -> MistakesHavePlaces
#include "rerate/study/credit_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Date kAsOf = make_date(2025, 1, 10);

// 300 months from 2000-01: crests of 8 every 60 months, lows of 3 between; the last month is `now`.
std::vector<double> waves(double now) {
  std::vector<double> values;
  for (int i = 0; i < kMarketMonths; ++i) {
    const int phase = i % 60;
    values.push_back(3 + (phase <= 30 ? phase : 60 - phase) / 6.0);
  }
  values.back() = now;
  return values;
}

SeriesInputs market(double now = 3.1) {
  auto inputs = synthetic_market();
  inputs["spread"] = monthly_input("spread", Kind::spread, "pp", waves(now));
  inputs["spread"].title = "the spread of the market";
  auto premium = waves(3.1);
  for (double& one : premium) one -= 4;
  inputs["premium"] = monthly_input("premium", Kind::spread, "pp", premium);
  return inputs;
}

CreditRequest request() {
  CreditRequest asked;
  asked.spread = {"spread", "spread", {"s.toml", 5, 10}};
  asked.crests = TurningPointRule{};
  asked.place = {"s.toml", 4, 1};
  return asked;
}

Section section_of(const CreditRequest& asked, const SeriesInputs& inputs, Date as_of = kAsOf) {
  const SectionContext context{as_of, 1, &inputs, {}};
  return credit_section("credit", "Credit", asked, context);
}

double value(const Section& section, const char* name) {
  const auto* number = find_number(section, name);
  EXPECT_NE(number, nullptr) << name;
  return number ? number->value : std::nan("");
}

const Table* find_table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return &one;
  return nullptr;
}

const Chart* find_chart(const Section& section, const std::string& id) {
  for (const auto& one : section.charts)
    if (one.id == id) return &one;
  return nullptr;
}

TEST(CreditSection, TellsOneStory) {
  auto asked = request();
  asked.ebp = SeriesUse{"ebp", "premium", {}};
  const auto section = section_of(asked, market());
  EXPECT_EQ(section.kind, "credit");
  EXPECT_EQ(value(section, "spread"), 3.1);
  EXPECT_LT(value(section, "percentile"), 5);
  EXPECT_LT(value(section, "z"), 0);
  EXPECT_NEAR(value(section, "change_3m"), 3.1 - waves(0)[296], 1e-12);
  EXPECT_EQ(value(section, "months_since_crest"), 29);  // month 270 of 0 to 299
  EXPECT_EQ(value(section, "crest"), 8);
  EXPECT_NEAR(value(section, "retraced"), 98, 1e-9);
  EXPECT_NEAR(value(section, "ebp"), -0.9, 1e-12);
  EXPECT_EQ(value(section, "state_rank"), 1);
  ASSERT_EQ(section.sets.size(), 1u);
  EXPECT_EQ(section.sets[0].name, "state");
  EXPECT_THAT(section.sets[0].members, testing::ElementsAre("all-clear"));
  EXPECT_THAT(
      section.headline,
      StartsWith(
          "Credit sends an all-clear: the spread of the market is at the 2nd percentile of its history "
          "(3.10 pp in Dec 2024), "));
  EXPECT_THAT(
      section.headline,
      HasSubstr(" in three months, 29 months after its crest of Jul 2022 with 98% of the climb given back."));
  ASSERT_EQ(section.lights.size(), 1u);
  EXPECT_EQ(section.lights[0].title, "Credit");
  EXPECT_EQ(section.lights[0].state, Light::State::good);
  EXPECT_THAT(section.lights[0].text, StartsWith("spread at the 2nd percentile, 3-month change -0.5"));
  const auto* state = find_table(section, "state");
  ASSERT_TRUE(state);
  EXPECT_EQ(std::get<double>(state->rows[0][1]), 3.1);
  EXPECT_EQ(std::get<double>(state->rows[0][2]), value(section, "percentile"));
  EXPECT_EQ(state->rows.size(), state->row_formats.size());
  const auto* crests = find_table(section, "crests");
  ASSERT_TRUE(crests);
  EXPECT_EQ(crests->rows.size(), 5u);
  EXPECT_EQ(std::get<std::string>(crests->rows.back()[2]), "2022-07");
  EXPECT_EQ(find_chart(section, "spread")->points.size(), 5u);
  EXPECT_TRUE(section.warnings.empty());
}

TEST(CreditSection, Complete) {
  auto asked = request();
  asked.ebp = SeriesUse{"ebp", "premium", {}};
  asked.asset = SeriesUse{"asset", "price", {}};
  asked.recession = SeriesUse{"recession", "recession", {}};
  const auto section = section_of(asked, market());
  for (const auto& number : section.numbers) {
    EXPECT_FALSE(number.title.empty()) << number.name;
    EXPECT_TRUE(!number.unit.empty() || number.name == "z") << number.name;
  }
  for (const auto& chart : section.charts) {
    EXPECT_FALSE(chart.alternative.empty()) << chart.id;
    EXPECT_FALSE(chart.title.empty()) << chart.id;
  }
  for (const auto& table : section.tables)
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size()) << table.name;
  EXPECT_THAT(section.inputs,
              testing::ElementsAre("mine.premium", "mine.price", "mine.recession", "mine.spread"));
}

TEST(CreditSection, States) {
  const auto stress = section_of(request(), market(7.9));
  EXPECT_THAT(stress.headline, StartsWith("Credit is in stress: "));
  EXPECT_EQ(stress.lights[0].state, Light::State::stress);
  EXPECT_EQ(value(stress, "state_rank"), 3);
  EXPECT_THAT(stress.sets.at(0).members, testing::ElementsAre("stress"));
  const auto watch = section_of(request(), market(6.3));  // percentile 66, but a rise of 2.8 points
  EXPECT_THAT(watch.headline, StartsWith("Credit is in stress: "));
  auto inputs = market(6.3);
  auto& values = inputs["spread"].series.value;
  for (std::size_t i = 1; i < 8; ++i) values[values.size() - 1 - i] = 6.3;
  const auto calm = section_of(request(), inputs);
  EXPECT_THAT(calm.headline, StartsWith("Credit is on watch: "));
  EXPECT_EQ(calm.lights[0].state, Light::State::watch);
  EXPECT_EQ(value(calm, "state_rank"), 2);
  EXPECT_THAT(calm.sets.at(0).members, testing::ElementsAre("watch"));
}

TEST(CreditSection, Stale) {
  const auto fresh = section_of(request(), market(), make_date(2025, 3, 31));
  EXPECT_EQ(fresh.lights[0].state, Light::State::good);
  auto asked = request();
  asked.ebp = SeriesUse{"ebp", "premium", {}};
  const auto stale = section_of(asked, market(), make_date(2025, 12, 31));
  EXPECT_THAT(stale.headline,
              StartsWith("As of Dec 2024, its newest figure, credit sent an all-clear: the spread of "
                         "the market was at the 2nd percentile of its history (3.10 pp), "));
  EXPECT_EQ(stale.lights[0].state, Light::State::neutral);
  EXPECT_THAT(stale.lights[0].text, StartsWith("all-clear in Dec 2024: spread at the 2nd percentile"));
  ASSERT_EQ(stale.warnings.size(), 2u);
  EXPECT_THAT(stale.warnings[0], HasSubstr("of Dec 2024: what credit says today is not known"));
  EXPECT_THAT(stale.warnings[1], HasSubstr("newest excess bond premium is of Dec 2024"));
}

TEST(CreditSection, Licensed) {
  auto inputs = market();
  inputs["spread"].redistribute = false;
  const auto section = section_of(request(), inputs);
  const auto whole = [](double y) { return y == std::round(y) && y >= 0 && y <= 100; };
  const auto* chart = find_chart(section, "spread");
  for (const double y : chart->lines.at(0).y) EXPECT_TRUE(whole(y));
  for (const auto& point : chart->points) EXPECT_TRUE(whole(point.y));
  for (const auto& rule : chart->rules) EXPECT_TRUE(whole(rule.at));
  for (const auto& row : find_table(section, "crests")->rows) {
    EXPECT_TRUE(whole(std::get<double>(row[1])));
    EXPECT_TRUE(whole(std::get<double>(row[3])));
  }
  EXPECT_EQ(find_number(section, "crest"), nullptr);
  EXPECT_TRUE(whole(value(section, "crest_percentile")));
  EXPECT_EQ(value(section, "spread"), 3.1);  // one figure of today
}

void add_sectors(CreditRequest& asked, SeriesInputs& inputs) {
  auto energy = waves(3.1);
  energy.back() = 7;
  inputs["energy_spread"] = monthly_input("energy_spread", Kind::spread, "pp", energy);
  inputs["media_spread"] = monthly_input("media_spread", Kind::spread, "pp", waves(3.1));
  asked.sectors = {{"energy", "", {"energy", "energy_spread + 0", {"s.toml", 9, 1}}},
                   {"media", "the media", {"media", "media_spread", {"s.toml", 9, 9}}}};
  inputs["energy_spread + 0"] = inputs["energy_spread"];
}

TEST(CreditSection, Sectors) {
  auto inputs = market();
  auto asked = request();
  add_sectors(asked, inputs);
  const auto section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, StartsWith("Credit sends an all-clear, but distress is rising in energy: "));
  EXPECT_THAT(section.lights[0].text, testing::EndsWith("; distress rising in energy"));
  EXPECT_EQ(value(section, "sectors_rising"), 1);
  const auto* table = find_table(section, "sectors");
  ASSERT_TRUE(table);
  EXPECT_EQ(std::get<std::string>(table->rows[0][0]), "energy");
  EXPECT_EQ(std::get<std::string>(table->rows[0].back()), "rising distress");
  EXPECT_EQ(std::get<double>(table->rows[0][2]), 7);
  EXPECT_EQ(std::get<std::string>(table->rows[1][0]), "the media");
  EXPECT_EQ(find_chart(section, "sectors")->bars.size(), 4u);
  inputs["energy_spread + 0"].redistribute = false;
  EXPECT_TRUE(
      std::holds_alternative<std::monostate>(find_table(section_of(asked, inputs), "sectors")->rows[0][2]));
}

TEST(CreditSection, SectorsThatDoNotAddUp) {
  auto inputs = market();
  auto asked = request();
  add_sectors(asked, inputs);
  asked.weights = {0.5, 0.5};
  const auto section = section_of(asked, inputs);
  ASSERT_EQ(section.warnings.size(), 1u);
  EXPECT_THAT(section.warnings[0],
              HasSubstr("more than 0.25 pp from the index in 1 of 12 months: Dec 2024 (+1.95 pp)"));
  asked.tolerance = 2;
  EXPECT_TRUE(section_of(asked, inputs).warnings.empty());
}

TEST(CreditSection, Distress) {
  auto inputs = market();
  auto asked = request();
  inputs["acme"] = monthly_input("acme", Kind::spread, "pp", std::vector<double>(kMarketMonths, 12));
  inputs["beta"] = monthly_input("beta", Kind::spread, "pp", std::vector<double>(kMarketMonths, 4));
  inputs["gone"] = monthly_input("gone", Kind::spread, "pp", std::vector<double>(10, 4));
  inputs["value"] = monthly_input("value", Kind::level, "bn_usd", std::vector<double>(kMarketMonths, 2));
  const SeriesUse weight{"weight", "value", {}};
  asked.constituents = {{"acme", "Acme", {"spread", "acme", {}}, weight, {}},
                        {"beta", "Beta", {"spread", "beta", {}}, 6.0, {}},
                        {"gone", "Gone", {"spread", "gone", {}}, 6.0, {}}};
  const auto section = section_of(asked, inputs);
  EXPECT_EQ(value(section, "distress_share"), 25);
  EXPECT_THAT(section.headline, HasSubstr("; 25.0% of the constituents' weight is in distress."));
  EXPECT_THAT(section.warnings.at(0), HasSubstr("left out of the distress share: Gone."));
  EXPECT_EQ(find_chart(section, "distress"), nullptr);  // weights of today say nothing of the past
  asked.constituents.pop_back();
  asked.constituents[1].weight = weight;
  const auto with_history = section_of(asked, inputs);
  ASSERT_TRUE(find_chart(with_history, "distress"));
  EXPECT_EQ(find_chart(with_history, "distress")->lines[0].y.back(), 50);
}

TEST(CreditSection, Ribbon) {
  auto inputs = market();
  auto stress = std::vector<double>(kMarketMonths, 0);
  stress[100] = stress[101] = 1;
  stress[200] = std::nan("");
  inputs["stress"] = monthly_input("stress", Kind::indicator, "", stress);
  auto asked = request();
  asked.stress = SeriesUse{"stress", "stress", {}};
  const auto section = section_of(asked, inputs);
  const auto& ribbon = find_chart(section, "spread")->ribbons.at(0);
  EXPECT_THAT(ribbon.states, testing::ElementsAre("stress", "watch", "all-clear"));
  ASSERT_EQ(ribbon.stretches.size(), 4u);
  EXPECT_EQ(ribbon.stretches[1].state, 0u);
  EXPECT_EQ(ribbon.stretches[1].from, make_date(2008, 5, 1).days);
  EXPECT_EQ(ribbon.stretches[1].to, make_date(2008, 7, 1).days);
  EXPECT_EQ(ribbon.stretches[2].to, make_date(2016, 9, 1).days);
  EXPECT_EQ(ribbon.stretches[3].from, make_date(2016, 10, 1).days);
}

TEST(CreditSection, RuleByFormulas) {
  auto inputs = market();
  inputs["spread > 5"] = monthly_input("i", Kind::indicator, "", std::vector<double>(kMarketMonths, 1));
  auto asked = request();
  asked.stress = SeriesUse{"stress", "spread > 5", {}};
  const auto section = section_of(asked, inputs);
  EXPECT_EQ(section.facts.at(2).text, "stress when spread > 5; else all-clear");
  EXPECT_EQ(section.lights[0].state, Light::State::stress);
  EXPECT_EQ(section_of(request(), inputs).facts.at(2).text,
            "stress from percentile 80 of the figures so far or from +1 pp in three months; watch from "
            "percentile 60 of "
            "the figures so far or from +0.5 pp in three months; else all-clear (the usual rule)");
  inputs["spread > 5"].series.value.back() = std::nan("");
  const auto none = section_of(asked, inputs);
  EXPECT_THAT(none.headline, StartsWith("The state of credit cannot be told: "));
  EXPECT_EQ(none.lights[0].state, Light::State::neutral);
  EXPECT_THAT(none.warnings.at(0), HasSubstr("no state"));
}

TEST(CreditSection, NotGiven) {
  auto asked = request();
  const auto section = section_of(asked, market());
  EXPECT_EQ(find_table(section, "states")->columns.size(), 3u);
  EXPECT_EQ(find_table(section, "sectors"), nullptr);
  EXPECT_EQ(find_number(section, "ebp"), nullptr);
  EXPECT_EQ(section.facts.back().label, "Not told");
  EXPECT_THAT(section.facts.back().text, HasSubstr("no sector spreads are given"));
  asked.recession = SeriesUse{"recession", "recession", {}};
  EXPECT_EQ(find_table(section_of(asked, market()), "states")->columns.size(), 4u);
  asked.crests->level = 100;
  const auto flat = section_of(asked, market());
  EXPECT_TRUE(std::isnan(value(flat, "months_since_crest")));
  EXPECT_THAT(flat.warnings.at(0), HasSubstr("no crest"));
  EXPECT_THAT(flat.headline, Not(HasSubstr("crest")));
}

TEST(CreditSection, Asset) {
  auto asked = request();
  asked.asset = SeriesUse{"asset", "price", {"s.toml", 8, 3}};
  const auto section = section_of(asked, market());
  const auto* states = find_table(section, "states");
  ASSERT_EQ(states->rows.size(), 4u);
  EXPECT_EQ(states->columns.at(4).name, "mean");
  EXPECT_EQ(std::get<std::int64_t>(states->rows[3][3]), kMarketMonths - 12);
  std::int64_t months = 0;
  for (std::size_t i = 0; i < 3; ++i) months += std::get<std::int64_t>(states->rows[i][1]);
  EXPECT_EQ(months, std::get<std::int64_t>(states->rows[3][1]));
  EXPECT_THAT(section.facts.at(5).text,
              StartsWith("of price, without dividends, over twelve months from the first "));
}

TEST(CreditSection, BasisPoints) {
  auto inputs = market();
  inputs["spread"].series.type.unit = "bp";
  for (double& one : inputs["spread"].series.value) one *= 100;
  const auto section = section_of(request(), inputs);
  EXPECT_THAT(section.headline, HasSubstr("(310 bp in Dec 2024), -5"));
  EXPECT_THAT(section.facts.at(2).text, HasSubstr("from +100 bp in three months; watch"));
}

TEST(CreditSection, MistakesHavePlaces) {
  auto inputs = market();
  for (double& one : inputs["spread"].series.value) one = 2;
  try {
    section_of(request(), inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::regression_no_variation);
    EXPECT_EQ(error.failure().place.line, 5);
  }
  auto asked = request();
  asked.asset = SeriesUse{"asset", "price", {"s.toml", 8, 3}};
  inputs = market();
  inputs["price"].series.value[7] = -1;
  try {
    section_of(asked, inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::event_prices);
    EXPECT_EQ(error.failure().place.line, 8);
  }
  inputs = market();
  inputs["spread"].series.value[7] = 1e300;
  try {
    section_of(request(), inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::regression_not_finite);
    EXPECT_EQ(error.failure().place.line, 5);
  }
}

}  // namespace
}  // namespace rerate

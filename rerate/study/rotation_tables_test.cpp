// Behaviour -> test
//   the ranking: best first, contributions, places gained, chances, weights ......... Ranking
//   a sector without a score stands last and says nothing ........................... RankingWithoutAScore
//   a signal called like another column has a column of its own ..................... NamesDoNotCollide
//   weights and returns: a row a month, for results.json alone ....................... MonthByMonth
//   cash has a column where some was held ............................................. Cash
//   performance: intervals, benchmarks, the months of one that ends earlier ........... Performance
//   luck: each test with its figure, unit and meaning ................................. Luck
//   without variants there is nothing of them, and no overfitting ..................... OneDefinition
//   variants: the best, the worst and the study's own, not all ........................ Variants
//   sensitivities and what scenarios suppose ........................................... Scenarios
//   licensed figures in steps ........................................................... Licensed
//   nothing optional and figures missing: the tables stand, their cells empty ........... LittleIsKnown
#include "rerate/study/rotation_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "rerate/study/rotation_findings_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Table* find(const std::vector<Table>& tables, const std::string& name) {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](auto& one) { return one.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

Table table(const RotationFindings& found, const std::string& name) {
  const auto tables = rotation_tables(found);
  const auto* one = find(tables, name);
  if (one) return *one;
  ADD_FAILURE() << "no table " << name;
  return {};
}

std::size_t column(const Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  ADD_FAILURE() << "no column " << name << " in " << table.name;
  return 0;
}

double number(const Table& table, std::size_t row, const std::string& name) {
  const auto& cell = table.rows.at(row).at(column(table, name));
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*count);
  const auto* value = std::get_if<double>(&cell);
  return value ? *value : kNone;
}

std::string words(const Table& table, std::size_t row, std::size_t at = 0) {
  return std::get<std::string>(table.rows.at(row).at(at));
}

std::vector<std::string> names(const Table& table) {
  std::vector<std::string> all;
  for (const auto& one : table.columns) all.push_back(one.name);
  return all;
}

TEST(RotationTables, Ranking) {
  const SyntheticRotation synthetic;
  const auto ranking = table(synthetic.found, "ranking");
  EXPECT_THAT(names(ranking), ElementsAre("sector", "score", "rank", "momentum", "value", "rank_change",
                                          "among_best", "among_worst", "weight"));
  EXPECT_THAT(ranking.title, HasSubstr("Dec 2011"));
  ASSERT_EQ(ranking.rows.size(), 5u);
  EXPECT_EQ(words(ranking, 0), "Utilities");
  EXPECT_EQ(words(ranking, 4), "Financials");
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(number(ranking, i, "rank"), static_cast<double>(i + 1));
    EXPECT_NEAR(number(ranking, i, "momentum") + number(ranking, i, "value"), number(ranking, i, "score"),
                1e-12);
    EXPECT_EQ(ranking.rows[i].size(), ranking.columns.size());
  }
  EXPECT_EQ(number(ranking, 0, "rank_change"), 4);  // from the fifth place to the first
  EXPECT_EQ(number(ranking, 4, "rank_change"), -4);
  EXPECT_TRUE(std::isnan(number(ranking, 2, "rank_change")));  // it had no score a month earlier
  EXPECT_NEAR(number(ranking, 0, "among_best"), 93, 1e-9);
  EXPECT_NEAR(number(ranking, 1, "weight"), 50, 1e-9);
}

TEST(RotationTables, RankingWithoutAScore) {
  SyntheticRotation synthetic;
  synthetic.found.standings.erase(synthetic.found.standings.begin() + 2);  // energy
  synthetic.found.standings[0].contribution[1] = kNone;                    // it has no valuation
  const auto ranking = table(synthetic.found, "ranking");
  ASSERT_EQ(ranking.rows.size(), 5u);
  EXPECT_EQ(words(ranking, 4), "Energy");
  for (const char* name : {"score", "rank", "momentum", "weight"})
    EXPECT_TRUE(std::isnan(number(ranking, 4, name))) << name;
  EXPECT_TRUE(std::holds_alternative<std::monostate>(ranking.rows[0][column(ranking, "value")]));
  synthetic.found.standings[1].figure[0] = kNone;  // nothing adds nothing, and is not 0
  synthetic.found.standings[1].contribution[0] = 0;
  const auto unknown = table(synthetic.found, "ranking");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(unknown.rows[1][column(unknown, "momentum")]));
}

TEST(RotationTables, NamesDoNotCollide) {
  SyntheticRotation synthetic;
  synthetic.found.definition.signals[0].name = "weight";
  synthetic.found.definition.signals[1].name = "score";
  EXPECT_THAT(names(table(synthetic.found, "ranking")),
              ElementsAre("sector", "score", "rank", "signal_weight", "signal_score", "rank_change",
                          "among_best", "among_worst", "weight"));
}

TEST(RotationTables, MonthByMonth) {
  const SyntheticRotation synthetic;
  const auto& found = synthetic.found;
  const auto weights = table(found, "weights"), returns = table(found, "returns");
  EXPECT_TRUE(weights.only_data && returns.only_data);
  EXPECT_FALSE(table(found, "ranking").only_data);
  EXPECT_THAT(names(weights), ElementsAre("date", "utils", "money", "tech", "manuf", "enrgy"));
  EXPECT_THAT(names(returns), ElementsAre("date", "gross", "net", "benchmark"));
  ASSERT_EQ(weights.rows.size(), 131u);
  ASSERT_EQ(returns.rows.size(), 131u);
  EXPECT_EQ(std::get<Date>(weights.rows[0][0]), make_date(2001, 2, 28));
  EXPECT_EQ(std::get<Date>(returns.rows[130][0]), make_date(2011, 12, 31));
  EXPECT_NEAR(number(weights, 0, "utils"), 55, 1e-9);
  EXPECT_EQ(number(weights, 0, "tech"), 0);
  EXPECT_NEAR(number(returns, 0, "gross"), 0.9, 1e-9);
  EXPECT_NEAR(number(returns, 0, "net"), 0.8, 1e-9);
  EXPECT_NEAR(number(returns, 0, "benchmark"), 0.7, 1e-9);
}

TEST(RotationTables, Cash) {
  SyntheticRotation synthetic;
  synthetic.found.run.backtest.weights(3, 0) = 0.15;
  const auto weights = table(synthetic.found, "weights");
  EXPECT_EQ(weights.columns.back().name, "cash");
  EXPECT_NEAR(number(weights, 3, "cash"), 40, 1e-9);
  EXPECT_NEAR(number(weights, 4, "cash"), 0, 1e-9);
  synthetic.found.panel.names[4] = "cash";
  EXPECT_EQ(table(synthetic.found, "weights").columns.back().name, "signal_cash");
}

TEST(RotationTables, Performance) {
  const SyntheticRotation synthetic;
  const auto performance = table(synthetic.found, "performance");
  EXPECT_THAT(names(performance),
              ElementsAre("statistic", "portfolio", "low", "high", "gross", "equal", "market", "momentum"));
  EXPECT_EQ(performance.row_formats.size(), performance.rows.size());
  EXPECT_EQ(words(performance, 0), "Return a year");
  EXPECT_NEAR(number(performance, 0, "portfolio"), 9, 1e-9);
  EXPECT_NEAR(number(performance, 0, "low"), 2, 1e-9);
  EXPECT_NEAR(number(performance, 0, "gross"), 10.3, 1e-9);
  EXPECT_NEAR(number(performance, 0, "equal"), 8, 1e-9);
  EXPECT_TRUE(std::isnan(number(performance, 1, "low")));  // no interval is known
  EXPECT_EQ(performance.columns[5].title, "Equal weights");
  EXPECT_EQ(performance.columns[6].title, "The market (Feb 2001 to Jan 2011)");
  const auto benchmarks = table(synthetic.found, "benchmarks");
  ASSERT_EQ(benchmarks.rows.size(), 3u);
  EXPECT_EQ(std::get<Date>(benchmarks.rows[1][column(benchmarks, "until")]), make_date(2011, 1, 31));
  EXPECT_NEAR(number(benchmarks, 0, "excess"), 1, 1e-9);
  const auto groups = table(synthetic.found, "groups");
  EXPECT_EQ(words(groups, 0), "2000s");
  EXPECT_EQ(words(groups, 0, 1), "Decade");
  EXPECT_NEAR(number(groups, 0, "difference"), 1, 1e-9);
}

TEST(RotationTables, Luck) {
  const SyntheticRotation synthetic;
  const auto luck = table(synthetic.found, "luck");
  ASSERT_EQ(luck.rows.size(), luck.row_formats.size());
  const auto row = [&](const std::string& test) {
    for (std::size_t i = 0; i < luck.rows.size(); ++i)
      if (words(luck, i) == test) return i;
    ADD_FAILURE() << test;
    return std::size_t{0};
  };
  EXPECT_EQ(number(luck, row("SPA (Hansen)"), "value"), 0.31);
  EXPECT_EQ(luck.row_formats[row("SPA (Hansen)")].unit, "probability");
  EXPECT_EQ(number(luck, row("Definitions tried"), "value"), 40);
  EXPECT_THAT(words(luck, row("Definitions tried"), 2), HasSubstr("11 of them in earlier runs"));
  EXPECT_EQ(number(luck, row("Spread of their Sharpe ratios"), "value"), 0.02);
  EXPECT_THAT(words(luck, row("Spread of their Sharpe ratios"), 2), HasSubstr("per month"));
  EXPECT_THAT(words(luck, row("Best without skill"), 2), HasSubstr("0.17 a year"));  // 0.05 sqrt(12)
  EXPECT_EQ(number(luck, row("Deflated Sharpe ratio"), "value"), 0.41);
  EXPECT_THAT(words(luck, row("Reality check (White)"), 2), HasSubstr("the best of 29 definitions"));
  EXPECT_EQ(number(luck, row("Sharpe ratio, last third"), "value"), 0.3);
  EXPECT_NEAR(number(luck, row("Backtest overfitting"), "value"), 55, 1e-9);
  EXPECT_EQ(luck.row_formats[row("Backtest overfitting")].unit, "percent");
  for (const auto& cells : luck.rows) EXPECT_FALSE(std::get<std::string>(cells[2]).empty());
}

TEST(RotationTables, OneDefinition) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.variants.resize(1);
  found.variant_runs.ran = {0};
  found.variant_runs.figures.resize(1);
  found.luck.overfitting = found.luck.overfitting_loss = kNone;
  const auto tables = rotation_tables(found);
  EXPECT_EQ(find(tables, "variants"), nullptr);
  for (const auto& cells : find(tables, "luck")->rows) {
    EXPECT_NE(std::get<std::string>(cells[0]), "Backtest overfitting");
    EXPECT_NE(std::get<std::string>(cells[0]), "Better by StepM");
  }
}

TEST(RotationTables, Variants) {
  const SyntheticRotation synthetic;
  const auto variants = table(synthetic.found, "variants");
  EXPECT_THAT(variants.title, HasSubstr("29 definitions, and the study's own, Feb 2001 to Dec 2011"));
  ASSERT_EQ(variants.rows.size(), 10u);  // the study's own is the worst, and among them
  EXPECT_EQ(number(variants, 0, "place"), 1);
  EXPECT_NEAR(number(variants, 0, "sharpe"), std::sqrt(12.0) * 0.33, 1e-12);
  EXPECT_EQ(words(variants, 9), "As in the study");
  EXPECT_EQ(number(variants, 9, "place"), 29);
  SyntheticRotation middling;
  middling.found.variant_runs.figures[0].sharpe = 0.175;
  const auto eleven = table(middling.found, "variants");
  ASSERT_EQ(eleven.rows.size(), 11u);
  EXPECT_EQ(words(eleven, 5), "As in the study");
}

TEST(RotationTables, Scenarios) {
  const SyntheticRotation synthetic;
  const auto sensitivities = table(synthetic.found, "sensitivities");
  EXPECT_THAT(names(sensitivities),
              ElementsAre("sector", "recession", "recession_low", "recession_high", "recession_rank"));
  EXPECT_TRUE(std::isnan(number(sensitivities, 0, "recession_low")));  // none is known
  EXPECT_THAT(sensitivities.title, HasSubstr("over its 12 months from Dec 2011, by betas of "));
  EXPECT_EQ(number(sensitivities, 0, "recession"), 0.8);
  EXPECT_EQ(number(sensitivities, 0, "recession_rank"), 1);
  EXPECT_TRUE(std::isnan(number(sensitivities, 2, "recession")));
  EXPECT_TRUE(std::isnan(number(sensitivities, 2, "recession_rank")));
  SyntheticRotation still;  // a scenario that moves nothing ranks nobody
  still.found.sensitivities[0].by_sector.assign(5, 0);
  EXPECT_TRUE(std::isnan(number(table(still.found, "sensitivities"), 0, "recession_rank")));
  const auto drivers = table(synthetic.found, "scenario_drivers");
  EXPECT_EQ(words(drivers, 0), "10-year yield");
  EXPECT_EQ(words(drivers, 0, 1), "percent");
  EXPECT_EQ(number(drivers, 0, "now"), 4.1);
  EXPECT_EQ(number(drivers, 0, "recession"), -1.5);
  SyntheticRotation bounded;
  bounded.found.sensitivities[0].low.assign(5, -0.5);
  bounded.found.sensitivities.push_back(bounded.found.sensitivities[0]);
  bounded.found.sensitivities[1].id = "recession_low";  // a name that a column has
  const auto two = table(bounded.found, "sensitivities");
  EXPECT_EQ(number(two, 1, "recession_low"), -0.5);
  EXPECT_EQ(number(two, 1, "recession_low_"), -0.3);
}

TEST(RotationTables, Licensed) {
  SyntheticRotation synthetic;
  synthetic.found.may_show_all = false;
  const auto returns = table(synthetic.found, "returns"), weights = table(synthetic.found, "weights");
  for (std::size_t i = 0; i < returns.rows.size(); ++i) {
    for (const char* name : {"gross", "net", "benchmark"})
      EXPECT_EQ(number(returns, i, name), std::round(number(returns, i, name)));
    EXPECT_EQ(number(weights, i, "utils"), std::round(number(weights, i, "utils")));
  }
  EXPECT_EQ(number(returns, 5, "net"), 5);  // 0.8 + 4 sin(1.5) = 4.79
  const auto ranking = table(synthetic.found, "ranking");
  EXPECT_NEAR(number(ranking, 0, "score"), 0.95, 1e-12);  // 0.94
  for (std::size_t i = 0; i < ranking.rows.size(); ++i)
    EXPECT_NEAR(number(ranking, i, "momentum") + number(ranking, i, "value"), number(ranking, i, "score"),
                1e-12);
}

TEST(RotationTables, LittleIsKnown) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.benchmarks.clear();
  found.groups.clear();
  found.sensitivities.clear();
  found.costs.clear();
  found.signal_correlations.clear();
  found.standings.clear();
  found.luck = {};
  found.luck.spa_p = kNone;
  found.figures.sharpe = kNone;
  found.variant_runs = {};
  const auto tables = rotation_tables(found);
  for (const char* name : {"benchmarks", "groups", "sensitivities", "scenario_drivers", "costs", "variants"})
    EXPECT_EQ(find(tables, name), nullptr) << name;
  for (const char* name : {"ranking", "weights", "returns", "performance", "luck", "signals"})
    ASSERT_NE(find(tables, name), nullptr) << name;
  EXPECT_TRUE(std::isnan(number(*find(tables, "performance"), 2, "portfolio")));
  EXPECT_TRUE(std::isnan(number(*find(tables, "returns"), 0, "benchmark")));
  EXPECT_TRUE(std::isnan(number(*find(tables, "luck"), 1, "value")));
  for (const auto& one : tables)
    for (const auto& row : one.rows) EXPECT_EQ(row.size(), one.columns.size()) << one.name;
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   numbers, bands, quantiles and headline tell one story             -> TellsOneStory
//   with a balance sheet the bands are split by its growth            -> WithABalanceSheet
//   where today's multiple stands, in words                          -> Standing
//   rises of the multiple beside how often the balance sheet grows    -> BaseRate
//   a multiple over a wide range has logarithmic axes above zero      -> WideRange
//   no formula stands where words are expected                        -> NoFormulasInSentences
//   a licensed multiple is drawn as percentiles                       -> LicensedMultiple
//   a constant policy rate is refused at the section's place          -> MistakesHavePlaces
#include "rerate/study/policy_multiple_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

SeriesInputs market() {
  auto inputs = synthetic_market();
  auto multiple = inputs["price"];
  for (std::size_t i = 0; i < multiple.series.size(); ++i)
    multiple.series.value[i] /= inputs["book"].series.value[i];
  multiple.series.type.kind = Kind::ratio;
  multiple.title = "price-to-book";
  inputs["multiple"] = multiple;
  std::vector<double> growth;
  for (int i = 0; i < kMarketMonths; ++i) growth.push_back(i % 60 < 30 ? 5 : -5);
  inputs["assets"] = monthly_input("assets", Kind::rate, "percent", growth);
  return inputs;
}

PolicyMultipleRequest request(bool balance_sheet) {
  PolicyMultipleRequest asked;
  asked.multiple = {"multiple", "multiple", {}};
  asked.funds_rate = {"funds_rate", "rate", {}};
  if (balance_sheet) asked.balance_sheet = SeriesUse{"balance_sheet", "assets", {}};
  asked.shares = {0.1, 0.5, 0.9};
  asked.band_edges = {2, 4};
  asked.place = {"s.toml", 4, 1};
  return asked;
}

Section section_of(const PolicyMultipleRequest& asked, const SeriesInputs& inputs) {
  const SectionContext context{make_date(2024, 12, 31), 1, &inputs, {}};
  return policy_multiple_section("p", "P", asked, context);
}

const Table& table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return one;
  throw std::runtime_error("no table " + name);
}

TEST(PolicyMultipleSection, TellsOneStory) {
  const auto inputs = market();
  const auto section = section_of(request(false), inputs);
  EXPECT_EQ(section.kind, "policy_multiple");
  EXPECT_EQ(find_number(section, "multiple")->value, inputs.at("multiple").series.value.back());
  EXPECT_EQ(find_number(section, "funds_rate")->value, inputs.at("rate").series.value.back());
  EXPECT_LT(find_number(section, "quantile_10")->value, find_number(section, "quantile_90")->value);
  const auto& bands = table(section, "bands");
  ASSERT_EQ(bands.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(bands.rows[0][0]), "below 2%");
  EXPECT_EQ(std::get<std::string>(bands.rows[2][0]), "4% and more");
  std::int64_t figures = 0;
  for (const auto& row : bands.rows) figures += std::get<std::int64_t>(row[2]);
  EXPECT_EQ(figures, kMarketMonths);
  EXPECT_EQ(table(section, "coefficients").rows.size(), 6u);
  EXPECT_THAT(section.headline, testing::StartsWith("Price-to-book is "));
  EXPECT_THAT(table(section, "coefficients").title,
              HasSubstr("errors: stationary bootstrap (200 draws, mean block"));
  const auto& chart = section.charts.at(0);
  ASSERT_EQ(chart.bands.size(), 1u);
  EXPECT_EQ(chart.lines.size(), 2u);  // the multiple and the median
  EXPECT_EQ(section.charts.at(1).id, "high_water");
  EXPECT_THAT(section.charts.at(1).intervals.at(0).label,
              testing::MatchesRegex("median .*, high .* in [A-Z][a-z]+ [0-9]+"));
  EXPECT_FALSE(chart.log_y);
}

TEST(PolicyMultipleSection, WithABalanceSheet) {
  const auto section = section_of(request(true), market());
  EXPECT_EQ(table(section, "bands").rows.size(), 9u);
  EXPECT_EQ(table(section, "coefficients").rows.size(), 9u);
  EXPECT_EQ(section.charts.at(0).bands.size(), 1u);
  EXPECT_THAT(section.headline, HasSubstr("balance-sheet data exist for all"));
  EXPECT_EQ(std::get<std::string>(table(section, "coefficients").rows[2][1]), "balance sheet growing");
}

TEST(PolicyMultipleSection, Standing) {
  auto inputs = market();
  auto& multiple = inputs["multiple"].series.value;
  auto& rate = inputs["rate"].series.value;
  multiple.back() = 20;
  rate.back() = 5;
  auto text = section_of(request(false), inputs).headline;
  EXPECT_THAT(text, HasSubstr("Price-to-book is 20.00 with the policy rate at 5.00%, the highest of the "));
  EXPECT_THAT(
      text,
      HasSubstr(" months with rates of 4% and more. It is the highest of all with rates of 2% and more."));
  rate.back() = 1;
  text = section_of(request(false), inputs).headline;
  EXPECT_THAT(text, HasSubstr("with rates below 2%. No multiple with rates of 2% and more was higher."));
  multiple.back() = 0.01;
  rate.back() = 5;
  text = section_of(request(false), inputs).headline;
  EXPECT_THAT(text, HasSubstr("the lowest of the "));
  EXPECT_THAT(text, testing::ContainsRegex(
                        "The highest with rates of 2% and more was [0-9.]+ in [A-Z][a-z][a-z] 20"));
}

TEST(PolicyMultipleSection, BaseRate) {
  auto inputs = market();
  auto& growth = inputs["assets"].series.value;
  for (std::size_t i = 0; i < growth.size(); ++i) growth[i] = i % 4 == 0 ? -1 : 1;
  auto text = section_of(request(true), inputs).headline;
  EXPECT_THAT(
      text,
      HasSubstr(
          "Of the five largest rises of the multiple (not of the price) over a year, balance-sheet data "
          "exist for all; it grew in "));
  EXPECT_THAT(text, HasSubstr(", and in 75% of all months with data."));
  for (double& value : growth) value = std::nan("");
  EXPECT_THAT(section_of(request(true), inputs).headline, testing::Not(HasSubstr("balance-sheet")));
}

TEST(PolicyMultipleSection, WideRange) {
  auto inputs = market();
  for (std::size_t i = 0; i < 20; ++i) inputs["multiple"].series.value[10 + i] *= 12;
  const auto section = section_of(request(false), inputs);
  for (const auto& chart : section.charts) {
    EXPECT_TRUE(chart.log_y) << chart.id;
    for (const auto& band : chart.bands)
      for (const double low : band.low) EXPECT_GT(low, 0);
  }
}

TEST(PolicyMultipleSection, NoFormulasInSentences) {
  auto inputs = market();
  auto asked = request(true);
  asked.multiple.formula = "small / small_book";
  asked.balance_sheet->formula = "yoy(fed.assets)";
  inputs["small / small_book"] = inputs["multiple"];
  inputs["small / small_book"].title = "small / small_book";
  inputs["yoy(fed.assets)"] = inputs["assets"];
  inputs["yoy(fed.assets)"].title = "yoy(fed.assets)";
  const auto section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, testing::StartsWith("The multiple is "));
  EXPECT_EQ(section.headline.find("yoy"), std::string::npos);
  EXPECT_EQ(section.charts.at(0).title, "The multiple, and what policy made likely");
  EXPECT_EQ(section.facts.at(0).text, "the multiple (small / small_book)");
  EXPECT_EQ(section.facts.at(2).text, "its growth over a year (yoy(fed.assets)): it grows when above zero");
}

TEST(PolicyMultipleSection, LicensedMultiple) {
  auto inputs = market();
  inputs["multiple"].redistribute = false;
  const auto section = section_of(request(true), inputs);
  const auto& chart = section.charts.at(0);
  for (const auto& line : chart.lines)
    for (const double y : line.y) EXPECT_TRUE(std::isnan(y) || (y == std::round(y) && y >= 0 && y <= 100));
  for (const auto& band : chart.bands)
    for (const double y : band.high) EXPECT_TRUE(std::isnan(y) || y == std::round(y));
}

TEST(PolicyMultipleSection, MistakesHavePlaces) {
  auto inputs = market();
  for (double& rate : inputs["rate"].series.value) rate = 1;
  try {
    section_of(request(false), inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::regression_no_variation);
    EXPECT_EQ(error.failure().place.line, 4);
  }
}

}  // namespace
}  // namespace rerate

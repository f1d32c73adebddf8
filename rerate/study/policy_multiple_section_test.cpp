// Behaviour -> test
//   numbers, bands, quantiles and headline tell one story             -> TellsOneStory
//   with a balance sheet the bands are split by its growth            -> WithABalanceSheet
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
  EXPECT_THAT(section.headline, HasSubstr("The multiple is"));
  const auto& chart = section.charts.at(0);
  ASSERT_EQ(chart.bands.size(), 1u);
  EXPECT_EQ(chart.lines.size(), 2u);  // the multiple and the median
  EXPECT_EQ(section.charts.at(1).id, "high_water");
}

TEST(PolicyMultipleSection, WithABalanceSheet) {
  const auto section = section_of(request(true), market());
  EXPECT_EQ(table(section, "bands").rows.size(), 9u);
  EXPECT_EQ(table(section, "coefficients").rows.size(), 9u);
  EXPECT_EQ(section.charts.at(0).bands.size(), 1u);
  EXPECT_THAT(section.headline, HasSubstr("largest reratings"));
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

// Behaviour -> test
//   numbers, tables and headline tell one story, alone and against another model  -> TellsOneStory
//   the headline says what the numbers say, and whose they are                    -> Headline
//   returns of a licensed price are drawn as percentiles                          -> LicensedPrice
//   a first window longer than the history is refused at the section's place      -> MistakesHavePlaces
#include "rerate/study/rival_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"
#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

SeriesInputs market() {
  auto inputs = synthetic_market();
  auto valuation = inputs["price"];
  for (std::size_t i = 0; i < valuation.series.size(); ++i)
    valuation.series.value[i] =
        reproducible_log(inputs["price"].series.value[i] / inputs["book"].series.value[i]);
  valuation.series.type.kind = Kind::ratio;
  inputs["valuation"] = valuation;
  return inputs;
}

RivalRequest request(bool against, int years = 8) {
  RivalRequest asked;
  asked.price = {"price", "price", {}};
  asked.predictors = {{"gdp", "", {"gdp", "gdp", {}}}, {"valuation", "", {"valuation", "valuation", {}}}};
  if (against) asked.against = {{"rate", "", {"rate", "rate", {}}}};
  asked.first_window = {years, Duration::Unit::year};
  asked.place = {"s.toml", 4, 1};
  return asked;
}

Section section_of(const RivalRequest& asked, const SeriesInputs& inputs) {
  const SectionContext context{make_date(2024, 12, 31), 1, &inputs, {}};
  return rival_section("rival", "Rival", asked, context);
}

TEST(RivalSection, TellsOneStory) {
  const auto inputs = market();
  const auto section = section_of(request(true), inputs);
  EXPECT_EQ(section.kind, "rival");
  for (const auto* name :
       {"forecast", "forecast_low", "forecast_high", "r2_in_sample", "r2_out_of_sample", "clark_west_p",
        "forecasts", "sample", "other_r2_in_sample", "other_r2_out_of_sample", "other_clark_west_p",
        "adds_to_other_p", "other_adds_p", "difference_p"}) {
    ASSERT_NE(find_number(section, name), nullptr) << name;
    EXPECT_TRUE(std::isfinite(find_number(section, name)->value)) << name;
  }
  EXPECT_LT(find_number(section, "forecast_low")->value, find_number(section, "forecast")->value);
  ASSERT_EQ(section.tables.size(), 2u);
  EXPECT_EQ(section.tables[0].name, "coefficients");
  EXPECT_EQ(section.tables[0].rows.size(), 3u);
  EXPECT_EQ(section.tables[1].rows.size(), 2u);
  EXPECT_EQ(std::get<double>(section.tables[1].rows[0][1]), find_number(section, "r2_in_sample")->value);
  EXPECT_THAT(section.headline, HasSubstr("the return regression on the fair-value variables"));
  EXPECT_EQ(section.charts.at(0).lines.size(), 4u);
  EXPECT_THAT(section.inputs, testing::ElementsAre("mine.gdp", "mine.price", "mine.rate"));

  const auto alone = section_of(request(false), inputs);
  EXPECT_EQ(find_number(alone, "other_adds_p"), nullptr);
  EXPECT_EQ(alone.tables[1].rows.size(), 1u);
  EXPECT_EQ(alone.charts.at(0).lines.size(), 3u);
  EXPECT_THAT(alone.headline, testing::Not(HasSubstr("fair-value")));
  EXPECT_EQ(alone.charts.at(0).lines[1].label, "Return over the next 12 months");
}

TEST(RivalSection, Headline) {
  auto inputs = market();
  inputs["gdp"].title = "real GDP growth";
  inputs["valuation"].title = "Price-to-book, monthly average";
  const auto section = section_of(request(true), inputs);
  EXPECT_THAT(section.headline, testing::StartsWith("From real GDP growth and valuation, the return of price "
                                                    "over the 12 months from Dec 2024 is forecast at "));
  const double r2 = find_number(section, "r2_out_of_sample")->value;
  const double other = find_number(section, "other_r2_out_of_sample")->value;
  EXPECT_EQ(section.headline.find("Neither is usable as a forecast.") != std::string::npos,
            r2 < 0 && other < 0);
  EXPECT_THAT(section.headline, HasSubstr("R2 " + fixed(r2, 2)));
  EXPECT_THAT(section.headline, HasSubstr(fixed(other, 2)));
  EXPECT_THAT(section.headline, HasSubstr(p_in_words(find_number(section, "clark_west_p")->value)));
  EXPECT_THAT(section.headline, HasSubstr(p_in_words(find_number(section, "adds_to_other_p")->value)));
  for (const auto& fact : section.facts) EXPECT_EQ(fact.text.find('%'), std::string::npos) << fact.text;
}

TEST(RivalSection, LicensedPrice) {
  auto inputs = market();
  inputs["price"].redistribute = false;
  const auto section = section_of(request(false), inputs);
  for (const auto& line : section.charts.at(0).lines)
    for (const double y : line.y) EXPECT_TRUE(std::isnan(y) || (y == std::round(y) && y >= 0 && y <= 100));
}

TEST(RivalSection, MistakesHavePlaces) {
  try {
    section_of(request(false, 60), market());
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::regression_too_few);
    EXPECT_EQ(error.failure().place.line, 4);
  }
}

}  // namespace
}  // namespace rerate

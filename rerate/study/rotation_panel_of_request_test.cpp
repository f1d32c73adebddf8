// Behaviour -> test
//   titles: their own, those of the series, else names as words                  -> SectorTitles
//   signals are called by what they are when their name is their kind            -> SignalTitles
//   the panel's question has series, places, cash and the study's date           -> Question
//   the definition has the figures and drivers of its formulas, with places      -> Definition
//   a sector is shown when its prices and its figures may be                     -> Shown
#include "rerate/study/rotation_panel_of_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;

RotationRequest read(const std::string& text) {
  return read_rotation(TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root());
}

TEST(RotationPanelOfRequest, SectorTitles) {
  auto inputs = rotating_market();
  inputs.at("s1").title = "Durables";
  inputs["s2 * 2"] = inputs.at("s2");
  const auto request = read(
      "sectors = { a = { title = \"Food\", formula = \"s0\" }, b = \"s1\", oil_and_gas = \"s2 * 2\" }\n"
      "signals = { momentum = {} }\n");
  EXPECT_THAT(sector_titles_of(request, rotating_context(inputs)),
              ElementsAre("Food", "Durables", "oil and gas"));
}

TEST(RotationPanelOfRequest, SignalTitles) {
  const auto title = [](const std::string& signal) {
    return signal_title_of(
        read("sectors = { a = \"s0\", b = \"s1\" }\n[signals]\n" + signal).signals[0].signal);
  };
  EXPECT_EQ(title("momentum = { months = 6, skip = 0 }\n"), "6-0 momentum");
  EXPECT_EQ(title("trend = {}\n"), "10-month trend");
  EXPECT_EQ(title("reversal = {}\n"), "1-month reversal");
  EXPECT_EQ(title("volatility = {}\n"), "12-month volatility");
  EXPECT_EQ(title("low_risk = { kind = \"volatility\" }\n"), "low risk");
  EXPECT_EQ(title("trend = { title = \"Trend\" }\n"), "Trend");
}

TEST(RotationPanelOfRequest, Question) {
  const auto inputs = rotating_market();
  const auto request = rotating_request("cash = \"bill\"\nfrom = \"2001-03\"");
  const auto question = panel_question(request, rotating_context(inputs));
  ASSERT_EQ(question.sectors.size(), 6u);
  EXPECT_EQ(question.sectors[2].name, "s2");
  EXPECT_EQ(question.sectors[2].title, "Sector 2");
  EXPECT_EQ(question.sectors[2].price, &inputs.at("s2").series);
  EXPECT_EQ(question.sectors[2].place.line, 1);
  EXPECT_EQ(question.cash, &inputs.at("bill").series);
  EXPECT_EQ(to_string(*question.from), "2001-03-01");
  EXPECT_EQ(to_string(question.as_of), "2024-12-31");
}

TEST(RotationPanelOfRequest, Definition) {
  const auto inputs = rotating_market();
  const auto request = rotating_request("",
                                        "value = { kind = \"figures\", figures = { s1 = \"bm_s1\" } }\nmacro "
                                        "= { drivers = { rate = \"rate\" } }\n");
  const auto definition = definition_of(request, rotating_context(inputs));
  ASSERT_EQ(definition.signals.size(), 2u);
  const auto& value = definition.signals[0];
  EXPECT_EQ(value.figures[0], nullptr);
  EXPECT_EQ(value.figures[1], &inputs.at("bm_s1").series);
  EXPECT_EQ(value.figure_places.size(), value.figures.size());
  EXPECT_EQ(definition.signals[1].drivers.at(0).level, &inputs.at("rate").series);
  EXPECT_EQ(definition.signals[1].drivers[0].title, "rate");
}

TEST(RotationPanelOfRequest, Shown) {
  auto inputs = rotating_market();
  const auto request = rotating_request("", "value = { kind = \"figures\", figures = \"bm_{sector}\" }\n");
  EXPECT_TRUE(all_shown(request, rotating_context(inputs)));
  inputs.at("s0").redistribute = inputs.at("bm_s4").redistribute = false;
  EXPECT_THAT(sectors_shown(request, rotating_context(inputs)),
              ElementsAre(false, true, true, true, false, true));
  EXPECT_FALSE(all_shown(request, rotating_context(inputs)));
}

}  // namespace
}  // namespace rerate

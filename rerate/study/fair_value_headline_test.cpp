// Behaviour -> test
//   calibrated: worth, against the price, growth, multiple, what the price needs, and that it is given  -> Calibrated
//   the band is that of fair value, the index's own stands in a sentence of its own                     -> BandAndBelow
//   the price against the band: below, and not told from fair                                           -> WithinAndBelowTheBand
//   a valuation before the as-of date's period is dated                                                 -> Dated
//   nothing is estimated: no bands; figures have units, drivers titles, the largest part is told        -> FactsOfWhatIsGiven
//   says that the multiple fell back to differences, or was asked so                                    -> Differences
//   says which equation is given when one is                                                            -> PartlyGiven
//   kinds of scenarios have their words                                                                 -> ScenariosInWords
//   small differences, none, and weighted values                                                        -> EdgesOfWords
//   facts tell what was asked, the tests, and every scenario with its source                            -> Facts
//   details hold the regression tables and tests, and nothing that was given                            -> Details
#include "rerate/study/fair_value_headline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/fair_value_details.h"
#include "rerate/study/fair_value_facts.h"
#include "rerate/study/fair_value_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::vector<Fact>& facts, const std::string& label) {
  for (const auto& fact : facts)
    if (fact.label == label) return fact.text;
  return "no fact " + label;
}

TEST(FairValueHeadline, Calibrated) {
  EXPECT_EQ(
      fair_value_headline(calibrated_by_hand(), names_by_hand()),
      "On consensus fair value is 2,300, 11% above the price of 2,066. Behind it stand sales growth of "
      "1.3% and a price-to-sales of 1.396; today's price has sales growth of -9.0% priced in. Given, not "
      "estimated.");
}

TEST(FairValueHeadline, BandAndBelow) {
  auto found = estimated_by_hand();
  found.base = 1;
  const auto text = fair_value_headline(found, names_by_hand());
  EXPECT_THAT(text,
              HasSubstr("In a recession fair value is 1,587 (90% band 1,508 to 1,666); the price, 1,730, "
                        "is above it."));
  EXPECT_THAT(text, HasSubstr(" The index itself could stand between 1,428 and 1,904 and still fit."));
  EXPECT_THAT(text, Not(HasSubstr("not estimated")));
}

TEST(FairValueHeadline, WithinAndBelowTheBand) {
  auto found = estimated_by_hand();
  EXPECT_THAT(fair_value_headline(found, names_by_hand()),
              HasSubstr("(90% band 2,185 to 2,415); the price, 1,730, is below it."));
  found.scenarios[0].parameters = {1700, 1800};
  EXPECT_THAT(fair_value_headline(found, names_by_hand()),
              HasSubstr("; the price, 1,730, is not distinguishable from fair."));
}

TEST(FairValueHeadline, Dated) {
  auto names = names_by_hand();
  names.dated = "2023-08";
  const auto text = fair_value_headline(calibrated_by_hand(), names);
  EXPECT_THAT(text, testing::StartsWith("In 2023-08, on consensus, fair value is 2,300"));
  EXPECT_THAT(text, HasSubstr("; that price has sales growth"));
}

TEST(FairValueHeadline, Differences) {
  auto found = estimated_by_hand();
  found.multiple.form = MultipleForm::differences;
  found.multiple.diagnostics.cointegrated = false;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()), HasSubstr("no cointegration"));
  found.multiple.diagnostics.cointegrated = true;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()), HasSubstr("in differences, as asked"));
}

TEST(FairValueHeadline, PartlyGiven) {
  auto found = estimated_by_hand();
  found.growth.given = true;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()), HasSubstr("Growth is given, not estimated."));
  found = estimated_by_hand();
  found.multiple.form = MultipleForm::given;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()),
              HasSubstr("The multiple is given, not estimated."));
}

TEST(FairValueHeadline, ScenariosInWords) {
  ScenarioResult one;
  one.title = "Zero rates";
  std::vector<std::string> words;
  for (const auto kind : {ScenarioKind::consensus, ScenarioKind::bottom_up, ScenarioKind::soft_landing,
                          ScenarioKind::recession, ScenarioKind::custom}) {
    one.kind = kind;
    words.push_back(scenario_in_words(one));
  }
  EXPECT_THAT(words, testing::ElementsAre("on consensus", "on bottom-up growth", "in a soft landing",
                                          "in a recession", "under \"Zero rates\""));
}

TEST(FairValueHeadline, EdgesOfWords) {
  auto found = calibrated_by_hand();
  found.scenarios[0].upside = 0.04;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()), HasSubstr("as much as the price of 2,066"));
  found.scenarios[0].upside = 9.96;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()), HasSubstr("10% above"));
  found.weighted_level = 2000;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()),
              HasSubstr("Weighted by the probabilities it is 2,000 (-3%)."));
  found.growths.priced_in = kNoFigure;
  EXPECT_THAT(fair_value_headline(found, names_by_hand()), Not(HasSubstr("nan")));
}

TEST(FairValueHeadline, Facts) {
  FairValueRequest request;
  request.question.multiple_today = 1.27;
  const auto given = fair_value_facts(calibrated_by_hand(), request, names_by_hand());
  EXPECT_THAT(text_of(given, "Fundamental"), HasSubstr("from a multiple of 1.27 that is given"));
  EXPECT_THAT(text_of(given, "Multiple equation"), HasSubstr("given, not estimated"));
  EXPECT_EQ(text_of(given, "Record"), "2,442.74 on 2021-11-08");

  request.question.multiple_today.reset();
  request.fundamental = SeriesUse{"fundamental", "book", {}};
  auto found = estimated_by_hand();
  found.scenarios[0].source = "survey medians";
  found.scenarios[0].words = {"a note on `rate`"};
  const auto facts = fair_value_facts(found, request, names_by_hand());
  EXPECT_THAT(text_of(facts, "Multiple equation"),
              HasSubstr("10-year yield and curve, in levels, 2023-02 to 2024-12. Cointegrated at 10%."));
  EXPECT_EQ(text_of(facts, "Tests of the multiple equation"), "The coefficients break once.");
  EXPECT_THAT(text_of(facts, "Growth equation"), HasSubstr("over 12 months on GDP growth"));
  EXPECT_THAT(text_of(facts, "Bands"), HasSubstr("2,000 joint draws"));
  EXPECT_THAT(text_of(facts, "The consensus"),
              HasSubstr("Survey medians. At its end: 10-year yield 4.23%, curve 0.04 pp and GDP growth "
                        "2.30%. A note on 10-year "
                        "yield."));
}

TEST(FairValueHeadline, FactsOfWhatIsGiven) {
  FairValueRequest request;
  request.question.multiple_today = 1.27;
  const auto given = fair_value_facts(calibrated_by_hand(), request, names_by_hand());
  EXPECT_EQ(text_of(given, "Bands"), "none: inputs are given, not estimated");
  EXPECT_EQ(text_of(given, "Largest part of the move"), "no fact Largest part of the move");
  request.question.multiple_today.reset();
  request.fundamental = SeriesUse{"fundamental", "carry(book, small)", {}};
  auto found = estimated_by_hand();
  found.driver_forecast.words = "VAR(1).";
  const auto facts = fair_value_facts(found, request, names_by_hand());
  EXPECT_EQ(text_of(facts, "Largest part of the move"), "12 months to 2024-12: Sales, +100 of +120 points");
  EXPECT_THAT(text_of(facts, "Fundamental"), HasSubstr("as of 2024-12 (carry(book, small))"));
  EXPECT_THAT(text_of(facts, "At least as unusual"), HasSubstr("not a probability of the scenario. VAR(1)."));
  request.fundamental->formula = "book";
  EXPECT_THAT(text_of(fair_value_facts(found, request, names_by_hand()), "Fundamental"),
              Not(HasSubstr("(book)")));
}

TEST(FairValueHeadline, Details) {
  EXPECT_TRUE(fair_value_details(calibrated_by_hand()).empty());
  std::string titles, text;
  for (const auto& detail : fair_value_details(estimated_by_hand())) {
    titles += detail.title + "|";
    text += detail.text;
    EXPECT_FALSE(detail.text.empty()) << detail.title;
  }
  for (const auto* title :
       {"Multiple equation|", "Unit roots and cointegration|", "Error correction|", "Structural breaks",
        "Growth equation|", "Growth equation, by hand|", "Contractions|"})
    EXPECT_THAT(titles, HasSubstr(title));
  EXPECT_THAT(text, HasSubstr("after 2023-12, 95% interval 2023-10 to 2024-01"));
  EXPECT_THAT(text, HasSubstr("unit root"));
  EXPECT_THAT(text, HasSubstr("Coefficients by regime (constant, rate, slope)"));
  auto differences = estimated_by_hand();
  differences.multiple.form = MultipleForm::differences;
  differences.multiple.levels_table = regression_by_hand("Levels", {"constant"});
  titles.clear();
  for (const auto& detail : fair_value_details(differences)) titles += detail.title + "|";
  EXPECT_THAT(titles, HasSubstr("in levels, which was not used"));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   figures are called by their titles, with the unit                -> ClaimedFigureWords.Titles
//   of an event study beside a benchmark the lead is named           -> ClaimedFigureWords.LeadOverTheBenchmark
//   counts, sets and figures of long titles keep their names         -> ClaimedFigureWords.Names
#include "rerate/study/claimed_figure_words.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

Section section(const std::string& kind, std::vector<Number> numbers) {
  Section made;
  made.kind = kind;
  made.numbers = std::move(numbers);
  return made;
}

TEST(ClaimedFigureWords, Titles) {
  const auto curve = section("curve_recessions", {{"mean_lead_days", 331, "days", "Mean lead"},
                                                  {"nber", 1, "ratio", "NBER dates"},
                                                  {"asset_median", 16, "percent", "Median of small caps"}});
  EXPECT_EQ(claimed_figure_in_words(curve, "mean_lead_days", "mean_lead_days"), "mean lead (days)");
  EXPECT_EQ(claimed_figure_in_words(curve, "nber", "nber"), "NBER dates");
  EXPECT_EQ(claimed_figure_in_words(curve, "asset_median", "asset_median"), "median of small caps (%)");
}

TEST(ClaimedFigureWords, LeadOverTheBenchmark) {
  const auto relative = section("event_study", {{"mean", 3, "pp", "Mean"}});
  EXPECT_EQ(claimed_figure_in_words(relative, "mean_relative", "mean"), "mean lead over the benchmark (pp)");
  const auto alone = section("event_study", {{"mean", 3, "percent", "Mean"}});
  EXPECT_EQ(claimed_figure_in_words(alone, "mean", "mean"), "mean (%)");
}

TEST(ClaimedFigureWords, Names) {
  const auto events = section(
      "event_study", {{"led", 3, "count", "Events above zero"}, {"odd", 3, "percent", std::string(41, 'x')}});
  EXPECT_EQ(claimed_figure_in_words(events, "led", "led"), "led");
  EXPECT_EQ(claimed_figure_in_words(events, "odd", "odd"), "odd");
  EXPECT_EQ(claimed_figure_in_words(events, "not_led", "not_led"), "not led");
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   other names lead to the section's own, which stay as they are            -> Names
//   every kind but claims has a number that its curve is about               -> Leads
//   returns and differences have their side at 0, right guesses at a half    -> Sides
//   counts, days, levels, percentiles, probabilities and p-values have none  -> WithoutSides
//   parts of a section mean what the whole does                              -> Parts
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/study/figures.h"

namespace rerate {
namespace {

TEST(FigureMeaning, Names) {
  EXPECT_EQ(figure_name("event_study", "mean_return"), "asset_mean");
  EXPECT_EQ(figure_name("event_study", "median_return"), "asset_median");
  EXPECT_EQ(figure_name("event_study", "mean_relative"), "mean");
  EXPECT_EQ(figure_name("event_study", "trailing"), "since_relative");
  EXPECT_EQ(figure_name("fair_value", "fair_value"), "fair_level");
  EXPECT_EQ(figure_name("curve_recessions", "mean_lead"), "mean_lead_days");
  EXPECT_EQ(figure_name("style_curve", "correlation"), "correlation");
  // Another kind's other name is no other name here.
  EXPECT_EQ(figure_name("rotation", "mean_return"), "mean_return");
  EXPECT_EQ(figure_name("event_study", "no such figure"), "no such figure");
}

TEST(FigureMeaning, Leads) {
  EXPECT_EQ(lead_figure("event_study"), "mean");
  EXPECT_EQ(lead_figure("fair_value"), "upside");
  EXPECT_EQ(lead_figure("style_curve"), "correlation");
  EXPECT_EQ(lead_figure("claims"), "");
  for (const std::string_view kind : kSectionKinds)
    if (kind != "claims") {
      const auto lead = lead_figure(kind);
      EXPECT_FALSE(lead.empty()) << kind;
      EXPECT_EQ(figure_name(kind, lead), lead) << kind;
      EXPECT_FALSE(meaning_of(kind, lead).counted) << kind;
    }
}

TEST(FigureMeaning, Sides) {
  EXPECT_EQ(meaning_of("event_study", "mean").neutral, 0);
  EXPECT_EQ(meaning_of("event_study", "hit_rate").neutral, 50);
  EXPECT_EQ(meaning_of("rotation", "sharpe_difference").neutral, 0);
  EXPECT_EQ(meaning_of("rotation", "deflated_sharpe").neutral, 0.5);
  EXPECT_EQ(meaning_of("credit", "change_3m").neutral, 0);
  EXPECT_EQ(meaning_of("curve_recessions", "curve_now").neutral, 0);
  EXPECT_EQ(meaning_of("rotation", "hit_rate").neutral, 50);
  EXPECT_EQ(meaning_of("scorecard", "auc").neutral, 0.5);
}

TEST(FigureMeaning, WithoutSides) {
  for (const char* name : {"episodes", "led", "known_complete"}) {
    EXPECT_TRUE(meaning_of("event_study", name).counted) << name;
    EXPECT_TRUE(std::isnan(meaning_of("event_study", name).neutral)) << name;
  }
  for (const char* name : {"p_mean", "n_eff", "asset_p_led", "no such figure"}) {
    EXPECT_FALSE(meaning_of("event_study", name).counted) << name;
    EXPECT_TRUE(std::isnan(meaning_of("event_study", name).neutral)) << name;
  }
  for (const char* name : {"mean_lead_days", "median_lead_days", "leave_one_out_low"})
    EXPECT_TRUE(std::isnan(meaning_of("curve_recessions", name).neutral)) << name;
  EXPECT_TRUE(std::isnan(meaning_of("credit", "percentile").neutral));
  EXPECT_TRUE(meaning_of("credit", "state_rank").counted);
  for (const char* name : {"sharpe_difference_p", "auc_p", "return_difference_p"})
    EXPECT_TRUE(std::isnan(meaning_of("rotation", name).neutral)) << name;
  EXPECT_TRUE(std::isnan(meaning_of("recession_probability", "probability").neutral));
  EXPECT_TRUE(std::isnan(meaning_of("scorecard", "probability_leads").neutral));
  EXPECT_TRUE(std::isnan(meaning_of("policy_multiple", "share_in_band").neutral));
  EXPECT_TRUE(std::isnan(meaning_of("fair_value", "fair_level").neutral));
  EXPECT_FALSE(meaning_of("fair_value", "fair_level").counted);
  EXPECT_TRUE(std::isnan(meaning_of("no such kind", "mean").neutral));
}

TEST(FigureMeaning, Parts) {
  EXPECT_EQ(meaning_of("event_study", "asset_mean").neutral, 0);
  EXPECT_EQ(meaning_of("event_study", "known_hit_rate").neutral, 50);
  EXPECT_TRUE(meaning_of("event_study", "benchmark_led").counted);
  EXPECT_EQ(meaning_of("style_curve", "level_correlation").neutral, 0);
  EXPECT_EQ(meaning_of("style_curve", "annual_change_correlation_low").neutral, 0);
  EXPECT_EQ(meaning_of("regimes", "hmm_return_difference").neutral, 0);
  EXPECT_TRUE(std::isnan(meaning_of("regimes", "hmm_probability").neutral));
}

}  // namespace
}  // namespace rerate

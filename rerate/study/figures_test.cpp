// Behaviour -> test
//   figures of every kind are the section's own numbers and sets, to the last bit    -> SameBitsAsTheSection
//   quick ways leave out what takes draws, and nothing else                          -> LeavesOutOnlyWhatIsDrawn
//   a figure's p-value is the one beside it                                          -> PValues
//   upside is judged by the analytic band of fair value                              -> UpsideByTheAnalyticBand
//   what the plan would refuse of the types is refused                               -> RefusesTypes
//   figures do not depend on the number of threads                                   -> SameForAnyThreadCount
#include "rerate/study/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "rerate/base/parallel.h"
#include "rerate/study/open_study_for_test.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_of.h"

namespace rerate {
namespace {

bool same(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

const Figure* find(const Figures& figures, const std::string& name) {
  for (const auto& figure : figures.numbers)
    if (figure.name == name) return &figure;
  return nullptr;
}

// Each section of the shipped study whole, once.
const Section& whole(const SectionRequest& request) {
  static std::map<std::string, Section> sections;
  auto& section = sections[request.id];
  if (section.id.empty())
    section = section_of(request.id, request.title, request.question, open_study().context);
  return section;
}

Figures quick(const SectionRequest& request) {
  return figures_of(request.question, request.id, open_study().context);
}

TEST(Figures, SameBitsAsTheSection) {
  std::set<std::string> kinds;
  for (const auto& request : open_study().study.sections) {
    if (request.kind == "claims") continue;
    const auto figures = quick(request);
    const auto& section = whole(request);
    for (const auto& figure : figures.numbers) {
      const auto* number = find_number(section, figure.name);
      ASSERT_TRUE(number) << request.id << ": " << figure.name;
      const double value = std::isfinite(number->value) ? number->value : std::nan("");
      EXPECT_TRUE(same(figure.value, value))
          << request.id << ": " << figure.name << " " << figure.value << " " << number->value;
    }
    ASSERT_EQ(figures.sets.size(), section.sets.size()) << request.id;
    for (std::size_t i = 0; i < section.sets.size(); ++i) {
      EXPECT_EQ(figures.sets[i].name, section.sets[i].name);
      EXPECT_EQ(figures.sets[i].members, section.sets[i].members) << section.sets[i].name;
    }
    const auto* lead = find(figures, lead_figure(request.kind));
    ASSERT_TRUE(lead) << request.id;
    EXPECT_TRUE(std::isfinite(lead->value)) << request.id;
    kinds.insert(request.kind);
  }
  EXPECT_EQ(kinds.size(), std::size(kSectionKinds) - 1);  // all but claims
}

TEST(Figures, LeavesOutOnlyWhatIsDrawn) {
  const std::map<std::string, std::vector<std::string_view>> drawn = {
      {"event_study", {"ci_low", "ci_high"}},
      {"style_curve", {"_low", "_high", "claim_inside_intervals"}},
      {"fair_value", {"fair_low", "fair_high", "draws", "block_length", "residual_correlation"}},
      {"rotation",
       {"_low", "_high", "variants", "variants_failed", "trials", "trials_earlier", "spa_p", "spa_lower_p",
        "spa_upper_p", "reality_check_p", "stepm_p", "probabilistic_sharpe", "deflated_sharpe",
        "deflated_lead", "expected_best_sharpe", "overfitting_probability"}}};
  for (const auto& request : open_study().study.sections) {
    if (request.kind == "claims") continue;
    const auto endings =
        drawn.contains(request.kind) ? drawn.at(request.kind) : std::vector<std::string_view>();
    std::vector<std::string> left, found;
    for (const auto& number : without_endings(whole(request).numbers, endings)) left.push_back(number.name);
    for (const auto& figure : quick(request).numbers) found.push_back(figure.name);
    EXPECT_EQ(found, left) << request.id;
  }
}

TEST(Figures, PValues) {
  const auto events = quick(open_study().section("manufacturing-lows"));
  for (const std::string part : {"", "asset_", "known_"})
    for (const std::string of : {"mean", "median", "led"}) {
      ASSERT_TRUE(find(events, part + of));
      EXPECT_TRUE(same(find(events, part + of)->p, find(events, part + "p_" + of)->value)) << part << of;
    }
  EXPECT_TRUE(std::isnan(find(events, "episodes")->p));
  EXPECT_TRUE(std::isnan(find(events, "base_mean")->p));
  const auto style = quick(open_study().section("style-curve"));
  EXPECT_TRUE(same(find(style, "correlation")->p, find(style, "annual_change_correlation_p")->value));
  for (const auto& [id, names] : std::map<std::string, std::vector<std::string>>{
           {"sectors", {"sharpe_difference", "alpha", "rank_correlation"}},
           {"regimes", {"return_difference", "score_return_difference", "hmm_return_difference"}},
           {"recession-probability", {"auc", "beta", "beta_refit"}},
           {"scorecard", {"auc", "slope", "relative_slope"}}}) {
    const auto figures = quick(open_study().section(id));
    for (const auto& name : names) {
      ASSERT_TRUE(find(figures, name)) << name;
      EXPECT_TRUE(std::isfinite(find(figures, name)->p)) << id << " " << name;
      EXPECT_TRUE(same(find(figures, name)->p, find(figures, name + "_p")->value)) << id << " " << name;
    }
  }
  const auto rival = quick(open_study().section("rival"));
  EXPECT_TRUE(same(find(rival, "r2_out_of_sample")->p, find(rival, "clark_west_p")->value));
}

// The band of fair value without draws: its p-value is that of the level at which the band's end reaches the price.
TEST(Figures, UpsideByTheAnalyticBand) {
  auto question = open_study().section("fair-value").question;
  auto& request = std::get<FairValueRequest>(question);
  request.question.bands.draws = 0;
  const auto figures = figures_of(question, "fair-value", open_study().context);
  const auto* upside = find(figures, "upside");
  ASSERT_TRUE(upside);
  ASSERT_TRUE(std::isfinite(upside->p));
  EXPECT_GT(upside->p, 0);
  EXPECT_LE(upside->p, 1);
  request.question.bands.level = 1 - upside->p;
  const auto section = section_of("fair-value", "", question, open_study().context);
  const auto* end = find_number(section, upside->value > 0 ? "fair_low" : "fair_high");
  const double price = find_number(section, "price")->value;
  EXPECT_NEAR(end->value / price, 1, 1e-3);
  // Draws leave it as it is, and what was given has none.
  EXPECT_TRUE(same(find(quick(open_study().section("fair-value")), "upside")->p, upside->p));
  EXPECT_TRUE(std::isnan(find(figures, "disconnect")->p));
}

TEST(Figures, RefusesTypes) {
  auto question = open_study().section("fair-value").question;
  std::get<FairValueRequest>(question).horizon = Duration{10, Duration::Unit::day};
  EXPECT_THROW(figures_of(question, "x", open_study().context), UserError);
  auto events = open_study().section("manufacturing-lows").question;
  std::get<EventStudyRequest>(events).gap = Duration{10, Duration::Unit::day};
  EXPECT_THROW(figures_of(events, "x", open_study().context), UserError);
}

TEST(Figures, SameForAnyThreadCount) {
  for (const char* id : {"manufacturing-lows", "fair-value", "sectors"}) {
    const auto& request = open_study().section(id);
    set_thread_count(1);
    const auto one = quick(request);
    set_thread_count(3);
    const auto three = quick(request);
    set_thread_count(0);
    ASSERT_EQ(one.numbers.size(), three.numbers.size());
    for (std::size_t i = 0; i < one.numbers.size(); ++i)
      EXPECT_TRUE(same(one.numbers[i].value, three.numbers[i].value)) << one.numbers[i].name;
  }
}

}  // namespace
}  // namespace rerate

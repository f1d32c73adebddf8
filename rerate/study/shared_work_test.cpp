// Behaviour -> test
//   figures of definitions that share their work are those of each alone, to the last bit     -> SameBitsAsAlone
//   in whatever order they are asked for                                                      -> SameBitsInAnyOrder
//   what a finished section says is what its question gives, and is not asked for again       -> FiguresOfFinished
//   a definition that gives no number leaves the others as they are                           -> RefusalsAreNotShared
#include "rerate/study/shared_work.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "rerate/multiverse/lattice.h"
#include "rerate/study/open_study_for_test.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_of.h"

namespace rerate {
namespace {

const SectionContext& context() { return open_study().context; }

// Many of a kind on which all that is shared depends, and what is not.
std::vector<SectionQuestion> style_questions() {
  std::vector<SectionQuestion> questions;
  for (const char* from : {"", "1970-01-01", "1980-01-01"})
    for (const auto measure : {StyleMeasure::level, StyleMeasure::annual_change})
      for (const int lead : {0, 12}) {
        auto request = std::get<StyleCurveRequest>(open_study().section("style-curve").question);
        if (*from) request.question.from = parse_date(from);
        request.question.asked.measure = measure;
        request.question.asked.lead = lead;
        questions.push_back(request);
      }
  return questions;
}

std::vector<SectionQuestion> regime_questions() {
  std::vector<SectionQuestion> questions;
  for (const int clusters : {3, 2})
    for (const int states : {2, 3})
      for (const double hysteresis : {0.2, 0.1}) {
        auto request = std::get<RegimesRequest>(open_study().section("regimes").question);
        request.clusters.clusters = clusters;
        request.hmm->states = states;
        request.hysteresis = hysteresis;
        questions.push_back(request);
      }
  return questions;
}

std::vector<SectionQuestion> fair_value_questions() {
  std::vector<SectionQuestion> questions;
  for (const char* from : {"1969-01-01", "1989-01-01"})
    for (const auto& drivers : {std::vector<std::string>{"rate", "slope"}, {"rate"}})
      for (const auto form : {MultipleFormChoice::automatic, MultipleFormChoice::differences})
        for (const auto timing : {GrowthTiming::ahead, GrowthTiming::meanwhile}) {
          auto request = std::get<FairValueRequest>(open_study().section("fair-value").question);
          request.question.from = parse_date(from);
          request.question.multiple_drivers = drivers;
          request.question.multiple.form = form;
          request.question.growth.timing = timing;
          questions.push_back(request);
        }
  return questions;
}

std::vector<SectionQuestion> recession_questions() {
  std::vector<SectionQuestion> questions;
  for (const auto link : {Link::probit, Link::logit})
    for (const int window : {180, 240})
      for (const double level : {0.9, 0.8}) {
        auto request =
            std::get<RecessionProbabilityRequest>(open_study().section("recession-probability").question);
        request.question.link = link;
        request.question.first_window = window;
        request.question.level = level;
        questions.push_back(request);
      }
  return questions;
}

void expect_same(const Figures& one, const Figures& other) {
  ASSERT_EQ(one.numbers.size(), other.numbers.size());
  const auto bits = [](double value) { return std::isnan(value) ? 1 : std::bit_cast<std::uint64_t>(value); };
  for (std::size_t i = 0; i < one.numbers.size(); ++i) {
    EXPECT_EQ(one.numbers[i].name, other.numbers[i].name);
    EXPECT_EQ(bits(one.numbers[i].value), bits(other.numbers[i].value)) << one.numbers[i].name;
    EXPECT_EQ(bits(one.numbers[i].p), bits(other.numbers[i].p)) << one.numbers[i].name;
  }
}

// How many different lead numbers the questions give: what is compared differs.
std::size_t expect_same_as_alone(const std::string& id, const std::vector<SectionQuestion>& questions,
                                 const std::vector<std::size_t>& order) {
  SharedWork shared;
  std::vector<double> different;
  for (const auto i : order) {
    const auto together = figures_of(questions[i], id, context(), shared);
    expect_same(together, figures_of(questions[i], id, context()));
    for (const auto& figure : together.numbers) different.push_back(figure.value);
  }
  std::erase_if(different, [](double value) { return std::isnan(value); });
  std::sort(different.begin(), different.end());
  return static_cast<std::size_t>(std::unique(different.begin(), different.end()) - different.begin());
}

std::vector<std::size_t> forward(std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

TEST(SharedWork, SameBitsAsAlone) {
  EXPECT_GT(expect_same_as_alone("style-curve", style_questions(), forward(12)), 40u);
  EXPECT_GT(expect_same_as_alone("regimes", regime_questions(), forward(8)), 20u);
  EXPECT_GT(expect_same_as_alone("fair-value", fair_value_questions(), forward(16)), 60u);
  EXPECT_GT(expect_same_as_alone("recession-probability", recession_questions(), forward(8)), 40u);
}

TEST(SharedWork, SameBitsInAnyOrder) {
  auto order = forward(16);
  std::reverse(order.begin(), order.end());
  expect_same_as_alone("fair-value", fair_value_questions(), order);
}

TEST(SharedWork, FiguresOfFinished) {
  for (const auto& request : open_study().study.sections) {
    if (request.kind == "claims") continue;
    const auto section = section_of(request.id, request.title, request.question, context());
    const auto finished = figures_of_finished(section);
    const bool drawn = request.kind == "event_study" || request.kind == "fair_value" ||
                       request.kind == "rotation" || request.kind == "style_curve";
    EXPECT_EQ(finished.has_value(), !drawn) << request.id;
    if (!finished) continue;
    const auto asked = figures_of(request.question, request.id, context());
    expect_same(*finished, asked);
    ASSERT_EQ(finished->sets.size(), asked.sets.size()) << request.id;
    for (std::size_t i = 0; i < asked.sets.size(); ++i) {
      EXPECT_EQ(finished->sets[i].title, asked.sets[i].title);
      EXPECT_EQ(finished->sets[i].members, asked.sets[i].members);
    }
  }
}

TEST(SharedWork, RefusalsAreNotShared) {
  SharedWork shared;
  const auto questions = style_questions();
  auto refused = std::get<StyleCurveRequest>(questions[0]);
  refused.question.from = parse_date("2024-01-01");
  EXPECT_THROW(figures_of(refused, "style-curve", context(), shared), UserError);
  EXPECT_THROW(figures_of(refused, "style-curve", context(), shared), UserError);
  expect_same(figures_of(questions[0], "style-curve", context(), shared),
              figures_of(questions[0], "style-curve", context()));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   numbers carry the field's names, with prefixes and units                       -> NumbersHaveTheirNames
//   without a benchmark the plain numbers are of the asset                         -> WithoutABenchmark
//   the episode table has one row an episode, pending ones with what they earned   -> EpisodeRows
//   the headline is made from the numbers                                          -> Headline
//   a licensed signal is drawn as whole percentiles, an open one as it is          -> LicensedSignalIsNotDrawn
//   a date inside a month is shown itself, with the figure known then              -> DateInsideAMonth
//   dates by hand that had not come make a section that says so                    -> DatesThatHadNotCome
//   a window to a day that had not come ends at the newest price                   -> HorizonThatHadNotCome
//   one event to a day is a running comparison: both prices, no statistics         -> RunningComparison
//   an error of the engine is told at the place of the key it is about             -> ErrorsHaveTheirPlaces
//   sections of one study draw different random numbers                            -> SectionsHaveTheirOwnSeeds
#include "rerate/study/event_study_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

using testing::HasSubstr;

constexpr int kMonths = 120;

Series monthly(Kind kind, const std::string& unit, double (*value)(int)) {
  Series series;
  series.type = {Frequency::monthly, kind, unit};
  for (int i = 0; i < kMonths; ++i) series.append(i, value(i), last_day({Frequency::monthly, i}) + 2);
  return series;
}

// Low in months 10-12, 50-51 and 110-111 of 1970-01 onwards; the asset jumps 10% in the month after 12.
SeriesInputs inputs(bool redistribute = true) {
  SeriesInputs made;
  made["signal"].series = monthly(Kind::balance, "index", [](int i) {
    return i == 11 || i == 50 || i == 110                ? -20.0
           : (i >= 10 && i <= 12) || i == 51 || i == 111 ? -10.0
                                                         : 5.0 + i % 3;
  });
  made["signal"].title = "activity";
  made["signal"].redistribute = redistribute;
  made["signal"].catalogue_ids = {"a.signal"};
  made["asset"].series =
      monthly(Kind::price_index, "index", [](int i) { return 100 * std::pow(1.01, i) * (i > 12 ? 1.1 : 1); });
  made["asset"].title = "small caps";
  made["asset"].catalogue_ids = {"b.small"};
  made["benchmark"].series =
      monthly(Kind::price_index, "index", [](int i) { return 100 * std::pow(1.01, i); });
  made["benchmark"].title = "large caps";
  made["benchmark"].catalogue_ids = {"c.large"};
  return made;
}

EventStudyRequest request(bool with_benchmark = true) {
  EventStudyRequest asked;
  asked.signal = {"signal", "signal", {}};
  asked.asset = {"asset", "asset", {}};
  if (with_benchmark) asked.benchmark = SeriesUse{"benchmark", "benchmark", {}};
  asked.question.rule = ThresholdRule{Side::below, {0, false}, {0, true}, 1, 1, 0, Tie::first};
  asked.anchor_word = "trough";
  asked.noun = "lows";
  asked.question.places.rule = {"s.toml", 9, 11};
  asked.question.places.horizon = {"s.toml", 12, 11};
  return asked;
}

SectionContext context(const SeriesInputs& made, Date as_of = kEndOfTime) { return {as_of, 1, &made, {}}; }

double value(const Section& section, const char* name) {
  const auto* number = find_number(section, name);
  EXPECT_NE(number, nullptr) << name;
  return number ? number->value : std::nan("");
}

const Table& table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return one;
  throw std::runtime_error("no table " + name);
}

TEST(EventStudySection, NumbersHaveTheirNames) {
  const auto made = inputs();
  const auto section = event_study_section("lows", "Lows", request(), context(made));
  EXPECT_EQ(value(section, "episodes"), 3);
  EXPECT_EQ(value(section, "complete"), 2);
  EXPECT_EQ(value(section, "pending"), 1);
  EXPECT_EQ(value(section, "led"), 1);
  EXPECT_NEAR(value(section, "asset_mean"), 100 * ((std::pow(1.01, 12) * 1.1 + std::pow(1.01, 12)) / 2 - 1),
              1e-9);
  EXPECT_NEAR(value(section, "benchmark_mean"), 100 * (std::pow(1.01, 12) - 1), 1e-9);
  EXPECT_NEAR(value(section, "mean"), 100 * std::pow(1.01, 12) * 0.05, 1e-9);
  for (const auto* name :
       {"median", "hit_rate", "base_rate", "p_mean", "p_median", "p_led", "ci_low", "ci_high", "n_eff",
        "asset_p_mean", "benchmark_base_rate", "known_mean", "known_p_led", "since_relative"})
    EXPECT_FALSE(std::isnan(value(section, name))) << name;
  EXPECT_EQ(find_number(section, "mean")->unit, "pp");
  EXPECT_EQ(find_number(section, "asset_mean")->unit, "percent");
  EXPECT_EQ(section.kind, "event_study");
  EXPECT_THAT(section.inputs, testing::ElementsAre("a.signal", "b.small", "c.large"));
}

TEST(EventStudySection, WithoutABenchmark) {
  const auto made = inputs();
  const auto section = event_study_section("lows", "Lows", request(false), context(made));
  EXPECT_EQ(find_number(section, "mean")->unit, "percent");
  EXPECT_EQ(find_number(section, "asset_mean"), nullptr);
  EXPECT_EQ(value(section, "led"), 2);
  EXPECT_EQ(table(section, "statistics").columns.size(), 3u);
}

TEST(EventStudySection, EpisodeRows) {
  const auto made = inputs();
  const auto section = event_study_section("lows", "Lows", request(), context(made));
  const auto& episodes = table(section, "episodes");
  ASSERT_EQ(episodes.rows.size(), 3u);
  for (const auto& row : episodes.rows) EXPECT_EQ(row.size(), episodes.columns.size());
  EXPECT_EQ(std::get<std::string>(episodes.rows[0][0]), "1970-11");
  EXPECT_EQ(std::get<std::string>(episodes.rows[0][1]), "1970-12");
  EXPECT_EQ(std::get<double>(episodes.rows[0][2]), -20);
  EXPECT_EQ(std::get<std::string>(episodes.rows[0][3]), "1971-02");
  EXPECT_EQ(std::get<Date>(episodes.rows[0][4]), make_date(1971, 3, 2));
  EXPECT_EQ(std::get<std::string>(episodes.rows[2][8]), "pending");
  EXPECT_NEAR(std::get<double>(episodes.rows[2][5]), 100 * (std::pow(1.01, 9) - 1), 1e-9);
}

TEST(EventStudySection, Headline) {
  const auto made = inputs();
  const auto section = event_study_section("lows", "Lows", request(), context(made));
  EXPECT_THAT(
      section.headline,
      HasSubstr("Small caps led large caps in 1 of 2 cases over the 12 months after lows in activity"));
  EXPECT_THAT(section.headline, HasSubstr(", by 5.6 pp on average against"));
  EXPECT_THAT(section.headline, HasSubstr("Counted from the day they were known"));
  auto worse = made;
  std::swap(worse["asset"], worse["benchmark"]);
  EXPECT_THAT(event_study_section("w", "W", request(), context(worse)).headline,
              HasSubstr("Large caps led small caps in 0 of 2 cases"));
  EXPECT_THAT(event_study_section("w", "W", request(), context(worse)).headline,
              HasSubstr(", and trailed by 5.6 pp on average against"));
  auto expansion = request();
  expansion.question.anchor = Anchor::end;
  EXPECT_THAT(event_study_section("e", "E", expansion, context(made)).headline,
              HasSubstr("after the end of lows in activity"));
}

TEST(EventStudySection, LicensedSignalIsNotDrawn) {
  const auto open = inputs(true), licensed = inputs(false);
  const auto drawn = event_study_section("lows", "Lows", request(), context(open)).charts.at(0);
  EXPECT_EQ(drawn.lines.at(0).y.at(11), -20);
  const auto hidden = event_study_section("lows", "Lows", request(), context(licensed)).charts.at(0);
  for (const double y : hidden.lines.at(0).y) EXPECT_EQ(y, std::round(y));
  EXPECT_EQ(hidden.lines.at(0).y.at(11), 1);  // three equal lowest of 120: 100 * 1.5 / 120, rounded
  EXPECT_EQ(hidden.y_title, "percentile of its history");
}

TEST(EventStudySection, DatesThatHadNotCome) {
  const auto made = inputs();
  auto asked = request();
  asked.question.rule = DatesByHand{{make_date(1985, 7, 31)}};
  const auto section = event_study_section("since", "Since", asked, context(made, make_date(1980, 1, 15)));
  EXPECT_THAT(section.headline, HasSubstr("1985-07-31, had not come"));
  EXPECT_EQ(section.id, "since");
  for (const auto* count : {"episodes", "complete", "pending", "excluded", "n_eff"})
    EXPECT_EQ(value(section, count), 0) << count;
  for (const auto* statistic : {"mean", "p_led", "ci_low", "led", "asset_mean", "benchmark_median"})
    EXPECT_TRUE(std::isnan(value(section, statistic))) << statistic;
  EXPECT_EQ(find_number(section, "mean")->unit, "pp");
  EXPECT_TRUE(table(section, "episodes").rows.empty());
  EXPECT_EQ(table(section, "episodes").columns.size(), 9u);
}

TEST(EventStudySection, DateInsideAMonth) {
  const auto made = inputs();
  auto asked = request();
  asked.question.rule = DatesByHand{{make_date(1970, 12, 15)}};
  const auto section = event_study_section("since", "Since", asked, context(made));
  const auto& row = table(section, "episodes").rows.at(0);
  EXPECT_EQ(std::get<std::string>(row[0]), "1970-12-15");
  EXPECT_EQ(std::get<std::string>(row[1]), "1970-12-15");
  EXPECT_EQ(std::get<double>(row[2]), -10);  // November's figure: December's -20 was not out
  EXPECT_EQ(std::get<Date>(row[4]), make_date(1970, 12, 15));
  EXPECT_THAT(section.warnings, testing::Contains(HasSubstr("run from 1970-11-30")));
  EXPECT_EQ(section.charts.at(0).points.at(0).y, -10);
}

TEST(EventStudySection, HorizonThatHadNotCome) {
  const auto made = inputs();
  auto asked = request();
  asked.question.rule = DatesByHand{{make_date(1979, 6, 30)}};
  asked.question.horizon = make_date(1990, 1, 1);
  const auto section = event_study_section("since", "Since", asked, context(made, make_date(1980, 1, 15)));
  EXPECT_THAT(section.warnings.at(0), HasSubstr("1990-01-01 had not come"));
  EXPECT_NEAR(value(section, "asset_mean"), 100 * (std::pow(1.01, 6) - 1), 1e-9);
  EXPECT_TRUE(std::isnan(value(section, "p_mean")));
}

TEST(EventStudySection, RunningComparison) {
  auto made = inputs();
  auto asked = request();
  asked.question.rule = DatesByHand{{make_date(1970, 12, 31)}};
  asked.question.horizon = make_date(1971, 6, 30);
  const auto section = event_study_section("since", "Since", asked, context(made));
  EXPECT_EQ(section.headline,
            "From 1970-12 to 1971-06-30 small caps returned +16.8% and large caps +6.2%: small caps led by "
            "10.6 pp.");
  ASSERT_EQ(section.tables.size(), 1u);
  ASSERT_EQ(section.charts.at(0).id, "comparison");
  const auto& lines = section.charts[0].lines;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].y.front(), 0);
  EXPECT_NEAR(lines[0].y.back(), 100 * (std::pow(1.01, 6) * 1.1 - 1), 1e-9);
  EXPECT_EQ(lines[1].x.size(), 7u);
  for (const auto& fact : section.facts) EXPECT_NE(fact.label, "Inference");

  made["benchmark"].redistribute = false;
  const auto licensed = event_study_section("since", "Since", asked, context(made));
  for (const double y : licensed.charts.at(0).lines.at(1).y) EXPECT_EQ(y, std::round(y));
}

TEST(EventStudySection, ErrorsHaveTheirPlaces) {
  const auto made = inputs();
  const auto place_of_error = [&](const EventStudyRequest& asked) -> std::string {
    try {
      event_study_section("lows", "Lows", asked, context(made));
    } catch (const UserError& error) {
      return to_string(error.failure().place);
    }
    return "nothing was refused";
  };
  auto rule = request();
  rule.question.rule = ThresholdRule{Side::below, {-500, false}, {0, true}, 1, 1, 0, Tie::first};
  EXPECT_EQ(place_of_error(rule), "s.toml:9:11");
  auto horizon = request();
  horizon.question.horizon = Duration{20, Duration::Unit::year};
  EXPECT_EQ(place_of_error(horizon), "s.toml:12:11");
  auto exclusion = request();
  exclusion.question.exclusions = {{make_date(1975, 1, 1), "a typing error", {"s.toml", 14, 22}}};
  EXPECT_EQ(place_of_error(exclusion), "s.toml:14:22");
}

TEST(EventStudySection, SectionsHaveTheirOwnSeeds) {
  const auto made = inputs();
  const auto here = context(made);
  EXPECT_NE(here.section_seed("a"), here.section_seed("b"));
  auto other = here;
  other.seed = 2;
  EXPECT_NE(here.section_seed("a"), other.section_seed("a"));
  const auto first = event_study_section("a", "A", request(), here);
  const auto again = event_study_section("a", "A", request(), here);
  EXPECT_EQ(value(first, "ci_low"), value(again, "ci_low"));
}

}  // namespace
}  // namespace rerate

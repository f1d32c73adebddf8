// Behaviour -> test
//   every key is read, and what is left out has its default                      -> ReadsEveryKey
//   the expected path as a slope or as two yields, in quarters or months         -> ReadsAPath
//   what is wrong is refused at its value, in words                              -> RefusesAtTheValue
//   prices, indexes, returns and quantities are no curve; a path beyond 100 points is no path  -> Types
#include "rerate/study/curve_recessions_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

CurveRecessionsRequest read(const std::string& keys) {
  const auto document =
      TomlDocument::parse("curve = \"c\"\n" + keys + "\n", "study.toml", ErrorCode::study_file);
  const auto root = document.root();
  auto request = read_curve_recessions(root);
  root.finish("[[curve_recessions]]");
  return request;
}

std::string complaint(const std::string& keys) {
  try {
    read(keys);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::study_file);
    EXPECT_EQ(error.failure().place.line, 2) << keys;
    return error.what();
  }
  return "";
}

TEST(CurveRecessionsRequest, ReadsEveryKey) {
  const auto usual = read("");
  EXPECT_EQ(usual.peaks.formula, "nber.peak");
  EXPECT_EQ(usual.question.inversion.enter_periods, 1);
  EXPECT_EQ(usual.question.inversion.leave_periods, 1);
  EXPECT_FALSE(usual.survival.has_value());
  EXPECT_EQ(usual.steepening, 0.25);
  EXPECT_FALSE(usual.consensus.has_value());
  const auto given = read(
      "peaks = \"p\"\ninverted_below = 0.1\nn_in = 2\nn_out = 3\ngap = \"6m\"\nwindow = \"18m\"\nsurvival = "
      "true\n"
      "steepening = 0.5\nconsensus = { source = \"s\", date = \"2025-06-02\", periods = \"2025Q3\", curve = "
      "0.2 }");
  EXPECT_EQ(given.question.inversion.enter.level, 0.1);
  EXPECT_EQ(given.level_place.line, 3);
  EXPECT_EQ(usual.level_place.line, 1);
  EXPECT_EQ(given.question.inversion.leave.level, 0.1);
  EXPECT_EQ(given.question.inversion.enter_periods, 2);
  EXPECT_EQ(given.question.inversion.leave_periods, 3);
  EXPECT_EQ(to_string(given.gap), "6m");
  EXPECT_EQ(to_string(given.question.window), "18m");
  EXPECT_EQ(given.survival, true);
  EXPECT_EQ(given.survival_place.line, 8);
  EXPECT_EQ(given.steepening, 0.5);
  EXPECT_EQ(given.consensus->made, make_date(2025, 6, 2));
  EXPECT_EQ(uses_of(given).size(), 2u);
}

TEST(CurveRecessionsRequest, ReadsAPath) {
  const auto slope =
      *read("consensus = { source = \"s\", periods = [\"2025-09\", \"2025-12\"], curve = [0.1, 0.2] }")
           .consensus;
  EXPECT_EQ(to_string(slope.periods[1]), "2025-12");
  EXPECT_THAT(slope.slope, ElementsAre(0.1, 0.2));
  EXPECT_FALSE(slope.made.has_value());
  const auto yields =
      *read(
           "consensus = { source = \"s\", periods = [\"2025Q3\", \"2025Q4\"], ten_year = [4.4, 4.3], "
           "bill = [4.2, 4.0] }")
           .consensus;
  EXPECT_EQ(yields.periods[0].frequency, Frequency::quarterly);
  EXPECT_THAT(yields.slope, ElementsAre(DoubleNear(0.2, 1e-12), DoubleNear(0.3, 1e-12)));
}

TEST(CurveRecessionsRequest, RefusesAtTheValue) {
  EXPECT_THAT(complaint("n_in = 0"), HasSubstr("`n_in` must be between 1 and 100000, not 0"));
  EXPECT_THAT(complaint("n_inn = 1"), HasSubstr("n_in"));
  EXPECT_THAT(complaint("steepening = -1"), HasSubstr("`steepening` (-1) must not be negative"));
  EXPECT_THAT(complaint("survival = \"yes\""), HasSubstr("must be true or false"));
  const auto path = [](const std::string& keys) { return complaint("consensus = { " + keys + " }"); };
  EXPECT_THAT(path("periods = [\"2025Q3\"], curve = [1]"), HasSubstr("source"));
  EXPECT_THAT(path("source = \" \", periods = [\"2025Q3\"], curve = [1]"), HasSubstr("needs a source"));
  EXPECT_THAT(path("source = \"s\", curve = [1]"), HasSubstr("periods"));
  EXPECT_THAT(path("source = \"s\", periods = [], curve = []"), HasSubstr("`periods` is empty"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025-09-01\"], curve = [1]"),
              HasSubstr("\"2025-09-01\" is no quarter and no month"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\", \"2025-12\"], curve = [1, 2]"),
              HasSubstr("mixes quarters and months"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\", \"2025Q3\"], curve = [1, 2]"),
              HasSubstr("must rise: 2025Q3 after 2025Q3"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], curve = [1, 2]"),
              HasSubstr("`curve` has 2 figures for 1 periods"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], curve = [1e300]"),
              HasSubstr("holds 1e+300, which is no yield"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"]"), HasSubstr("needs its figures"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], bill = [1]"), HasSubstr("without `ten_year`"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], ten_year = [1]"), HasSubstr("without `bill`"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], ten_year = [1], bill = [1], curve = [1]"),
              HasSubstr("not as both"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], curve = [nan]"),
              HasSubstr("must be a finite number"));
  EXPECT_THAT(path("source = \"s\", periods = [\"2025Q3\"], curve = [1], sorce = \"x\""),
              HasSubstr("source"));
}

TEST(CurveRecessionsRequest, Types) {
  const auto failure = [](const SeriesType& curve, const std::string& keys,
                          const SeriesType& peaks = {Frequency::monthly, Kind::indicator, ""}) {
    std::optional<Failure> found;
    try {
      check_types(read(keys), [&](const SeriesUse& use) {
        return TypedSeries{use.formula, use.role == "curve" ? curve : peaks};
      });
    } catch (const UserError& error) {
      found = error.failure();
    }
    return found;
  };
  const SeriesType slope{Frequency::monthly, Kind::spread, "pp"};
  for (const auto kind : {Kind::rate, Kind::spread, Kind::score, Kind::ratio})
    EXPECT_FALSE(failure({Frequency::daily, kind, ""}, "")) << to_string(kind);
  for (const auto kind :
       {Kind::level, Kind::price_index, Kind::total_return_index, Kind::return_, Kind::indicator}) {
    const auto found = failure({Frequency::monthly, kind, ""}, "");
    ASSERT_TRUE(found) << to_string(kind);
    EXPECT_EQ(found->code, ErrorCode::event_kinds);
    EXPECT_EQ(found->place.line, 1);
  }
  EXPECT_EQ(failure(slope, "", slope)->code, ErrorCode::curve_peaks_type);
  EXPECT_TRUE(failure({Frequency::quarterly, Kind::spread, "pp"}, "gap = \"1m\""));
  const auto path = [](const std::string& figure) {
    return "consensus = { source = \"s\", periods = [\"2025Q3\"], curve = [" + figure + "] }";
  };
  EXPECT_FALSE(failure(slope, path("-100")));
  EXPECT_EQ(failure(slope, path("101"))->place.line, 2);
  EXPECT_THAT(failure(slope, path("101"))->what, HasSubstr("holds 101 pp, which is no slope"));
  EXPECT_FALSE(failure({Frequency::monthly, Kind::spread, "bp"}, path("101")));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   every key is read, with defaults                                       -> ReadsEveryKey
//   a bare formula is an indicator with sign and weight 1                  -> BareFormula
//   a transform stands around the formula; its series gives the title      -> Transforms
//   `then` is a date or a length                                           -> Then
//   every mistake, at its place                                            -> AreRefused
//   indicators and prices must be monthly, and prices be prices            -> Types
#include "rerate/study/scorecard_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/scorecard_types.h"

namespace rerate {
namespace {

using testing::HasSubstr;

ScorecardRequest read(const std::string& text) {
  const auto root = TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root();
  auto request = read_scorecard(root);
  root.finish("[[scorecard]]");
  return request;
}

const std::string kIndicators = "[indicators]\nactivity = \"philly.activity\"\n";

TEST(ScorecardRequest, ReadsEveryKey) {
  const auto request = read(
      "history = \"10y\"\nstale = \"6m\"\ngood = 1\npoor = -1.5\ncomposite_good = 0.4\ncomposite_poor = 0\n"
      "releases = false\nthen = \"2024-06\"\nasset = \"small\"\nbenchmark = \"large\"\nhorizon = \"6m\"\n"
      "first_window = \"15y\"\n[indicators]\n"
      "jobs = { title = \"jobs\", formula = \"macro.unrate\", transform = \"change_12m\", sign = -1, weight "
      "= 2.5 }\n"
      "orders = { formula = \"ma(philly.orders, 3m)\" }\n");
  EXPECT_EQ(request.history_months, 120);
  EXPECT_EQ(request.stale_months, 6);
  EXPECT_EQ(request.good, 1);
  EXPECT_EQ(request.poor, -1.5);
  EXPECT_EQ(request.composite_good, 0.4);
  EXPECT_EQ(request.composite_poor, 0);
  EXPECT_FALSE(request.releases);
  EXPECT_EQ(request.lead->asset.formula, "small");
  EXPECT_EQ(request.lead->benchmark.formula, "large");
  EXPECT_EQ(to_string(request.lead->horizon), "6m");
  EXPECT_EQ(whole_months(request.lead->first_window), 180);
  ASSERT_EQ(request.indicators.size(), 2u);
  EXPECT_EQ(request.indicators[0].named.title, "jobs");
  EXPECT_EQ(request.indicators[0].sign, -1);
  EXPECT_EQ(request.indicators[0].weight, 2.5);
  EXPECT_EQ(request.indicators[1].named.use.formula, "ma(philly.orders, 3m)");
  EXPECT_EQ(uses_of(request).size(), 5u);  // the series behind the first, for its title
}

TEST(ScorecardRequest, BareFormula) {
  const auto request = read(kIndicators);
  const auto& one = request.indicators.at(0);
  EXPECT_EQ(one.named.name, "activity");
  EXPECT_EQ(one.named.use.formula, "philly.activity");
  EXPECT_EQ(one.sign, 1);
  EXPECT_EQ(one.weight, 1);
  EXPECT_EQ(request.history_months, 60);
  EXPECT_EQ(request.stale_months, 4);
  EXPECT_TRUE(request.releases);
  EXPECT_FALSE(request.lead || request.then);
  EXPECT_EQ(uses_of(request).size(), 1u);
}

TEST(ScorecardRequest, Transforms) {
  const auto indicator = [](const std::string& formula, const std::string& transform) {
    return read("[indicators]\na = { formula = \"" + formula + "\", transform = \"" + transform + "\" }\n")
        .indicators.at(0);
  };
  const auto change = indicator("m.x", "change_12m");
  EXPECT_EQ(change.named.use.formula, "diff(m.x, 12m)");
  EXPECT_EQ(change.transform, "12-month change");
  EXPECT_EQ(change.base->formula, "m.x");
  EXPECT_EQ(change.named.use.place.column, 18 - 5);  // so that `m.x` stands where the file has it
  EXPECT_EQ(indicator("m.x", "growth_1y").named.use.formula, "pct(m.x, 12m)");
  EXPECT_EQ(indicator("m.x", "mean_3m").named.use.formula, "ma(m.x, 3m)");
  EXPECT_EQ(indicator("m.x", "mean_1m").transform, "1-month mean");
  EXPECT_EQ(indicator("m.x - m.y", "yoy").named.use.formula, "yoy(m.x - m.y)");
  EXPECT_FALSE(indicator("m.x - m.y", "yoy").base);
  EXPECT_EQ(indicator("m.x", "level").named.use.formula, "m.x");
  EXPECT_EQ(indicator("m.x", "level").transform, "");
}

TEST(ScorecardRequest, Then) {
  EXPECT_EQ(to_string(std::get<Date>(*read("then = \"2025-01\"\n" + kIndicators).then)), "2025-01-31");
  EXPECT_EQ(to_string(std::get<Date>(*read("then = 2025-01-15\n" + kIndicators).then)), "2025-01-15");
  EXPECT_EQ(to_string(std::get<Duration>(*read("then = \"12m\"\n" + kIndicators).then)), "12m");
}

struct Mistake {
  const char* name;
  std::string text;
  int line;
  const char* says;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class ScorecardMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(ScorecardMistakes, AreRefused) {
  const auto& mistake = GetParam();
  try {
    read(mistake.text);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    EXPECT_EQ(failure.place.line, mistake.line) << failure.what;
    EXPECT_THAT(failure.what + " / " + failure.mend, HasSubstr(mistake.says));
    EXPECT_EQ(failure.code,
              failure.what.starts_with("`weight`") ? ErrorCode::scorecard_weight : ErrorCode::study_file);
  }
}

std::string with(const std::string& keys) {
  return "[indicators]\na = { formula = \"m.x\", " + keys + " }\n";
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, ScorecardMistakes,
    testing::Values(
        Mistake{"NoIndicators", "stale = \"4m\"\n", 1, "indicators"},
        Mistake{"EmptyIndicators", "indicators = {}\n", 1, "no indicator is named"},
        Mistake{"Sign", with("sign = 2"), 2, "`sign` must be 1 or -1, not 2"},
        Mistake{"SignText", with("sign = \"up\""), 2, "sign"},
        Mistake{"ZeroWeight", with("weight = 0"), 2, "`weight` must be above 0, not 0"},
        Mistake{"HugeWeight", with("weight = 1e308"), 2, "`weight` must be at most 1000"},
        Mistake{"NegativeWeight", with("weight = -1.5"), 2, "not -1.5"},
        Mistake{"Transform", with("transform = \"chnge_12m\""), 2, "did you mean `change_12m`"},
        Mistake{"TransformLength", with("transform = \"change_250d\""), 2, "unknown transform `change_250d`"},
        Mistake{"TransformTooLong", with("transform = \"mean_20y\""), 2, "1 to 120 months"},
        Mistake{"TransformNoLength", with("transform = \"change_\""), 2, "unknown transform"},
        Mistake{"UnknownKey", with("wieght = 2"), 2, "weight"},
        Mistake{"UnknownKeyBehind", "stael = \"4m\"\n" + kIndicators, 1, "stale"},
        Mistake{"NoName", "[indicators]\nA1 = \"m.x\"\n", 2, "is no name for an indicator"},
        Mistake{"Number", "[indicators]\na = 3\n", 2, "must be a formula in quotes"},
        Mistake{"Twice", "[indicators]\na = \"m.x\"\nb = \"m.x\"\n", 3, "`a` and `b` have the same formula"},
        Mistake{"History", "history = \"6m\"\n" + kIndicators, 1, "12 to 1200 months, not 6m"},
        Mistake{"HistoryDays", "history = \"900d\"\n" + kIndicators, 1, "not 900d"},
        Mistake{"Stale", "stale = \"5w\"\n" + kIndicators, 1, "`stale` must be a length"},
        Mistake{"Threshold", "good = 4\n" + kIndicators, 1, "beyond 3"},
        Mistake{"Order", "poor = 0.5\n" + kIndicators, 1, "`good` (0.5) must be above `poor` (0.5)"},
        Mistake{"CompositeOrder", "composite_good = -1\n" + kIndicators, 1, "must be above `composite_poor`"},
        Mistake{"ThenNoDate", "then = \"last year\"\n" + kIndicators, 1, "is not a date"},
        Mistake{"ThenNothing", "then = \"0m\"\n" + kIndicators, 1, "not a length of time"},
        Mistake{"AssetAlone", "asset = \"m.p\"\n" + kIndicators, 1, "`asset` stands without `benchmark`"},
        Mistake{"BenchmarkAlone", "benchmark = \"m.p\"\n" + kIndicators, 1, "name both"},
        Mistake{"HorizonAlone", "horizon = \"12m\"\n" + kIndicators, 1, "without an `asset`"},
        Mistake{"Window", "first_window = \"5m\"\nasset = \"a\"\nbenchmark = \"b\"\n" + kIndicators, 1,
                "`first_window`"}),
    [](const auto& one) { return one.param.name; });

TEST(ScorecardRequest, Types) {
  const auto request =
      read("asset = \"m.small\"\nbenchmark = \"m.large\"\n[indicators]\na = \"m.x\"\nb = \"m.y\"\n");
  SeriesType monthly{Frequency::monthly, Kind::level, "index"};
  std::map<std::string, SeriesType> types = {
      {"m.x", monthly}, {"m.y", monthly}, {"m.small", monthly}, {"m.large", monthly}};
  const auto failure = [&] {
    try {
      check_types(request, [&](const SeriesUse& use) {
        return TypedSeries{use.formula, types.at(use.formula)};
      });
    } catch (const UserError& error) {
      return error.failure();
    }
    return Failure{};
  };
  EXPECT_EQ(failure().what, "");
  types["m.y"].frequency = Frequency::quarterly;
  EXPECT_EQ(failure().code, ErrorCode::event_frequency);
  EXPECT_EQ(failure().what, "indicator `b` (m.y) is quarterly; monthly figures are needed");
  EXPECT_EQ(failure().mend, "Write carry(m.y, m.x).");
  EXPECT_EQ(failure().place.line, 5);
  types["m.y"] = {Frequency::daily, Kind::spread, "pp"};
  EXPECT_EQ(failure().mend, "Write resample(m.y, month, mean).");
  types["m.y"] = monthly;
  types["m.large"] = {Frequency::daily, Kind::price_index, "index"};
  EXPECT_EQ(failure().mend, "Write resample(m.large, month, last).");
  EXPECT_EQ(failure().place.line, 2);
  types["m.large"] = {Frequency::monthly, Kind::return_, "percent"};
  EXPECT_EQ(failure().code, ErrorCode::event_kinds);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   every key is read, with defaults                                              -> ReadsEveryKey
//   named pairs instead of small and large                                        -> NamedPairs
//   the one correlation that the study is about, with defaults                    -> CorrelationAskedFor
//   the first claim about the correlation, in whatever form claims have           -> ClaimsOfAnyForm
//   half a pair, both forms, one formula twice, names that are none               -> MistakesInPairs
//   lengths, draws, coverage, dates and claims out of range, at their keys        -> MistakesInSettings
#include "rerate/study/style_curve_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

const std::string kPair = "curve = \"c\"\nvalue = \"v\"\ngrowth = \"g\"\n";

StyleCurveRequest read(const std::string& text) {
  const auto root = TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root();
  auto request = read_style_curve(root);
  root.finish("[[style_curve]]");
  return request;
}

Failure failure_of(const std::string& text) {
  try {
    read(text);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::study_file);
    return error.failure();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(StyleCurveRequest, ReadsEveryKey) {
  const auto request = read(kPair +
                            "large_value = \"lv\"\nlarge_growth = \"lg\"\nannual = \"2y\"\nlead = \"6m\"\n"
                            "window = \"10y\"\nrolling = \"annual_change\"\ndraws = 500\nlevel = 0.8\n"
                            "from = \"1960\"\nto = \"2020-06\"\nclaim = { correlation = -0.3 }\n");
  EXPECT_EQ(request.curve.formula, "c");
  ASSERT_EQ(request.pairs.size(), 2u);
  EXPECT_EQ(request.pairs[0].title, "small caps");
  EXPECT_EQ(request.pairs[1].growth.formula, "lg");
  EXPECT_EQ(request.pairs[1].growth.role, "large_growth");
  EXPECT_EQ(request.question.year, 24);
  EXPECT_EQ(request.question.lead, 6);
  EXPECT_EQ(request.question.window, 120);
  EXPECT_EQ(request.question.rolling, StyleMeasure::annual_change);
  EXPECT_EQ(request.question.draws, 500);
  EXPECT_EQ(request.question.level, 0.8);
  EXPECT_EQ(request.question.from, make_date(1960, 1, 1));
  EXPECT_EQ(request.question.to, make_date(2020, 6, 30));
  EXPECT_EQ(request.claim, -0.3);
  EXPECT_EQ(uses_of(request).size(), 5u);
  EXPECT_EQ(request.question.window_place.line, 8);
  EXPECT_EQ(request.question.curve_place.line, 1);

  const auto usual = read(kPair);
  EXPECT_EQ(usual.pairs.size(), 1u);
  EXPECT_EQ(usual.question.year, 12);
  EXPECT_EQ(usual.question.lead, 12);
  EXPECT_EQ(usual.question.window, 60);
  EXPECT_EQ(usual.question.rolling, StyleMeasure::change);
  EXPECT_EQ(usual.question.draws, 2000);
  EXPECT_EQ(usual.question.level, 0.90);
  EXPECT_FALSE(usual.claim || usual.question.from || usual.question.to);
}

TEST(StyleCurveRequest, NamedPairs) {
  const auto request = read(
      "curve = \"c\"\npairs = { russell = { title = \"the Russell 2000\", value = \"v\", growth = \"g\" }, "
      "micro = { value = \"mv\", growth = \"mg\" } }\n");
  ASSERT_EQ(request.pairs.size(), 2u);
  EXPECT_EQ(request.pairs[0].name, "russell");
  EXPECT_EQ(request.pairs[0].title, "the Russell 2000");
  EXPECT_EQ(request.pairs[1].title, "micro");
  EXPECT_EQ(request.pairs[1].value.formula, "mv");
}

TEST(StyleCurveRequest, CorrelationAskedFor) {
  auto asked = read(kPair).question.asked;
  EXPECT_EQ(asked.pair, 0u);
  EXPECT_EQ(asked.measure, StyleMeasure::annual_change);
  EXPECT_EQ(asked.lead, 0);
  EXPECT_FALSE(asked.by_ranks);
  asked = read(kPair +
               "large_value = \"lv\"\nlarge_growth = \"lg\"\n"
               "correlation = { pair = \"large\", measure = \"level\", lead = \"6m\", by = \"ranks\" }\n")
              .question.asked;
  EXPECT_EQ(asked.pair, 1u);
  EXPECT_EQ(asked.measure, StyleMeasure::level);
  EXPECT_EQ(asked.lead, 6);
  EXPECT_TRUE(asked.by_ranks);
  asked = read(kPair + "correlation = { measure = \"return_on_level\", lead = \"0m\" }\n").question.asked;
  EXPECT_EQ(asked.lead, 0);
  EXPECT_EQ(asked.measure, StyleMeasure::return_on_level);
}

TEST(StyleCurveRequest, ClaimsOfAnyForm) {
  EXPECT_EQ(read(kPair + "claim = { correlation = \"0.710\", tolerance = 0.02 }\n").claim, 0.71);
  EXPECT_EQ(read(kPair + "claim = [{ level_correlation = 0.2 }, { correlation = 0.5 }]\n").claim, 0.5);
  EXPECT_EQ(read(kPair + "claims = [{ words = \"w\", correlation = 0.4 }]\n").claim, 0.4);
  EXPECT_FALSE(read(kPair + "claim = { level_correlation = 0.2 }\n").claim);
  EXPECT_FALSE(read(kPair + "claim = 0.71\n").claim);
}

TEST(StyleCurveRequest, MistakesInPairs) {
  EXPECT_THAT(failure_of("value = \"v\"\ngrowth = \"g\"\n").what, HasSubstr("curve"));
  EXPECT_THAT(failure_of("curve = \"c\"\nvalue = \"v\"\n").what, HasSubstr("growth"));
  EXPECT_THAT(failure_of(kPair + "large_value = \"lv\"\n").what, HasSubstr("large_growth"));
  auto failure = failure_of("curve = \"c\"\nvalue = \"v\"\ngrowth = \"v\"\n");
  EXPECT_EQ(failure.what, "`growth` is the same formula as `value`");
  EXPECT_EQ(failure.place.line, 3);
  failure = failure_of(kPair + "pairs = { a = { value = \"x\", growth = \"y\" } }\n");
  EXPECT_THAT(failure.what, HasSubstr("not both"));
  EXPECT_EQ(failure.place.line, 4);
  EXPECT_THAT(failure_of("curve = \"c\"\npairs = {}\n").what, HasSubstr("empty"));
  EXPECT_THAT(failure_of("curve = \"c\"\npairs = { A = { value = \"x\", growth = \"y\" } }\n").what,
              HasSubstr("no name for a pair"));
  EXPECT_THAT(failure_of("curve = \"c\"\npairs = { a = { value = \"x\", growht = \"y\" } }\n").mend,
              HasSubstr("growth"));
  std::string many = "curve = \"c\"\npairs = { ";
  for (const char* name : {"a", "b", "d", "e", "f"})
    many += std::string(name) + " = { value = \"x\", growth = \"y\" }, ";
  many.replace(many.size() - 2, 2, " }\n");
  EXPECT_THAT(failure_of(many).what, HasSubstr("5 pairs are more than 4"));
}

TEST(StyleCurveRequest, MistakesInSettings) {
  const auto what = [](const std::string& line) {
    const auto failure = failure_of(kPair + line);
    EXPECT_EQ(failure.place.line, 4) << line;
    return failure.what;
  };
  EXPECT_THAT(what("annual = \"1m\"\n"), HasSubstr("`annual` must be 2 to 120 months, not 1m"));
  EXPECT_THAT(what("annual = \"250d\"\n"), HasSubstr("not 250d"));
  EXPECT_THAT(what("lead = \"11y\"\n"), HasSubstr("`lead` must be 1 to 120 months"));
  EXPECT_THAT(what("window = \"6m\"\n"), HasSubstr("`window` must be 12 to 600 months"));
  EXPECT_THAT(what("rolling = \"level\"\n"), HasSubstr("level"));
  EXPECT_THAT(what("draws = 99\n"), HasSubstr("between 100 and 20000, not 99"));
  EXPECT_THAT(what("level = 1\n"), HasSubstr("between 0.5 and 0.99, not 1"));
  EXPECT_THAT(what("claim = { correlation = 1.01 }\n"), HasSubstr("between -1 and 1, but the claim is 1.01"));
  EXPECT_THAT(what("correlation = { pair = \"large\" }\n"), HasSubstr("there is no pair `large`"));
  EXPECT_THAT(what("correlation = { measure = \"levels\" }\n"), HasSubstr("levels"));
  EXPECT_THAT(what("correlation = { lead = \"121m\" }\n"), HasSubstr("`lead` must be 0 to 120 months"));
  EXPECT_THAT(what("correlation = { by = \"rank\" }\n"), HasSubstr("rank"));
  EXPECT_THAT(what("correlation = { measures = \"level\" }\n"), HasSubstr("measures"));
  EXPECT_THAT(what("windw = \"60m\"\n"), HasSubstr("windw"));
  EXPECT_THAT(failure_of(kPair + "from = \"2000\"\nto = \"1999\"\n").what, HasSubstr("before `to`"));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   every key is read                                              -> ReadsEveryKey
//   what is not given: the published question                      -> Defaults
//   published coefficients go with their horizon only              -> PresetAndHorizon
//   places for what the model finds wrong                          -> Places
//   values out of range are refused at their key                   -> Mistakes
#include "rerate/study/recession_probability_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

const std::string kCurve = "curve = \"c\"\n";

RecessionProbabilityRequest read(const std::string& text) {
  const auto root = TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root();
  auto request = read_recession_probability(root);
  root.finish("[[recession_probability]]");
  return request;
}

std::string month(std::int32_t ordinal) { return to_string(Period{Frequency::monthly, ordinal}); }

TEST(RecessionProbabilityRequest, ReadsEveryKey) {
  const auto request = read(kCurve +
                            "recessions = \"r.x\"\nhorizon = \"1y\"\npreset = \"ny_fed\"\nebp = \"e.p\"\n"
                            "link = \"logit\"\nsample = [\"1970-02\", \"2000\"]\nfirst_window = \"10y\"\n"
                            "refit_every = \"3m\"\nlevel = 0.8\nwatch = 20\nstress = 40.5\n");
  const auto& question = request.question;
  EXPECT_EQ(request.curve.formula, "c");
  EXPECT_EQ(request.recessions.formula, "r.x");
  EXPECT_EQ(request.ebp->formula, "e.p");
  EXPECT_EQ(question.horizon, 12);
  EXPECT_EQ(question.preset->id, "ny_fed");
  EXPECT_EQ(question.link, Link::logit);
  EXPECT_EQ(month(question.sample_first), "1970-02");
  EXPECT_EQ(month(question.sample_last), "2000-12");
  EXPECT_EQ(question.first_window, 120);
  EXPECT_EQ(question.refit_every, 3);
  EXPECT_EQ(question.level, 0.8);
  EXPECT_EQ(request.watch, 20);
  EXPECT_EQ(request.stress, 40.5);
  EXPECT_EQ(uses_of(request).size(), 3u);
}

TEST(RecessionProbabilityRequest, Defaults) {
  const auto request = read(kCurve);
  const auto& question = request.question;
  EXPECT_EQ(request.recessions.formula, "nber.recession");
  EXPECT_FALSE(request.ebp);
  EXPECT_EQ(question.horizon, 12);
  EXPECT_EQ(question.link, Link::probit);
  EXPECT_EQ(month(question.sample_first), "1960-01");
  EXPECT_EQ(month(question.sample_last), "2009-12");
  EXPECT_EQ(question.first_window, 180);
  EXPECT_EQ(question.refit_every, 12);
  EXPECT_EQ(question.level, 0.9);
  ASSERT_TRUE(question.preset);
  EXPECT_EQ(question.preset->alpha, -0.5333);
  EXPECT_EQ(question.preset->beta, -0.6330);
  EXPECT_EQ(request.watch, 15);
  EXPECT_EQ(request.stress, 35);
  EXPECT_EQ(uses_of(request).size(), 2u);
}

std::string refusal(const std::string& text, int line = 2) {
  try {
    read(kCurve + text);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().place.line, line) << text;
    return std::string(describe(error.failure().code).code) + " " + error.failure().what;
  }
  return "accepted";
}

TEST(RecessionProbabilityRequest, PresetAndHorizon) {
  EXPECT_FALSE(read(kCurve + "horizon = \"6m\"\n").question.preset);
  EXPECT_FALSE(read(kCurve + "preset = \"none\"\n").question.preset);
  EXPECT_THAT(
      refusal("preset = \"ny_fed\"\nhorizon = \"6m\"\n"),
      HasSubstr("RR624 the coefficients of `ny_fed` are for a horizon of 12 months, but `horizon` is 6"));
}

TEST(RecessionProbabilityRequest, Places) {
  const auto request =
      read(kCurve + "ebp = \"e\"\nhorizon = \"12m\"\nsample = [\"1960\", \"2009\"]\nfirst_window = \"9y\"\n");
  const auto& places = request.question.places;
  EXPECT_EQ(to_string(places.curve), "s.toml:1:10");
  EXPECT_EQ(places.second.line, 2);
  EXPECT_EQ(places.horizon.line, 3);
  EXPECT_EQ(places.sample.line, 4);
  EXPECT_EQ(places.first_window.line, 5);
  EXPECT_EQ(to_string(places.recession), to_string(places.section));
}

TEST(RecessionProbabilityRequest, Mistakes) {
  EXPECT_THAT(refusal("horizon = \"250d\"\n"),
              HasSubstr("RR401 `horizon` must be whole months, but is 250d"));
  EXPECT_THAT(refusal("horizon = \"6y\"\n"), HasSubstr("`horizon` must be 1 to 60 months, but is 6y"));
  EXPECT_THAT(refusal("horizon = 12\n"), HasSubstr("RR401"));
  EXPECT_THAT(refusal("first_window = \"12m\"\n"), HasSubstr("`first_window` must be 24 to 2400 months"));
  EXPECT_THAT(refusal("first_window = \"900y\"\n"), HasSubstr("`first_window` must be 24 to 2400 months"));
  EXPECT_THAT(refusal("refit_every = \"100y\"\n"), HasSubstr("`refit_every` must be 1 to 600 months"));
  EXPECT_THAT(refusal("sample = [\"1960-01\"]\n"), HasSubstr("its first and its last month"));
  EXPECT_THAT(refusal("sample = [\"2009-12\", \"1960-01\"]\n"), HasSubstr("at least 24 months, but is -598"));
  EXPECT_THAT(refusal("sample = [\"then\", \"now\"]\n"), HasSubstr("RR401"));
  EXPECT_THAT(refusal("preset = \"nyfed\"\n"), HasSubstr("ny_fed"));
  EXPECT_THAT(refusal("link = \"cloglog\"\n"), HasSubstr("probit"));
  EXPECT_THAT(refusal("level = 1.2\n"), HasSubstr("`level` must be between 0.5 and 0.99"));
  EXPECT_THAT(refusal("watch = 40\n"), HasSubstr("`watch` (40) must be above 0 and below `stress` (35)"));
  EXPECT_THAT(refusal("watch = 0\n"), HasSubstr("`watch` (0)"));
  EXPECT_THAT(refusal("stress = 100\n"), HasSubstr("`stress` (100), and that below 100"));
  EXPECT_THAT(refusal("epb = \"e\"\n"), HasSubstr("epb"));
  try {
    read("ebp = \"e\"\n");
    FAIL() << "a section without a curve was accepted";
  } catch (const UserError& error) {
    EXPECT_THAT(error.failure().what, HasSubstr("curve"));
  }
}

}  // namespace
}  // namespace rerate

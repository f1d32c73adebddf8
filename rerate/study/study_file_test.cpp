// Behaviour -> test
//   a whole study is read with its defaults                       -> ReadsAWholeStudy
//   thresholds: bare numbers, comparisons, and the default leave  -> Thresholds
//   crests, troughs, hand-picked dates, exclusions                -> OtherRules
//   sections keep the order of the file across kinds              -> SectionsKeepTheirOrder
//   --set changes keys and the hash                               -> OverridesChangeKeysAndHash
//   every mistake has a code, a place and a mend                  -> MistakesHavePlaces (table)
//   deep nesting, long texts and empty files are refused          -> HostileFiles
#include "rerate/study/study_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

const std::string kHead = "[study]\ntitle = \"T\"\npacks = [\"open\"]\n";
const std::string kEvent =
    "[[event_study]]\nid = \"lows\"\nsignal = \"a.b\"\nasset = \"c.d\"\nhorizon = \"12m\"\n";

Failure failure_of(const std::string& text) {
  try {
    parse_study(text, "s.toml");
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

const EventStudyRequest& event(const StudyFile& study, std::size_t index = 0) {
  return std::get<EventStudyRequest>(study.sections.at(index).question);
}

TEST(StudyFile, ReadsAWholeStudy) {
  const auto study = parse_study(
      "[study]\ntitle = \"T\"\npacks = [\"open\", \"mine\"]\nas_of = \"2025-05\"\nseed = 7\nrecessions = "
      "\"nber.recession\"\n"
      "[series]\nx = \"a.b\"\ny = { title = \"Why\", formula = \"x + 1\" }\n" +
          kEvent + "episode = { below = 48, until = 51 }\nbenchmark = \"y\"\nfrom = \"1979-01\"\n",
      "folder/s.toml");
  EXPECT_EQ(study.title, "T");
  EXPECT_EQ(study.packs, (std::vector<std::string>{"open", "mine"}));
  EXPECT_EQ(study.as_of, parse_date("2025-05-31"));
  EXPECT_EQ(study.seed, 7u);
  EXPECT_EQ(study.series[1].title, "Why");
  EXPECT_EQ(study.series[0].title, "x");
  EXPECT_EQ(to_string(study.series[0].place), "folder/s.toml:8:6");
  const auto& request = event(study);
  EXPECT_EQ(request.benchmark->formula, "y");
  EXPECT_EQ(request.question.anchor, Anchor::extreme);
  EXPECT_EQ(std::get<Duration>(request.question.horizon), (Duration{12, Duration::Unit::month}));
  EXPECT_EQ(request.question.from, parse_date("1979-01-01"));
  EXPECT_EQ(request.noun, "lows");
  EXPECT_EQ(study.sha256.size(), 64u);
}

TEST(StudyFile, Thresholds) {
  const auto rule = [](const std::string& episode) {
    return std::get<ThresholdRule>(
        event(parse_study(kHead + kEvent + "episode = " + episode + "\n", "s.toml")).question.rule);
  };
  const auto bare = rule("{ below = 48, until = 51, n_in = 2, n_out = 3, gap = 6, tie = \"last\" }");
  EXPECT_EQ(bare.side, Side::below);
  EXPECT_FALSE(bare.enter.inclusive);
  EXPECT_TRUE(bare.leave.inclusive);
  EXPECT_EQ(bare.enter_periods, 2);
  EXPECT_EQ(bare.leave_periods, 3);
  EXPECT_EQ(bare.gap, 6);
  EXPECT_EQ(bare.tie, Tie::last);
  const auto compared = rule("{ below = \"<= 48\", until = \"> 50\" }");
  EXPECT_TRUE(compared.enter.inclusive);
  EXPECT_FALSE(compared.leave.inclusive);
  EXPECT_EQ(compared.leave.level, 50);
  const auto same = rule("{ above = 5 }");
  EXPECT_EQ(same.side, Side::above);
  EXPECT_EQ(same.leave.level, 5);
  EXPECT_TRUE(same.leave.inclusive);
}

TEST(StudyFile, OtherRules) {
  const auto crest = event(parse_study(
      kHead + kEvent +
          "episode = { crest = { level = 5.3, amplitude = 1.5, window = 120 }, tie = \"last\" }\n"
          "exclude = [{ date = \"2008-12\", reason = \"the note leaves it out\" }]\nanchor = \"crest\"\n",
      "s.toml"));
  const auto& turning = std::get<TurningPointRule>(crest.question.rule);
  EXPECT_EQ(turning.window, 120);
  EXPECT_EQ(turning.level, 5.3);
  EXPECT_EQ(turning.tie, Tie::last);
  EXPECT_EQ(crest.noun, "crests");
  ASSERT_EQ(crest.question.exclusions.size(), 1u);
  EXPECT_EQ(crest.question.exclusions[0].date, *parse_date("2008-12-31"));
  const auto by_hand = event(parse_study(
      kHead +
          "[[event_study]]\nid = \"s\"\nsignal = \"a.b\"\nasset = \"c.d\"\nhorizon = \"2025-05-30\"\ndates = "
          "[\"2022-07-29\"]\n",
      "s.toml"));
  EXPECT_EQ(std::get<DatesByHand>(by_hand.question.rule).dates.size(), 1u);
  EXPECT_EQ(std::get<Date>(by_hand.question.horizon), *parse_date("2025-05-30"));
}

TEST(StudyFile, SectionsKeepTheirOrder) {
  const auto study =
      parse_study(kHead + "[[curve_recessions]]\nid = \"curve\"\ncurve = \"a.b\"\n" + kEvent +
                      "episode = { below = 1 }\n[[curve_recessions]]\nid = \"other\"\ncurve = \"a.b\"\n",
                  "s.toml");
  ASSERT_EQ(study.sections.size(), 3u);
  EXPECT_EQ(study.sections[0].id, "curve");
  EXPECT_EQ(study.sections[1].id, "lows");
  EXPECT_EQ(study.sections[2].id, "other");
  EXPECT_EQ(uses_of(study.sections[0].question).size(), 2u);
}

TEST(StudyFile, OverridesChangeKeysAndHash) {
  const auto text = kHead + kEvent + "episode = { below = 1 }\n";
  const auto plain = parse_study(text, "s.toml");
  const auto changed = parse_study(text, "s.toml", {{"lows.horizon", "6m"}, {"study.seed", "9"}});
  EXPECT_EQ(std::get<Duration>(event(changed).question.horizon).count, 6);
  EXPECT_EQ(changed.seed, 9u);
  EXPECT_NE(changed.sha256, plain.sha256);
}

struct Mistake {
  const char* name;
  std::string text;
  int line;
  const char* what;
  const char* mend;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class StudyMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(StudyMistakes, MistakesHavePlaces) {
  const auto failure = failure_of(GetParam().text);
  EXPECT_EQ(failure.place.file, "s.toml");
  EXPECT_EQ(failure.place.line, GetParam().line) << failure.what;
  EXPECT_THAT(failure.what, HasSubstr(GetParam().what));
  EXPECT_THAT(to_string(failure), HasSubstr(GetParam().mend));
}

INSTANTIATE_TEST_SUITE_P(
    , StudyMistakes,
    testing::Values(
        Mistake{"no_study", "[series]\n", 1, "`study` is missing", "Add it"},
        Mistake{"no_section", kHead, 1, "no section", "[[event_study]]"},
        Mistake{"unknown_table",
                kHead + "[[event_stuty]]\nid = \"x\"\n" + kEvent + "episode = { below = 1 }\n", 4,
                "unknown key `event_stuty`", "did you mean `event_study`?"},
        Mistake{"unknown_key", kHead + kEvent + "episode = { below = 1 }\nanchr = \"known\"\n", 10,
                "unknown key `anchr`", "did you mean `anchor`?"},
        Mistake{"bad_anchor", kHead + kEvent + "episode = { below = 1 }\nanchor = \"trouhg\"\n", 10,
                "expected one of", "did you mean `trough`?"},
        Mistake{"until_wrong_side", kHead + kEvent + "episode = { below = 51, until = 48 }\n", 9, "until",
                "fix:"},
        Mistake{"two_sides", kHead + kEvent + "episode = { below = 1, above = 2 }\n", 9, "exactly one of",
                "fix:"},
        Mistake{"both_rules", kHead + kEvent + "episode = { below = 1 }\ndates = [\"2020-01-01\"]\n", 10,
                "not both", "fix:"},
        Mistake{"no_rule", kHead + kEvent, 4, "`episode` is missing", "Add it"},
        Mistake{"bad_horizon",
                kHead + "[[event_study]]\nid = \"x\"\nsignal = \"a.b\"\nasset = \"c.d\"\nhorizon = \"soon\"\n"
                        "episode = { below = 1 }\n",
                8, "not a length of time", "12m"},
        Mistake{"zero_horizon",
                kHead + "[[event_study]]\nid = \"x\"\nsignal = \"a.b\"\nasset = \"c.d\"\nhorizon = \"0m\"\n"
                        "episode = { below = 1 }\n",
                8, "not a length of time", "12m"},
        Mistake{"date_not_there", kHead + kEvent + "dates = [\"2022-02-30\"]\n", 9, "not a date",
                "2025-05-30"},
        Mistake{"dates_unordered", kHead + kEvent + "dates = [\"2022-02-03\", \"2021-01-01\"]\n", 9,
                "in order", "fix:"},
        Mistake{"no_reason", kHead + kEvent + "episode = { below = 1 }\nexclude = [{ date = \"2008\" }]\n",
                10, "`reason` is missing", "Add it"},
        Mistake{"blank_reason",
                kHead + kEvent + "episode = { below = 1 }\nexclude = [{ date = \"2008\", reason = \" \" }]\n",
                10, "needs a reason", "the note prints it"},
        Mistake{"benchmark_is_asset", kHead + kEvent + "episode = { below = 1 }\nbenchmark = \"c.d\"\n", 10,
                "same formula", "something else"},
        Mistake{"same_id",
                kHead + kEvent + "episode = { below = 1 }\n" + kEvent + "episode = { below = 1 }\n", 10,
                "two sections", "id of its own"},
        Mistake{"from_after_to", kHead + kEvent + "episode = { below = 1 }\nfrom = \"2020\"\nto = \"2019\"\n",
                4, "`from` must be before `to`", "fix:"},
        Mistake{"bad_series_name",
                kHead + "[series]\n\"a b\" = \"x.y\"\n" + kEvent + "episode = { below = 1 }\n", 5,
                "no series name", "lower case"},
        Mistake{"text_for_number", kHead + kEvent + "episode = { below = \"low\" }\n", 9, "not a threshold",
                "> 50"},
        Mistake{"wrong_comparison", kHead + kEvent + "episode = { below = \"> 5\", until = 7 }\n", 9,
                "compares the wrong way", "\"< 5\" or \"<= 5\""},
        Mistake{"wrong_comparison_leaving", kHead + kEvent + "episode = { above = 5, until = \"> 3\" }\n", 9,
                "must be below", "\"< 3\""},
        Mistake{"negative_seed", "[study]\ntitle = \"T\"\npacks = \"open\"\nseed = -1\n", 4,
                "must not be negative", "fix:"},
        Mistake{"few_draws", kHead + kEvent + "episode = { below = 1 }\ndraws = 99\n", 10,
                "between 100 and 20000, not 99", "2000"},
        Mistake{"many_draws", kHead + kEvent + "episode = { below = 1 }\ndraws = 20001\n", 10,
                "between 100 and 20000, not 20001", "2000"},
        Mistake{"bad_level", kHead + kEvent + "episode = { below = 1 }\nlevel = 95\n", 10, "between 0 and 1",
                "0.95"},
        Mistake{"syntax", "[study\n", 1, "TOML syntax", "toml.io"}),
    [](const auto& mistake) { return std::string(mistake.param.name); });

TEST(StudyFile, HostileFiles) {
  EXPECT_EQ(failure_of("").code, ErrorCode::file_empty);
  EXPECT_EQ(failure_of(" \n\n").code, ErrorCode::file_empty);
  EXPECT_EQ(failure_of("a = " + std::string(100000, '[')).code, ErrorCode::study_file);
  EXPECT_EQ(failure_of("[study]\ntitle = \"" + std::string(20u << 20, 'x') + "\"\n").code,
            ErrorCode::study_file);
  const auto long_title = parse_study("[study]\ntitle = \"" + std::string(10u << 20, 'x') +
                                          "\"\npacks = [\"open\"]\n" + kEvent + "episode = { below = 1 }\n",
                                      "s.toml");
  EXPECT_EQ(long_title.title.size(), 10u << 20);
}

}  // namespace
}  // namespace rerate

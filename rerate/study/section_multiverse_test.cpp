// Behaviour -> test
//   numbers that vary get their fragility, others none                              -> SectionMultiverse.FragilityBesideNumbers
//   one sentence: range, definitions, flips, the choice that matters                -> SectionMultiverse.SaysItInOneSentence
//   an even sample is called one; definitions without a number are counted          -> SectionMultiverse.TellsSamplesAndGaps
//   the specification curve marks the study's own and the nearest flip              -> SectionMultiverse.DrawsTheCurve
//   of a choice with many options only those drawn have a line                      -> SectionMultiverse.LongChoicesHaveFewLines
//   shares of the choices as bars, Shapley where known, first order of a sample     -> SectionMultiverse.DrawsShares
//   tables of the main numbers and of the choices                                   -> SectionMultiverse.Tables
//   joint inference is told where there is some                                     -> SectionMultiverse.JointFacts
//   the lead is the study's wish under any of its names; an unknown one is refused  -> SectionMultiverse.LeadOfTheStudy
//   a lattice of one definition changes nothing                                     -> SectionMultiverse.OneDefinitionSaysNothing
//   a run that was stopped says so, and makes nothing of the part that it did        -> SectionMultiverse.StoppedSaysOnlyThat
//   warnings of the runs are the section's                                          -> SectionMultiverse.PassesWarningsOn
//   a lead that so many definitions do not give is refused with that reason          -> SectionMultiverse.LeadThatIsTooMuchForSoMany
//   a lead that no definition gives leaves no curve, and says so                    -> SectionMultiverse.LeadWithoutAnyNumber
//   a million definitions of twelve numbers take about a second                     -> SectionMultiverse.LongLatticesAreQuick
#include "rerate/study/section_multiverse.h"

#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <numeric>

#include "rerate/study/definition_runs_for_test.h"
#include "rerate/study/multiverse_charts.h"
#include "rerate/study/multiverse_words.h"

namespace rerate {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Section with(const DefinitionRuns& runs, const SectionRequest& request = request_of_six()) {
  auto section = section_of_six();
  add_multiverse(section, request, runs);
  return section;
}

const Chart* chart(const Section& section, const std::string& id) {
  for (const auto& one : section.charts)
    if (one.id == id) return &one;
  return nullptr;
}

const Table* table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return &one;
  return nullptr;
}

TEST(SectionMultiverse, FragilityBesideNumbers) {
  const auto section = with(six_runs());
  ASSERT_TRUE(find_number(section, "mean")->fragility);
  EXPECT_EQ(find_number(section, "mean")->fragility->definitions, 6);
  ASSERT_TRUE(find_number(section, "episodes")->fragility);
  EXPECT_EQ(find_number(section, "episodes")->fragility->max, 18);
  for (const char* name : {"pending", "asset_mean", "p_mean", "n_eff"})
    EXPECT_FALSE(find_number(section, name)->fragility) << name;
}

TEST(SectionMultiverse, SaysItInOneSentence) {
  const auto section = with(six_runs());
  ASSERT_TRUE(section.multiverse);
  const auto& found = *section.multiverse;
  EXPECT_EQ(found.lead, "mean");
  EXPECT_EQ(found.size, "6");
  EXPECT_EQ(found.definitions, 6);
  EXPECT_EQ(found.distinct, 5);
  EXPECT_TRUE(found.whole);
  EXPECT_EQ(found.p, 0.01);
  EXPECT_EQ(found.words,
            "Mean: -2.0 to 14.3 pp over 6 definitions, 5 of them different, which find 10 to 18 episodes; "
            "until 50 instead of 51 turns the sign and until 50 instead of 51 makes it insignificant; most "
            "of the spread hangs on until (97%).");
}

TEST(SectionMultiverse, TellsSamplesAndGaps) {
  auto runs = six_runs();
  runs.definitions = {0, 2, 3, 5};
  runs.own = 1;
  runs.whole = false;
  runs.distinct = 4;
  runs.sets.clear();
  runs.numbers = {{"mean", {2.0, 2.0, kNoNumber, 2.0}, {}}};
  const auto section = with(runs);
  EXPECT_FALSE(section.multiverse->whole);
  EXPECT_EQ(section.multiverse->words,
            "Mean: 2.0 pp in 3 of 4 definitions, an even sample of 6; 1 of them gives none.");
  EXPECT_FALSE(find_number(section, "mean")->fragility);
  runs.numbers = {{"mean", {2.0, 2.0, 2.0, 2.0}, {}}};
  runs.distinct = 1;
  EXPECT_EQ(with(runs).multiverse->words,
            "Mean: 2.0 pp in all of 4 definitions, an even sample of 6, all alike.");
}

TEST(SectionMultiverse, DrawsTheCurve) {
  const auto section = with(six_runs());
  const auto* drawn = chart(section, "specification-curve");
  ASSERT_TRUE(drawn);
  EXPECT_EQ(drawn->title, "Mean under 6 definitions");
  EXPECT_THAT(drawn->alternative, HasSubstr("12.1 pp in this study"));
  const auto& curve = *drawn->specification;
  EXPECT_EQ(curve.unit, "pp");
  EXPECT_EQ(curve.neutral, 0);
  EXPECT_EQ(curve.definitions, 6);
  ASSERT_EQ(curve.points.size(), 6u);
  EXPECT_TRUE(curve.points[0].flip);
  EXPECT_FALSE(curve.points[0].significant);
  EXPECT_TRUE(curve.points[3].own);
  EXPECT_TRUE(curve.points[3].significant);
  ASSERT_EQ(curve.lines.size(), 5u);
  EXPECT_EQ(curve.lines[0].choice, "until");
  EXPECT_EQ(curve.lines[0].option, "50");
  EXPECT_THAT(curve.lines[0].dots, ElementsAre(0, 1));
  EXPECT_DOUBLE_EQ(curve.lines[0].mean, -0.5);
  EXPECT_TRUE(curve.lines[1].usual);
  EXPECT_EQ(curve.lines[4].choice, "gap");
}

DefinitionRuns long_choice(std::size_t options) {
  LatticeChoice choice{"horizon", {}, 0, true};
  for (std::size_t i = 0; i < options; ++i) choice.options.push_back(std::to_string(i));
  auto runs = runs_of({choice});
  for (std::size_t i = 0; i < options; ++i) runs.definitions.push_back(i);
  runs.distinct = options;
  std::vector<double> values(options);
  std::iota(values.begin(), values.end(), -10.0);
  runs.numbers = {{"mean", values, {}}};
  return runs;
}

TEST(SectionMultiverse, LongChoicesHaveFewLines) {
  const auto section = with(long_choice(5000));
  const auto& curve = *chart(section, "specification-curve")->specification;
  EXPECT_LE(curve.points.size(), 400u);
  ASSERT_EQ(curve.lines.size(), 8u);
  EXPECT_EQ(curve.lines[0].option, "0 to 624");
  EXPECT_TRUE(curve.lines[0].usual);
  EXPECT_EQ(curve.lines[7].option, "4375 to 4999");
  std::size_t dots = 0;
  for (const auto& line : curve.lines) dots += line.dots.size();
  EXPECT_EQ(dots, curve.points.size());
  const auto& row = table(section, "choices")->rows.at(0);
  EXPECT_EQ(std::get<std::string>(row[1]), "0, 1, 2, 3 .. 4999 (5,000 options)");
  EXPECT_EQ(std::get<std::string>(row[4]), "lowest -10.0 pp (0), highest 4,989.0 pp (4999)");
}

TEST(SectionMultiverse, DrawsShares) {
  const auto section = with(six_runs());
  const auto* shares = chart(section, "choice-shares");
  ASSERT_TRUE(shares);
  EXPECT_EQ(shares->title, "Mean: what its spread hangs on");
  ASSERT_EQ(shares->bars.size(), 2u);
  EXPECT_EQ(shares->bars[0].category, "until");
  EXPECT_NEAR(shares->bars[0].value + shares->bars[1].value, 100, 1e-9);
  EXPECT_THAT(shares->alternative, HasSubstr("until 97% and gap 3%"));

  std::vector<LatticeChoice> choices = {{"one", {}, 0, true}, {"two", {}, 0, true}};
  for (int i = 0; i < 20; ++i)
    for (auto& choice : choices) choice.options.push_back(std::to_string(i));
  auto sampled = runs_of(choices);
  sampled.whole = false;
  NumberColumn mean{"mean", {}, {}};
  for (std::uint64_t i = 0; i < 390; ++i) {
    sampled.definitions.push_back(i);
    mean.values.push_back(static_cast<double>(i / 20) + 0.01 * static_cast<double>(i % 20));
  }
  sampled.numbers = {mean};
  const auto estimated = with(sampled);
  const auto* drawn = chart(estimated, "choice-shares");
  ASSERT_TRUE(drawn);
  EXPECT_THAT(drawn->title, EndsWith("by itself, estimated"));
  EXPECT_EQ(drawn->bars.front().category, "one");
}

TEST(SectionMultiverse, Tables) {
  auto request = request_of_six();
  ClaimRequest claim;
  claim.claim.figures = {{"led", ClaimedNumber{10, 0, true, 0}}};
  request.claims = {claim};
  const auto section = with(six_runs(), request);
  const auto* spread = table(section, "fragility");
  ASSERT_TRUE(spread);
  EXPECT_EQ(spread->columns[0].name, "number");
  ASSERT_EQ(spread->rows.size(), 3u);
  ASSERT_EQ(spread->row_formats.size(), 3u);
  EXPECT_EQ(std::get<std::string>(spread->rows[0][0]), "Mean");
  EXPECT_EQ(std::get<std::string>(spread->rows[1][0]), "Events above zero");  // what is claimed comes next
  EXPECT_EQ(std::get<std::string>(spread->rows[2][0]), "Episodes");
  EXPECT_EQ(spread->row_formats[0].unit, "pp");
  EXPECT_EQ(std::get<double>(spread->rows[0][1]), 12.1);
  EXPECT_EQ(std::get<std::int64_t>(spread->rows[0][2]), 6);
  EXPECT_NEAR(std::get<double>(spread->rows[0][8]), 100 * 5.0 / 6, 1e-9);
  EXPECT_EQ(std::get<std::string>(spread->rows[0][11]), "until 50 instead of 51 turns the sign");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(spread->rows[1][8]));  // a count has no side

  const auto* choices = table(section, "choices");
  ASSERT_EQ(choices->rows.size(), 2u);
  EXPECT_EQ(std::get<std::string>(choices->rows[0][0]), "until");
  EXPECT_EQ(std::get<std::string>(choices->rows[0][1]), "51, 50, 52");
  EXPECT_EQ(std::get<std::string>(choices->rows[0][4]), "50: -0.5 pp; 51: 12.1 pp; 52: 12.9 pp");
  EXPECT_EQ(std::get<std::string>(choices->rows[0][5]), "until");
  for (const auto& one : section.tables)
    for (const auto& row : one.rows) EXPECT_EQ(row.size(), one.columns.size()) << one.name;
}

TEST(SectionMultiverse, JointFacts) {
  EXPECT_TRUE(with(six_runs()).facts.empty());
  auto runs = six_runs();
  runs.joint.shifts = JointShiftTest{6.5, 0.021, 0.83, 0.04, 6, 5, 557};
  runs.joint.own_adjusted_p = 0.034;
  runs.joint.best_adjusted_p = 0.012;
  runs.joint.best = 5;
  runs.joint.adjusted_p = {0.012, 0.034, 0.05, 0.4, 1};
  runs.joint.spa_p = 0.12;
  const auto facts = with(runs).facts;
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].text,
            "Over all definitions the median effect beside the mean of all dates is 6.5 pp (p = 0.021), and "
            "83% of them are above it (p = 0.040); against the same patterns of events at all 557 places of "
            "the calendar");
  EXPECT_EQ(
      facts[1].text,
      "If none of the definitions whose dates were known at the time, followed as strategies, beat doing "
      "nothing, the best would do as well as it did with probability 0.12 (superior predictive ability)");
  runs.joint.spa_hindsight = true;
  EXPECT_THAT(with(runs).facts[1].text, HasSubstr("with hindsight (their dates were not known at the time)"));

  EXPECT_EQ(
      correction_fact(runs, 0.05, 1, 5).text,
      "The study's own definition has p = 0.034; the strongest (until 52 instead of 51, gap 3 instead of "
      "1) has p = 0.012. Three of the 5 different definitions stay at or below 0.05. Romano and Wolf's "
      "stepdown.");
  EXPECT_EQ(
      correction_fact(runs, 0.05, 3, 15).text,
      "The study's own definition has p = 0.10; the strongest (until 52 instead of 51, gap 3 instead of "
      "1) has p = 0.036. One of the 5 different definitions stays at or below 0.05. Romano and Wolf's "
      "stepdown, times 3 for the 15 definitions looked at so far.");
  runs.joint.own_is_best = true;
  runs.joint.own_events = 12;
  runs.joint.own_left_out = 1;
  EXPECT_EQ(
      correction_fact(runs, 0.05, 100, 500).text,
      "The study's own definition has p > 0.99 and is the strongest of all. None of the 5 different "
      "definitions stays at or below 0.05. One of its 12 events is on a date that not all definitions "
      "have: it counts in its own figure, not in the chance that it is compared with. Romano and Wolf's "
      "stepdown, times 100 for the 500 definitions looked at so far.");
}

TEST(SectionMultiverse, LeadOfTheStudy) {
  auto request = request_of_six();
  request.multiverse.lead = "mean_relative";  // another name of the mean
  EXPECT_EQ(with(six_runs(), request).multiverse->lead, "mean");
  request.multiverse.lead = "episodes";
  const auto section = with(six_runs(), request);
  EXPECT_THAT(section.multiverse->words, StartsWith("Episodes: 10 to 18 over 6 definitions"));
  EXPECT_TRUE(std::isnan(chart(section, "specification-curve")->specification->neutral));
  EXPECT_TRUE(std::isnan(section.multiverse->p));

  request.multiverse.lead = "meen";
  request.multiverse.place = {"s.toml", 9, 4};
  try {
    with(six_runs(), request);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::multiverse_setting);
    EXPECT_THAT(error.failure().what, HasSubstr("`meen`"));
    EXPECT_THAT(error.failure().mend, HasSubstr("`mean`"));
    EXPECT_EQ(error.failure().place.line, 9);
  }
}

TEST(SectionMultiverse, LeadThatIsTooMuchForSoMany) {
  auto request = request_of_six();
  request.multiverse.lead = "n_eff";
  const auto mend = [&](DefinitionRuns runs) {
    try {
      with(std::move(runs), request);
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::multiverse_setting);
      return error.failure().what + " " + error.failure().mend;
    }
    return std::string();
  };
  EXPECT_THAT(mend(long_choice(6000)),
              AllOf(HasSubstr("6,000 definitions give: `n_eff`"), HasSubstr("most = 5000")));
  EXPECT_THAT(mend(six_runs()), Not(HasSubstr("most = ")));
}

TEST(SectionMultiverse, OneDefinitionSaysNothing) {
  auto runs = runs_of({});
  runs.definitions = {0};
  runs.distinct = 1;
  runs.numbers = {{"mean", {12.1}, {0.01}}};
  const auto section = with(runs);
  EXPECT_FALSE(section.multiverse);
  EXPECT_TRUE(section.charts.empty());
  EXPECT_TRUE(section.tables.empty());
}

TEST(SectionMultiverse, StoppedSaysOnlyThat) {
  auto runs = six_runs();
  keep_own(runs, 4);
  const auto section = with(runs);
  ASSERT_TRUE(section.multiverse);
  EXPECT_TRUE(section.multiverse->stopped);
  EXPECT_FALSE(section.multiverse->whole);
  EXPECT_EQ(section.multiverse->definitions, 4);
  EXPECT_THAT(section.multiverse->words,
              StartsWith("Stopped after 4 of 6 definitions: no fair picture of the rest"));
  EXPECT_TRUE(section.charts.empty());
  EXPECT_TRUE(section.tables.empty());
  for (const auto& number : section.numbers) EXPECT_FALSE(number.fragility) << number.name;
}

TEST(SectionMultiverse, PassesWarningsOn) {
  auto runs = six_runs();
  runs.warnings = {"No definition with until 60 gives a number: the rule never fires."};
  EXPECT_THAT(with(runs).warnings, ElementsAre(runs.warnings.front()));
}

TEST(SectionMultiverse, LeadWithoutAnyNumber) {
  auto runs = six_runs();
  runs.numbers = {{"mean", std::vector<double>(6, kNoNumber), {}}};
  const auto section = with(runs);
  EXPECT_FALSE(chart(section, "specification-curve"));
  EXPECT_FALSE(chart(section, "choice-shares"));
  EXPECT_EQ(section.multiverse->words, "Mean: given by none of 6 definitions, 5 of them different.");
}

TEST(SectionMultiverse, LongLatticesAreQuick) {
  std::vector<LatticeChoice> choices;
  for (int i = 0; i < 6; ++i) {
    choices.push_back({"c" + std::to_string(i), {}, 4, true});
    for (int k = 0; k < 10; ++k) choices.back().options.push_back(std::to_string(k));
  }
  auto runs = runs_of(choices);
  runs.definitions.resize(1'000'000);
  std::iota(runs.definitions.begin(), runs.definitions.end(), 0);
  runs.own = 444'444;
  runs.distinct = 1'000'000;
  Section section;
  section.kind = "event_study";
  const char* const names[] = {
      "mean",       "median",           "asset_mean",   "asset_median", "benchmark_mean",
      "known_mean", "benchmark_median", "known_median", "led",          "episodes",
      "hit_rate",   "base_mean"};
  std::uint64_t state = 1;
  for (const auto* name : names) {
    NumberColumn column{name, {}, std::vector<double>(1'000'000)};
    for (std::size_t i = 0; i < 1'000'000; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      column.values.push_back(static_cast<double>(state >> 40) / 1e6 - 8);
      column.p[i] = static_cast<double>(state >> 44) / 1048576.0;
    }
    section.numbers.push_back({name, column.values[runs.own], "pp", name});
    runs.numbers.push_back(std::move(column));
  }
  const auto before = std::chrono::steady_clock::now();
  add_multiverse(section, {}, runs);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
  RecordProperty("seconds", std::to_string(took.count()));
  EXPECT_LT(took.count(), 20);  // a machine that is busy must not fail the test; about one on two idle cores
  for (const auto& number : section.numbers) EXPECT_TRUE(number.fragility) << number.name;
}

}  // namespace
}  // namespace rerate

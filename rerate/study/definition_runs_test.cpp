// Behaviour -> test
//   every combination is run, in order, and its figures are those of its question        -> WholeLattice
//   the study's own definition is the section's own question                             -> OwnIsTheSectionsOwn
//   definitions that do the same are counted once                                        -> CountsDifferentOnes
//   sets are kept once, and claims about them are judged                                 -> Sets
//   about sixty ways to correlate are one lattice                                        -> CorrelationLattice
//   options that contradict give no number, and one that never does is told              -> OptionsWithoutNumbers
//   what the own definition is refused for is refused                                    -> OwnErrorIsThrown
//   large lattices are refused with their size, or sampled evenly                        -> LargeLattices
//   lattices beyond numbers are refused                                                  -> BeyondNumbers
//   the same bits for any number of threads                                              -> SameForAnyThreadCount
//   a run that is stopped leaves the study's own definition, and tells how far it got      -> StopLeavesTheOwn
//   every subset of a fair value's drivers, read from the file                           -> SubsetsOfDrivers
//   sets in place of a rotation's settings, read from the file                           -> SetsOfARotation
//   sets in place of a style section's correlation, read from the file                   -> CorrelationFromTheFile
//   a section without choices is one definition, from what it published                  -> OwnDefinition
#include "rerate/study/definition_runs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/multiverse/claims.h"
#include "rerate/study/open_study_for_test.h"
#include "rerate/study/section_of.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Options = std::span<const std::uint32_t>;

const SectionContext& context() { return open_study().context; }

SectionRequest with_choices(const std::string& id, std::vector<LatticeChoice> choices,
                            std::function<SectionQuestion(SectionQuestion, Options)> change) {
  auto section = open_study().section(id);
  auto made = std::make_shared<SectionChoices>();
  made->choices = std::move(choices);
  made->places.resize(made->choices.size());
  for (const auto& choice : made->choices) made->paths.push_back(choice.name);
  made->read = [question = section.question, change](Options options) { return change(question, options); };
  section.choices = made;
  return section;
}

// Four gaps by three windows of the section about the curve; the study's is 12m, 24m.
SectionRequest curve_lattice() {
  return with_choices(
      "curve-recessions",
      {{"gap", {"1m", "6m", "12m", "13m"}, 2, true}, {"window", {"12m", "18m", "24m"}, 2, true}},
      [](SectionQuestion question, Options options) {
        auto& request = std::get<CurveRecessionsRequest>(question);
        constexpr int kGaps[] = {1, 6, 12, 13}, kWindows[] = {12, 18, 24};
        request.gap = {kGaps[options[0]], Duration::Unit::month};
        request.question.window = {kWindows[options[1]], Duration::Unit::month};
        return question;
      });
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return (std::isnan(x) && std::isnan(y)) ||
                  std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
         });
}

TEST(DefinitionRuns, WholeLattice) {
  const auto section = curve_lattice();
  const auto runs = run_definitions(section, context());
  ASSERT_EQ(runs.definitions.size(), 12u);
  EXPECT_TRUE(runs.whole);
  EXPECT_EQ(runs.definitions[runs.own], runs.lattice.usual());
  EXPECT_EQ(runs.lattice.difference(runs.definitions[runs.own]), "as in the study");
  const auto* mean = runs.number("mean_lead_days");
  ASSERT_TRUE(mean);
  EXPECT_TRUE(mean->p.empty());
  std::vector<std::uint32_t> options(2);
  for (std::size_t i = 0; i < runs.definitions.size(); ++i) {
    runs.lattice.options(runs.definitions[i], options);
    const auto figures = figures_of(section.choices->read(options), section.id, context());
    for (const auto& figure : figures.numbers) {
      const auto* column = runs.number(figure.name);
      ASSERT_TRUE(column) << figure.name;
      EXPECT_TRUE(same_bits({column->values[i]}, {figure.value})) << figure.name << " " << i;
    }
  }
  EXPECT_FALSE(runs.number("no such number"));
  EXPECT_TRUE(runs.warnings.empty());
}

TEST(DefinitionRuns, OwnIsTheSectionsOwn) {
  // The lattice's reading of the own options is not asked: the section's question is.
  auto section = curve_lattice();
  std::get<CurveRecessionsRequest>(section.question).question.window = {6, Duration::Unit::month};
  const auto runs = run_definitions(section, context());
  const auto own = figures_of(section.question, section.id, context());
  EXPECT_EQ(runs.numbers.front().name, own.numbers.front().name);
  EXPECT_TRUE(same_bits({runs.numbers.front().values[runs.own]}, {own.numbers.front().value}));
}

TEST(DefinitionRuns, CountsDifferentOnes) {
  // By either gap the same inversions are joined.
  const auto runs =
      run_definitions(with_choices("curve-recessions", {{"gap", {"12m", "13m"}, 0, true}},
                                   [](SectionQuestion question, Options options) {
                                     auto& request = std::get<CurveRecessionsRequest>(question);
                                     request.gap = {options[0] == 0 ? 12 : 13, Duration::Unit::month};
                                     return question;
                                   }),
                      context());
  EXPECT_EQ(runs.definitions.size(), 2u);
  EXPECT_EQ(runs.distinct, 1u);
  EXPECT_GT(run_definitions(curve_lattice(), context()).distinct, 1u);
}

TEST(DefinitionRuns, Sets) {
  const auto runs = run_definitions(curve_lattice(), context());
  const auto* set = runs.set("false_positives");
  ASSERT_TRUE(set);
  ASSERT_EQ(set->sets.size(), runs.definitions.size());
  EXPECT_LT(set->members.size(), runs.definitions.size());
  EXPECT_THAT(set->members.at(set->sets[runs.own]), ElementsAre("1966-01-01"));
  Claim claim;
  claim.figures.push_back({"false_positives", ClaimedMembers{{"1966"}}});
  const FigureColumn column{{}, set->sets, set->members};
  const auto verdict = judge(claim, runs.lattice, runs.definitions, {&column, 1});
  EXPECT_EQ(verdict.verdict, Verdict::exact);
}

TEST(DefinitionRuns, CorrelationLattice) {
  const auto section =
      with_choices("style-curve",
                   {{"pair", {"small", "large"}, 0, false},
                    {"measure", {"level", "return_on_level", "change", "annual_change"}, 3, false},
                    {"lead", {"0m", "3m", "6m", "12m"}, 0, true},
                    {"by", {"values", "ranks"}, 0, false}},
                   [](SectionQuestion question, Options options) {
                     auto& asked = std::get<StyleCurveRequest>(question).question.asked;
                     constexpr int kLeads[] = {0, 3, 6, 12};
                     asked = {options[0], kStyleMeasures[options[1]], kLeads[options[2]], options[3] == 1};
                     return question;
                   });
  const auto runs = run_definitions(section, context());
  ASSERT_EQ(runs.definitions.size(), 64u);
  EXPECT_EQ(runs.distinct, 64u);
  const auto* column = runs.number("correlation");
  ASSERT_TRUE(column);
  ASSERT_EQ(column->p.size(), 64u);
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_LT(std::fabs(column->values[i]), 0.71);
    EXPECT_GT(column->p[i], 0);
    EXPECT_LE(column->p[i], 1);
  }
  // The other numbers of the section do not depend on the key.
  const auto& level = runs.number("level_correlation")->values;
  EXPECT_EQ(*std::min_element(level.begin(), level.end()), *std::max_element(level.begin(), level.end()));
}

SectionRequest with_bad_option() {
  return with_choices("curve-recessions",
                      {{"inverted_below", {"0", "-50"}, 0, true}, {"window", {"24m", "3m"}, 0, true}},
                      [](SectionQuestion question, Options options) {
                        auto& request = std::get<CurveRecessionsRequest>(question);
                        const double level = options[0] == 0 ? 0 : -50;
                        request.question.inversion.enter = {level, false};
                        request.question.inversion.leave = {level, true};
                        request.question.window = {options[1] == 0 ? 24 : 3, Duration::Unit::month};
                        if (options[0] == 1 && options[1] == 1)
                          refuse(ErrorCode::study_file, "these two contradict each other");
                        return question;
                      });
}

TEST(DefinitionRuns, OptionsWithoutNumbers) {
  const auto runs = run_definitions(with_bad_option(), context());
  ASSERT_EQ(runs.definitions.size(), 4u);
  const auto& mean = runs.number("mean_lead_days")->values;
  EXPECT_FALSE(std::isnan(mean[0]) || std::isnan(mean[1]));
  EXPECT_TRUE(std::isnan(mean[2]) && std::isnan(mean[3]));
  EXPECT_EQ(runs.set("false_positives")->sets[3], kNoSet);
  ASSERT_EQ(runs.warnings.size(), 1u);
  EXPECT_THAT(runs.warnings[0], HasSubstr("No definition with level of inversion -50 gives a number: "));
  EXPECT_EQ(runs.distinct, 2u);
}

TEST(DefinitionRuns, OwnErrorIsThrown) {
  auto section = with_bad_option();
  std::get<CurveRecessionsRequest>(section.question).question.inversion.enter = {-60, false};
  std::get<CurveRecessionsRequest>(section.question).question.inversion.leave = {-60, true};
  try {
    run_definitions(section, context());
    FAIL() << "the own definition was not refused";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::curve_no_inversion);
  }
}

// 200 levels by 200 windows.
SectionRequest large_lattice() {
  std::vector<std::string> levels, windows;
  for (int i = 0; i < 200; ++i) {
    levels.push_back(std::to_string(i));
    windows.push_back(std::to_string(i + 1) + "m");
  }
  return with_choices("curve-recessions",
                      {{"inverted_below", levels, 0, true}, {"window", windows, 23, true}},
                      [](SectionQuestion question, Options options) {
                        auto& request = std::get<CurveRecessionsRequest>(question);
                        const double level = 0.001 * options[0];
                        request.question.inversion.enter = {level, false};
                        request.question.inversion.leave = {level, true};
                        request.question.window = {static_cast<int>(options[1]) + 1, Duration::Unit::month};
                        return question;
                      });
}

TEST(DefinitionRuns, LargeLattices) {
  auto section = large_lattice();
  try {
    run_definitions(section, context());
    FAIL() << "40,000 definitions were run unasked";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::lattice_too_large);
    EXPECT_THAT(error.failure().what, HasSubstr("40,000 definitions"));
    EXPECT_THAT(error.failure().what, HasSubstr("inverted_below 200 options, window 200"));
  }
  section.multiverse.most = 50;
  const auto sampled = run_definitions(section, context());
  EXPECT_EQ(sampled.definitions.size(), 50u);
  EXPECT_FALSE(sampled.whole);
  EXPECT_EQ(sampled.definitions[sampled.own], sampled.lattice.usual());
  RunLimits limits;
  limits.most = 20;  // the command's goes before the study's
  EXPECT_EQ(run_definitions(section, context(), limits).definitions.size(), 20u);
}

TEST(DefinitionRuns, BeyondNumbers) {
  std::vector<LatticeChoice> choices;
  for (int i = 0; i < 70; ++i) choices.push_back({"c" + std::to_string(i), {"in", "out"}, 0, false});
  auto section = with_choices("curve-recessions", std::move(choices),
                              [](SectionQuestion question, Options) { return question; });
  section.multiverse.most = 10;
  try {
    run_definitions(section, context());
    FAIL() << "2^70 definitions were numbered";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::lattice_too_large);
    EXPECT_THAT(error.failure().what, HasSubstr("about 1.2e+21"));
  }
}

TEST(DefinitionRuns, SameForAnyThreadCount) {
  auto section = large_lattice();
  section.multiverse.most = 130;
  set_thread_count(1);
  const auto one = run_definitions(section, context());
  set_thread_count(3);
  const auto three = run_definitions(section, context());
  set_thread_count(0);
  EXPECT_EQ(one.definitions, three.definitions);
  ASSERT_EQ(one.numbers.size(), three.numbers.size());
  for (std::size_t i = 0; i < one.numbers.size(); ++i) {
    EXPECT_EQ(one.numbers[i].name, three.numbers[i].name);
    EXPECT_TRUE(same_bits(one.numbers[i].values, three.numbers[i].values)) << one.numbers[i].name;
  }
  EXPECT_EQ(one.set("led_peaks")->members, three.set("led_peaks")->members);
  EXPECT_EQ(one.distinct, three.distinct);
}

TEST(DefinitionRuns, StopLeavesTheOwn) {
  auto section = large_lattice();
  section.multiverse.most = 200;
  std::atomic<bool> stop = false;
  std::uint64_t told = 0;
  RunLimits limits;
  limits.stop = &stop;
  limits.progress = [&](std::uint64_t done, std::uint64_t of) {
    EXPECT_EQ(of, 200u);
    EXPECT_GT(done, told);
    told = done;
    stop = true;
  };
  const auto runs = run_definitions(section, context(), limits);
  ASSERT_TRUE(runs.stopped);
  EXPECT_EQ(runs.stopped->done, told);
  EXPECT_LT(runs.stopped->done, 200u);
  EXPECT_EQ(runs.stopped->of, 200u);
  EXPECT_FALSE(runs.whole);
  EXPECT_EQ(runs.distinct, 1u);
  EXPECT_THAT(runs.definitions, ElementsAre(runs.lattice.usual()));
  for (const auto& column : runs.numbers) EXPECT_EQ(column.values.size(), 1u);
  for (const auto& column : runs.sets) EXPECT_EQ(column.sets.size(), 1u);
  EXPECT_FALSE(std::isnan(runs.number("mean_lead_days")->values[runs.own]));
}

// Sets in place and subsets of the shipped study, as its file would have them.
const OpenStudy& varied_study() {
  static OpenStudy open = read_open_study(
      {{"multiple = { drivers = [\"rate\", \"slope\", \"activity\"] }",
        "multiple = { drivers = [\"rate\", \"slope\", \"activity\"] }\nvary = { \"multiple.drivers\" = "
        "\"subsets\" }"},
       {"portfolio = { rule = \"top_k\", k = 3 }\ntrading = { trade = \"next\", cost_bp = 10 }",
        "portfolio = { rule = \"top_k\", k = [3, 2] }\ntrading = { trade = \"next\", cost_bp = [10, 0] }"},
       {"large_growth = \"large_growth\"\n",
        "large_growth = \"large_growth\"\ncorrelation = { measure = [\"annual_change\", \"level\"], lead = "
        "\"0m .. 12m by 6m\", by = [\"values\", \"ranks\"] }\n"}});
  open.context.inputs = &open.evaluated.inputs;
  return open;
}

TEST(DefinitionRuns, SubsetsOfDrivers) {
  const auto& section = varied_study().section("fair-value");
  ASSERT_TRUE(section.choices);
  const auto runs = run_definitions(section, varied_study().context);
  // Without any driver there is no equation.
  const auto* upside = runs.number("upside");
  ASSERT_TRUE(upside);
  EXPECT_EQ(runs.definitions.size(), 8u);
  EXPECT_GE(
      std::count_if(upside->values.begin(), upside->values.end(), [](double v) { return !std::isnan(v); }),
      4);
  const auto own = figures_of(section.question, section.id, varied_study().context);
  for (const auto& figure : own.numbers)
    EXPECT_TRUE(same_bits({runs.number(figure.name)->values[runs.own]}, {figure.value})) << figure.name;
  // The drivers move the answer.
  EXPECT_GT(runs.distinct, 3u);
}

TEST(DefinitionRuns, SetsOfARotation) {
  const auto& section = varied_study().section("sectors");
  ASSERT_TRUE(section.choices);
  const auto runs = run_definitions(section, varied_study().context);
  ASSERT_EQ(runs.definitions.size(), 4u);
  EXPECT_EQ(runs.distinct, 4u);
  const auto* sharpe = runs.number("sharpe");
  ASSERT_TRUE(sharpe);
  std::vector<std::uint32_t> options(2);
  for (std::size_t i = 0; i < 4; ++i) {
    runs.lattice.options(runs.definitions[i], options);
    const auto& choices = runs.lattice.choices();
    const std::size_t cost = choices[0].name == "cost_bp" ? 0 : 1;
    if (choices[cost].options[options[cost]] == "0") continue;
    options[cost] = 1 - options[cost];
    EXPECT_LT(sharpe->values[i], sharpe->values[runs.lattice.definition(options)]);  // for nothing earns more
  }
  const auto* favoured = runs.set("favoured");
  ASSERT_TRUE(favoured);
  EXPECT_EQ(favoured->members.at(favoured->sets[runs.own]).size(), 3u);
  EXPECT_EQ(favoured->members.size(), 2u);  // two best or three, whatever they cost
}

TEST(DefinitionRuns, CorrelationFromTheFile) {
  const auto& section = varied_study().section("style-curve");
  ASSERT_TRUE(section.choices);
  const auto runs = run_definitions(section, varied_study().context);
  EXPECT_EQ(runs.definitions.size(), 12u);
  EXPECT_EQ(runs.distinct, 12u);
}

TEST(DefinitionRuns, OwnDefinition) {
  const auto& request = open_study().section("curve-recessions");
  const auto section = section_of(request.id, request.title, request.question, context());
  const auto runs = own_definition(section);
  EXPECT_EQ(runs.definitions.size(), 1u);
  EXPECT_EQ(runs.lattice.size(), 1u);
  EXPECT_TRUE(runs.whole);
  EXPECT_EQ(runs.number("mean_lead_days")->values.at(0), find_number(section, "mean_lead_days")->value);
  ASSERT_TRUE(runs.set("false_positives"));
  EXPECT_EQ(runs.set("false_positives")->members.at(0), section.sets.at(0).members);
  Claim claim;
  claim.figures.push_back({"mean_lead_days", ClaimedNumber{331, 0, false, 1}});
  const FigureColumn column{runs.number("mean_lead_days")->values, {}, {}};
  EXPECT_EQ(judge(claim, runs.lattice, runs.definitions, {&column, 1}).verdict, Verdict::exact);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   numbers, tables, headline and light tell one story                      -> TellsOneStory
//   the headline says whether returns are told apart                       -> SaysWhetherReturnsDiffer
//   charts: ribbons by view, hysteresis levels, hindsight named as such    -> Charts
//   the model has its own month where it reaches further, or less far      -> ModelHasItsOwnMonth
//   no model, no benchmark: nothing of them is shown                        -> WithoutModelAndBenchmark
//   a mixture has a probability and a BIC; names of one's own               -> MixtureAndNames
//   licensed features are drawn in steps                                    -> LicensedFeatures
//   old regimes, few spells and trending features are warned of             -> Warnings
//   refits that failed or moved labels, names that no longer fit            -> WarnsOfRefits
//   mistakes have the places of the study file                              -> MistakesHavePlaces
#include "rerate/study/regimes_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/models/regimes_for_test.h"
#include "rerate/study/regimes_words.h"

namespace rerate {
namespace {

using testing::HasSubstr;

SeriesInputs inputs_of(const Economy& economy) {
  SeriesInputs inputs;
  const auto add = [&](const std::string& key, const std::string& title, const Series& series) {
    SeriesInput input;
    input.series = series;
    input.title = title;
    input.catalogue_ids = {"mine." + key};
    inputs[key] = input;
  };
  add("activity", "activity", economy.activity);
  add("spread", "the spread", economy.spread);
  add("small", "small caps", economy.small);
  add("large", "large caps", economy.large);
  return inputs;
}

RegimesRequest request() {
  RegimesRequest asked;
  asked.features = {{{"activity", {}, {"activity", "activity", {"s.toml", 5, 1}}}, 1, 1},
                    {{"spread", {}, {"spread", "spread", {"s.toml", 6, 1}}}, -1, 1}};
  asked.clusters.first_window = 96;
  asked.hmm = RegimesRequest::Hmm{{"hmm series", "activity", {"s.toml", 8, 1}}, {}, 2};
  asked.asset = {"asset", "small", {"s.toml", 9, 1}};
  asked.benchmark = SeriesUse{"benchmark", "large", {"s.toml", 10, 1}};
  asked.returns.draws = 400;
  asked.place = {"s.toml", 4, 1};
  asked.clusters_place = {"s.toml", 7, 1};
  asked.hmm_place = {"s.toml", 8, 1};
  return asked;
}

Section section_of(const RegimesRequest& asked, const SeriesInputs& inputs) {
  const SectionContext context{last_day({Frequency::monthly, kEconomyMonths - 1}) + 17,
                               1,
                               &inputs,
                               {{make_date(1990, 7, 1), make_date(1991, 3, 31)}}};
  return regimes_section("r", "Regimes", asked, context);
}

const Table& table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return one;
  throw std::runtime_error("no table " + name);
}

const Chart& chart(const Section& section, const std::string& id) {
  for (const auto& one : section.charts)
    if (one.id == id) return one;
  throw std::runtime_error("no chart " + id);
}

std::string text(const Cell& cell) { return std::get<std::string>(cell); }
double value(const Section& section, const std::string& name) { return find_number(section, name)->value; }

TEST(RegimesSection, TellsOneStory) {
  const auto economy = make_economy();
  const auto section = section_of(request(), inputs_of(economy));
  EXPECT_EQ(section.kind, "regimes");
  const std::vector<std::string> names = {"slump", "slowdown", "expansion"};
  const auto now = names.at(static_cast<std::size_t>(economy.state.back()));
  EXPECT_EQ(value(section, "regime_rank"), economy.state.back() + 1);
  EXPECT_THAT(section.headline, testing::StartsWith("In Dec 1999 the regime is " + now + " since "));
  EXPECT_EQ(section.lights.at(0).title, "Regime");
  EXPECT_THAT(section.lights[0].text,
              testing::MatchesRegex(now + " since [A-Z][a-z][a-z] [0-9]+, HMM [0-9]+% high"));
  const Light::State lights[] = {Light::State::stress, Light::State::watch, Light::State::good};
  EXPECT_EQ(section.lights[0].state, lights[economy.state.back()]);

  const auto& regimes = table(section, "regimes");
  ASSERT_EQ(regimes.rows.size(), 7u);  // 2 of the score, 3 clusters, 2 of the model
  EXPECT_EQ(text(regimes.rows[2][1]), "slump");
  double share = 0;
  for (std::size_t i = 2; i < 5; ++i) share += std::get<double>(regimes.rows[i][3]);
  EXPECT_NEAR(share, 100, 1e-9);
  EXPECT_LT(std::get<double>(regimes.rows[2][6]), std::get<double>(regimes.rows[4][6]));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(regimes.rows[6][6]));

  const auto& relative = table(section, "relative_returns");
  ASSERT_EQ(relative.rows.size(), 7u + 2 * 3);
  EXPECT_EQ(text(relative.rows[8][1]), "expansion less slump");
  EXPECT_DOUBLE_EQ(std::get<double>(relative.rows[8][3]), value(section, "return_difference"));
  EXPECT_DOUBLE_EQ(std::get<double>(relative.rows[8][4]), value(section, "return_difference_low"));
  EXPECT_DOUBLE_EQ(std::get<double>(relative.rows[8][6]), 12 * value(section, "return_difference"));
  const bool apart =
      value(section, "return_difference_low") > 0 || value(section, "return_difference_high") < 0;
  EXPECT_EQ(value(section, "return_difference_p") < 0.1, apart);
  EXPECT_TRUE(std::isfinite(value(section, "hmm_return_difference_p")));
  const auto& transitions = table(section, "transitions");
  for (const auto& row : transitions.rows)
    EXPECT_NEAR(std::get<double>(row[2]) + std::get<double>(row[3]) + std::get<double>(row[4]), 100, 1e-9);
  EXPECT_EQ(table(section, "hmm").rows.size(), 2u);
  EXPECT_GT(value(section, "stability"), 0.8);
  EXPECT_GT(value(section, "silhouette"), 0.4);
  EXPECT_EQ(value(section, "refits_failed"), 0);
  EXPECT_THAT(section.inputs,
              testing::ElementsAre("mine.activity", "mine.large", "mine.small", "mine.spread"));
}

TEST(RegimesSection, SaysWhetherReturnsDiffer) {
  const auto economy = make_economy();
  auto inputs = inputs_of(economy);
  EXPECT_THAT(
      section_of(request(), inputs).headline,
      testing::ContainsRegex("small caps led large caps by [0-9.]+pp on average after expansion and trailed "
                             "large caps by [0-9.]+pp after slump; the difference of \\+[0-9.]+pp \\(90% "
                             "interval [0-9.]+ to [0-9.]+ by k-means\\) excludes zero\\. By the score it "));
  inputs["small"].series.value = economy.large.value;
  for (std::size_t t = 0; t < inputs["small"].series.size(); ++t)
    inputs["small"].series.value[t] *= 1 + 0.001 * static_cast<double>(t * 7919 % 13);
  EXPECT_THAT(section_of(request(), inputs).headline,
              testing::HasSubstr(" by k-means) includes zero. By the score it "));
}

TEST(RegimesSection, Charts) {
  const auto section = section_of(request(), inputs_of(make_economy()));
  const auto& ribbon = chart(section, "ribbon");
  ASSERT_EQ(ribbon.ribbons.size(), 3u);
  EXPECT_EQ(ribbon.ribbons[1].label, "K-means");
  EXPECT_THAT(ribbon.ribbons[1].states, testing::ElementsAre("slump", "slowdown", "expansion"));
  for (const auto& one : ribbon.ribbons)
    for (std::size_t i = 0; i < one.stretches.size(); ++i) {
      EXPECT_LT(one.stretches[i].from, one.stretches[i].to);
      EXPECT_LT(one.stretches[i].state, one.states.size());
      EXPECT_TRUE(i == 0 || one.stretches[i - 1].to <= one.stretches[i].from);
    }
  EXPECT_FALSE(ribbon.spans.empty());
  const auto& score = chart(section, "score");
  EXPECT_DOUBLE_EQ(score.rules.at(0).at, 0.6);
  EXPECT_DOUBLE_EQ(score.rules.at(1).at, 0.4);
  EXPECT_DOUBLE_EQ(score.lines.at(0).y.back(), value(section, "score"));
  const auto& hmm = chart(section, "hmm");
  EXPECT_DOUBLE_EQ(hmm.lines.at(0).y.back(), value(section, "hmm_probability"));
  EXPECT_THAT(hmm.lines.at(1).label, HasSubstr("hindsight"));
  EXPECT_GT(hmm.lines[1].x.size(), hmm.lines[0].x.size());
  EXPECT_EQ(chart(section, "returns").intervals.size(), 7u);
  for (const auto& one : section.charts) EXPECT_FALSE(one.alternative.empty()) << one.id;
}

const Fact& fact(const Section& section, const std::string& label) {
  for (const auto& one : section.facts)
    if (one.label == label) return one;
  throw std::runtime_error("no fact " + label);
}

void end_after(Series& series, std::size_t months) {
  series.ordinal.resize(months);
  series.value.resize(months);
  series.known_at.resize(months);
}

TEST(RegimesSection, ModelHasItsOwnMonth) {
  const auto usual = section_of(request(), inputs_of(make_economy()));
  EXPECT_THAT(usual.headline, HasSubstr("; the hidden Markov model of activity gives its high state"));
  EXPECT_THAT(fact(usual, "Hidden Markov model").text, HasSubstr(" only. Now "));
  EXPECT_THAT(fact(usual, "Score").text, HasSubstr("; now risk-"));

  auto economy = make_economy();
  end_after(economy.spread, 353);  // May 1999; read until July
  auto section = section_of(request(), inputs_of(economy));
  EXPECT_THAT(section.headline, testing::StartsWith("In Jul 1999 the regime is "));
  EXPECT_THAT(section.headline,
              HasSubstr("; in Dec 1999 the hidden Markov model of activity gives its high"));
  EXPECT_THAT(section.lights.at(0).text,
              testing::ContainsRegex("told in Jul 1999\\), HMM [0-9]+% high in Dec 1999$"));
  EXPECT_THAT(fact(section, "Hidden Markov model").text, HasSubstr(" only. Now "));
  EXPECT_THAT(fact(section, "Score").text, HasSubstr("; in Jul 1999 risk-"));

  // The model's series ends two years before the features do.
  economy = make_economy();
  auto asked = request();
  asked.hmm->series.formula = "other";
  auto inputs = inputs_of(economy);
  inputs["other"] = inputs["activity"];
  end_after(inputs["other"].series, 336);
  section = section_of(asked, inputs);
  EXPECT_THAT(section.headline, testing::StartsWith("In Dec 1999 the regime is "));
  EXPECT_THAT(section.headline, HasSubstr("; in Jan 1998 the hidden Markov model"));
  EXPECT_THAT(fact(section, "Hidden Markov model").text, HasSubstr(" only. In Jan 1998 "));
}

TEST(RegimesSection, WithoutModelAndBenchmark) {
  auto asked = request();
  asked.hmm.reset();
  asked.benchmark.reset();
  const auto section = section_of(asked, inputs_of(make_economy()));
  EXPECT_EQ(find_number(section, "hmm_probability"), nullptr);
  EXPECT_EQ(section.tables.size(), 3u);
  EXPECT_EQ(section.charts.size(), 3u);
  EXPECT_THAT(section.headline,
              testing::ContainsRegex("small caps returned -?[0-9.]+% on average after expansion"));
  EXPECT_THAT(section.lights.at(0).text, HasSubstr(", score 0."));
}

TEST(RegimesSection, MixtureAndNames) {
  auto asked = request();
  asked.clusters.method = ClusterMethod::gaussian_mixture;
  asked.names = {"bad", "so-so", "good"};
  const auto section = section_of(asked, inputs_of(make_economy()));
  const double probability = value(section, "regime_probability");
  EXPECT_GT(probability, 1 / 3.0);
  EXPECT_LE(probability, 1);
  EXPECT_TRUE(std::isfinite(value(section, "bic")));
  EXPECT_EQ(find_number(section, "silhouette"), nullptr);
  EXPECT_EQ(text(table(section, "regimes").rows[3][1]), "so-so");
  EXPECT_THAT(section.headline, HasSubstr("(Gaussian mixture of three regimes)"));
  asked.names.clear();
  asked.clusters.clusters = 2;
  EXPECT_EQ(text(table(section_of(asked, inputs_of(make_economy())), "regimes").rows[2][1]), "regime 1");
}

TEST(RegimesSection, LicensedFeatures) {
  auto inputs = inputs_of(make_economy());
  inputs["activity"].redistribute = false;
  const auto section = section_of(request(), inputs);
  for (const auto* id : {"score", "hmm"})
    for (const auto& line : chart(section, id).lines)
      for (const double y : line.y)
        EXPECT_TRUE(std::isnan(y) || std::fabs(20 * y - std::round(20 * y)) < 1e-9);
}

TEST(RegimesSection, Warnings) {
  auto economy = make_economy();
  auto& spread = economy.spread;
  spread.ordinal.resize(330);
  spread.value.resize(330);
  spread.known_at.resize(330);
  auto section = section_of(request(), inputs_of(economy));
  EXPECT_THAT(section.warnings,
              testing::Contains(HasSubstr("recent figures is Aug 1997, 28 months before the as-of date")));
  auto trending = inputs_of(make_economy());
  trending["activity"].series.type.kind = Kind::level;
  EXPECT_THAT(section_of(request(), trending).warnings,
              testing::Contains(testing::EndsWith("take a change of activity, such as yoy(x).")));
  // A regime that came once.
  economy = make_economy();
  for (std::size_t t = 0; t < 360; ++t) {
    const bool once = t >= 60 && t < 70;
    economy.activity.value[t] = (once ? -80 : t / 20 % 2 == 0 ? 5 : 10) + static_cast<double>(t % 3);
    economy.spread.value[t] = (once ? 9 : t / 20 % 2 == 0 ? 3 : 2) + 0.1 * static_cast<double>(t % 5);
  }
  section = section_of(request(), inputs_of(economy));
  EXPECT_THAT(section.warnings, testing::Contains(HasSubstr("slump on 0 spells")));
  EXPECT_THAT(section.headline, HasSubstr("No return after slump is known yet."));
}

TEST(RegimesSection, WarnsOfRefits) {
  const auto economy = make_economy();
  const auto inputs = inputs_of(economy);
  const SectionContext context{last_day({Frequency::monthly, kEconomyMonths - 1}) + 17, 1, &inputs, {}};
  auto found = find_regimes(question_on(economy));
  const auto names = regimes_names(found, request(), context);
  const auto before = regimes_warnings(found, names);
  auto& refits = found.clusters.refits;
  refits.at(1).failed = true;
  refits.at(2).kept = 0.7;
  refits.at(3).kept = 0.55;
  found.names_fit = false;
  found.chain->model.failed = 2;
  found.chain->model.in_order = false;
  const auto warnings = regimes_warnings(found, names);
  EXPECT_EQ(warnings.size(), before.size() + 5);
  EXPECT_EQ(
      warnings.at(0),
      "One of 18 refits of the clusters collapsed or did not converge; the fit before stayed in force.");
  // Made on 96 months with a standing and four times twelve more; the first of them is January 1973.
  EXPECT_EQ(
      warnings.at(1),
      "The refit of Dec 1984 gave 45% of the months before it another regime; two of 18 refits moved more "
      "than 20%. Labels given before stay as they were.");
  EXPECT_THAT(warnings.at(2), HasSubstr("Regimes are named by their order in the first fit."));
  EXPECT_THAT(warnings,
              testing::Contains(testing::StartsWith("Two of 21 refits of the hidden Markov model")));
  EXPECT_THAT(warnings, testing::Contains(HasSubstr("the means no longer stand in that order")));
}

TEST(RegimesSection, MistakesHavePlaces) {
  const auto line_of = [](const RegimesRequest& asked, const SeriesInputs& inputs) {
    try {
      section_of(asked, inputs);
    } catch (const UserError& error) {
      return error.failure().place.line;
    }
    return 0;
  };
  auto asked = request();
  asked.clusters.first_window = 500;
  EXPECT_EQ(line_of(asked, inputs_of(make_economy())), 7);
  auto economy = make_economy();
  for (auto& one : economy.spread.value) one = 1;
  EXPECT_EQ(line_of(request(), inputs_of(economy)), 6);
  economy = make_economy();
  economy.small.value[20] = -1;
  EXPECT_EQ(line_of(request(), inputs_of(economy)), 9);
  economy = make_economy();
  economy.large.value[20] = 0;
  EXPECT_EQ(line_of(request(), inputs_of(economy)), 10);
}

}  // namespace
}  // namespace rerate

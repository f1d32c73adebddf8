// Behaviour -> test
//   every key of the reference is read, with its place and default       -> ReadsEveryKey
//   defaults                                                             -> Defaults
//   calibrated: a multiple of today, given equations, their drivers      -> Calibrated
//   scenarios: numbers, paths, formulas, shifts                          -> Scenarios
//   recessions come from [study] when the section names none             -> RecessionsOfTheStudy
//   every formula is a use                                               -> Uses
//   every mistake has a code, a place and a mend                         -> MistakesHavePlaces (table)
#include "rerate/study/fair_value_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/study_file.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The [[fair_value]] begins on line 4; its keys on line 5.
std::string study_of(const std::string& keys, const std::string& scenarios) {
  return "[study]\ntitle = \"T\"\npacks = [\"open\"]\n[[fair_value]]\n" + keys + scenarios;
}

const std::string kKeys =
    "id = \"fv\"\nprice = \"small\"\nfundamental = \"book\"\ndrivers = { rate = \"r.a\", gdp = \"g.b\" }\n"
    "multiple = { drivers = [\"rate\"] }\ngrowth = { drivers = [\"gdp\"] }\n";  // lines 5 to 10
const std::string kScenario = "[[fair_value.scenario]]\nid = \"base\"\nrest = \"today\"\n";

StudyFile parsed(const std::string& text) { return parse_study(text, "s.toml"); }

FairValueRequest request_of(const std::string& keys, const std::string& scenarios) {
  return std::get<FairValueRequest>(parsed(study_of(keys, scenarios)).sections.at(0).question);
}

TEST(FairValueRequest, ReadsEveryKey) {
  const auto request = request_of(
      "id = \"fv\"\ntitle = \"T\"\nprice = \"small\"\nrecord = \"small_daily\"\nfundamental = \"book\"\n"
      "fundamental_name = \"book\"\nhorizon = \"6m\"\n"
      "drivers = { rate = \"r.a\", slope = { title = \"the curve\", formula = \"curve\" }, gdp = "
      "\"yoy(g.b)\" }\n"
      "multiple = { drivers = [\"rate\", \"slope\"], form = \"levels\", estimator = \"dols\", leads = 2, "
      "lags = 3, "
      "cointegration_level = 0.05 }\n"
      "growth = { drivers = [\"gdp\"], timing = \"meanwhile\", errors = \"newey_west\", bottom_up = "
      "\"spf.x\" }\n"
      "bands = { draws = 500, level = 0.8, block_length = 24 }\nbase = \"two\"\nlevels = [2300, 2400]\n"
      "rate = \"slope\"\nrecession = \"nber.recession\"\nfrom = \"1973-01\"\n",
      "[[fair_value.scenario]]\nid = \"one\"\nrest = \"today\"\n[[fair_value.scenario]]\nid = \"two\"\n"
      "kind = \"recession\"\n");
  const auto& question = request.question;
  EXPECT_EQ(request.price.formula, "small");
  EXPECT_EQ(request.record->formula, "small_daily");
  EXPECT_EQ(request.fundamental_name, "book");
  EXPECT_EQ(request.horizon, (Duration{6, Duration::Unit::month}));
  EXPECT_EQ(to_string(request.horizon_place), "s.toml:11:11");
  EXPECT_EQ(request.drivers.at(1).title, "the curve");
  EXPECT_THAT(question.multiple_drivers, ElementsAre("rate", "slope"));
  EXPECT_EQ(question.multiple.form, MultipleFormChoice::levels);
  EXPECT_EQ(question.multiple.long_run.leads, 2);
  EXPECT_EQ(question.multiple.long_run.lags, 3);
  EXPECT_EQ(question.multiple.cointegration_level, 0.05);
  EXPECT_EQ(question.growth.timing, GrowthTiming::meanwhile);
  EXPECT_EQ(question.growth.errors, GrowthErrors::newey_west);
  EXPECT_EQ(std::get<SeriesUse>(*request.bottom_up).formula, "spf.x");
  EXPECT_EQ(question.bands.draws, 500);
  EXPECT_EQ(question.bands.level, 0.8);
  EXPECT_EQ(question.bands.block_length, 24);
  EXPECT_EQ(question.base, "two");
  EXPECT_THAT(question.levels, ElementsAre(2300, 2400));
  EXPECT_EQ(question.rate_driver, "slope");
  EXPECT_EQ(request.recession->formula, "nber.recession");
  EXPECT_EQ(question.from, parse_date("1973-01-01"));
  EXPECT_EQ(to_string(question.place), "s.toml:4:1");
}

TEST(FairValueRequest, Defaults) {
  const auto request = request_of(kKeys, kScenario);
  EXPECT_EQ(request.horizon, (Duration{12, Duration::Unit::month}));
  EXPECT_EQ(request.fundamental_name, "fundamental");
  EXPECT_EQ(request.question.multiple.form, MultipleFormChoice::automatic);
  EXPECT_EQ(request.question.multiple.long_run.leads, -1);
  EXPECT_EQ(request.question.growth.timing, GrowthTiming::ahead);
  EXPECT_EQ(request.question.growth.errors, std::nullopt);
  EXPECT_EQ(request.question.bands.draws, 2000);
  EXPECT_EQ(request.question.bands.level, 0.90);
  EXPECT_EQ(request.question.base, "base");
  EXPECT_FALSE(request.recession || request.record || request.question.given);
}

TEST(FairValueRequest, Calibrated) {
  const auto request = request_of(
      "id = \"fv\"\nprice = \"small\"\nmultiple_today = 1.27\ndrivers = { rate = \"r.a\" }\n"
      "given = { fair_multiple = 1.396, growth = 1.3, multiple_slopes = { rate = -0.05 }, multiple_sd = 8, "
      "growth_sd = 3, speed = 0.05 }\ngrowth = { bottom_up = 5 }\n",
      kScenario);
  const auto& question = request.question;
  EXPECT_FALSE(request.fundamental);
  EXPECT_EQ(question.multiple_today, 1.27);
  EXPECT_EQ(question.given->fair_multiple, 1.396);
  EXPECT_EQ(question.given->growth, 1.3);
  EXPECT_EQ(question.given->multiple_slopes.at("rate"), -0.05);
  EXPECT_EQ(question.given->speed, 0.05);
  EXPECT_THAT(question.multiple_drivers, ElementsAre("rate"));
  EXPECT_TRUE(question.growth_drivers.empty());
  EXPECT_EQ(std::get<double>(*request.bottom_up), 5);
}

TEST(FairValueRequest, Scenarios) {
  const auto request = request_of(
      kKeys,
      "[[fair_value.scenario]]\nid = \"a\"\ntitle = \"A\"\nkind = \"consensus\"\nsource = \"SPF\"\n"
      "set = { rate = [0.2, 0.5], gdp = \"spf.gdp\" }\nprobability = 0.4\n"
      "[[fair_value.scenario]]\nid = \"b\"\nset = { gdp = 2 }\nshift = { rate = -0.5 }\ngrowth = "
      "\"spf.growth\"\n"
      "multiple = 1.4\nprobability = 0.6\n"
      "[[fair_value.scenario]]\nid = \"c\"\nkind = \"soft_landing\"\nlevel = 1587\nprobability = 0\n");
  const auto& first = request.scenarios.at(0);
  EXPECT_EQ(first.scenario.kind, ScenarioKind::consensus);
  EXPECT_EQ(first.scenario.source, "SPF");
  EXPECT_THAT(first.scenario.set.at("rate"), ElementsAre(0.2, 0.5));
  EXPECT_EQ(first.set_formulas.at("gdp").formula, "spf.gdp");
  EXPECT_EQ(first.scenario.probability, 0.4);
  EXPECT_EQ(to_string(first.scenario.place), "s.toml:11:1");
  const auto& second = request.scenarios.at(1);
  EXPECT_EQ(second.scenario.kind, ScenarioKind::custom);
  EXPECT_EQ(second.scenario.title, "b");
  EXPECT_EQ(second.scenario.shift.at("rate"), -0.5);
  EXPECT_FALSE(second.scenario.rest_today);
  EXPECT_EQ(request.scenarios.at(2).scenario.level, 1587);

  SeriesInputs inputs;
  for (const auto* name : {"spf.gdp", "spf.growth"}) {
    inputs[name].series.type = {Frequency::quarterly, Kind::rate, "percent"};
    inputs[name].series.append(0, 2.5, make_date(2000, 1, 1));
  }
  const SectionContext context{make_date(2024, 1, 1), 1, &inputs, {}};
  EXPECT_THAT(scenario_of(first, context).set.at("gdp"), ElementsAre(2.5));
  EXPECT_EQ(scenario_of(second, context).growth, 2.5);
  EXPECT_EQ(scenario_of(second, context).multiple, 1.4);
  inputs["spf.growth"].series.value[0] = -100;
  EXPECT_THROW(scenario_of(second, context), UserError);
}

TEST(FairValueRequest, RecessionsOfTheStudy) {
  const std::string recession = "[[fair_value.scenario]]\nid = \"r\"\nkind = \"recession\"\n";
  const auto with = [&](const std::string& head, const std::string& scenario) {
    return std::get<FairValueRequest>(
        parsed("[study]\ntitle = \"T\"\npacks = \"open\"\n" + head + "[[fair_value]]\n" + kKeys + scenario)
            .sections.at(0)
            .question);
  };
  EXPECT_EQ(with("recessions = \"nber.r\"\n", recession).recession->formula, "nber.r");
  EXPECT_FALSE(with("recessions = \"nber.r\"\n", kScenario).recession);  // nothing asks for it
}

TEST(FairValueRequest, Uses) {
  const auto study = parsed(
      study_of(kKeys + "record = \"d.a\"\n",
               "[[fair_value.scenario]]\nid = \"a\"\nset = { gdp = \"spf.gdp\" }\ngrowth = \"spf.growth\"\n"
               "multiple = \"spf.multiple\"\nrest = \"today\"\n"));
  std::vector<std::string> formulas;
  for (const auto& use : uses_of(study.sections.at(0).question)) formulas.push_back(use.formula);
  EXPECT_THAT(formulas,
              ElementsAre("small", "d.a", "book", "r.a", "g.b", "spf.gdp", "spf.growth", "spf.multiple"));
}

struct Mistake {
  const char* name;
  std::string keys, scenarios;
  ErrorCode code;
  int line;
  const char* what;
  const char* mend;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class FairValueMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(FairValueMistakes, MistakesHavePlaces) {
  try {
    request_of(GetParam().keys, GetParam().scenarios);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    EXPECT_EQ(failure.code, GetParam().code) << failure.what;
    EXPECT_EQ(failure.place.file, "s.toml");
    EXPECT_EQ(failure.place.line, GetParam().line) << failure.what;
    EXPECT_THAT(failure.what, HasSubstr(GetParam().what));
    EXPECT_THAT(to_string(failure), HasSubstr(GetParam().mend));
  }
}

constexpr auto kStudyFile = ErrorCode::study_file;
constexpr auto kContradiction = ErrorCode::fair_value_scenario;
const std::string kHead = "id = \"fv\"\nprice = \"small\"\n";  // lines 5 and 6
const std::string kDrivers = "drivers = { rate = \"r.a\", gdp = \"g.b\" }\n";
const std::string kGiven = "multiple_today = 1.2\ngiven = { fair_multiple = 1.4, growth = 1 }\n";
// With kKeys a scenario begins on line 11.
std::string scenario(const std::string& keys) { return "[[fair_value.scenario]]\nid = \"a\"\n" + keys; }

INSTANTIATE_TEST_SUITE_P(
    , FairValueMistakes,
    testing::Values(
        Mistake{"misspelt_key", kKeys + "horzon = \"6m\"\n", kScenario, kStudyFile, 11, "`horzon`",
                "did you mean `horizon`?"},
        Mistake{"no_fundamental", kHead + kDrivers, kScenario, kStudyFile, 4, "`fundamental` is missing",
                "multiple_today"},
        Mistake{"band_too_wide", kKeys + "bands = { level = 0.999 }\n", kScenario, kStudyFile, 11,
                "between 0.5 and 0.99", "write 0.90"},
        Mistake{"two_fundamentals", kKeys + "multiple_today = 1.2\n", kScenario, kStudyFile, 11, "not both",
                "fix:"},
        Mistake{"price_is_fundamental", kHead + "fundamental = \"small\"\n", kScenario, kStudyFile, 7,
                "same formula", "per unit"},
        Mistake{"negative_multiple", kHead + "multiple_today = -1\n", kScenario, kStudyFile, 7,
                "must be positive", "fix:"},
        Mistake{"no_multiple_equation", kHead + "fundamental = \"b\"\n" + kDrivers, kScenario, kStudyFile, 4,
                "`multiple` is missing", "fair_multiple"},
        Mistake{
            "no_growth_at_all",
            kHead +
                "fundamental = \"b\"\ndrivers = { rate = \"r.a\" }\nmultiple = { drivers = [\"rate\"] }\n",
            kScenario, kContradiction, 10, "nothing explains growth", "growth = { drivers"},
        Mistake{"estimated_without_history",
                kHead + kDrivers +
                    "multiple_today = 1.2\nmultiple = { drivers = [\"rate\"] }\ngrowth = { drivers = "
                    "[\"gdp\"] }\n",
                kScenario, kStudyFile, 4, "nothing can be estimated", "given ="},
        Mistake{"driver_of_neither", kHead + kGiven + kDrivers, kScenario, kStudyFile, 9,
                "in neither equation", "leave it out"},
        Mistake{"unknown_driver",
                kHead + "fundamental = \"b\"\n" + kDrivers + "multiple = { drivers = [\"rat\"] }\n",
                kScenario, kStudyFile, 9, "unknown driver `rat`", "did you mean `rate`?"},
        Mistake{"slope_without_driver",
                kHead + "multiple_today = 1.2\n" + kDrivers +
                    "given = { fair_multiple = 1.4, growth = 1, multiple_slopes = { rte = 1 } }\n",
                kScenario, kStudyFile, 9, "unknown driver `rte`", "did you mean `rate`?"},
        Mistake{"slopes_without_multiple",
                kHead + "fundamental = \"b\"\n" + kDrivers +
                    "given = { growth = 1, multiple_slopes = { rate = 1 } }\n",
                kScenario, kStudyFile, 9, "belong to a given multiple", "fair_multiple"},
        Mistake{"driver_without_slope",
                kHead + kGiven + "drivers = { rate = \"r.a\" }\nmultiple = { drivers = [\"rate\"] }\n",
                kScenario, kStudyFile, 4, "has no slope", "multiple_slopes"},
        Mistake{"bad_speed",
                kHead + "multiple_today = 1.2\ngiven = { fair_multiple = 1.4, growth = 1, speed = 2 }\n",
                kScenario, kStudyFile, 8, "`speed`", "fix:"},
        Mistake{"given_nothing", kHead + "multiple_today = 1.2\ngiven = {}\n", kScenario, kStudyFile, 8,
                "gives nothing", "fair_multiple"},
        Mistake{"bad_form",
                kHead + "fundamental = \"b\"\n" + kDrivers +
                    "multiple = { drivers = [\"rate\"], form = \"level\" }\n",
                kScenario, kStudyFile, 9, "expected one of", "did you mean `levels`?"},
        Mistake{
            "leads_alone",
            kHead + "fundamental = \"b\"\n" + kDrivers + "multiple = { drivers = [\"rate\"], leads = 2 }\n",
            kScenario, kStudyFile, 9, "go together", "BIC"},
        Mistake{"leads_of_ols",
                kHead + "fundamental = \"b\"\n" + kDrivers +
                    "multiple = { drivers = [\"rate\"], estimator = \"ols\", leads = 2, lags = 2 }\n",
                kScenario, kStudyFile, 9, "only dynamic OLS", "dols"},
        Mistake{"hodrick_meanwhile",
                kHead + "fundamental = \"b\"\n" + kDrivers +
                    "multiple = { drivers = [\"rate\"] }\ngrowth = { drivers = [\"gdp\"], timing = "
                    "\"meanwhile\", errors "
                    "= \"hodrick\" }\n",
                kScenario, kStudyFile, 10, "for forecasts", "ewc"},
        Mistake{"few_draws", kKeys + "bands = { draws = 50 }\n", kScenario, kStudyFile, 11,
                "0 or between 100 and 20000, not 50", "analytic"},
        Mistake{"bad_level", kKeys + "bands = { level = 90 }\n", kScenario, kStudyFile, 11, "between 0 and 1",
                "0.90"},
        Mistake{"negative_target", kKeys + "levels = [2300, -1]\n", kScenario, kStudyFile, 11,
                "must be positive", "fix:"},
        Mistake{"rate_of_growth", kKeys + "rate = \"gdp\"\n", kScenario, kStudyFile, 11,
                "no driver of the multiple", "fix:"},
        Mistake{"no_scenario", kKeys, "", kStudyFile, 4, "`scenario` is missing", "[[fair_value.scenario]]"},
        Mistake{"unknown_base", kKeys + "base = \"bas\"\n", kScenario, kStudyFile, 11, "id of no scenario",
                "did you mean `base`?"},
        Mistake{"bad_scenario_id", kKeys, "[[fair_value.scenario]]\nid = \"a b\"\n", kStudyFile, 12,
                "no scenario id", "fix:"},
        Mistake{"bad_kind", kKeys, scenario("kind = \"recesion\"\n"), kStudyFile, 13, "expected one of",
                "did you mean `recession`?"},
        Mistake{"set_unknown", kKeys, scenario("set = { rat = 1 }\n"), kStudyFile, 13, "unknown driver `rat`",
                "did you mean `rate`?"},
        Mistake{"empty_path", kKeys, scenario("set = { rate = [] }\n"), kStudyFile, 13, "path is empty",
                "fix:"},
        Mistake{"set_and_shift", kKeys, scenario("set = { rate = 1 }\nshift = { rate = 1 }\n"),
                kContradiction, 14, "in `set` and in `shift`", "Keep one"},
        Mistake{"all_three", kKeys, scenario("growth = 1\nmultiple = 1.2\nlevel = 2000\n"), kContradiction,
                15, "cannot all be given", "Leave one"},
        Mistake{"growth_below_all", kKeys, scenario("growth = -100\n"), kContradiction, 13,
                "leaves no fundamental", "percent"},
        Mistake{"multiple_zero", kKeys, scenario("multiple = 0\n"), kContradiction, 13, "must be positive",
                "ratio"},
        Mistake{"level_zero", kKeys, scenario("level = 0\n"), kContradiction, 13, "must be positive", "fix:"},
        Mistake{"probability_in_percent", kKeys, scenario("probability = 50\n"), kContradiction, 13,
                "between 0 and 1", "0.5"},
        Mistake{"bottom_up_without_growth", kKeys, scenario("kind = \"bottom_up\"\n"), kContradiction, 11,
                "has no growth", "bottom_up = 5.0"},
        Mistake{"recession_without_recessions", kKeys, scenario("kind = \"recession\"\n"), kContradiction, 11,
                "no recessions to average", "nber.recession"},
        Mistake{"unknown_scenario_key", kKeys, scenario("groth = 1\n"), kStudyFile, 13, "`groth`",
                "did you mean `growth`?"}),
    [](const auto& mistake) { return std::string(mistake.param.name); });

}  // namespace
}  // namespace rerate

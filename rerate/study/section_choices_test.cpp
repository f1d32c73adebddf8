// Behaviour -> test
//   sets and ranges in place are choices, the first or usual one is the study's own   -> SetsInPlace
//   a section without sets has no choices                                              -> NothingOpen
//   `vary` gives options beside the value in place, of keys left out too               -> Vary
//   several keys together are one choice                                               -> Bundles
//   names that someone made up print                                                   -> NamesThatDoNotPrint
//   elements of a list and entries of a table are in or out                            -> Subsets
//   choices of one name are called by their paths                                      -> NamesApart
//   every option is read at its own place; formulas of options are listed              -> UsesOfOptions
//   formulas that two options only together read are listed, within a limit            -> UsesOfTwoOptions
//   a set may come from the command line                                               -> Overrides
//   options that no definition can take are refused where they stand                   -> BadOptionsAreRefused (table)
//   options that contradict others only together are no mistake                        -> ContradictionsAreNoMistake
//   another definition of a rotation reads the same other sections                     -> LinkedSections
//   `multiverse` and its mistakes                                                      -> MultiverseSettings
//   read(options) is a plain file with these values; from several threads              -> RandomDefinitions
//   a hostile section is refused or read in bounded time                               -> HostileSections
#include "rerate/study/section_choices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "rerate/base/number_text.h"
#include "rerate/study/study_file.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kHead = "[study]\ntitle = \"T\"\npacks = [\"open\"]\nseed = 5\n";
const std::string kEvent = "[[event_study]]\nid = \"lows\"\nsignal = \"a.b\"\n";

StudyFile event_study(const std::string& keys) { return parse_study(kHead + kEvent + keys, "s.toml"); }

Failure failure_of(const std::string& text) {
  try {
    parse_study(text, "s.toml");
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

std::string told(const SectionChoices& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.choices.size(); ++i) {
    const auto& choice = choices.choices[i];
    text += fmt::format("{} ({}{}):", choice.name, choices.paths[i], choice.ordered ? ", ordered" : "");
    for (std::size_t o = 0; o < choice.options.size(); ++o)
      text += fmt::format(" {}{}", o == choice.usual ? "*" : "", choice.options[o]);
    text += "\n";
  }
  return text;
}

const SectionChoices& choices_of(const StudyFile& study, std::size_t section = 0) {
  if (!study.sections.at(section).choices) throw std::runtime_error("no choices");
  return *study.sections[section].choices;
}

std::vector<std::uint32_t> usual(const SectionChoices& choices) {
  std::vector<std::uint32_t> options;
  for (const auto& choice : choices.choices) options.push_back(static_cast<std::uint32_t>(choice.usual));
  return options;
}

// The study's own with another option of one choice.
template <class Request>
Request with(const SectionChoices& choices, const std::string& name, const std::string& option) {
  auto options = usual(choices);
  for (std::size_t i = 0; i < choices.choices.size(); ++i)
    for (std::size_t o = 0; o < choices.choices[i].options.size(); ++o)
      if (choices.choices[i].name == name && choices.choices[i].options[o] == option) {
        options[i] = static_cast<std::uint32_t>(o);
        return std::get<Request>(choices.read(options));
      }
  throw std::runtime_error("no option " + name + " " + option);
}

// All that an event study asks, but for places.
std::string told(const EventStudyRequest& request) {
  const auto& question = request.question;
  std::string text = fmt::format("{} {} {} {} ", request.signal.formula, request.asset.formula,
                                 request.benchmark ? request.benchmark->formula : "-", request.anchor_word);
  if (const auto* rule = std::get_if<ThresholdRule>(&question.rule))
    text += fmt::format("{} {}{} {}{} {} {} {} ", rule->side == Side::below, shortest(rule->enter.level),
                        rule->enter.inclusive, shortest(rule->leave.level), rule->leave.inclusive,
                        rule->enter_periods, rule->leave_periods, rule->gap);
  if (request.gap) text += to_string(*request.gap) + " ";
  if (const auto* horizon = std::get_if<Duration>(&question.horizon)) text += to_string(*horizon) + " ";
  if (const auto* until = std::get_if<Date>(&question.horizon)) text += to_string(*until) + " ";
  for (const auto& one : question.exclusions) text += to_string(one.date) + " " + one.reason + " ";
  text += question.from ? to_string(*question.from) : "-";
  return text + fmt::format(" {} {} {}", question.seed, question.draws, shortest(question.level));
}

constexpr const char* kRest = "asset = \"c.d\"\nhorizon = \"12m\"\nepisode = { below = 48, until = 51 }\n";

TEST(SectionChoices, SetsInPlace) {
  const auto study = event_study(
      "asset = \"c.d\"\nhorizon = { options = \"6m .. 18m by 6m\", usual = \"12m\" }\n"
      "anchor = [\"trough\", \"end\"]\nepisode = { below = [48, 47.5, 47], until = [\"> 50\", \"51 .. 52\"] "
      "}\n");
  const auto& choices = choices_of(study);
  EXPECT_EQ(told(choices),
            "below (episode.below, ordered): 47 47.5 *48\n"
            "until (episode.until, ordered): *> 50 51 52\n"
            "anchor (anchor): *trough end\n"
            "horizon (horizon, ordered): 6m *12m 18m\n");
  EXPECT_EQ(to_string(choices.places[0]), "s.toml:11:21");
  const auto& own = std::get<EventStudyRequest>(study.sections[0].question);
  EXPECT_EQ(told(own), told(std::get<EventStudyRequest>(choices.read(usual(choices)))));
  const auto& rule = std::get<ThresholdRule>(own.question.rule);
  EXPECT_EQ(rule.enter.level, 48);
  EXPECT_FALSE(rule.leave.inclusive);
  const auto other = with<EventStudyRequest>(choices, "until", "52");
  EXPECT_EQ(std::get<ThresholdRule>(other.question.rule).leave.level, 52);
  EXPECT_TRUE(std::get<ThresholdRule>(other.question.rule).leave.inclusive);
  EXPECT_EQ(std::get<Duration>(with<EventStudyRequest>(choices, "horizon", "6m").question.horizon).count, 6);
  EXPECT_EQ(other.question.seed, 5u);
}

TEST(SectionChoices, NothingOpen) {
  EXPECT_EQ(event_study(kRest).sections[0].choices, nullptr);
  const auto one = event_study(
      "asset = \"c.d\"\nhorizon = [\"12m\"]\nepisode = { below = 48 }\ndraws = 500\nvary = { draws = 500 "
      "}\n");
  EXPECT_EQ(one.sections[0].choices, nullptr);
  EXPECT_EQ(std::get<Duration>(std::get<EventStudyRequest>(one.sections[0].question).question.horizon).count,
            12);
}

TEST(SectionChoices, Vary) {
  const auto study =
      event_study(std::string(kRest) +
                  "vary = { horizon = [\"24m\", \"6m\"], \"episode.below\" = \"46 .. 48\", anchor = "
                  "[\"known\", \"end\"], episode.until = [50] }\n");
  const auto& choices = choices_of(study);
  EXPECT_EQ(told(choices),
            "horizon (horizon, ordered): 6m *12m 24m\n"
            "below (episode.below, ordered): 46 47 *48\n"
            "anchor (anchor): *default known end\n"
            "until (episode.until, ordered): 50 *51\n");
  EXPECT_EQ(with<EventStudyRequest>(choices, "anchor", "known").anchor_word, "known");
  EXPECT_EQ(std::get<EventStudyRequest>(choices.read(usual(choices))).anchor_word, "extreme");
}

TEST(SectionChoices, Bundles) {
  const auto study = event_study(
      std::string(kRest) +
      "vary = { returns = { price = {}, total = { asset = \"e.f\", benchmark = \"g.h\" }, same = { "
      "anchor = \"end\", from = \"1985\" } }, rule = { crests = { episode = { crest = { level "
      "= 5 } } "
      "}, late = { episode.until = 52 } } }\n");
  const auto& choices = choices_of(study);
  EXPECT_EQ(told(choices), "returns (returns): *price total same\nrule (rule): *own crests late\n");
  const auto total = with<EventStudyRequest>(choices, "returns", "total");
  EXPECT_EQ(total.asset.formula, "e.f");
  EXPECT_EQ(total.benchmark->formula, "g.h");
  const auto same = with<EventStudyRequest>(choices, "returns", "same");
  EXPECT_EQ(same.anchor_word, "end");
  EXPECT_EQ(same.question.from, parse_date("1985-01-01"));
  EXPECT_EQ(with<EventStudyRequest>(choices, "rule", "crests").noun, "crests");
  const auto late = with<EventStudyRequest>(choices, "rule", "late");
  EXPECT_EQ(std::get<ThresholdRule>(late.question.rule).enter.level, 48);
  EXPECT_EQ(std::get<ThresholdRule>(late.question.rule).leave.level, 52);
}

TEST(SectionChoices, NamesThatDoNotPrint) {
  for (const std::string name : {R"("a\u0000b")", R"("\u001b[31m")", R"("")"})
    for (const auto& vary : {"{ " + name + " = { late = { episode.until = 52 } } }",
                             "{ rule = { " + name + " = { episode.until = 52 } } }"}) {
      SCOPED_TRACE(vary);
      try {
        event_study(std::string(kRest) + "vary = " + vary + "\n");
        ADD_FAILURE() << "read";
      } catch (const UserError& error) {
        EXPECT_EQ(error.failure().code, ErrorCode::choice_options);
        EXPECT_EQ(error.failure().what.find('\0'), std::string::npos);
      }
    }
}

const std::string kFairValue =
    "[[fair_value]]\nid = \"fair\"\nprice = \"p.p\"\nfundamental = \"p.f\"\nrate = \"rate\"\n"
    "drivers = { rate = \"r.r\", slope = \"r.s\", gdp = \"m.g\" }\nmultiple = { drivers = [\"rate\", "
    "\"slope\"] }\n"
    "growth = { drivers = [\"gdp\"] }\nscenario = [ { id = \"up\", growth = [1, 2] }, { id = \"down\", "
    "growth = 3 } ]\n";

TEST(SectionChoices, Subsets) {
  const auto study =
      parse_study(kHead + kFairValue + "vary = { \"multiple.drivers\" = \"subsets\" }\n", "s.toml");
  const auto& choices = choices_of(study);
  EXPECT_EQ(told(choices),
            "growth (scenario.up.growth, ordered): *1 2\n"
            "rate (multiple.drivers.1): *in out\nslope (multiple.drivers.2): *in out\n");
  EXPECT_EQ(to_string(choices.places[1]), "s.toml:11:25");
  const auto without = with<FairValueRequest>(choices, "rate", "out");
  EXPECT_THAT(without.question.multiple_drivers, ElementsAre("slope"));
  EXPECT_TRUE(without.question.rate_driver.empty());
  EXPECT_THAT(with<FairValueRequest>(choices, "slope", "out").question.multiple_drivers, ElementsAre("rate"));
  EXPECT_THROW(choices.read(std::vector<std::uint32_t>{0, 1, 1}), UserError);  // no driver is left
  const auto rotation = parse_study(kHead +
                                        "[[rotation]]\nid = \"r\"\nsectors = { a = \"m.a\", b = \"m.b\" "
                                        "}\nvary = { signals = \"subsets\" }\n"
                                        "signals = { momentum = { months = [12, 6] }, trend = {} }\n",
                                    "s.toml");
  EXPECT_EQ(told(choices_of(rotation)),
            "months (signals.momentum.months, ordered): 6 *12\n"
            "momentum (signals.momentum): *in out\ntrend (signals.trend): *in out\n");
  const auto trend = with<RotationRequest>(choices_of(rotation), "momentum", "out");
  ASSERT_EQ(trend.signals.size(), 1u);
  EXPECT_EQ(trend.signals[0].signal.name, "trend");
}

TEST(SectionChoices, NamesApart) {
  const auto study = parse_study(
      kHead +
          "[[rotation]]\nid = \"r\"\nsectors = { a = \"m.a\", b = \"m.b\" }\nportfolio = { k = [1, 2] }\n"
          "signals = { momentum = { months = [12, 6] }, trend = { months = [10, 8] } }\nvary = { "
          "score.standing = "
          "[\"z\", \"rank\"] }\n",
      "s.toml");
  EXPECT_EQ(told(choices_of(study)),
            "signals.momentum.months (signals.momentum.months, ordered): 6 *12\n"
            "signals.trend.months (signals.trend.months, ordered): 8 *10\n"
            "k (portfolio.k, ordered): *1 2\n"
            "standing (score.standing): *default z rank\n");
}

TEST(SectionChoices, UsesOfOptions) {
  const auto study = event_study(
      "asset = [\"c.d\", \"total_return(c.d)\"]\nhorizon = \"12m\"\nepisode = { below = 48 }\n"
      "vary = { signal = [\"lag(a.b, 1)\"], with = { benchmark = { benchmark = \"e.f\" } } }\n");
  std::vector<std::string> uses;
  for (const auto& use : choices_of(study).uses)
    uses.push_back(fmt::format("{} {} {}", use.role, use.formula, to_string(use.place)));
  EXPECT_THAT(uses, ElementsAre("asset total_return(c.d) s.toml:8:18", "signal lag(a.b, 1) s.toml:11:21",
                                "benchmark e.f s.toml:11:72"));
}

TEST(SectionChoices, UsesOfTwoOptions) {
  const auto scorecard = [](const std::string& formulas, const std::string& transforms) {
    return parse_study(kHead + "[[scorecard]]\nid = \"s\"\n[scorecard.indicators]\njobs = { formula = [" +
                           formulas + "], transform = [" + transforms + "] }\n",
                       "s.toml");
  };
  const auto study = scorecard("\"m.a\", \"m.b\"", "\"change_12m\", \"change_3m\"");
  const auto& choices = choices_of(study);
  std::vector<std::string> uses;
  for (const auto& use : choices.uses) uses.push_back(use.formula);
  EXPECT_THAT(uses, ElementsAre("diff(m.b, 12m)", "m.b", "diff(m.a, 3m)", "diff(m.b, 3m)"));
  EXPECT_NO_THROW(choices.read(std::vector<std::uint32_t>{1, 1}));
  // So many that their series would be the most of a study: some are left, and such a definition says why it gives nothing.
  std::string formulas, transforms;
  for (int i = 0; i < 80; ++i) {
    formulas += fmt::format("{}\"m.a{}\"", i == 0 ? "" : ", ", i);
    transforms += fmt::format("{}\"change_{}m\"", i == 0 ? "" : ", ", i + 1);
  }
  const auto many = scorecard(formulas, transforms);
  EXPECT_EQ(choices_of(many).uses.size(), 3u * 79 + 2000);
  try {
    choices_of(many).read(std::vector<std::uint32_t>{79, 79});
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().what, "options that only together read a formula: diff(m.a79, 80m)");
  }
}

TEST(SectionChoices, Overrides) {
  const auto text = kHead + kEvent + kRest;
  const auto study = parse_study(
      text, "s.toml", {{"lows.horizon", "[\"12m\", \"6m\"]"}, {"lows.draws", "500 .. 700 by 100"}});
  EXPECT_EQ(told(choices_of(study)),
            "horizon (horizon, ordered): 6m *12m\ndraws (draws, ordered): *500 600 700\n");
  const auto fixed = parse_study(text, "s.toml", {{"lows.horizon", "[\"6m\"]"}});
  EXPECT_EQ(fixed.sections[0].choices, nullptr);
  try {
    parse_study(text, "s.toml", {{"lows.horizon", "[\"12m\", \"6x\"]"}});
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(to_string(error.failure().place), "--set lows.horizon=[\"12m\", \"6x\"]");
  }
}

TEST(SectionChoices, BadOptionsAreRefused) {
  struct Case {
    std::string keys;
    ErrorCode code;
    const char* what;
    const char* mend;
    int line, column;
  };
  const std::string rest = kRest;
  const std::string short_rest = "asset = \"c.d\"\nepisode = { below = 48, until = 51 }\n";
  const Case cases[] = {
      {short_rest + "horizon = [\"12m\", \"6x\"]\n", ErrorCode::study_file, "\"6x\" is not a length of time",
       "", 10, 19},
      {short_rest + "horizon = []\n", ErrorCode::choice_options, "`horizon` has no option", "", 10, 11},
      {short_rest + "horizon = \"24m .. 12m\"\n", ErrorCode::choice_range, "the end comes before", "", 10,
       11},
      {short_rest + "horizon = \"1d .. 99999d\"\n", ErrorCode::choice_options, "99999 values", "", 10, 11},
      {short_rest + "horizon = { options = [\"6m\", \"12m\"], usual = \"13m\" }\n", ErrorCode::choice_option,
       "`usual` is none of the options: 13m", "12m", 10, 46},
      {rest + "anchor = [\"trough\", \"troff\"]\n", ErrorCode::study_file, "`anchor` is \"troff\"", "trough",
       11, 21},
      {rest + "draws = [2000, 5]\n", ErrorCode::study_file, "`draws` must be between", "", 11, 16},
      {rest + "vary = { horizn = [\"6m\"] }\n", ErrorCode::choice_option, "does not read: horizn", "horizon",
       11, 20},
      {rest + "vary = { episode.belo = [47] }\n", ErrorCode::choice_option, "does not read: episode.belo",
       "episode.below", 11, 26},
      {rest + "vary = { episod = { below = [47] } }\n", ErrorCode::choice_option, "does not read: episod",
       "episode", 11, 19},
      {rest + "vary = { title = [\"a\", \"b\"] }\n", ErrorCode::choice_option, "does not read: title", "", 11,
       18},
      {rest + "vary = { x = { a = { assett = \"q.q\" } } }\n", ErrorCode::choice_option,
       "does not read: assett", "asset", 11, 31},
      {rest + "vary = { x = { a = {}, b = {} } }\n", ErrorCode::choice_options,
       "two options of `x` are as in the study", "", 11, 28},
      {rest + "vary = { x = {} }\n", ErrorCode::choice_options, "`x` has no option", "", 11, 14},
      {rest + "vary = { horizon = [\"6m\", \"6m\"] }\n", ErrorCode::choice_options, "stands here twice: 6m",
       "", 11, 27},
      {rest + "vary = { horizon = \"subsets\" }\n", ErrorCode::choice_options, "is no list or table", "", 11,
       20},
      {rest + "vary = { datse = \"subsets\" }\n", ErrorCode::choice_option, "does not read: datse", "dates",
       11, 18},
      {rest + "vary = { exclude = \"subsets\" }\n", ErrorCode::choice_options,
       "`exclude` is left out: there is nothing to take subsets of", "Write the whole of it", 11, 20},
      {rest + "vary = 3\n", ErrorCode::study_file, "`vary` must be a table", "", 11, 8},
      {short_rest + "horizon = [\"12m\", \"6m\"]\nvary = { horizon = [\"3m\"] }\n", ErrorCode::choice_options,
       "two choices say what `horizon` is", "", 11, 20},
      {rest + "vary = { \"episode.below\" = [47], x = { a = { episode = { below = 46 } } } }\n",
       ErrorCode::choice_options, "two choices say what `episode", "", 11, 38},
      {"asset = \"c.d\"\nhorizon = \"12m\"\nepisode = [ { below = 48 }, { below = [47, 46] } ]\n",
       ErrorCode::choice_options, "`below` is a set inside an option of another", "", 10, 39}};
  for (const auto& one : cases) {
    const auto failure = failure_of(kHead + kEvent + one.keys);
    EXPECT_EQ(failure.code, one.code) << one.keys << failure.what;
    EXPECT_THAT(failure.what, HasSubstr(one.what)) << one.keys;
    EXPECT_THAT(failure.mend, HasSubstr(one.mend)) << one.keys;
    EXPECT_EQ(to_string(failure.place), fmt::format("s.toml:{}:{}", one.line, one.column))
        << one.keys << failure.what;
  }
}

TEST(SectionChoices, ContradictionsAreNoMistake) {
  const auto study = event_study(
      "asset = \"c.d\"\nhorizon = \"12m\"\nepisode = { below = [48, 52], until = [51, 53] }\n"
      "from = [\"1980\", \"1990\"]\nto = [\"2000\", \"1985\"]\n");
  const auto& choices = choices_of(study);
  EXPECT_NO_THROW(choices.read(std::vector<std::uint32_t>{1, 1, 1, 1}));
  EXPECT_THROW(choices.read(std::vector<std::uint32_t>{1, 0, 1, 1}), UserError);
  EXPECT_THROW(choices.read(std::vector<std::uint32_t>{0, 0, 1, 0}), UserError);
  // An option that is refused at its own place, but not beside the last option of another.
  const auto rotation = parse_study(kHead +
                                        "[[rotation]]\nid = \"r\"\nsectors = { a = \"m.a\", b = \"m.b\" }\n"
                                        "signals = { momentum = { months = [12, 24], skip = [1, 18] } }\n",
                                    "s.toml");
  EXPECT_EQ(choices_of(rotation).choices.size(), 2u);
  EXPECT_NO_THROW(choices_of(rotation).read(std::vector<std::uint32_t>{1, 1}));
}

TEST(SectionChoices, LinkedSections) {
  const auto study = parse_study(
      kHead + kFairValue +
          "[[rotation]]\nid = \"sectors\"\nsectors = { a = \"m.a\", b = \"m.b\" }\nscenarios = \"fair\"\n"
          "signals = { macro = { drivers = { rate = \"m.rate\" }, months = [60, 48] } }\n",
      "s.toml");
  const auto rotation = with<RotationRequest>(choices_of(study, 1), "months", "48");
  ASSERT_TRUE(rotation.scenarios);
  EXPECT_EQ(rotation.scenarios->section, "fair");
  EXPECT_EQ(rotation.signals[0].signal.months, 48);
}

TEST(SectionChoices, MultiverseSettings) {
  const auto study =
      event_study(std::string(kRest) + "multiverse = { most = 10000, lead = \"led\", alpha = 0.1 }\n");
  const auto& settings = study.sections[0].multiverse;
  EXPECT_EQ(settings.most, 10000u);
  EXPECT_EQ(settings.lead, "led");
  EXPECT_EQ(settings.alpha, 0.1);
  EXPECT_EQ(to_string(settings.place), "s.toml:11:14");
  EXPECT_EQ(event_study(kRest).sections[0].multiverse.alpha, 0.05);
  const std::pair<const char*, const char*> wrong[] = {{"{ most = 0 }", "`most` must be"},
                                                       {"{ most = 1.5 }", "`most` must be"},
                                                       {"{ most = \"all\" }", "`most` must be"},
                                                       {"{ alpha = 1 }", "`alpha` must be"},
                                                       {"{ lead = 3 }", "`lead` must name"},
                                                       {"{ lead = \"\" }", "`lead` must name"},
                                                       {"3", "must be a table"}};
  for (const auto& [value, what] : wrong) {
    const auto failure = failure_of(kHead + kEvent + kRest + "multiverse = " + value + "\n");
    EXPECT_EQ(failure.code, ErrorCode::multiverse_setting) << value;
    EXPECT_THAT(failure.what, HasSubstr(what));
    EXPECT_EQ(failure.place.line, 11);
  }
  EXPECT_EQ(failure_of(kHead + kEvent + kRest + "multiverse = { mots = 3 }\n").code, ErrorCode::study_file);
}

// A key of an event study, with options as the file writes them.
struct RandomKey {
  std::string key;
  std::vector<std::string> options;
};

TEST(SectionChoices, RandomDefinitions) {
  const std::vector<RandomKey> keys = {{"episode.below", {"48", "47.5", "\"<= 47\"", "46"}},
                                       {"episode.until", {"\"> 50\"", "51", "52.25", "\">= 53\""}},
                                       {"episode.gap", {"1", "3", "\"6m\""}},
                                       {"episode.n_in", {"1", "2"}},
                                       {"anchor", {"\"trough\"", "\"end\"", "\"known\"", "\"start\""}},
                                       {"horizon", {"\"12m\"", "\"6m\"", "\"2025-05-30\""}},
                                       {"asset", {"\"c.d\"", "\"e.f\""}},
                                       {"benchmark", {"\"g.h\"", "\"i.j\""}},
                                       {"from", {"\"1979-01\"", "\"1985\""}},
                                       {"draws", {"2000", "500"}},
                                       {"level", {"0.9", "0.95", "0.5"}}};
  std::mt19937 engine(3);
  const auto draw = [&](std::size_t most) { return static_cast<std::size_t>(engine() % most); };
  for (int round = 0; round < 40; ++round) {
    std::vector<std::size_t> own;
    std::string open, vary;
    for (const auto& key : keys) {
      own.push_back(draw(key.options.size()));
      const auto& usual_option = key.options[own.back()];
      if (draw(2)) {
        open += fmt::format("{} = {}\n", key.key, usual_option);
        vary += fmt::format("\"{}\" = [{}], ", key.key, fmt::join(key.options, ", "));
      } else {
        open += fmt::format("{} = {{ options = [{}], usual = {} }}\n", key.key, fmt::join(key.options, ", "),
                            usual_option);
      }
    }
    const auto study =
        event_study(open + (vary.empty() ? "" : "vary = { " + vary.substr(0, vary.size() - 2) + " }\n"));
    const auto& choices = choices_of(study);
    ASSERT_EQ(choices.choices.size(), keys.size());
    std::vector<std::vector<std::uint32_t>> definitions;
    std::vector<std::string> expected;
    for (int i = 0; i < 20; ++i) {
      std::vector<std::uint32_t> options(keys.size());
      std::string plain;
      for (const auto& key : keys) {
        const auto& word = key.options[draw(key.options.size())];
        const auto bare = word[0] == '"' ? word.substr(1, word.size() - 2) : word;
        plain += fmt::format("{} = {}\n", key.key, word);
        const auto at = static_cast<std::size_t>(
            std::find(choices.paths.begin(), choices.paths.end(), key.key) - choices.paths.begin());
        ASSERT_LT(at, keys.size());
        const auto& words = choices.choices[at].options;
        options[at] = static_cast<std::uint32_t>(std::find(words.begin(), words.end(), bare) - words.begin());
        ASSERT_LT(options[at], words.size());
      }
      definitions.push_back(options);
      expected.push_back(told(std::get<EventStudyRequest>(event_study(plain).sections[0].question)));
    }
    std::vector<std::string> found(definitions.size());
    const auto read = [&](std::size_t first) {
      for (auto i = first; i < definitions.size(); i += 4)
        found[i] = told(std::get<EventStudyRequest>(choices.read(definitions[i])));
    };
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t) threads.emplace_back(read, t);
    for (auto& thread : threads) thread.join();
    ASSERT_EQ(found, expected) << open << vary;
  }
}

TEST(SectionChoices, HostileSections) {
  std::string many = "asset = \"c.d\"\nhorizon = \"12m\"\nepisode = { below = 48 }\nvary = { ";
  for (int i = 0; i < 3; ++i)
    many += fmt::format("{} = \"1 .. 9000\", ", i == 0   ? "draws"
                                                : i == 1 ? "\"episode.gap\""
                                                         : "\"episode.n_in\"");
  const auto together = failure_of(kHead + kEvent + many.substr(0, many.size() - 2) + " }\n");
  EXPECT_EQ(together.code, ErrorCode::choice_options);
  EXPECT_THAT(together.what, HasSubstr("more than 20000 options together"));
  std::string parts = "dates = [";
  for (int i = 0; i < 100; ++i) parts += fmt::format("\"{}-01\", ", 1900 + i);
  const auto subsets = failure_of(kHead + kEvent + "asset = \"c.d\"\nhorizon = \"12m\"\n" + parts +
                                  "]\nvary = { dates = \"subsets\" }\n");
  EXPECT_THAT(subsets.what, HasSubstr("subsets of 100 parts are more than 60"));
  std::string long_list = "dates = [";
  for (int i = 0; i < 10'000; ++i) long_list += fmt::format("\"{}\", ", to_string(make_date(1980, 1, 1) + i));
  const auto large = event_study("asset = \"c.d\"\nhorizon = \"1d .. 9000d\"\n" + long_list + "]\n");
  EXPECT_EQ(choices_of(large).choices[0].options.size(), 9000u);  // tried here and there
}

}  // namespace
}  // namespace rerate

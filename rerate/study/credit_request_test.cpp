// Behaviour -> test
//   every key is read, with its default where it is left out                              -> ReadsEveryKey
//   the recessions of the study stand in for the section's own                            -> Recessions
//   a state's rule is thresholds or a formula, one state is enough                        -> Rules
//   wrong rules of states have a code and a place                                         -> WrongRules
//   wrong sectors, weights, crests and constituents have a place                          -> Mistakes
//   types: spreads, sectors, indicators, recessions and assets that cannot be what they are asked to be  -> Types
#include "rerate/study/credit_request.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CreditRequest read(const std::string& text, const std::string& recessions = "") {
  const auto document = TomlDocument::parse(text, "s.toml", ErrorCode::study_file);
  const auto root = document.root();
  auto request = read_credit_request(root, {"recessions", recessions, {}});
  root.finish("[[credit]]");
  return request;
}

TEST(CreditRequest, ReadsEveryKey) {
  const auto request = read(R"(spread = "m.s"
ebp = "m.e"
asset = "m.a"
recession = "m.r"
crest = { level = 5, amplitude = 1.5, window = 60, phase = 20, cycle = 61, tie = "last" }
state = { stress = { percentile = 90, change_3m = 2 }, watch = { percentile = 70 } }
sectors = { energy = "m.energy", media = { title = "the media", formula = "m.media" } }
weights = { media = 0.75, energy = 0.25 }
sector_gap = 0.5
tolerance = 0.1
distress = { above = 8, constituents = { acme = { title = "Acme", spread = "m.acme", weight = "m.value" }, beta = { spread = "m.beta", weight = 3 } } }
)");
  EXPECT_EQ(request.ebp->formula, "m.e");
  EXPECT_EQ(request.asset->formula, "m.a");
  EXPECT_EQ(request.recession->formula, "m.r");
  EXPECT_EQ(request.crests->level, 5);
  EXPECT_EQ(request.crests->amplitude, 1.5);
  EXPECT_EQ(request.crests->window, 60);
  EXPECT_EQ(request.crests->cycle, 61);
  EXPECT_EQ(request.crests->tie, Tie::last);
  EXPECT_EQ(request.crests->side, Side::above);
  EXPECT_EQ(std::get<CreditThresholds>(*request.stress).change_3m, 2);
  EXPECT_FALSE(std::get<CreditThresholds>(*request.watch).change_3m);
  EXPECT_EQ(request.sectors.at(1).title, "the media");
  EXPECT_THAT(request.weights, ElementsAre(0.25, 0.75));  // in the order of the sectors
  EXPECT_EQ(request.sector_gap, 0.5);
  EXPECT_EQ(request.tolerance, 0.1);
  EXPECT_EQ(request.distress_above, 8);
  EXPECT_EQ(request.constituents.at(0).title, "Acme");
  EXPECT_EQ(request.constituents.at(1).title, "beta");
  EXPECT_EQ(std::get<double>(request.constituents.at(1).weight), 3);
  EXPECT_EQ(uses_of(request).size(), 9u);

  const auto usual = read("spread = \"m.s\"\n");
  EXPECT_FALSE(usual.crests || usual.stress || usual.watch || usual.recession || usual.tolerance);
  EXPECT_EQ(usual.sector_gap, 1);
  EXPECT_EQ(uses_of(usual).size(), 1u);
}

TEST(CreditRequest, Recessions) {
  EXPECT_EQ(read("spread = \"m.s\"\n", "nber.recession").recession->formula, "nber.recession");
  EXPECT_EQ(read("spread = \"m.s\"\nrecession = \"m.r\"\n", "nber.recession").recession->formula, "m.r");
}

TEST(CreditRequest, Rules) {
  const auto formula = read("spread = \"m.s\"\nstate = { stress = \"m.s > 5\" }\n");
  EXPECT_EQ(std::get<SeriesUse>(*formula.stress).formula, "m.s > 5");
  EXPECT_FALSE(formula.watch);
  EXPECT_EQ(uses_of(formula).size(), 2u);
  const auto watch = read("spread = \"m.s\"\nstate = { watch = { change_3m = -1 } }\n");
  EXPECT_EQ(std::get<CreditThresholds>(*watch.watch).change_3m, -1);
}

TEST(CreditRequest, WrongRules) {
  const auto what = [](const std::string& rule) {
    try {
      read("spread = \"m.s\"\nstate = " + rule + "\n");
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::credit_rule);
      EXPECT_EQ(error.failure().place.line, 2);
      return error.failure().what;
    }
    ADD_FAILURE() << "accepted: " << rule;
    return std::string();
  };
  EXPECT_THAT(what("{ stress = { percentile = 100.5 } }"), HasSubstr("between 0 and 100, not 100.5"));
  EXPECT_THAT(what("{ stress = { percentile = 60 }, watch = { percentile = 80 } }"),
              HasSubstr("must be below"));
  EXPECT_THAT(what("{}"), HasSubstr("neither"));
  EXPECT_THAT(what("{ stress = {} }"), HasSubstr("`stress` has no threshold"));
}

TEST(CreditRequest, Mistakes) {
  const auto failure = [](const std::string& more) {
    try {
      read("spread = \"m.s\"\n" + more + "\n");
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().place.line, 2) << more;
      return error.failure();
    }
    ADD_FAILURE() << "accepted: " << more;
    return Failure{};
  };
  EXPECT_THAT(failure("state = { stres = { percentile = 90 } }").mend, HasSubstr("stress"));
  EXPECT_THAT(failure("state = { stress = { percentil = 90 } }").mend, HasSubstr("percentile"));
  EXPECT_THAT(failure("crest = { amplitud = 1 }").mend, HasSubstr("amplitude"));
  EXPECT_EQ(failure("crest = { amplitude = -1 }").code, ErrorCode::event_rule);
  EXPECT_THAT(failure("crest = { window = 0 }").what, HasSubstr("between 1 and 100000"));
  EXPECT_THAT(failure("sectors = {}").what, HasSubstr("no sector is named"));
  EXPECT_THAT(failure("weights = { energy = 1 }").what, HasSubstr("need `sectors`"));
  EXPECT_THAT(failure("sector_gap = 0").what, HasSubstr("above 0"));
  EXPECT_THAT(failure("tolerance = -1").what, HasSubstr("above 0"));
  EXPECT_THAT(failure("distress = { above = 10 }").what, HasSubstr("constituents"));
  EXPECT_THAT(failure("distress = { constituents = {} }").what, HasSubstr("no constituent"));
  EXPECT_THAT(failure("distress = { constituents = { \"a b\" = { spread = \"m.a\", weight = 1 } } }").what,
              HasSubstr("no name"));
  const auto zero = failure("distress = { constituents = { acme = { spread = \"m.a\", weight = 0 } } }");
  EXPECT_EQ(zero.code, ErrorCode::credit_weights);
  EXPECT_THAT(failure("distress = { constituents = { acme = { spread = \"m.a\", weight = 1e308 } } }").what,
              HasSubstr("at most 1000000000000000, not 1e+308"));
  EXPECT_THAT(failure("tolerance = 1e300").what, HasSubstr("at most 1000000"));
  EXPECT_THAT(failure("distress = { constituents = { acme = { spread = \"m.a\" } } }").what,
              HasSubstr("weight"));
  EXPECT_THAT(failure("sectorz = { energy = \"m.e\" }").mend, HasSubstr("sectors"));

  const std::string sectors = "spread = \"m.s\"\nsectors = { energy = \"m.e\", media = \"m.m\" }\nweights = ";
  const auto weights = [&](const std::string& text) {
    try {
      read(sectors + text + "\n");
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().place.line, 3);
      return error.failure();
    }
    ADD_FAILURE() << "accepted: " << text;
    return Failure{};
  };
  EXPECT_THAT(weights("{ energi = 0.5, media = 0.5 }").mend, HasSubstr("energy"));
  EXPECT_THAT(weights("{ energy = 1 }").what, HasSubstr("`media` has no weight"));
  EXPECT_THAT(weights("{ energy = 0.5, media = 0.6 }").what, HasSubstr("add up to 1.1"));
  EXPECT_THAT(weights("{ energy = -0.5, media = 1.5 }").what, HasSubstr("above 0"));
  EXPECT_EQ(weights("{ media = 1.5, energy = -0.5 }").place.column, 35);
  EXPECT_EQ(weights("{ media = -1.5, energy = 2.5 }").place.column, 21);
}

// Names say what they are: frequency, kind, unit.
TypedSeries typed(const SeriesUse& use) {
  static const std::map<std::string, SeriesType> kTypes = {
      {"spread", {Frequency::monthly, Kind::spread, "pp"}},
      {"rate", {Frequency::monthly, Kind::rate, "percent"}},
      {"points", {Frequency::monthly, Kind::spread, "bp"}},
      {"percent", {Frequency::monthly, Kind::spread, "percent"}},
      {"days", {Frequency::daily, Kind::spread, "pp"}},
      {"quarters", {Frequency::quarterly, Kind::spread, "pp"}},
      {"index", {Frequency::monthly, Kind::price_index, "index"}},
      {"bare", {Frequency::monthly, Kind::spread, ""}},
      {"yes", {Frequency::monthly, Kind::indicator, ""}},
      {"yes_days", {Frequency::daily, Kind::indicator, ""}}};
  return {use.formula, kTypes.at(use.formula)};
}

TEST(CreditRequest, Types) {
  const auto code = [](const std::string& text) {
    try {
      check_types(read(text), typed);
    } catch (const UserError& error) {
      EXPECT_GT(error.failure().place.line, 0);
      return std::optional(error.failure().code);
    }
    return std::optional<ErrorCode>();
  };
  const auto with = [&](const std::string& more) { return code("spread = \"spread\"\n" + more + "\n"); };
  for (const auto* right : {"spread", "percent", "points", "days"})
    EXPECT_FALSE(code(fmt::format("spread = \"{}\"\n", right))) << right;
  for (const auto* wrong : {"quarters", "rate", "index", "bare", "yes"})
    EXPECT_EQ(code(fmt::format("spread = \"{}\"\n", wrong)), ErrorCode::credit_type) << wrong;
  EXPECT_FALSE(with("ebp = \"days\""));
  EXPECT_EQ(with("ebp = \"index\""), ErrorCode::credit_type);
  EXPECT_FALSE(with("sectors = { a = \"percent\" }"));
  EXPECT_EQ(with("sectors = { a = \"days\" }"), ErrorCode::credit_sector);
  EXPECT_EQ(with("sectors = { a = \"points\" }"), ErrorCode::credit_sector);
  EXPECT_EQ(with("distress = { constituents = { a = { spread = \"points\", weight = 1 } } }"),
            ErrorCode::credit_sector);
  EXPECT_FALSE(with("distress = { constituents = { a = { spread = \"spread\", weight = \"index\" } } }"));
  EXPECT_FALSE(with("state = { stress = \"yes\" }"));
  EXPECT_EQ(with("state = { stress = \"yes_days\" }"), ErrorCode::credit_rule);
  EXPECT_EQ(with("state = { watch = \"spread\" }"), ErrorCode::credit_rule);
  EXPECT_EQ(with("recession = \"spread\""), ErrorCode::recession_indicator);
  EXPECT_EQ(with("asset = \"spread\""), ErrorCode::event_kinds);
  EXPECT_FALSE(with("asset = \"index\""));
}

}  // namespace
}  // namespace rerate
